"""A certificate made a second time: asked for, confirmed, the old one back, drawn, handed over."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from workflow.core import audit, clock, working_days
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep, NotAllowed, NotVisible, StaleEdit
from workflow.core.i18n import _
from workflow.decisions.amending.models import Cause, Reissue, ReissueStatus
from workflow.decisions.amending.policies import KEEPERS, reader_of
from workflow.decisions.amending.queries import stands
from workflow.decisions.amending.rules import current_rule
from workflow.decisions.amending.steps import reissue_lifecycle
from workflow.decisions.families import family_of
from workflow.decisions.models import Certificate, Decision, DecisionItem
from workflow.decisions.printing.contexts import contexts_of
from workflow.decisions.printing.queries import style_of
from workflow.decisions.queries import find_item, lock
from workflow.decisions.queries import get_visible as decision_seen
from workflow.documents.codes import giving
from workflow.documents.generation import request
from workflow.documents.states import FileRole
from workflow.organisations.models import Organisation

_OVER = (ReissueStatus.HANDED_OVER, ReissueStatus.REFUSED)


@dataclass(frozen=True)
class Request:
    """Who asks for a new certificate, by which paper, when and why."""

    cause: Cause
    asked_by: str
    request_text: str
    asked_on: date
    reason: str = ""


def certificate_of(public_id: str, item_id: str, actor: Actor) -> Certificate:
    """Return the certificate of a line of a decision of the actor's own office."""
    decision = decision_seen(public_id, actor)
    item = find_item(decision.id, item_id)
    found = db.session.scalars(
        select(Certificate).where(Certificate.item_id == item.id)
    ).one_or_none()
    if found is None:
        raise NotVisible(_("Dòng này chưa có giấy khen."))
    if actor.organisation_id != decision.organisation_id:
        raise NotAllowed(_("Chỉ cơ quan quyết định khen thưởng mới cấp lại, cấp đổi."))
    return found


