"""What administrators do with templates: propose a version, settle it, go back to what is above."""

from datetime import date, timedelta

from workflow.core import audit, clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, Incomplete, InvalidStep, NotAllowed
from workflow.core.i18n import _
from workflow.core.text import normalise
from workflow.documents.models import DocumentTemplate
from workflow.documents.states import TemplateStatus
from workflow.documents.stored import stored_file
from workflow.documents.templates import in_force, newest_shipped
from workflow.documents.templating import policies, queries
from workflow.documents.templating.checking import Checked
from workflow.documents.templating.papers import PaperForm, no_longer_offered
from workflow.documents.templating.steps import template_lifecycle
from workflow.documents.templating.trying import AFTER, LONG, OWNER, draw_trials
from workflow.organisations.models import Organisation
from workflow.organisations.queries import get_for_change

A_DAY = timedelta(days=1)


def propose(
    organisation_public_id: str, paper: PaperForm, checked: Checked, *, valid_from: date,
    note: str, actor: Actor,
) -> DocumentTemplate:  # fmt: skip
    """Enter a checked file as the organisation's next version; it waits for a second pair of eyes.

    What waited before is overtaken. Nothing of it holds yet.
    """
    organisation = get_for_change(organisation_public_id, actor)
    refuse_early(organisation, valid_from)
    if checked.taken is None:
        raise BadInput(_("Tệp còn lỗi nên chưa gửi duyệt được. Hãy sửa rồi tải lại."), field="file")
    for older in queries.waiting_of(paper.name, organisation.id):
        with template_lifecycle.step(older, "overtake", actor=actor.as_system()):
            _settle(older, actor)
    shipped = newest_shipped(paper.name).get(paper.name)
    template = DocumentTemplate(
        organisation_id=organisation.id, name=paper.name, status=TemplateStatus.PROPOSED,
        version=queries.last_version(paper.name, organisation.id) + 1,
        file=stored_file(checked.taken), valid_from=valid_from, note=normalise(note),
        uploaded_by_id=actor.user_id, uploaded_at=clock.now(), based_on_id=checked.based_on_id,
        shipped_id=shipped.id if shipped else None, findings=checked.kept_findings,
        fields=list(checked.fields), difference=list(checked.difference),
    )  # fmt: skip
    db.session.add(template)
    db.session.flush()
    audit.record(
        "document_template.propose", stream=(OWNER, template.id), actor=actor,
        detail={"name": paper.name, "version": template.version, "file": checked.taken.digest,
                "valid_from": valid_from.isoformat()},
    )  # fmt: skip
    draw_trials(template, organisation.id, actor=actor)
    return template


def refuse_early(organisation: Organisation, day: date) -> None:
    """Refuse a day that has passed, and an organisation that has ended: before a file is read."""
    if organisation.valid_to is not None and organisation.valid_to < clock.today():
        raise InvalidStep(
            _("Đơn vị này đã kết thúc hoạt động nên không đặt mẫu riêng được nữa. Hãy đặt mẫu cho "
              "đơn vị kế tiếp.")
        )  # fmt: skip

    if day < clock.today():
        raise BadInput(
            _("Mẫu không áp dụng lùi ngày được: văn bản đã lập giữ mẫu cũ. Hãy chọn từ ngày "
              "%(today)s trở đi.", today=f"{clock.today():%d/%m/%Y}"),
            field="valid_from",
        )  # fmt: skip


def _lock(public_id: str, actor: Actor) -> DocumentTemplate:
    """Lock the version behind its organisation, so that acts on one paper follow each other."""
    seen = queries.get_administered(public_id, actor)
    organisation = db.session.get_one(Organisation, seen.organisation_id)
    get_for_change(organisation.public_id, actor)
    return db.session.get_one(
        DocumentTemplate, seen.id, with_for_update={"of": DocumentTemplate},
        populate_existing=True,
    )  # fmt: skip


def _settle(template: DocumentTemplate, actor: Actor) -> None:
    template.settled_by_id, template.settled_at = actor.user_id, clock.now()


