"""Operations on accounts by an administrator: enter, correct, grant, end, shut out."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from workflow.accounts.entry import make_link
from workflow.accounts.models import LinkPurpose, Role, RoleGrant, User
from workflow.accounts.policies import administers
from workflow.accounts.queries import find_by_login, get_for_change
from workflow.accounts.signing_in import forget_everywhere
from workflow.core import audit, clock
from workflow.core.actors import SYSTEM, Actor
from workflow.core.db import db
from workflow.core.errors import (
    BadInput,
    Difference,
    InvalidStep,
    NotAllowed,
    NotVisible,
    StaleEdit,
)
from workflow.core.i18n import _
from workflow.organisations.events import OrganisationChanged
from workflow.organisations.models import ChangeKind
from workflow.organisations.queries import administered, get_visible

LOGIN = re.compile(r"[a-z0-9][a-z0-9._@-]{2,59}")
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Grant:
    """A role as a form asks for it: at which organisation, from when, until when."""

    role: Role
    organisation: str  # its public id
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True)
class Link:
    """A fresh single-use link, to be shown once."""

    token: str
    expires_at: datetime


def create(login: str, name: str, title: str, grant: Grant, *, actor: Actor) -> tuple[User, Link]:
    """Enter a person with a first role; return the link by which they set their password."""
    user = add_user(login, name, title)
    row = _grant(user, grant, actor=actor)
    link = make_link(user, LinkPurpose.INVITATION)
    audit.record(
        "account.create", stream=("account", user.id), actor=actor,
        detail={"login": user.login, "name": user.name} | _told(row),
    )  # fmt: skip
    return user, Link(*link)


def add_user(login: str, name: str, title: str) -> User:
    """Store a user nobody can sign in as yet. Raises BadInput when the login will not do."""
    wanted = login.casefold()
    if not LOGIN.fullmatch(wanted):
        raise BadInput(
            _("Tên đăng nhập gồm 3 đến 60 chữ không dấu, chữ số, dấu chấm, gạch hoặc @."),
            field="login",
        )
    if find_by_login(wanted) is not None:
        raise BadInput(_("Tên đăng nhập này đã có người dùng. Hãy chọn tên khác."), field="login")
    user = User(login=wanted, name=name, title=title)
    db.session.add(user)
    db.session.flush()
    return user


def edit(public_id: str, name: str, title: str, *, version: int, actor: Actor) -> User:
    """Correct name and post. Raises StaleEdit with both texts when they changed meanwhile."""
    user = _whole_account(public_id, actor)
    differences = [
        Difference(label, mine, theirs)
        for label, mine, theirs in (
            (_("Họ và tên"), name, user.name),
            (_("Chức vụ"), title, user.title),
        )
        if mine != theirs
    ]
    if user.version != version:
        raise StaleEdit(_("Người khác vừa sửa tài khoản này."), differences)
    if differences:
        user.name, user.title = name, title
        detail = {d.label: [d.theirs, d.yours] for d in differences}
        audit.record("account.edit", stream=("account", user.id), actor=actor, detail=detail)
    return user


def send_link(public_id: str, *, actor: Actor) -> tuple[User, Link]:
    """Return a fresh link: an invitation before the first password, a reset afterwards."""
    user = _whole_account(public_id, actor)
    return user, _fresh_link(user, actor)


def send_link_from_the_server(login: str) -> Link:
    """Return a fresh link for a login, as whoever runs the server asks for it on the command line.

    The way back in when nobody who may send links can sign in. The journal says who asked.
    """
    user = find_by_login(login.casefold())
    if user is None:
        raise NotVisible(_("Không có tài khoản nào mang tên đăng nhập này."))
    return _fresh_link(user, SYSTEM)


def _fresh_link(user: User, actor: Actor) -> Link:
    if not user.is_active:
        raise InvalidStep(_("Tài khoản đang ngừng. Hãy cho hoạt động lại trước."))
    purpose = LinkPurpose.RESET if user.password_hash else LinkPurpose.INVITATION
    link = make_link(user, purpose)
    audit.record(
        "account.link", stream=("account", user.id), actor=actor, detail={"purpose": purpose.value}
    )
    return Link(*link)


def grant_role(public_id: str, grant: Grant, *, actor: Actor) -> RoleGrant:
    """Grant a role inside what the actor administers; it holds from its first day."""
    user = get_for_change(public_id, actor)
    row = _grant(user, grant, actor=actor)
    detail = _told(row)
    audit.record("account.grant_role", stream=("account", user.id), actor=actor, detail=detail)
    return row


def end_grant(public_id: str, grant_id: int, *, last_day: date, actor: Actor) -> RoleGrant:
    """Let a role end after `last_day`; the row stays. Yesterday means: from this moment on."""
    user = get_for_change(public_id, actor)
    grant = find_grant(user, grant_id, actor)
    if grant.valid_to is not None and grant.valid_to < clock.today():
        raise InvalidStep(_("Vai trò này đã kết thúc từ trước."))
    if user.id == actor.user_id and grant.role is Role.ADMINISTRATOR:
        raise NotAllowed(
            _("Bạn không tự kết thúc vai trò quản trị của mình. Hãy nhờ quản trị viên khác.")
        )
    if last_day < clock.today() - A_DAY:
        raise BadInput(
            _("Ngày cuối sớm nhất là hôm qua: việc đã làm trước đó vẫn có hiệu lực."),
            field="last_day",
        )
    grant.valid_to = max(last_day, grant.valid_from - A_DAY)
    audit.record(
        "account.end_role", stream=("account", user.id), actor=actor,
        detail=_told(grant),
    )  # fmt: skip
    return grant


def deactivate(public_id: str, *, actor: Actor) -> User:
    """Shut the account: the next request of any of its sessions finds nobody (promise P24)."""
    user = _whole_account(public_id, actor)
    if user.id == actor.user_id:
        raise NotAllowed(_("Bạn không tự ngừng tài khoản của mình. Hãy nhờ quản trị viên khác."))
    if not user.is_active:
        raise InvalidStep(_("Tài khoản đã ngừng từ trước."))
    user.is_active = False
    forget_everywhere(user, devices=True)
    audit.record("account.deactivate", stream=("account", user.id), actor=actor)
    return user


def reactivate(public_id: str, *, actor: Actor) -> User:
    user = _whole_account(public_id, actor)
    if user.is_active:
        raise InvalidStep(_("Tài khoản đang hoạt động."))
    user.is_active = True
    audit.record("account.reactivate", stream=("account", user.id), actor=actor)
    return user


def end_sessions(public_id: str, *, actor: Actor) -> User:
    """Sign the user out everywhere at once; known devices are strangers again."""
    user = _whole_account(public_id, actor)
    forget_everywhere(user, devices=True)
    audit.record("account.end_sessions", stream=("account", user.id), actor=actor)
    return user


def follow_change(event: OrganisationChanged) -> None:
    """When an organisation ends, its roles end the day before; a new name inherits them."""
    last_day = event.on - A_DAY
    living = (
        RoleGrant.organisation_id == event.predecessor_id,
        RoleGrant.valid_to.is_(None) | (RoleGrant.valid_to > last_day),
    )
    if event.kind is ChangeKind.RENAMED:
        for old in db.session.scalars(select(RoleGrant).where(*living)).all():
            db.session.add(
                RoleGrant(
                    user_id=old.user_id, organisation_id=event.successor_id, role=old.role,
                    valid_from=max(old.valid_from, event.on), valid_to=old.valid_to,
                    granted_by_id=event.actor.user_id,
                )
            )  # fmt: skip
        db.session.flush()
    db.session.execute(update(RoleGrant).where(*living).values(valid_to=last_day))


def find_grant(user: User, grant_id: int, actor: Actor) -> RoleGrant:
    """Return one of the user's grants that the actor administers. Raises NotVisible."""
    found = db.session.scalars(
        select(RoleGrant)
        .options(joinedload(RoleGrant.organisation))
        .where(
            RoleGrant.id == grant_id,
            RoleGrant.user_id == user.id,
            RoleGrant.organisation_id.in_(administered(actor)),
        )
    ).one_or_none()
    if found is None:
        raise NotVisible(_("Không tìm thấy vai trò này."))
    return found


