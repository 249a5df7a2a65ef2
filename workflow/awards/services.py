"""Keep the ledger of honours, and the awards an organisation gives by its own rules."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from workflow.awards.models import (
    Award,
    AwardKind,
    AwardVersion,
    ClusterRank,
    Ground,
    Honour,
    Initiative,
    Route,
)
from workflow.awards.queries import initiatives_of
from workflow.awards.states import Scope
from workflow.awards.wording import ground_name
from workflow.core import audit, clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, Difference, InvalidStep, StaleEdit
from workflow.core.i18n import _
from workflow.core.text import fold, one_line
from workflow.organisations.models import Organisation
from workflow.recipients import keeping

LAST_PLACE = 1000
CLUSTERS = ("cluster", "central_cluster")


@dataclass(frozen=True)
class Revocation:
    """By which decision an honour was taken back, when and why."""

    by: str
    on: date | None = None
    reason: str = ""


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


def _add_note(honour: Honour, note: str) -> None:
    honour.note = "\n".join(filter(None, [honour.note, note]))


def pass_on(
    *, item_id: int, to_item_id: int, number_text: str, decided_on: date, issuer_text: str,
    note: str, actor: Actor,
) -> None:  # fmt: skip
    """Let an honour rest on another decision's line; it is held all the while."""
    honour = db.session.scalars(
        select(Honour).where(Honour.decision_item_id == item_id).with_for_update()
    ).one_or_none()
    if honour is None:
        return
    before, honour.number_text = honour.number_text, number_text
    honour.date_text, honour.decided_on = f"{decided_on:%d/%m/%Y}", decided_on
    honour.issuer_text, honour.decision_item_id = issuer_text, to_item_id
    _add_note(honour, note)
    audit.record(
        "honour.pass_on", stream=("recipient", honour.recipient_id), actor=actor,
        subject=("honour", honour.id), detail={"from": before, "to": number_text},
    )  # fmt: skip


def note_correction(item_id: int, note: str, *, actor: Actor) -> None:
    """Add to the ledger's line what a letter corrected; the line itself stays as printed."""
    honour = db.session.scalars(
        select(Honour).where(Honour.decision_item_id == item_id).with_for_update()
    ).one_or_none()
    if honour is None:
        return
    _add_note(honour, note)
    audit.record(
        "honour.correct", stream=("recipient", honour.recipient_id), actor=actor,
        subject=("honour", honour.id), detail={"note": note},
    )  # fmt: skip


def strike_honours(decision_item_id: int, *, by: str, actor: Actor) -> None:
    """Take the honour of a revoked item out of every calculation; the row stays."""
    honour = db.session.scalars(
        select(Honour).where(Honour.decision_item_id == decision_item_id).with_for_update()
    ).one_or_none()
    if honour is not None and not honour.struck_by:
        _strike(honour, Revocation(by), actor)


def strike_honour(honour_id: int, revocation: Revocation, *, actor: Actor) -> Honour:
    """Strike one line of the ledger. Raises InvalidStep for one struck before."""
    honour = db.session.get_one(
        Honour, honour_id, with_for_update={"of": Honour}, populate_existing=True
    )
    if honour.struck_by:
        raise InvalidStep(
            _("Khen thưởng này đã được ghi hủy bỏ theo %(by)s. Hãy tải lại trang.",
              by=honour.struck_by)
        )  # fmt: skip
    if revocation.on and honour.decided_on and revocation.on < honour.decided_on:
        raise BadInput(
            _("Quyết định hủy bỏ không thể có trước quyết định khen thưởng ngày %(day)s.",
              day=f"{honour.decided_on:%d/%m/%Y}"),
            field="on",
        )  # fmt: skip
    _strike(honour, revocation, actor)
    return honour


def _strike(honour: Honour, revocation: Revocation, actor: Actor) -> None:
    honour.struck_by, honour.struck_on = revocation.by, revocation.on
    honour.struck_reason = revocation.reason
    audit.record(
        "honour.strike", stream=("recipient", honour.recipient_id), actor=actor,
        subject=("honour", honour.id), detail={"by": revocation.by, "reason": revocation.reason},
    )  # fmt: skip


def note_review(honour_id: int, note: str, *, actor: Actor) -> Honour:
    """Note that somebody looked through the honours that had leaned on a struck one."""
    honour = db.session.get_one(
        Honour, honour_id, with_for_update={"of": Honour}, populate_existing=True
    )
    if not honour.struck_by or honour.reviewed_on is not None:
        raise InvalidStep(_("Việc xem lại này đã được ghi. Hãy tải lại trang."))
    if not note.strip():
        raise BadInput(_("Hãy ghi kết quả xem lại."), field="note")
    honour.reviewed_on, honour.review_note = clock.today(), note.strip()
    audit.record(
        "honour.review", stream=("recipient", honour.recipient_id), actor=actor,
        subject=("honour", honour.id), detail={"note": honour.review_note},
    )  # fmt: skip
    return honour


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