def approve(public_id: str, *, actor: Actor) -> DocumentTemplate:
    """Let the version hold from its day on, or from today where that day has passed.

    Raises NotAllowed for who proposed it, Incomplete until its pages can be looked at, and
    InvalidStep where a later version was approved meanwhile.
    """
    template = _lock(public_id, actor)
    _refuse_own(template, actor)
    with template_lifecycle.step(template, "approve", actor=actor) as detail:
        _refuse_undrawn(template)
        _refuse_unknown(template)
        if queries.last_version(template.name, template.organisation_id or 0, approved=True) > (
            template.version
        ):
            raise InvalidStep(
                _("Một bản gửi sau bản này đã được duyệt, nên duyệt bản này cũng không áp dụng. "
                  "Hãy chọn “Không duyệt”, hoặc tải tệp này lên lại thành bản mới.")
            )  # fmt: skip
        template.valid_from = max(template.valid_from, clock.today())
        _settle(template, actor)
        detail |= {"valid_from": template.valid_from.isoformat(), "file": template.file.digest}
    return template


def _refuse_own(template: DocumentTemplate, actor: Actor) -> None:
    if policies.sender(actor, template) and policies.administrator_of(actor, template):
        raise NotAllowed(
            _("Bạn là người gửi mẫu này nên người khác phải duyệt. Hãy nhờ quản trị viên khác của "
              "đơn vị hoặc của cấp trên; nếu chưa có ai, thêm một quản trị viên ở mục Tài khoản.")
        )  # fmt: skip


def _refuse_undrawn(template: DocumentTemplate) -> None:
    pages = queries.pages_of(template)
    if not (pages[AFTER].is_there and pages[LONG].is_there):
        raise Incomplete(
            _("Chưa xem được các trang của mẫu này nên chưa duyệt được. Hãy chờ dựng xong rồi tải "
              "lại trang; nếu dựng lỗi, bấm “Dựng lại” hoặc tải lên tệp khác.")
        )  # fmt: skip


def _refuse_unknown(template: DocumentTemplate) -> None:
    if unknown := no_longer_offered(template):
        raise Incomplete(
            _("Mẫu dùng trường không còn trong dữ liệu: %(names)s. Hãy sửa mẫu rồi tải lên lại.",
              names=", ".join(unknown))
        )  # fmt: skip


def reject(public_id: str, reason: str, *, actor: Actor) -> DocumentTemplate:
    """Say no to the version, with a reason; what holds stays as it is."""
    template = _lock(public_id, actor)
    _refuse_own(template, actor)
    with template_lifecycle.step(template, "reject", actor=actor, reason=reason):
        if not reason.strip():
            raise BadInput(_("Hãy ghi lý do không duyệt."), field="reason")
        template.decline_reason = normalise(reason)
        _settle(template, actor)
    return template


def withdraw(public_id: str, *, actor: Actor) -> DocumentTemplate:
    """Take back a version that waits."""
    template = _lock(public_id, actor)
    with template_lifecycle.step(template, "withdraw", actor=actor):
        _settle(template, actor)
    return template


def draw_again(public_id: str, *, actor: Actor) -> DocumentTemplate:
    """Have the pages drawn that could not be; what is drawn already stays as it is."""
    template = _lock(public_id, actor)
    if template.status is not TemplateStatus.PROPOSED:
        raise InvalidStep(_("Bản mẫu này đã xử lý xong, không dựng lại nữa."))
    draw_trials(template, template.organisation_id or 0, actor=actor)
    return template


def end_own(
    organisation_public_id: str, paper: PaperForm, *, on: date, reason: str, actor: Actor
) -> None:
    """From `on` the organisation uses what it inherits again; its own versions stay on record.

    Raises BadInput for a day that has passed, InvalidStep where it has no version of its own.
    """
    organisation = get_for_change(organisation_public_id, actor)
    if on < clock.today():
        raise BadInput(_("Ngày này đã qua. Hãy chọn từ hôm nay trở đi."), field="on")
    last_day = on - A_DAY
    living = [
        one
        for one in queries.versions_of(paper.name, organisation.id)
        if one.status is TemplateStatus.APPROVED and (one.valid_to is None or one.valid_to >= on)
    ]
    if not living:
        raise InvalidStep(
            _("Đơn vị không có mẫu riêng nào áp dụng từ ngày đó; đang dùng mẫu chung rồi.")
        )
    for one in living:
        one.valid_to = last_day
        audit.record(
            "document_template.end", stream=(OWNER, one.id), actor=actor,
            detail={"from": on.isoformat(), "reason": normalise(reason), "version": one.version},
        )  # fmt: skip


def inherited(paper: PaperForm, organisation_id: int, day: date) -> DocumentTemplate | None:
    """Return what the organisation would use on `day` without versions of its own."""
    return in_force(organisation_id, day, paper.name, above=True).get(paper.name)
