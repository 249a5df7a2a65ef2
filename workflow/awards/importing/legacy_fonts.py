"""The letters of TCVN3 (.Vn…) and VNI (VNI-…) fonts: what such a cell shows, in Unicode.

Both encodings put Vietnamese letters on Latin-1 codes, so only the font tells them apart.
"""

import re
import unicodedata

_TCVN3 = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬­®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
_TCVN3_TABLE = str.maketrans(_TCVN3)

_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT = "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"
_CIRCUMFLEX, _BREVE = "\u0302", "\u0306"
_TONES = dict(zip("ùøûõï", (_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT), strict=True))
_MARKS = {
    **_TONES,
    "â": _CIRCUMFLEX,
    **{c: _CIRCUMFLEX + t for c, t in zip("áàåãä", _TONES.values(), strict=True)},
    "ê": _BREVE,
    **{c: _BREVE + t for c, t in zip("éèúüë", _TONES.values(), strict=True)},
}
_ALONE = {
    "ô": "ơ", "ö": "ư", "ñ": "đ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ",
}  # fmt: skip
_ALONE |= {old.upper(): new.upper() for old, new in _ALONE.items()}
_VNI_LETTER = re.compile(
    "([aA])([âáàåãäêéèúüëùøûõï])|([eEoO])([âáàåãäùøûõï])|([uyôöUYÔÖ])([ùøûõï])", re.I
)
_VNI_ALONE = re.compile(f"[{''.join(_ALONE)}]")


def _marked(found: re.Match[str]) -> str:
    base, mark = (part for part in found.groups() if part is not None)
    return _ALONE.get(base, base) + _MARKS[mark.lower()]


def from_tcvn3(text: str) -> str:
    return text.translate(_TCVN3_TABLE)


def from_vni(text: str) -> str:
    pieces, end = [], 0
    for found in _VNI_LETTER.finditer(text):
        pieces += [_VNI_ALONE.sub(_alone, text[end : found.start()]), _marked(found)]
        end = found.end()
    pieces.append(_VNI_ALONE.sub(_alone, text[end:]))
    return unicodedata.normalize("NFC", "".join(pieces))


def _alone(found: re.Match[str]) -> str:
    return _ALONE[found.group()]


def by_font(text: str, font: str) -> str:
    """Return what a cell in `font` shows. Text that is Unicode already stays as it is."""
    name = font.strip().casefold()
    if text.isascii() and not (name.startswith(".vn") and name.endswith("h")):
        return text
    if any(ord(character) > 0xFF for character in text):  # noqa: PLR2004  typed as Unicode
        return text
    if name.startswith(".vn"):
        converted = from_tcvn3(text)
        return converted.upper() if name.endswith("h") else converted
    if name.startswith("vni"):
        return from_vni(text)
    return text