def _whole_account(public_id: str, actor: Actor) -> User:
    user = get_for_change(public_id, actor)
    if not administers(actor, user):
        raise NotAllowed(
            _(
                "Người này còn có vai trò ngoài các đơn vị bạn quản trị, "
                "nên việc này do quản trị viên cấp trên làm."
            )
        )
    return user


def _grant(user: User, grant: Grant, *, actor: Actor) -> RoleGrant:
    organisation = get_visible(grant.organisation, actor)
    if organisation.valid_to is not None and organisation.valid_to < grant.valid_from:
        raise BadInput(_("Ngày đó đơn vị này không còn hoạt động."), field="valid_from")
    if grant.valid_to is not None and grant.valid_to < grant.valid_from:
        raise BadInput(_("Ngày cuối sớm hơn ngày đầu. Hãy xem lại hai ngày."), field="valid_to")
    if _overlaps(user, organisation.id, grant):
        raise BadInput(_("Người này đã có vai trò đó trong những ngày này."), field="role")
    row = RoleGrant(
        user_id=user.id, organisation_id=organisation.id, role=grant.role,
        valid_from=grant.valid_from, valid_to=grant.valid_to, granted_by_id=actor.user_id,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    return row


def _told(grant: RoleGrant) -> dict[str, str]:
    """Return a grant as the journal tells it."""
    last = f"{grant.valid_to:%d/%m/%Y}" if grant.valid_to else ""
    return {
        "role": grant.role.value, "organisation": grant.organisation.name,
        "from": f"{grant.valid_from:%d/%m/%Y}", "last_day": last,
    }  # fmt: skip


def _overlaps(user: User, organisation_id: int, grant: Grant) -> bool:
    wanted = select(RoleGrant.id).where(
        RoleGrant.user_id == user.id,
        RoleGrant.organisation_id == organisation_id,
        RoleGrant.role == grant.role,
        RoleGrant.valid_to.is_(None) | (RoleGrant.valid_to >= grant.valid_from),
    )
    if grant.valid_to is not None:
        wanted = wanted.where(RoleGrant.valid_from <= grant.valid_to)
    return db.session.scalar(wanted.limit(1)) is not None