def enter_initiative(
    public_id: str, *, title: str, scope: Scope, is_topic: bool, year: int, source: str,
    actor: Actor,
) -> Initiative:  # fmt: skip
    """Enter a recognised initiative or accepted topic; the same one does not count twice."""
    recipient = keeping.open_ledger(public_id, actor)
    clean = keeping.checked_text(title, "title")
    keeping.checked_year(year)
    if fold(clean) in {fold(one.title) for one in initiatives_of(recipient.id)}:
        raise BadInput(_("“%(title)s” đã ghi rồi.", title=clean), field="title")
    row = Initiative(
        recipient_id=recipient.id, title=clean, scope=scope, is_topic=is_topic, year=year,
        source=one_line(source),
    )  # fmt: skip
    keeping.enter(row, actor)
    return row


def remove_initiative(public_id: str, *, row_id: int, actor: Actor) -> None:
    """Take back an initiative entered wrongly, unless an award was counted on it."""
    recipient = keeping.open_ledger(public_id, actor)
    row: Initiative = keeping.find_row(Initiative, row_id, recipient)
    if row.used_by is not None:
        raise BadInput(
            _("Sáng kiến này đã được tính cho một đề nghị khen thưởng nên không xóa được.")
        )
    keeping.take_back(Initiative, row_id, recipient, actor)


def enter_rank(
    public_id: str, *, cluster: str, year: int, place: int, best_of_leaders: bool | None,
    source: str, actor: Actor,
) -> ClusterRank:  # fmt: skip
    """Enter the place of a collective in the final table of its cluster."""
    recipient = keeping.open_ledger(public_id, actor)
    keeping.need_collective(recipient)
    if cluster not in CLUSTERS:
        raise BadInput(_("Hãy chọn cụm, khối thi đua."), field="cluster")
    keeping.checked_year(year)
    if not 1 <= place <= LAST_PLACE:
        raise BadInput(_("Thứ hạng phải từ 1 đến 1000."), field="place")
    if best_of_leaders and place != 1:
        raise BadInput(
            _("Chỉ đơn vị dẫn đầu mới được chọn là tiêu biểu nhất."), field="best_of_leaders"
        )
    if keeping.exists(ClusterRank, recipient, cluster=cluster, year=year):
        raise BadInput(_("Thứ hạng năm %(year)s đã ghi rồi.", year=str(year)), field="year")
    row = ClusterRank(
        recipient_id=recipient.id, cluster=cluster, year=year, place=place,
        best_of_leaders=best_of_leaders, source=one_line(source),
    )  # fmt: skip
    keeping.enter(row, actor)
    return row


def remove_rank(public_id: str, *, row_id: int, actor: Actor) -> None:
    recipient = keeping.open_ledger(public_id, actor)
    keeping.take_back(ClusterRank, row_id, recipient, actor)


def remove_honour(public_id: str, *, row_id: int, actor: Actor) -> None:
    """Take back an honour that was written in; one the product decided is revoked, not deleted."""
    recipient = keeping.open_ledger(public_id, actor)
    row: Honour = keeping.find_row(Honour, row_id, recipient)
    if row.decision_item_id is not None:
        raise BadInput(
            _(
                "Khen thưởng này do quyết định trong phần mềm nên không xóa được. Nếu sai, hãy ra "
                "quyết định hủy bỏ."
            )
        )
    keeping.take_back(Honour, row_id, recipient, actor)


def correct_ground(
    public_id: str, *, row_id: int, ground: Ground, seen: Ground | None, actor: Actor
) -> Honour:
    """Say for what an honour that was written in was given; `seen` is what the form showed.

    Only what is given on merit counts for later awards, so the journal keeps both.
    """
    recipient = keeping.open_ledger(public_id, actor)
    row: Honour = keeping.find_row(Honour, row_id, recipient)
    if row.decision_item_id is not None:
        raise InvalidStep(
            _("Khen thưởng này do quyết định trong phần mềm nên loại khen thưởng theo quyết định "
              "đó. Nếu sai, hãy ra quyết định hủy bỏ.")
        )  # fmt: skip
    if row.struck_by:
        raise InvalidStep(_("Khen thưởng này đã hủy bỏ nên không sửa nữa. Hãy tải lại trang."))
    if row.ground is not seen:
        raise StaleEdit(
            _("Người khác vừa sửa loại khen thưởng của dòng này."),
            [Difference(_("Loại khen thưởng"), ground_name(ground),
                        ground_name(row.ground) if row.ground else _("Chưa rõ"))],
        )  # fmt: skip
    before = row.ground.value if row.ground else ""
    row.ground = ground
    audit.record(
        "honour.correct_ground", stream=("recipient", recipient.id), actor=actor,
        subject=("honour", row.id), detail={"before": before, "after": ground.value},
    )  # fmt: skip
    return row


def remove_row(public_id: str, *, book: str, row_id: int, actor: Actor) -> None:
    """Take back a row of one of the ledgers kept here."""
    if book == "initiatives":
        remove_initiative(public_id, row_id=row_id, actor=actor)
    elif book == "honours":
        remove_honour(public_id, row_id=row_id, actor=actor)
    elif book == "ranks":
        remove_rank(public_id, row_id=row_id, actor=actor)
    else:
        keeping.open_ledger(public_id, actor)
        raise BadInput(_("Không có sổ này. Hãy mở lại trang."))
