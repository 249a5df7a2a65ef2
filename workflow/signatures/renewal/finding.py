"""Which sealed files are due to be renewed, why and by when: from rows, no file is read."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from workflow.core import clock
from workflow.core.db import db
from workflow.documents.models import DocumentLink, Paper
from workflow.documents.states import OUT, Direction, FileRole, Medium
from workflow.organisations.models import Organisation
from workflow.signatures.engine.prolonging import soon_retired
from workflow.signatures.models import MadeSignature
from workflow.signatures.queries import Terms, terms_of
from workflow.signatures.renewal.models import FileProof
from workflow.signatures.renewal.states import Trouble, Why
from workflow.signatures.states import Level, Part
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
    """What holds now: terms of each office with sealed papers, last days of algorithms."""

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
    offices = db.session.scalars(
        select(Organisation).where(Organisation.id.in_(sealed_papers(Paper.organisation_id)))
    ).all()
    return Rules(clock.now(), {one.id: terms_of(one) for one in offices}, dict(retired_now()))


def sealed_papers(column: InstrumentedAttribute[int] = Paper.id) -> Select[int]:
    """Select our papers that were signed digitally and are out."""
    kept = exists().where(
        DocumentLink.owner_kind == "paper", DocumentLink.owner_id == Paper.id,
        DocumentLink.role == FileRole.SIGNED, DocumentLink.removed_at.is_(None),
    )  # fmt: skip
    made = exists().where(MadeSignature.paper_id == Paper.id, MadeSignature.part == Part.SEAL)
    return select(column).where(
        kept, made, Paper.medium == Medium.DIGITAL, Paper.direction == Direction.OUTGOING,
        Paper.status.in_(OUT),
    )  # fmt: skip


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
    """Select the papers to look at now, the first to end first; `skip` names offices left out."""
    ripe = or_(FileProof.next_at.is_(None), FileProof.next_at <= rules.at)
    return (
        sealed_papers()
        .outerjoin(FileProof, FileProof.paper_id == Paper.id)
        .where(
            or_(
                FileProof.paper_id.is_(None),
                and_(due_ones(rules), ripe, FileProof.settled_at.is_(None)),
            ),
            Paper.organisation_id.not_in(list(skip)),
        )
        .order_by(FileProof.until.is_(None), FileProof.until, Paper.id)
    )


def next_one(rules: Rules, *, skip: Collection[int] = ()) -> int | None:
    """Return the paper to look at next."""
    return db.session.scalars(waiting(rules, skip=skip).limit(1)).first()


def proofs_due(rules: Rules, within: ColumnElement[bool], limit: int) -> Sequence[FileProof]:
    """Return the files that are due, of the papers within, those that end first first."""
    return db.session.scalars(
        select(FileProof)
        .join(Paper, Paper.id == FileProof.paper_id)
        .where(due_ones(rules), within, FileProof.settled_at.is_(None))
        .options(
            joinedload(FileProof.paper).joinedload(Paper.organisation), joinedload(FileProof.file)
        )
        .order_by(FileProof.until.is_(None), FileProof.until, FileProof.paper_id)
        .limit(limit)
    ).all()
