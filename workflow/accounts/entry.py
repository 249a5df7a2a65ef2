"""Single-use links and passwords: how a person first gets in, and how they change the lock."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import select, update

from workflow.accounts import passwords
from workflow.accounts.guesses import count
from workflow.accounts.models import EntryLink, LinkPurpose, User
from workflow.accounts.sessions import digest
from workflow.accounts.signing_in import Entered, acting_alone, admit, forget_everywhere
from workflow.core import audit, clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, NotVisible
from workflow.core.i18n import _

LASTS = {
    LinkPurpose.FIRST_ADMINISTRATOR: timedelta(hours=24),
    LinkPurpose.INVITATION: timedelta(days=3),
    LinkPurpose.RESET: timedelta(hours=24),
}


def make_link(user: User, purpose: LinkPurpose) -> tuple[str, datetime]:
    """Return the secret of a fresh link and when it ends; earlier links of the user end now."""
    moment = clock.real_now()
    db.session.execute(
        update(EntryLink)
        .where(EntryLink.user_id == user.id, EntryLink.used_at.is_(None))
        .values(used_at=moment)
    )
    token = secrets.token_urlsafe(32)
    expires_at = moment + LASTS[purpose]
    db.session.add(
        EntryLink(
            token_digest=digest(token), user_id=user.id, purpose=purpose, expires_at=expires_at
        )
    )
    return token, expires_at


def find_link(token: str, *, lock: bool = False) -> EntryLink:
    """Return the link while it works. Raises NotVisible when used, expired or made up."""
    wanted = select(EntryLink).where(EntryLink.token_digest == digest(token))
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    link = db.session.scalars(wanted).one_or_none()
    if (
        link is None or link.used_at is not None
        or link.expires_at <= clock.real_now() or not link.user.is_active
    ):  # fmt: skip
        raise NotVisible(
            _(
                "Liên kết này đã dùng rồi hoặc đã hết hạn. "
                "Hãy nhờ quản trị viên của đơn vị cấp liên kết mới."
            )
        )
    return link


def enter_by_link(token: str, password_hash: str, *, device_cookie: str) -> Entered:
    """Set the password the person chose, end the link and every earlier session, let them in."""
    link = find_link(token, lock=True)
    link.used_at = clock.real_now()
    user = link.user
    user.password_hash = password_hash
    forget_everywhere(user, devices=True)
    audit.record(
        "account.password", stream=("account", user.id), actor=acting_alone(user),
        detail={"by": link.purpose.value},
    )  # fmt: skip
    db.session.flush()
    return admit(user, device_cookie=device_cookie)


def count_present(user_id: int) -> bool:
    """Count a guess of the present password: a found session is no way to try them all."""
    return count([f"session:{user_id}"])


def check_present(user: User, present: str, *, allowed: bool) -> None:
    """Refuse a change of password by somebody who does not know the present one."""
    if not (passwords.matches(user.password_hash, present) and allowed):
        raise BadInput(_("Mật khẩu hiện tại chưa đúng."), field="current")


def change_password(user_id: int, password_hash: str, *, session_id: int, actor: Actor) -> None:
    """Store the new password and end every other session of the user (promise P24)."""
    user = db.session.get_one(User, user_id, with_for_update=True, populate_existing=True)
    user.password_hash = password_hash
    forget_everywhere(user, devices=False, keep_session_id=session_id)
    audit.record("account.password", stream=("account", user.id), actor=actor)
