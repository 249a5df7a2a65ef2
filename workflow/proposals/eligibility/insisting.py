"""How papers name those who are proposed although the rules do not find them eligible."""

from collections.abc import Iterable

from workflow.core.i18n import on_paper
from workflow.proposals.eligibility.freezing import verdict_name
from workflow.proposals.eligibility.overrides import Override

Named = tuple[str, str, Override]  # who, for which award, what was said


def beside_achievements(override: Override) -> str:
    """Return what a list, which has no column for remarks, says below the achievements."""
    with on_paper():
        verdict, role = verdict_name(override.verdict), override.role_name
    told = f"{verdict[:1].upper()}{verdict[1:]} ({override.heading})."
    return f"{told} {role} {override.by} đề nghị xét: {override.reason}"


def sentence(cases: Iterable[Named], *, who: str = "đơn vị ") -> str:
    """Return the sentence of a Tờ trình that names them; nothing where there is nobody."""
    with on_paper():
        named = [
            f"{name} ({award}, {verdict_name(override.verdict)}): {override.reason.rstrip(' .')}"
            for name, award, override in cases
        ]
    return f"Trường hợp {who}đề nghị xét riêng: {'; '.join(named)}. " if named else ""
