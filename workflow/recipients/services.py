"""Enter and mend persons and collectives, and the places they hold."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm.attributes import flag_modified

from workflow.core import audit, clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, Difference, NotAllowed, StaleEdit
from workflow.core.i18n import _
from workflow.core.text import fold, one_line, sort_key
from workflow.recipients import citizen_ids
from workflow.recipients.models import Membership, Recipient, RecipientKind
from workflow.recipients.policies import keeper_in
from workflow.recipients.queries import (
    find_by_citizen_id,
    find_membership,
    find_namesakes,
    get_for_change,
    memberships_of,
)

OLDEST = date(1890, 1, 1)
FIRST_DAY = date(1945, 9, 2)
LONGEST_WORD = 40  # no table of names holds more, and no name has it


@dataclass(frozen=True)
class Particulars:
    """What is typed about a person or a collective; `since` when they have had their place."""

    name: str
    post: str = ""
    employee_code: str = ""
    birth_date: date | None = None
    citizen_id: str = ""
    since: date | None = None


def _checked(particulars: Particulars) -> Particulars:
    name = one_line(particulars.name)
    if not name:
        raise BadInput(_("Hãy ghi tên."), field="name")
    if max(len(word) for word in name.split()) > LONGEST_WORD:
        raise BadInput(
            _("Tên có một chữ dài quá %(n)s ký tự. Hãy kiểm tra lại.", n=LONGEST_WORD), field="name"
        )
    born = particulars.birth_date
    if born is not None and not OLDEST <= born <= clock.today():
        raise BadInput(_("Ngày sinh không thể như vậy. Hãy kiểm tra lại."), field="birth_date")
    return Particulars(
        name, one_line(particulars.post), one_line(particulars.employee_code), born,
        citizen_ids.checked(particulars.citizen_id), _checked_since(particulars.since, born),
    )  # fmt: skip


def _checked_since(since: date | None, born: date | None) -> date | None:
    if since is not None and not (born or FIRST_DAY) <= since <= clock.today():
        raise BadInput(_("Ngày về đơn vị không thể như vậy. Hãy kiểm tra lại."), field="since")
    return since


def _refuse_same_citizen(
    typed: Particulars, kind: RecipientKind, organisation_id: int, besides: int = 0
) -> None:
    """One number is one person, as far as the unit and those below it can tell."""
    if not typed.citizen_id:
        return
    if kind is RecipientKind.COLLECTIVE:
        raise BadInput(_("Tập thể không có số định danh. Hãy để trống ô này."), field="citizen_id")
    for other in find_by_citizen_id(typed.citizen_id, organisation_id, below=True):
        if other.id != besides:
            raise BadInput(
                _("Số định danh này đã ghi cho %(name)s. Hãy kiểm tra lại.", name=other.name),
                field="citizen_id",
            )


def _refuse_namesake(particulars: Particulars, organisation_id: int) -> None:
    """Two of one name are told apart by code or birth date, or they are one entered twice."""
    for other in find_namesakes(particulars.name, organisation_id):
        by_code = particulars.employee_code and particulars.employee_code != other.employee_code
        by_birth = particulars.birth_date and particulars.birth_date != other.birth_date
        by_number = particulars.citizen_id and particulars.citizen_id != other.citizen_id
        if not by_code and not by_birth and not by_number:
            raise BadInput(
                _(
                    "Đơn vị đã có “%(name)s”. Nếu là người khác, hãy ghi số hiệu hoặc ngày sinh "
                    "để phân biệt.", name=other.name,
                ),
                field="name",
            )  # fmt: skip


def register(
    particulars: Particulars, *, kind: RecipientKind, organisation_id: int, actor: Actor,
    about_id: int | None = None, user_id: int | None = None,
) -> Recipient:  # fmt: skip
    """Enter somebody who belongs to the organisation.

    `about_id` is the organisation a collective is; `user_id` the account a person signs in with.
    """
    if not keeper_in(actor, organisation_id):
        raise NotAllowed(_("Chỉ cán bộ thi đua hoặc thư ký của đơn vị được thêm người ở đây."))
    typed = _checked(particulars)
    _refuse_namesake(typed, organisation_id)
    _refuse_same_citizen(typed, kind, organisation_id)
    recipient = Recipient(
        kind=kind, name=typed.name, name_fold=fold(typed.name), sort_key=sort_key(typed.name),
        employee_code=typed.employee_code, birth_date=typed.birth_date,
        citizen_id=typed.citizen_id, organisation_id=about_id, user_id=user_id,
    )  # fmt: skip
    db.session.add(recipient)
    db.session.flush()
    add_membership(recipient, organisation_id=organisation_id, post=typed.post, since=typed.since)
    audit.record("recipient.register", stream=("recipient", recipient.id), actor=actor)
    return recipient


def add_membership(
    recipient: Recipient, *, organisation_id: int, post: str = "", since: date | None = None
) -> Membership:
    """Give the recipient a place in one more organisation, as a member of the union."""
    membership = Membership(
        recipient_id=recipient.id, organisation_id=organisation_id, post=post,
        valid_from=since or clock.today(),
    )  # fmt: skip
    db.session.add(membership)
    db.session.flush()
    return membership


def _refuse_overlap(place: Membership, since: date) -> None:
    """Somebody who came back holds a second place; it begins after the first has ended."""
    for one in memberships_of(place.recipient_id):
        other = one.membership
        if other.id == place.id or other.organisation_id != place.organisation_id:
            continue
        if other.valid_to is not None and since <= other.valid_to < place.valid_from:
            raise BadInput(
                _("Trước đó đã ở đơn vị đến hết ngày %(day)s. Ghi ngày sau ngày ấy.",
                  day=_date_text(other.valid_to)), field="since",
            )  # fmt: skip


def _date_text(value: date | None) -> str:
    return f"{value:%d/%m/%Y}" if value else ""


def _refuse_stale(
    recipient: Recipient, place: Membership, typed: Particulars, version: int
) -> None:
    if recipient.version == version:
        return
    pairs = [
        (_("Tên"), typed.name, recipient.name),
        (_("Chức vụ"), typed.post, place.post),
        (_("Số hiệu"), typed.employee_code, recipient.employee_code),
        (_("Ngày sinh"), _date_text(typed.birth_date), _date_text(recipient.birth_date)),
        (_("Số định danh"), typed.citizen_id, recipient.citizen_id),
        (
            _("Về đơn vị từ ngày"),
            _date_text(typed.since or place.valid_from),
            _date_text(place.valid_from),
        ),
    ]
    raise StaleEdit(
        _("Người khác vừa sửa %(name)s trong lúc trang này đang mở.", name=recipient.name),
        [Difference(label, yours, theirs) for label, yours, theirs in pairs if yours != theirs],
    )


def edit(
    public_id: str, particulars: Particulars, *, version: int, actor: Actor,
    left_on: date | None = None,
) -> Recipient:  # fmt: skip
    """Mend the particulars; `left_on` ends the place held in the actor's organisation.

    Without `since` the day it began stays.
    """
    recipient = get_for_change(public_id, actor)
    here = actor.organisation_id or 0
    place = find_membership(recipient.id, here, clock.today())
    if place is None or not keeper_in(actor, here):
        raise NotAllowed(_("Chỉ đơn vị nơi người này công tác mới được sửa thông tin."))
    typed = _checked(particulars)
    _refuse_stale(recipient, place, typed, version)
    since = typed.since or place.valid_from
    if since < place.valid_from:
        _refuse_overlap(place, since)
    if left_on is not None and left_on < since:
        raise BadInput(_("Ngày thôi công tác sớm hơn ngày bắt đầu."), field="left_on")
    if fold(typed.name) != recipient.name_fold:
        _refuse_namesake(typed, here)
    _refuse_same_citizen(typed, recipient.kind, here, besides=recipient.id)
    before = _told(recipient, place)
    recipient.name, recipient.name_fold = typed.name, fold(typed.name)
    recipient.sort_key = sort_key(typed.name)
    recipient.employee_code, recipient.birth_date = typed.employee_code, typed.birth_date
    recipient.citizen_id = typed.citizen_id
    place.post, place.valid_from, place.valid_to = typed.post, since, left_on
    flag_modified(recipient, "name")  # the post lies in another row; stale forms must notice it
    audit.record(
        "recipient.edit", stream=("recipient", recipient.id), actor=actor,
        before=before, after=_told(recipient, place),
    )  # fmt: skip
    return recipient


def _told(recipient: Recipient, place: Membership) -> list[str]:
    """Return what the journal's digests are made of; an identity number is never whole in it."""
    return [
        recipient.name, place.post, recipient.employee_code, str(recipient.birth_date),
        citizen_ids.masked(recipient.citizen_id), str(place.valid_from),
    ]  # fmt: skip
