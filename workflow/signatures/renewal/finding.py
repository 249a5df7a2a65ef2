"""Which sealed files are due to be renewed, why and by when: from rows, no file is read."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import joinedload

from workflow.core import clock
from workflow.core.db import db
from workflow.documents.models import Paper
from workflow.organisations.models import Organisation
from workflow.signatures.engine.prolonging import soon_retired
from workflow.signatures.queries import Terms, terms_of
from workflow.signatures.renewal.models import FileProof
from workflow.signatures.renewal.sources import sealed_files
from workflow.signatures.renewal.states import Trouble, Why
from workflow.signatures.states import Level
from workflow.signatures.trust import retired_now


@dataclass(frozen=True)
class State:
    """How long a file can be proven: by its last archival time-stamp, if it has one."""

    good: bool
    until: datetime | None
    algorithms: tuple[str, ...]

    @classmethod
    def of(cls, proof: FileProof) -> "State":
        return cls(proof.good, proof.until, tuple(proof.algorithms.strip("|").split("|")))

    def ends(self, retired: Mapping[str, datetime]) -> datetime | None:
        """Return when the proof ends: with the certificate or the first algorithm to go."""
        if self.until is None:
            return None
        return min([self.until, *(retired[one] for one in self.algorithms if one in retired)])


@dataclass(frozen=True)
class Due:
    """Why a file is due, and by when; `names` are the algorithms that have their last day."""

    why: Why
    by: datetime | None
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rules:
    """What holds now: terms of each office with sealed files, last days of algorithms."""

    at: datetime
    terms: Mapping[int, Terms]
    retired: Mapping[str, datetime]

    def due(self, state: State, terms: Terms) -> Due | None:
        """Return why the file is to be renewed now, or None."""
        limit = self.at + timedelta(days=terms.renew_days)
        if state.until is not None and (state.good or terms.level is not Level.ARCHIVAL):
            going = soon_retired(state.algorithms, self.retired, limit)
            first = min(going.values(), default=state.until)
            if going and first <= state.until:
                return Due(Why.AGES, first, tuple(sorted(going)))
            if state.until <= limit:
                return Due(Why.ENDS, state.until)
            return None
        if terms.level is Level.ARCHIVAL and not state.good:
            return Due(Why.RAISED, state.until)
        return None


def rules_now() -> Rules:
    """Return what holds at this moment."""
    sealed = sealed_files()
    keeping = select(Paper.organisation_id).join(sealed, sealed.c.paper_id == Paper.id)
    offices = db.session.scalars(select(Organisation).where(Organisation.id.in_(keeping))).all()
    return Rules(clock.now(), {one.id: terms_of(one) for one in offices}, dict(retired_now()))


def due_ones(rules: Rules) -> ColumnElement[bool]:
    """Return the condition under which a file with a row is due, or has to be read."""
    alike: dict[tuple[Level, int], list[int]] = defaultdict(list)
    for office, terms in rules.terms.items():
        alike[terms.level, terms.renew_days].append(office)
    found: list[ColumnElement[bool]] = []
    for (level, days), offices in alike.items():
        limit = rules.at + timedelta(days=days)
        ways: list[ColumnElement[bool]] = [FileProof.until <= limit]
        ways += [
            FileProof.algorithms.contains(f"|{name}|")
            for name, moment in rules.retired.items()
            if moment <= limit
        ]
        if level is Level.ARCHIVAL:
            ways.append(FileProof.good.is_(False))
        found.append(and_(Paper.organisation_id.in_(offices), or_(*ways)))
    return or_(FileProof.trouble == Trouble.CUT_SHORT, *found)


def waiting(rules: Rules, *, skip: Collection[int] = ()) -> Select[int]:
    """Select the sealed files to look at now, by document, the first to end first.

    `skip` names offices left out.
    """
    sealed = sealed_files()
    ripe = or_(FileProof.next_at.is_(None), FileProof.next_at <= rules.at)
    return (
        select(sealed.c.document_id)
        .join(Paper, Paper.id == sealed.c.paper_id)
        .outerjoin(FileProof, FileProof.document_id == sealed.c.document_id)
        .where(
            or_(
                FileProof.document_id.is_(None),
                and_(due_ones(rules), ripe, FileProof.settled_at.is_(None)),
            ),
            Paper.organisation_id.not_in(list(skip)),
        )
        .order_by(FileProof.until.is_(None), FileProof.until, sealed.c.document_id)
    )


def next_one(rules: Rules, *, skip: Collection[int] = ()) -> int | None:
    """Return the sealed file to look at next."""
    return db.session.scalars(waiting(rules, skip=skip).limit(1)).first()


def unread() -> Select[int]:
    """Select the sealed files nobody has looked at yet, by document."""
    sealed = sealed_files()
    return (
        select(sealed.c.document_id)
        .join(Paper, Paper.id == sealed.c.paper_id)
        .where(sealed.c.document_id.not_in(select(FileProof.document_id)))
    )


def proofs_due(rules: Rules, within: ColumnElement[bool], limit: int) -> Sequence[FileProof]:
    """Return the files that are due, of the papers within, those that end first first."""
    sealed = sealed_files()
    return db.session.scalars(
        select(FileProof)
        .join(sealed, sealed.c.document_id == FileProof.document_id)
        .join(Paper, Paper.id == FileProof.paper_id)
        .where(due_ones(rules), within, FileProof.settled_at.is_(None))
        .options(
            joinedload(FileProof.paper).joinedload(Paper.organisation),
            joinedload(FileProof.document), joinedload(FileProof.file),
        )
        .order_by(FileProof.until.is_(None), FileProof.until, FileProof.document_id)
        .limit(limit)
    ).all()  # fmt: skip
