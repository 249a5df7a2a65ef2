"""What an office sees of its renewals and does about them: try again, take note of a loss."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select
from sqlalchemy.orm import joinedload

from workflow.accounts.models import Role, RoleGrant
from workflow.core import audit, clock, jobs
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep, NotVisible
from workflow.core.i18n import _
from workflow.core.text import normalise
from workflow.documents.models import Document, Paper
from workflow.organisations.queries import administered
from workflow.signatures.renewal.finding import (
    Due,
    State,
    proofs_due,
    rules_now,
    unread,
)
from workflow.signatures.renewal.models import FileProof, FileRenewal
from workflow.signatures.renewal.states import Trouble
from workflow.signatures.renewal.working import KIND

KEEPERS = (Role.ARCHIVIST.value, Role.ADMINISTRATOR.value)
MOST = 100
RECENT = 20
_NEAR = timedelta(days=30)
_PATIENCE = timedelta(days=3)  # a server may be down for a weekend
_NEAR_ALONE = timedelta(days=90)  # within which somebody has to look for another server


@dataclass(frozen=True)
class Line:
    """One file that is due."""

    proof: FileProof
    due: Due | None


@dataclass(frozen=True)
class Board:
    """All a keeper is shown: what could not be renewed, what is due, what was done."""

    failing: Sequence[Line]
    due: Sequence[Line]
    renewed: Sequence[FileRenewal]
    settled: Sequence[FileProof]
    watched: int
    unread: int
    first_end: datetime | None


def within(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on papers of offices the actor keeps the archive of."""
    ways: list[ColumnElement[bool]] = [Paper.organisation_id.in_(administered(actor))]
    if actor.has(Role.ARCHIVIST.value):
        ways.append(Paper.organisation_id == actor.organisation_id)
    return or_(*ways)


def board(actor: Actor) -> Board:
    """Return what the actor's page of renewals shows."""
    rules, mine = rules_now(), within(actor)
    lines = [
        Line(one, rules.due(State.of(one), rules.terms[one.paper.organisation_id]))
        for one in proofs_due(rules, mine, MOST)
    ]
    watched, first = db.session.execute(
        select(func.count(), func.min(FileProof.until)).join_from(FileProof, Paper).where(mine)
    ).one()
    new = unread().where(mine).subquery()
    return Board(
        [one for one in lines if one.proof.trouble is not None],
        [one for one in lines if one.proof.trouble is None],
        _renewed(mine), _settled(mine), watched,
        db.session.scalar(select(func.count()).select_from(new)) or 0, first,
    )  # fmt: skip


def _renewed(mine: ColumnElement[bool]) -> Sequence[FileRenewal]:
    return db.session.scalars(
        select(FileRenewal).join(Paper, Paper.id == FileRenewal.paper_id).where(mine)
        .options(joinedload(FileRenewal.paper), joinedload(FileRenewal.document))
        .order_by(FileRenewal.id.desc()).limit(RECENT)
    ).all()  # fmt: skip


def _settled(mine: ColumnElement[bool]) -> Sequence[FileProof]:
    return db.session.scalars(
        select(FileProof).join(Paper, Paper.id == FileProof.paper_id)
        .where(mine, FileProof.settled_at.is_not(None))
        .options(
            joinedload(FileProof.paper), joinedload(FileProof.document),
            joinedload(FileProof.settled_by),
        )
        .order_by(FileProof.settled_at.desc()).limit(RECENT)
    ).all()  # fmt: skip


def pressing(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on proofs somebody has to do something about, in the actor's office.

    What the next day will mend by itself is left alone. Of the offices below only those without
    an administrator of their own are told to the one above.
    """
    at = clock.now()
    kept = exists().where(
        RoleGrant.organisation_id == Paper.organisation_id,
        RoleGrant.role == Role.ADMINISTRATOR, RoleGrant.valid_from <= clock.today(),
        or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= clock.today()),
    )  # fmt: skip
    needs = or_(
        FileProof.trouble == Trouble.LACKS,
        and_(FileProof.trouble == Trouble.UNPROVEN, FileProof.until.is_not(None)),
        and_(
            FileProof.trouble.in_([Trouble.SERVER, Trouble.CUT_SHORT]),
            FileProof.failing_since <= at - _PATIENCE,
        ),
        and_(FileProof.trouble == Trouble.NO_BETTER, FileProof.until <= at + _NEAR_ALONE),
        FileProof.until <= at + _NEAR,
    )
    own = or_(Paper.organisation_id == actor.organisation_id, ~kept)
    return and_(within(actor), own, needs, FileProof.settled_at.is_(None))


def get_visible(public_id: str, actor: Actor, *, lock: bool = False) -> FileProof:
    """Return what is known of a sealed file, by its document, in an office the actor keeps.

    Raises NotVisible.
    """
    wanted = (
        select(FileProof)
        .join(Paper, Paper.id == FileProof.paper_id)
        .join(Document, Document.id == FileProof.document_id)
        .where(Document.public_id == public_id, within(actor))
    )
    if lock:
        wanted = wanted.with_for_update(of=FileProof).execution_options(populate_existing=True)
    found = db.session.scalars(wanted).one_or_none()
    if found is None:
        raise NotVisible(_("Không tìm thấy tệp này trong danh sách gia hạn của đơn vị."))
    return found


def retry(public_id: str, *, actor: Actor) -> FileProof:
    """Have a worker try the file again now."""
    proof = get_visible(public_id, actor, lock=True)
    proof.next_at = proof.settled_at = proof.settled_by_id = None
    proof.settled_reason = ""
    key = f"{KIND}:again:{proof.document_id}:{clock.real_now():%Y%m%d%H%M}"
    jobs.enqueue(KIND, key, {"document": proof.document_id})
    audit.record(
        "signature.retry_renewal", stream=("paper", proof.paper_id), actor=actor,
        subject=("document", proof.document_id),
    )  # fmt: skip
    return proof


def forget(document_ids: Collection[int]) -> None:
    """Watch these sealed files no longer: they were voided."""
    db.session.execute(delete(FileProof).where(FileProof.document_id.in_(document_ids)))


def settle(public_id: str, reason: str, *, actor: Actor) -> FileProof:
    """Take note that a file is beyond proof: it is neither tried nor told of again."""
    proof = get_visible(public_id, actor, lock=True)
    if proof.trouble is not Trouble.UNPROVEN or proof.settled_at is not None:
        raise InvalidStep(_("Chỉ ghi nhận được tệp không còn chứng minh được. Hãy tải lại trang."))
    if not reason.strip():
        raise BadInput(_("Hãy ghi lý do."), field="reason")
    proof.settled_by_id, proof.settled_at = actor.user_id, clock.now()
    proof.settled_reason = normalise(reason)
    audit.record(
        "signature.settle_renewal", stream=("paper", proof.paper_id), actor=actor,
        subject=("document", proof.document_id), detail={"reason": proof.settled_reason},
    )  # fmt: skip
    return proof
