"""Read a prerequisite as the catalogue writes it; what does not parse says where."""

import re
from collections.abc import Callable
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput, UnexpectedToken

from workflow.awards.eligibility.rules import (
    All,
    Among,
    Any,
    Condition,
    Elsewhere,
    Free,
    Held,
    Initiatives,
    Lasting,
    NoDiscipline,
    Performed,
    Ranked,
    Rule,
    Share,
    Span,
    Then,
    Within,
    Works,
)
from workflow.awards.states import Scope
from workflow.core.i18n import _
from workflow.recipients.states import Grade

DISCIPLINE = ("any", "khientrach", "canhcao")
WHOLE = Fraction(1)
MOST = 100  # years, honours or initiatives a condition may ask for
DEEPEST = 20  # brackets within brackets
_SHOWN = 20  # letters of what cannot be read that are told again
_SHARE = re.compile(r"[0-9]{1,3}(?:[./][0-9]{1,6})?", re.ASCII)


class RuleError(ValueError):
    """A prerequisite cannot be read; `line` and `column` count from one."""

    def __init__(self, reason: str, line: int, column: int) -> None:
        self.line, self.column = line, column
        super().__init__(
            _("Dòng %(line)s, cột %(column)s: %(reason)s", line=line, column=column, reason=reason)
        )


@cache
def _lark() -> Lark:
    source = Path(__file__).with_name("grammar.lark").read_text(encoding="utf-8")
    return Lark(source, parser="lalr", propagate_positions=True)


@lru_cache(maxsize=4096)
def parse(text: str) -> Rule | None:
    """Return the rule, or None where the cell is empty: nothing is known.

    Raises RuleError with the place of the first thing that cannot be.
    """
    if not text.strip():
        return None
    _refuse_deep(text)
    try:
        tree = _lark().parse(text)
    except UnexpectedInput as error:
        line, column = error.line, error.column
        if isinstance(error, UnexpectedToken) and error.token.type == "$END":
            line, column = text.count("\n") + 1, len(text.rpartition("\n")[2]) + 1
        raise RuleError(_("không đọc được từ chỗ này."), line, column) from None
    return _any(_trees(tree)[0])


def rule_of(text: str) -> Rule | None:
    """Return the rule of a version; a text that cannot be read is a rule nobody has set."""
    try:
        return parse(text)
    except RuleError:
        return None


def _refuse_deep(text: str) -> None:
    """Say where brackets stand deeper in each other than any rule of the law needs."""
    depth = 0
    for at, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth > DEEPEST:
            before = text[:at]
            raise RuleError(
                _("ngoặc lồng nhau quá %(n)s lớp.", n=DEEPEST),
                before.count("\n") + 1, at - before.rfind("\n"),
            )  # fmt: skip


def _trees(tree: "Tree[Token]") -> "list[Tree[Token]]":
    return [child for child in tree.children if isinstance(child, Tree)]


def _tokens(tree: "Tree[Token]") -> list[Token]:
    return [child for child in tree.children if isinstance(child, Token)]


def _any(tree: "Tree[Token]") -> Rule:
    parts = tuple(_all(child) for child in _trees(tree))
    return parts[0] if len(parts) == 1 else Any(parts)


def _all(tree: "Tree[Token]") -> Rule:
    """Join the parts; what follows THEN is counted after what stands before it."""
    groups: list[list[Rule]] = [[]]
    for part in _trees(tree):
        for then in _tokens(part):
            if not groups[-1]:
                raise _wrong(then, _("THEN cần một điều kiện đứng trước."))
            groups.append([])
        groups[-1].append(_unit(_trees(part)[0]))
    joined = [group[0] if len(group) == 1 else All(tuple(group)) for group in groups]
    rule = joined.pop()
    while joined:
        rule = Then(joined.pop(), rule)
    return rule


def _unit(tree: "Tree[Token]") -> Rule:
    (inner,), span = _trees(tree), _tokens(tree)
    if inner.data == "token":
        return _token(inner)
    rule = _any(inner)
    if not span:
        return rule
    if Span(span[0]) is not Span.WINDOW:
        raise _wrong(span[0], _("sau ngoặc chỉ dùng within_window."))
    return Within(rule)


def _token(tree: "Tree[Token]") -> Rule:
    head, *rest = _tokens(tree)
    arguments = [one for one in rest if one.type == "ARGUMENT"]
    marks = [one for one in rest if one.type != "ARGUMENT"]
    make = _MAKERS.get(str(head), _held)
    rule = make(head, arguments, marks)
    if marks and not getattr(rule, "span", "") and not getattr(rule, "best_of_leaders", False):
        raise _wrong(marks[0], _("“%(word)s” không đi với “%(head)s”.", word=marks[0], head=head))
    return rule


