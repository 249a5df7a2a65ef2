"""Enter that somebody was given to sign, end it early, and follow an organisation that changes."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import or_, select

from workflow.accounts.delegating.blocks import USUAL_HEAD
from workflow.accounts.delegating.models import Delegation
from workflow.accounts.delegating.policies import keeper_of
from workflow.accounts.delegating.queries import clashing, get_for_change, office_of, people_of
from workflow.accounts.delegating.standing import heads_of
from workflow.accounts.delegating.states import SignedKind, Way
from workflow.accounts.models import Role, RoleGrant, User
from workflow.core import audit, clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep, NotAllowed
from workflow.core.i18n import _
from workflow.core.text import one_line
from workflow.organisations.events import OrganisationChanged
from workflow.organisations.models import ChangeKind, Organisation

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Giving:
    """A delegation as a form asks for it; people by their public ids."""

    way: Way
    holder: str
    kinds: frozenset[SignedKind]
    valid_from: date
    valid_to: date | None = None
    giver: str = ""
    post: str = ""
    body: str = ""
    basis_number: str = ""
    basis_date: date | None = None


def give(organisation_id: str, giving: Giving, *, actor: Actor) -> Delegation:
    """Enter whom the head gave to sign what, from when to when.

    Nobody holds two for the same kind of paper on the same day, so that there is one answer to
    what a signature rested on.
    """
    organisation = office_of(organisation_id, actor)
    _require_keeper(actor, organisation)
    giver, holder = _giver(organisation, giving), _holder(organisation, giving, actor)
    _refuse_days(organisation, giving)
    _refuse_without_basis(giving)
    kinds = [kind.value for kind in SignedKind if kind in giving.kinds]
    if not kinds:
        raise BadInput(_("Hãy chọn ít nhất một loại văn bản được ký."), field="kinds")
    _refuse_unsignable(organisation, holder, giving)
    _refuse_clash(organisation, holder, kinds, giving)
    row = Delegation(
        organisation=organisation, way=giving.way, giver=giver, holder=holder,
        post=_post(organisation, giving), body=one_line(giving.body), kinds=kinds,
        valid_from=giving.valid_from, valid_to=giving.valid_to,
        basis_number=one_line(giving.basis_number), basis_date=giving.basis_date,
        entered_by_id=actor.user_id, entered_at=clock.now(),
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    audit.record("delegation.give", stream=("delegation", row.id), actor=actor, detail=_told(row))
    return row


def end(public_id: str, last_day: date, reason: str, *, actor: Actor) -> Delegation:
    """Let it hold no longer than `last_day`, with the reason. Yesterday means: from now on."""
    row = get_for_change(public_id, actor)
    _require_keeper(actor, row.organisation)
    today = clock.today()
    if row.last_day is not None and row.last_day < today:
        raise InvalidStep(_("Việc giao quyền ký này đã kết thúc từ trước."))
    if not reason.strip():
        raise BadInput(_("Hãy ghi lý do kết thúc."), field="reason")
    if last_day < today - A_DAY:
        raise BadInput(
            _("Ngày cuối sớm nhất là hôm qua: văn bản đã ký trước đó vẫn có hiệu lực."),
            field="last_day",
        )
    if row.last_day is not None and last_day > row.last_day:
        raise BadInput(
            _("Việc giao quyền ký này chỉ có đến hết %(day)s. Muốn kéo dài, hãy ghi việc giao mới.",
              day=f"{row.last_day:%d/%m/%Y}"),
            field="last_day",
        )  # fmt: skip
    row.ended_on = max(last_day, row.valid_from - A_DAY)
    row.end_reason, row.ended_by_id, row.ended_at = reason.strip(), actor.user_id, clock.now()
    audit.record(
        "delegation.end", stream=("delegation", row.id), actor=actor,
        detail=_told(row) | {"reason": row.end_reason},
    )  # fmt: skip
    return row


def follow_change(event: OrganisationChanged) -> None:
    """When an organisation ends, what it gave ends the day before; a new name inherits it."""
    last_day = event.on - A_DAY
    living = db.session.scalars(
        select(Delegation).where(
            Delegation.organisation_id == event.predecessor_id,
            or_(Delegation.valid_to.is_(None), Delegation.valid_to > last_day),
            or_(Delegation.ended_on.is_(None), Delegation.ended_on > last_day),
        )
    ).all()
    for row in living:
        if event.kind is ChangeKind.RENAMED and event.successor_id is not None:
            db.session.add(_inherited(row, event))
        row.ended_on = max(last_day, row.valid_from - A_DAY)
        row.ended_by_id, row.ended_at = event.actor.user_id, clock.now()


def _inherited(row: Delegation, event: OrganisationChanged) -> Delegation:
    return Delegation(
        organisation_id=event.successor_id, way=row.way, giver_id=row.giver_id,
        holder_id=row.holder_id, post=row.post, body=row.body, kinds=list(row.kinds),
        valid_from=max(row.valid_from, event.on), valid_to=row.last_day,
        basis_number=row.basis_number, basis_date=row.basis_date,
        entered_by_id=event.actor.user_id, entered_at=clock.now(),
    )  # fmt: skip


def _require_keeper(actor: Actor, organisation: Organisation) -> None:
    if not keeper_of(actor, organisation):
        raise NotAllowed(
            _("Việc giao quyền ký do người đứng đầu hoặc quản trị viên ghi. "
              "Người được giao không giao lại cho người khác.")
        )  # fmt: skip


def _holder(organisation: Organisation, giving: Giving, actor: Actor) -> User:
    """Return the person, locked: two delegations to one person are entered one after the other."""
    people = {one.public_id: one.id for one in people_of(organisation, giving.valid_from)}
    if giving.holder not in people:
        raise BadInput(_("Hãy chọn người của cơ quan hoặc của đơn vị trực thuộc."), field="holder")
    holder = db.session.get_one(User, people[giving.holder], with_for_update=True)
    if holder.id == actor.user_id and giving.way is not Way.COLLECTIVE:
        raise NotAllowed(
            _("Bạn không tự ghi việc giao quyền ký cho mình. Hãy nhờ người đứng đầu hoặc quản trị "
              "viên khác.")
        )  # fmt: skip
    return holder


def _giver(organisation: Organisation, giving: Giving) -> User | None:
    """Return who gives: a head on the first day. A collective's own head is given nothing."""
    heads = {one.public_id: one for one in heads_of(organisation, giving.valid_from)}
    if giving.giver in heads and giving.giver != giving.holder:
        return heads[giving.giver]
    if giving.holder in heads:
        if giving.way is Way.COLLECTIVE:
            return None
        raise BadInput(
            _("Người này đứng đầu cơ quan nên ký mà không cần giao quyền."), field="holder"
        )
    if not heads and giving.way is Way.DEPUTY:
        return None  # a deputy put in charge signs as one who signs for the head (Art. 13)
    raise BadInput(
        _("Người giao phải là người đứng đầu cơ quan vào ngày bắt đầu. Người được giao ký không "
          "giao lại."),
        field="giver",
    )  # fmt: skip


