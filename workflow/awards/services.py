"""Keep the ledger of honours, and the awards an organisation gives by its own rules."""

from datetime import date

from sqlalchemy import select

from workflow.awards.models import Award, AwardKind, AwardVersion, Ground, Honour, Route
from workflow.core import audit
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput
from workflow.core.i18n import _
from workflow.organisations.models import Organisation


def confer(
    *, recipient_id: int, award_id: int, ground: Ground | None, year: int | None,
    number_text: str, date_text: str, decided_on: date | None, issuer_text: str,
    decision_item_id: int | None, actor: Actor, period: str = "", source: str = "",
) -> Honour:  # fmt: skip
    """Enter an honour into the ledger; the same item of a decision enters it once."""
    if decision_item_id is not None:
        held = db.session.scalars(
            select(Honour).where(Honour.decision_item_id == decision_item_id)
        ).one_or_none()
        if held is not None:
            return held
    honour = Honour(
        recipient_id=recipient_id, award_id=award_id, ground=ground, year=year, period=period,
        number_text=number_text, date_text=date_text, decided_on=decided_on,
        issuer_text=issuer_text, source=source, decision_item_id=decision_item_id,
    )  # fmt: skip
    db.session.add(honour)
    db.session.flush()
    audit.record(
        "honour.confer", stream=("recipient", recipient_id), actor=actor,
        subject=("honour", honour.id),
        detail={"award": award_id, "year": year, "number": number_text},
    )  # fmt: skip
    return honour


def strike_honours(decision_item_id: int, *, by: str, actor: Actor) -> None:
    """Take the honour of a revoked item out of every calculation; the row stays."""
    honour = db.session.scalars(
        select(Honour).where(Honour.decision_item_id == decision_item_id).with_for_update()
    ).one_or_none()
    if honour is None or honour.struck_by:
        return
    honour.struck_by = by
    audit.record(
        "honour.strike", stream=("recipient", honour.recipient_id), actor=actor,
        subject=("honour", honour.id), detail={"by": by},
    )  # fmt: skip


def add_own_award(
    owner: Organisation, *, code: str, name: str, subject: str, valid_from: date, actor: Actor,
    decider_post: str = "", route: Route = Route.COUNCIL, checklist: str = "",
    legal_basis: str = "", valid_to: date | None = None,
) -> AwardVersion:  # fmt: skip
    """Enter an award the organisation gives by its own rules, as a union's Giấy khen."""
    if db.session.scalars(select(Award.id).where(Award.code == code)).first() is not None:
        raise BadInput(_("Mã “%(code)s” đã có trong danh mục. Hãy đặt mã khác.", code=code))
    award = Award(code=code, kind=AwardKind.FORM, owner_id=owner.id)
    db.session.add(award)
    db.session.flush()
    version = AwardVersion(
        award_id=award.id, name=name, subject=subject, decider_kind=owner.kind,
        decider_post=decider_post, route=route, checklist=checklist, legal_basis=legal_basis,
        valid_from=valid_from, valid_to=valid_to,
    )  # fmt: skip
    db.session.add(version)
    db.session.flush()
    audit.record("award.add", stream=("award", award.id), actor=actor, detail={"code": code})
    return version
