"""What the pages of roots, certificates and terms show, and what is soon to be renewed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from workflow.accounts.models import Role, RoleGrant, User
from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import NotVisible
from workflow.core.i18n import _
from workflow.organisations.models import Organisation
from workflow.organisations.queries import administered
from workflow.signatures.models import SigningCertificate, SigningTerms, TrustedRoot
from workflow.signatures.registry.checks import SOON
from workflow.signatures.states import Part, RootStatus, Standing

MOST = 300
_NEWER = aliased(SigningCertificate)


def standing_of(certificate: SigningCertificate, at: datetime) -> Standing:
    """Return what the certificate is good for at a moment."""
    if certificate.ended_at is not None:
        return Standing.ENDED
    if certificate.not_after < at:
        return Standing.EXPIRED
    if certificate.not_before > at:
        return Standing.COMING
    return Standing.EXPIRING if certificate.not_after < at + SOON else Standing.GOOD


def roots(*statuses: RootStatus) -> Sequence[TrustedRoot]:
    """Return the roots of these statuses, or all, the latest first."""
    wanted = select(TrustedRoot).options(
        joinedload(TrustedRoot.added_by), joinedload(TrustedRoot.confirmed_by),
        joinedload(TrustedRoot.ended_by),
    )  # fmt: skip
    if statuses:
        wanted = wanted.where(TrustedRoot.status.in_(statuses))
    return db.session.scalars(wanted.order_by(TrustedRoot.id.desc()).limit(MOST)).all()


def get_root(public_id: str, *, lock: bool = False) -> TrustedRoot:
    """Return a root, locked for change if asked. Raises NotVisible."""
    wanted = select(TrustedRoot).where(TrustedRoot.public_id == public_id)
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = db.session.scalars(wanted).one_or_none()
    if found is None:
        raise NotVisible(_("Không tìm thấy gốc tin cậy này."))
    return found


def root_with(fingerprint: str, status: RootStatus) -> TrustedRoot | None:
    return db.session.scalars(
        select(TrustedRoot).where(
            TrustedRoot.fingerprint == fingerprint, TrustedRoot.status == status
        )
    ).one_or_none()


def one_at_a_time() -> None:
    """Have proposals of all keepers wait for one another: two of the same would be one too many."""
    topmost = select(Organisation.id).where(
        Organisation.parent_id.is_(None), Organisation.beside_id.is_(None)
    )
    db.session.execute(topmost.order_by(Organisation.id).with_for_update())


def distrusted(fingerprint: str) -> TrustedRoot | None:
    """Return the last row by which somebody ended trust in the root, with a reason."""
    return db.session.scalars(
        select(TrustedRoot)
        .options(joinedload(TrustedRoot.ended_by))
        .where(
            TrustedRoot.fingerprint == fingerprint, TrustedRoot.status == RootStatus.ENDED,
            TrustedRoot.end_reason != "",
        )
        .order_by(TrustedRoot.id.desc())
        .limit(1)
    ).one_or_none()  # fmt: skip


def other_keepers(actor: Actor) -> Sequence[User]:
    """Return who else could confirm a root: administrators of the topmost organisations."""
    return db.session.scalars(
        select(User)
        .join(RoleGrant, RoleGrant.user_id == User.id)
        .join(Organisation, Organisation.id == RoleGrant.organisation_id)
        .where(
            User.is_active, User.id != (actor.user_id or 0), Organisation.parent_id.is_(None),
            Organisation.beside_id.is_(None), RoleGrant.role == Role.ADMINISTRATOR,
            *_held_on(clock.today()),
        )
        .distinct()
        .order_by(User.sort_key, User.id)
        .limit(6)
    ).all()  # fmt: skip


def _held_on(day: date) -> tuple[ColumnElement[bool], ...]:
    return RoleGrant.valid_from <= day, or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= day)


def _certificates() -> Select[SigningCertificate]:
    return select(SigningCertificate).options(
        joinedload(SigningCertificate.user),
        joinedload(SigningCertificate.picture),
        joinedload(SigningCertificate.organisation),
    )


def certificates_of(organisation_id: int) -> Sequence[SigningCertificate]:
    """Return an office's certificates, those in use first, each kind by its end.

    One more than a page shows tells that there are more.
    """
    return db.session.scalars(
        _certificates()
        .where(SigningCertificate.organisation_id == organisation_id)
        .order_by(
            SigningCertificate.ended_at.is_not(None), SigningCertificate.part.desc(),
            SigningCertificate.not_after.desc(), SigningCertificate.id.desc(),
        )
        .limit(MOST + 1)
    ).all()  # fmt: skip


def own_certificates(actor: Actor) -> Sequence[SigningCertificate]:
    """Return what the person signs with, in any office, in use first."""
    return db.session.scalars(
        _certificates()
        .where(SigningCertificate.user_id == actor.user_id)
        .order_by(SigningCertificate.ended_at.is_not(None), SigningCertificate.id.desc())
        .limit(MOST)
    ).all()


def get_certificate(public_id: str, actor: Actor, *, lock: bool = False) -> SigningCertificate:
    """Return a certificate of an office the actor administers, or their own."""
    wanted = _certificates().where(
        SigningCertificate.public_id == public_id,
        or_(
            SigningCertificate.organisation_id.in_(administered(actor)),
            and_(
                SigningCertificate.user_id.is_not(None), SigningCertificate.user_id == actor.user_id
            ),
        ),
    )
    if lock:
        wanted = wanted.with_for_update(of=SigningCertificate)
        wanted = wanted.execution_options(populate_existing=True)
    found = db.session.scalars(wanted).one_or_none()
    if found is None:
        raise NotVisible(_("Không tìm thấy chứng thư này, hoặc chứng thư không do bạn quản trị."))
    return found


def in_use(fingerprint: str) -> Sequence[SigningCertificate]:
    """Return where a certificate is registered now, in any office."""
    return db.session.scalars(
        select(SigningCertificate).where(
            SigningCertificate.fingerprint == fingerprint, SigningCertificate.ended_at.is_(None)
        )
    ).all()


def people_of(organisation_id: int) -> Sequence[User]:
    """Return the active people with a role in the office today."""
    return db.session.scalars(
        select(User)
        .where(
            User.is_active,
            User.id.in_(
                select(RoleGrant.user_id).where(
                    RoleGrant.organisation_id == organisation_id, *_held_on(clock.today())
                )
            ),
        )
        .order_by(User.sort_key, User.id)
    ).all()


def own_terms(organisation_id: int) -> SigningTerms | None:
    return db.session.scalars(
        select(SigningTerms).where(SigningTerms.organisation_id == organisation_id)
    ).one_or_none()


@dataclass(frozen=True)
class Ready:
    """What an office has of what signing digitally takes."""

    roots: int
    seals: int
    people: int


def ready(organisation_id: int) -> Ready:
    """Count what the office could sign with now."""
    at = clock.now()
    holds = [
        SigningCertificate.organisation_id == organisation_id,
        SigningCertificate.ended_at.is_(None), SigningCertificate.not_before <= at,
        SigningCertificate.not_after >= at,
    ]  # fmt: skip
    counted = select(SigningCertificate.part, func.count()).where(*holds)
    rows = db.session.execute(counted.group_by(SigningCertificate.part)).all()
    found: dict[Part, int] = {row[0]: row[1] for row in rows}
    trusted = select(func.count()).where(TrustedRoot.status == RootStatus.TRUSTED)
    return Ready(
        db.session.scalar(trusted) or 0, found.get(Part.SEAL, 0), found.get(Part.PERSON, 0)
    )


def to_renew(actor: Actor) -> Select[SigningCertificate]:
    """Select what ends within sixty days and has no successor, the nearest end first.

    Of the offices below only those without an administrator of their own.
    """
    at, kept = clock.now(), RoleGrant.organisation_id == SigningCertificate.organisation_id
    same_owner = or_(
        _NEWER.user_id == SigningCertificate.user_id,
        and_(_NEWER.user_id.is_(None), SigningCertificate.user_id.is_(None)),
    )
    newer = exists().where(
        _NEWER.organisation_id == SigningCertificate.organisation_id, same_owner,
        _NEWER.part == SigningCertificate.part, _NEWER.ended_at.is_(None),
        _NEWER.not_after > SigningCertificate.not_after,
    )  # fmt: skip
    administrator = exists().where(
        kept, RoleGrant.role == Role.ADMINISTRATOR, *_held_on(clock.today())
    )
    return select(SigningCertificate).where(
        SigningCertificate.ended_at.is_(None), SigningCertificate.not_after < at + SOON,
        SigningCertificate.organisation_id.in_(administered(actor)), ~newer,
        or_(SigningCertificate.organisation_id == actor.organisation_id, ~administrator),
    )  # fmt: skip


def to_confirm(actor: Actor) -> Select[TrustedRoot]:
    """Select the proposed roots that wait for somebody other than the proposer."""
    return select(TrustedRoot).where(
        TrustedRoot.status == RootStatus.PROPOSED,
        TrustedRoot.added_by_id.is_distinct_from(actor.user_id),
    )