def _post(organisation: Organisation, giving: Giving) -> str:
    """Return the post to print: the head's, or the deputy's, where none is written."""
    head_post = organisation.head_post or USUAL_HEAD
    if giving.post.strip():
        return one_line(giving.post)
    if giving.way is Way.DEPUTY:
        return f"Phó {head_post}"
    if giving.way is Way.COLLECTIVE:
        return head_post
    raise BadInput(_("Hãy ghi chức vụ in trên văn bản, ví dụ “Chánh Văn phòng”."), field="post")


def _refuse_days(organisation: Organisation, giving: Giving) -> None:
    if giving.valid_to is not None and giving.valid_to < giving.valid_from:
        raise BadInput(_("Ngày cuối sớm hơn ngày đầu. Hãy xem lại hai ngày."), field="valid_to")
    if giving.valid_to is not None and giving.valid_to < clock.today():
        raise BadInput(
            _("Ngày cuối đã qua nên việc giao này không còn tác dụng."), field="valid_to"
        )
    if organisation.valid_to is not None and organisation.valid_to < giving.valid_from:
        raise BadInput(_("Ngày đó đơn vị này không còn hoạt động."), field="valid_from")
    if giving.way is Way.BY_MANDATE and giving.valid_to is None:
        raise BadInput(
            _("Thừa ủy quyền phải có thời hạn (Nghị định số 30/2020/NĐ-CP, Điều 13). "
              "Hãy ghi ngày cuối."), field="valid_to",
        )  # fmt: skip


def _refuse_without_basis(giving: Giving) -> None:
    """A mandate is given in writing (Art. 13, point 3); a collective has a name to be printed."""
    if giving.way is Way.BY_MANDATE:
        for name, value in (
            ("basis_number", giving.basis_number),
            ("basis_date", giving.basis_date),
        ):
            if not value:
                raise BadInput(
                    _("Thừa ủy quyền phải có văn bản ủy quyền. Hãy ghi số và ngày."), field=name
                )
    if giving.way is Way.COLLECTIVE and not giving.body.strip():
        raise BadInput(_("Hãy ghi tên tập thể lãnh đạo được thay mặt ký."), field="body")
    if giving.basis_date is not None and giving.basis_date > giving.valid_from:
        raise BadInput(_("Văn bản giao quyền phải có trước ngày bắt đầu."), field="basis_date")


def _refuse_unsignable(organisation: Organisation, holder: User, giving: Giving) -> None:
    """The page on which decisions are signed opens to the signer's role alone."""
    if SignedKind.DECISION not in giving.kinds:
        return
    day = max(giving.valid_from, clock.today())
    role = db.session.scalar(
        select(RoleGrant.id)
        .where(
            RoleGrant.user_id == holder.id, RoleGrant.organisation_id == organisation.id,
            RoleGrant.role == Role.HEAD,
            or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= day),
        )
        .limit(1)
    )  # fmt: skip
    if role is None:
        raise BadInput(
            _("%(name)s chưa có vai trò “Người ký quyết định” nên không mở được trang ký. Nhờ quản "
              "trị viên cấp vai trò đó trước, hoặc bỏ chọn quyết định.", name=holder.name),
            field="kinds",
        )  # fmt: skip


def _refuse_clash(
    organisation: Organisation, holder: User, kinds: list[str], giving: Giving
) -> None:
    other = clashing(organisation.id, holder.id, kinds, giving.valid_from, giving.valid_to)
    if other is not None:
        raise BadInput(
            _("%(name)s đã được giao ký (%(way)s.) từ %(day)s cho loại văn bản đã chọn. "
              "Hãy kết thúc việc giao đó trước, hoặc chọn ngày khác.",
              name=holder.name, way=other.way.value, day=f"{other.valid_from:%d/%m/%Y}"),
            field="holder",
        )  # fmt: skip


def _told(row: Delegation) -> dict[str, str]:
    """Return it as the journal tells it."""
    last = f"{row.last_day:%d/%m/%Y}" if row.last_day else ""
    return {
        "organisation": row.organisation.name, "way": row.way.value, "holder": row.holder.name,
        "giver": row.giver.name if row.giver else "", "kinds": ", ".join(row.kinds),
        "from": f"{row.valid_from:%d/%m/%Y}", "last_day": last, "basis": row.basis_number,
    }  # fmt: skip