def _wrong(token: Token, reason: str) -> RuleError:
    return RuleError(reason, token.line or 1, token.column or 1)


def _take(head: Token, arguments: list[Token], count: int) -> list[Token]:
    if len(arguments) != count:
        raise _wrong(head, _("“%(head)s” cần %(n)s tham số.", head=head, n=count))
    return arguments


def _number(token: Token, ending: str = "") -> int:
    digits = str(token).removesuffix(ending)
    if not digits.isascii() or not digits.isdigit() or not 1 <= int(digits[:9]) <= MOST:
        raise _wrong(token, _("“%(word)s” phải là một số từ 1 đến %(most)s.",
                              word=_short(token), most=MOST))  # fmt: skip
    return int(digits)


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _span(marks: list[Token]) -> Span:
    return next((Span(mark) for mark in marks if mark.type == "SPAN"), Span.ANY)


def _held(head: Token, arguments: list[Token], marks: list[Token]) -> Rule:
    return Held(str(head), _number(*_take(head, arguments, 1)), _span(marks))


def _performed(head: Token, arguments: list[Token], marks: list[Token]) -> Rule:
    grade, count = _take(head, arguments, 2)
    if grade not in set(Grade):
        raise _wrong(grade, _("không có mức xếp loại “%(word)s”.", word=grade))
    return Performed(Grade(grade), _number(count), _span(marks))


def _initiatives(head: Token, arguments: list[Token], marks: list[Token]) -> Rule:
    scope, count = _take(head, arguments, 2)
    if scope not in set(Scope):
        raise _wrong(scope, _("không có phạm vi sáng kiến “%(word)s”.", word=scope))
    return Initiatives(Scope(scope), _number(count), _span(marks))


def _works(head: Token, arguments: list[Token], marks: list[Token]) -> Rule:
    count = _take(head, arguments, 1 if head == "COMBAT" else 2)[-1]
    return Works(str(head), _number(count), _span(marks))


def _share(head: Token, arguments: list[Token], _marks: list[Token]) -> Rule:
    code, ratio = _take(head, arguments, 2)
    try:
        share = Fraction(str(ratio)) if _SHARE.fullmatch(ratio) else Fraction(0)
    except ZeroDivisionError:
        share = Fraction(0)
    if not 0 < share <= WHOLE:
        raise _wrong(ratio, _("tỷ lệ phải lớn hơn 0 và không quá 1."))
    return Share(str(code), share)


def _among(head: Token, arguments: list[Token], _marks: list[Token]) -> Rule:
    code, count = _take(head, arguments, 2)
    return Among(str(code), _number(count))


def _discipline(head: Token, arguments: list[Token], _marks: list[Token]) -> Rule:
    (level,) = _take(head, arguments, 1)
    if level not in DISCIPLINE:
        raise _wrong(level, _("không có mức kỷ luật “%(word)s”.", word=level))
    return NoDiscipline(str(level))


def _ranked(head: Token, arguments: list[Token], marks: list[Token]) -> Rule:
    cluster, place = _take(head, arguments, 2)
    return Ranked(str(cluster), _number(place), any(mark.type == "LEADERS" for mark in marks))


def _lasting(head: Token, arguments: list[Token], _marks: list[Token]) -> Rule:
    (length,) = _take(head, arguments, 1)
    known = length not in {"per_ministry", "UNVERIFIED"}
    return Lasting(str(head), _number(length, "y") if known else None)


def _condition(head: Token, arguments: list[Token], _marks: list[Token]) -> Rule:
    count = 0 if head == "ONCE" else 1
    return Condition(str(head), "".join(_take(head, arguments, count)))


def _bare(head: Token, arguments: list[Token], _marks: list[Token]) -> Rule:
    _take(head, arguments, 0)
    return Free(head) if head in set(Free) else Elsewhere(head)


_MAKERS: dict[str, Callable[[Token, list[Token], list[Token]], Rule]] = {
    "PERF": _performed, "INIT": _initiatives, "TOPIC": _works, "COMBAT": _works,
    "SHARE": _share, "HAS": _among, "NODISC": _discipline, "RANK": _ranked,
    "THEMATIC": _lasting, "THEMATIC_PM": _lasting, "TENURE": _lasting,
    "CONSULT": _condition, "QUOTA": _condition, "ONCE": _condition,
    **dict.fromkeys((*Free, *Elsewhere), _bare),
}  # fmt: skip
