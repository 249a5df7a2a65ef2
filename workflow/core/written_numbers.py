"""Whole numbers in Vietnamese words, as sums are written out on papers that are signed for."""

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ("", "nghìn", "triệu", "tỷ")
_GROUP = 1000
_BILLION = _GROUP**3
_TENS = 2  # from here on “mươi”


def in_words(number: int) -> str:
    """Return “hai mươi mốt triệu không trăm linh năm nghìn” for 21.005.000."""
    if number == 0:
        return _DIGITS[0]
    if number >= _GROUP * _BILLION:  # beyond 999 tỷ the billions are read as a number of their own
        head, rest = divmod(number, _BILLION)
        return " ".join(part for part in (f"{in_words(head)} tỷ", _below(rest, lead=True)) if part)
    return _below(number, lead=False)


def _below(number: int, *, lead: bool) -> str:
    """Write a number below a thousand billions; `lead` says that something stands before it."""
    parts: list[str] = []
    for power in range(len(_SCALES) - 1, -1, -1):
        group = number // _GROUP**power % _GROUP
        if group:
            parts.append(f"{_three(group, lead=lead or bool(parts))} {_SCALES[power]}".strip())
    return " ".join(parts)


def _three(group: int, *, lead: bool) -> str:
    hundreds, tens, ones = group // 100, group // 10 % 10, group % 10
    words = [f"{_DIGITS[hundreds]} trăm"] if hundreds or lead else []
    if tens >= _TENS:
        words.append(f"{_DIGITS[tens]} mươi")
    elif tens == 1:
        words.append("mười")
    elif ones and words:
        words.append("linh")
    if ones:
        words.append(_ones(ones, tens))
    return " ".join(words)


def _ones(ones: int, tens: int) -> str:
    if tens >= _TENS and ones in {1, 4}:
        return {1: "mốt", 4: "tư"}[ones]
    return "lăm" if tens and ones == 5 else _DIGITS[ones]  # noqa: PLR2004