def ask(public_id: str, item_id: str, asked: Request, *, actor: Actor) -> Reissue:
    """Write the request down; one certificate is asked for once at a time."""
    certificate = certificate_of(public_id, item_id, actor)
    if actor.roles.isdisjoint(KEEPERS):
        raise NotAllowed(_("Chỉ thư ký, văn thư, cán bộ lưu trữ ghi đề nghị cấp lại, cấp đổi."))
    db.session.get_one(Certificate, certificate.id, with_for_update={"of": Certificate})
    _refuse_taken_back(certificate.item)
    under_way = select(Reissue.id).where(
        Reissue.certificate_id == certificate.id, Reissue.status.not_in(_OVER)
    )
    if db.session.scalars(under_way).first() is not None:
        raise InvalidStep(_("Giấy khen này đang có một đề nghị cấp lại, cấp đổi chưa xong."))
    _check(asked, certificate)
    here = certificate.item.decision.organisation_id
    days = current_rule(here).exchange_days
    row = Reissue(
        organisation_id=here, certificate_id=certificate.id, cause=asked.cause,
        asked_by=asked.asked_by, request_text=asked.request_text, asked_on=asked.asked_on,
        due_on=working_days.end_of_term(asked.asked_on, days), reason=asked.reason,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    audit.record(
        "reissue.ask", stream=("reissue", row.id), actor=actor,
        detail={"name": certificate.item.name, "cause": asked.cause.value,
                "by": asked.asked_by, "paper": asked.request_text},
    )  # fmt: skip
    return row


def _check(asked: Request, certificate: Certificate) -> None:
    if not asked.asked_by:
        raise BadInput(_("Hãy ghi người hoặc đơn vị đề nghị."), field="asked_by")
    if asked.asked_on > clock.today():
        raise BadInput(_("Ngày này chưa đến. Hãy kiểm tra lại."), field="asked_on")
    if asked.asked_on < certificate.dated:
        raise BadInput(
            _("Ngày đề nghị không thể trước ngày quyết định khen thưởng (%(day)s).",
              day=f"{certificate.dated:%d/%m/%Y}"),
            field="asked_on",
        )  # fmt: skip


def _refuse_taken_back(item: DecisionItem) -> None:
    """Ask under the decision's lock: an annulment issued at this moment comes before or after."""
    lock(item.decision_id)
    db.session.refresh(item, ["status", "reason"])
    if stands(item):
        return
    raise InvalidStep(
        _("Khen thưởng của %(name)s không còn hiệu lực trong quyết định này (%(why)s) nên không "
          "cấp lại, cấp đổi được. Đề nghị đang xử lý thì chọn “Không cấp” và ghi lý do.",
          name=item.name, why=item.reason or _("đã hủy bỏ"))
    )  # fmt: skip


def get_visible(public_id: str, actor: Actor) -> Reissue:
    row = db.session.scalars(
        select(Reissue)
        .where(Reissue.public_id == public_id)
        .options(joinedload(Reissue.certificate).joinedload(Certificate.item)
                 .joinedload(DecisionItem.decision).joinedload(Decision.paper))
    ).one_or_none()  # fmt: skip
    if row is None or not reader_of(actor, row):
        raise NotVisible(_("Không tìm thấy đề nghị này, hoặc không thuộc cơ quan bạn."))
    return row


def _open(public_id: str, version: int, actor: Actor) -> Reissue:
    seen = get_visible(public_id, actor)
    row = db.session.get_one(
        Reissue, seen.id, with_for_update={"of": Reissue}, populate_existing=True
    )
    if row.version != version:
        raise StaleEdit(_("Người khác vừa xử lý đề nghị này. Hãy tải lại trang để xem."))
    return row


def confirm(public_id: str, *, version: int, actor: Actor) -> Reissue:
    """Say that the register has the award as asked: who, number, day, golden number."""
    row = _open(public_id, version, actor)
    with reissue_lifecycle.step(row, "confirm", actor=actor) as detail:
        item = row.certificate.item
        _refuse_taken_back(item)
        paper = item.decision.paper
        row.confirmed_text = (
            f"{item.name}, số sổ vàng {row.certificate.golden_number:02d}, Quyết định số "
            f"{paper.number_text} ngày {paper.dated:%d/%m/%Y}. {actor.name} đối chiếu ngày "
            f"{clock.today():%d/%m/%Y}"
        )
        detail["confirmed"] = row.confirmed_text
    return row


def refuse(public_id: str, refusal: str, *, version: int, actor: Actor) -> Reissue:
    """End it without a new certificate; one that was drawn already keeps its entry, as refused."""
    row = _open(public_id, version, actor)
    with reissue_lifecycle.step(row, "refuse", actor=actor, reason=refusal):
        if not refusal.strip():
            raise BadInput(_("Hãy ghi lý do không cấp."), field="refusal")
        row.refusal = refusal.strip()
    return row


def take_back(public_id: str, on: date, *, version: int, actor: Actor) -> Reissue:
    """Note that the old one is back: none is exchanged without it."""
    row = _open(public_id, version, actor)
    with reissue_lifecycle.step(row, "take_back", actor=actor, on=on.isoformat()):
        _refuse_taken_back(row.certificate.item)
        _not_before(on, row.asked_on)
        row.taken_back_on = on
    return row


def draw(public_id: str, note: str, *, version: int, actor: Actor) -> Reissue:
    """Have the new one drawn, with the same numbers; it is entered into the year's register."""
    row = _open(public_id, version, actor)
    trigger = "draw" if row.is_exchange else "draw_lost"
    with reissue_lifecycle.step(row, trigger, actor=actor) as detail:
        _refuse_taken_back(row.certificate.item)
        row.printed_note, row.drawn_on = note, clock.today()
        _draw(row, actor)
        row.year, row.number = row.drawn_on.year, _next_number(row)
        detail["number"] = f"{row.number:02d}/{row.year}"
    return row


def _next_number(row: Reissue) -> int:
    """Number the entry; the office's row is locked so that two get different numbers."""
    db.session.get_one(
        Organisation, row.organisation_id, with_for_update={"of": Organisation},
        populate_existing=True,
    )  # fmt: skip
    here = (Reissue.organisation_id == row.organisation_id) & (Reissue.year == clock.today().year)
    with db.session.no_autoflush:
        last = db.session.scalar(select(func.max(Reissue.number)).where(here))
    return (last or 0) + 1


def _draw(row: Reissue, actor: Actor) -> None:
    """Draw it in the layout the office has for such an award today."""
    item = row.certificate.item
    decision = item.decision
    family = family_of([item], decision.organisation)
    [(_line, context)] = contexts_of(decision, [item])
    name = context["recipient"]["name"]
    giving.give("reissue", [row.id])
    request(
        style_of(decision.organisation_id, family).layout.template,
        context | {"again": row.printed_note},
        title=f"{decision.award_name} số {row.certificate.golden_number:02d}, {name}",
        owner=("reissue", row.id), organisation_id=row.organisation_id, actor=actor,
        pdf_role=FileRole.CERTIFICATE,
    )  # fmt: skip


def hand_over(public_id: str, on: date, to: str, *, version: int, actor: Actor) -> Reissue:
    row = _open(public_id, version, actor)
    with reissue_lifecycle.step(row, "hand_over", actor=actor, on=on.isoformat(), to=to):
        _refuse_taken_back(row.certificate.item)
        _not_before(on, row.drawn_on or row.asked_on)
        if not to:
            raise BadInput(_("Hãy ghi người nhận."), field="to")
        row.handed_on, row.handed_to = on, to
    return row


def _not_before(on: date, earliest: date) -> None:
    if on > clock.today():
        raise BadInput(_("Ngày này chưa đến. Hãy kiểm tra lại."), field="on")
    if on < earliest:
        raise BadInput(
            _("Ngày này không thể trước ngày %(day)s.", day=f"{earliest:%d/%m/%Y}"), field="on"
        )
