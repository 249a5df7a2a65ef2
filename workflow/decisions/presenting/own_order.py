"""The order of honour an office says itself: one award a line, the first called first.

No law that was verified prescribes the order of one level's awards; `precedence.py` is what holds
while an office has said nothing, and behind its list for what the list leaves out.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from workflow.awards.browsing import visible_to
from workflow.awards.models import Award, AwardVersion
from workflow.core import audit
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, NotAllowed, StaleEdit
from workflow.core.i18n import _
from workflow.decisions.presenting.models import HonourOrder
from workflow.decisions.presenting.precedence import bare, rank_of

BAR = "|"
SOURCE = (
    "Gợi ý theo cấp khen trong Luật Thi đua, khen thưởng; chưa kiểm chứng thứ tự từng hình thức."
)


@dataclass(frozen=True)
class Order:
    """What holds in an office; `version` is 0 while it has said nothing of its own."""

    awards: str
    source: str
    version: int


def places_of(organisation_id: int) -> Mapping[str, int]:
    """Return the place of each award the office has named, by the catalogue's bare code."""
    kept = db.session.get(HonourOrder, organisation_id)
    return {code: place for place, code in enumerate(_codes(kept.awards) if kept else ())}


def current_order(actor: Actor) -> Order:
    kept = db.session.get(HonourOrder, actor.organisation_id or 0)
    if kept is not None:
        return Order(kept.awards, kept.source, kept.version)
    usual = "\n".join(f"{code} {BAR} {name}" for code, name in _usual(actor))
    return Order(usual, SOURCE, 0)


def set_order(awards: str, *, source: str, version: int, actor: Actor) -> HonourOrder:
    """Keep what the office says; lists arranged before stay until they are arranged anew."""
    if actor.organisation_id is None or not actor.has("secretary"):
        raise NotAllowed(_("Chỉ thư ký của cơ quan ghi thứ tự vinh dự."))
    codes, known = _codes(awards), dict(_usual(actor))
    strange = [code for code in codes if code not in known]
    if not codes or strange or len(set(codes)) != len(codes):
        raise BadInput(
            _("Mỗi dòng một mã hình thức trong danh mục, mỗi mã một lần. Xem lại: %(codes)s.",
              codes=", ".join(strange or [c for c in codes if codes.count(c) > 1]) or "…"),
            field="awards",
        )  # fmt: skip
    kept = db.session.get(HonourOrder, actor.organisation_id, with_for_update=True)
    if (kept.version if kept else 0) != version:
        raise StaleEdit(_("Người khác vừa sửa thứ tự vinh dự. Hãy tải lại trang."))
    if kept is None:
        kept = HonourOrder(organisation_id=actor.organisation_id, awards="")
        db.session.add(kept)
    kept.awards, kept.source = awards.strip(), source
    db.session.flush()
    audit.record(
        "ceremony.order_of_honour", stream=("organisation", actor.organisation_id), actor=actor,
        detail={"awards": codes, "source": source},
    )  # fmt: skip
    return kept


def _codes(text: str) -> list[str]:
    heads = (line.partition(BAR)[0].strip() for line in text.splitlines())
    return [bare(head) for head in heads if head]


def _usual(actor: Actor) -> list[tuple[str, str]]:
    """Return every award the office may read of, by its bare code, as it is called by default."""
    rows = db.session.execute(
        select(Award.code, AwardVersion.name, AwardVersion.level)
        .join(AwardVersion, AwardVersion.award_id == Award.id)
        .where(visible_to(actor))
        .order_by(AwardVersion.valid_from, AwardVersion.id)
    )
    latest = {bare(code): (name.partition(" (")[0], level or "") for code, name, level in rows}
    ranked = sorted(
        (rank_of(code, name, "", level), name, code) for code, (name, level) in latest.items()
    )
    return [(code, name) for _rank, name, code in ranked]
