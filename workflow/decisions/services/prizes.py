"""Say what the prize money of a draft is counted from, where the tables do not say it surely."""

from fractions import Fraction

from workflow.core.actors import Actor
from workflow.core.errors import BadInput
from workflow.core.i18n import _
from workflow.decisions.models import Decision
from workflow.decisions.money import Terms
from workflow.decisions.services.listing import changed, open_draft

_MOST = Fraction(200)  # the highest coefficient of the decree is below half of it
_BASES = range(100_000, 100_000_001)


def set_terms(public_id: str, terms: Terms, *, actor: Actor) -> Decision:
    """Keep base salary and coefficients with the draft; its sheet is drawn anew with the money.

    What is left empty is looked up; what nobody knows stays unknown.
    """
    decision = open_draft(public_id, actor)
    _check(terms)
    decision.prize_base = terms.base
    decision.prize_person, decision.prize_collective = _text(terms.person), _text(terms.collective)
    decision.prize_source = terms.source
    changed(
        decision, "prizes", actor=actor, base=terms.base, person=_text(terms.person),
        collective=_text(terms.collective), source=terms.source,
    )  # fmt: skip
    return decision


def _check(terms: Terms) -> None:
    if terms.base is not None and terms.base not in _BASES:
        raise BadInput(_("Mức lương cơ sở này không thể có. Hãy kiểm tra lại."), field="base")
    for field in ("person", "collective"):
        value = getattr(terms, field)
        if value is not None and not 0 < value <= _MOST:
            raise BadInput(_("Hệ số phải lớn hơn 0 và không quá 200."), field=field)
    said = (terms.base, terms.person, terms.collective)
    if any(value is not None for value in said) and not terms.source:
        raise BadInput(_("Hãy ghi văn bản quy định các mức này."), field="source")


def _text(value: Fraction | None) -> str:
    return "" if value is None else f"{float(value):.6g}"
