"""Say a prerequisite in the words of the office, as nested lists, and name the codes it uses."""

from dataclasses import dataclass

from workflow.awards.eligibility.parsing import rule_of
from workflow.awards.eligibility.rules import (
    All,
    Any,
    Condition,
    Rule,
    Then,
    Within,
)
from workflow.awards.eligibility.wording import Names, asked
from workflow.core.i18n import _


@dataclass(frozen=True)
class Said:
    """One condition, or a heading with the conditions under it."""

    text: str
    parts: "tuple[Said, ...]" = ()


def said(text: str, names: Names) -> Said | None:
    """Return the rule in words; None where nothing is written or it cannot be read."""
    rule = rule_of(text)
    return None if rule is None else _said(rule, names)


def _said(rule: Rule, names: Names) -> Said:
    match rule:
        case All(parts):
            return Said(_("Đủ các điều kiện:"), tuple(_said(one, names) for one in parts))
        case Any(parts):
            return Said(_("Một trong các điều kiện:"), tuple(_said(one, names) for one in parts))
        case Then(first, rest):
            after = Said(_("Tính từ sau đó:"), _under(rest, names))
            return Said(_("Lần lượt:"), (_said(first, names), after))
        case Within(inside):
            return Said(_("Trong cùng thời gian trên:"), _under(inside, names))
        case Condition():
            return Said(_limit(rule))
        case _:
            return Said(asked(rule, names))


def _limit(rule: Condition) -> str:
    """Say a limit with its number; another unit than the usual one stays as it is written."""
    number = rule.parameter.removesuffix("/year").removesuffix("wd")
    if rule.kind == "QUOTA":
        return _("Mỗi năm tặng nhiều nhất %(n)s", n=number)
    if rule.kind == "CONSULT":
        return _("Đã lấy ý kiến công khai %(n)s ngày làm việc", n=number)
    return _("Chưa từng được tặng")


def _under(rule: Rule, names: Names) -> tuple[Said, ...]:
    """Return what stands under a heading of its own: of a conjunction the parts themselves."""
    one = _said(rule, names)
    return one.parts if isinstance(rule, All) else (one,)
