"""Read what the ledgers hold of many recipients at once, as facts for the rules."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import func, or_, select

from workflow.awards.eligibility.facts import (
    AbsenceFact,
    DisciplineFact,
    Facts,
    GradeFact,
    HonourFact,
    InitiativeFact,
    Known,
    Members,
    RankFact,
    ServiceFact,
    Source,
    WorkFact,
)
from workflow.awards.lineage import inherited
from workflow.awards.models import Award, AwardKind, ClusterRank, Ground, Honour, Initiative
from workflow.core.db import db
from workflow.recipients.lineages import before, links_before
from workflow.recipients.models import (
    Absence,
    Coverage,
    Discipline,
    Membership,
    Recipient,
    Strength,
    YearlyGrade,
)
from workflow.recipients.states import AbsenceKind, Counts, DisciplineLevel, Grade, Ledger
from workflow.recipients.wording import ABSENCES

Fact = TypeVar("Fact")
_BATCH = 500  # well below what either database takes as parameters of one statement
_GRADE = (YearlyGrade.grade, YearlyGrade.year, YearlyGrade.source)
_DISCIPLINE = (Discipline.level, Discipline.starts_on, Discipline.ends_on, Discipline.source)
_RANK = (
    ClusterRank.cluster, ClusterRank.year, ClusterRank.place, ClusterRank.best_of_leaders,
    ClusterRank.source,
)  # fmt: skip
_ABSENCE = (Absence.kind, Absence.starts_on, Absence.ends_on, Absence.counts, Absence.source)
_SERVICE = (Membership.valid_from, Membership.valid_to)


@dataclass(frozen=True)
class Pending:
    """A nomination of the same round that is not decided yet.

    `passed` is what the council said of it: yes, no, or None as long as it said nothing.
    """

    recipient_id: int
    code: str
    year: int
    passed: bool | None = None

    @property
    def fact(self) -> HonourFact:
        """What passed counts from then on; a decision will follow, or its striking be seen."""
        if not self.passed:
            return HonourFact(self.code, self.year, pending=True)
        source = Source(f"{self.year}: Hội đồng đã thông qua")
        return HonourFact(self.code, self.year, passed=True, source=source)


def facts_of(recipient_ids: Collection[int], pending: Iterable[Pending] = ()) -> dict[int, Facts]:
    """Return what is known of each recipient; nothing known gives empty facts, not none."""
    ids = sorted(set(recipient_ids))
    found: dict[int, Facts] = {}
    beside = list(pending)
    for start in range(0, len(ids), _BATCH):
        found |= _of_batch(ids[start : start + _BATCH], beside)
    return found


def _of_batch(ids: Sequence[int], pending: Sequence[Pending]) -> dict[int, Facts]:
    """Read them with all they were before, in one more query, whether few or many were."""
    links = links_before(ids)
    everybody = sorted({*ids, *(link.predecessor for link in links)})
    facts = _alone(everybody, pending)
    return {one: inherited(facts[one], before(one, links), facts) for one in ids}


def _alone(ids: Sequence[int], pending: Sequence[Pending]) -> dict[int, Facts]:
    honours = _honours(ids)
    refused = _refused(pending)
    beside = [one for one in pending if one.passed is not False]
    wanted = set(ids)
    for waiting in beside:
        if waiting.recipient_id in wanted:
            honours[waiting.recipient_id].append(waiting.fact)
    grades = _rows(_GRADE, ids, _grade)
    initiatives, works = _initiatives(ids)
    discipline = _rows(_DISCIPLINE, ids, _discipline)
    ranks = _rows(_RANK, ids, _rank)
    absences = _rows(_ABSENCE, ids, _absence)
    service = _rows(_SERVICE, ids, ServiceFact)
    known = _known(ids)
    members = _members(ids, beside, known)
    return {
        one: Facts(
            honours=tuple(honours[one]), grades=tuple(grades[one]), works=tuple(works[one]),
            initiatives=tuple(initiatives[one]), discipline=tuple(discipline[one]),
            ranks=tuple(ranks[one]), members=members[one], known=known[one],
            absences=tuple(absences[one]), service=tuple(service[one]),
            refused=frozenset(refused[one]),
        )
        for one in ids
    }  # fmt: skip


def _refused(pending: Sequence[Pending]) -> dict[int, set[tuple[str, int]]]:
    """Return what each was refused and is proposed for nowhere else: silence then means no."""
    found: dict[int, set[tuple[str, int]]] = defaultdict(set)
    hoped = {(one.recipient_id, one.code, one.year) for one in pending if one.passed is not False}
    for one in pending:
        if one.passed is False and (one.recipient_id, one.code, one.year) not in hoped:
            found[one.recipient_id].add((one.code, one.year))
    return found


def _rows(
    columns: Sequence[Any], ids: Sequence[int], make: Callable[..., Fact]
) -> dict[int, list[Fact]]:
    """Columns, not objects: a body of ten thousand has hundreds of thousands of rows."""
    found: dict[int, list[Fact]] = defaultdict(list)
    model = columns[0].class_
    asked = select(model.recipient_id, *columns).where(model.recipient_id.in_(ids))
    rows: Any = db.session.execute(asked.order_by(model.id))
    for recipient_id, *values in rows:
        found[recipient_id].append(make(*values))
    return found


def _honours(ids: Sequence[int]) -> dict[int, list[HonourFact]]:
    found: dict[int, list[HonourFact]] = defaultdict(list)
    rows = db.session.execute(
        select(
            Honour.recipient_id, Award.code, Award.kind, Award.owner_id, Honour.year,
            Honour.ground, Honour.struck_by, Honour.number_text,
        )
        .join(Award, Award.id == Honour.award_id)
        .where(Honour.recipient_id.in_(ids), Honour.year.is_not(None))
        .order_by(Honour.id)
    )  # fmt: skip
    for recipient_id, code, kind, owner_id, year, ground, struck_by, number in rows:
        form = kind is AwardKind.FORM and owner_id is None
        unclear = form and ground is None  # titles are given on merit alone
        fact = HonourFact(
            code, year or 0, merit=ground in {None, Ground.MERIT}, revoked=bool(struck_by),
            form=form, doubtful=unclear,
            source=Source(f"{year}: {number}" if number else str(year), unclear=unclear),
        )  # fmt: skip
        found[recipient_id].append(fact)
    return found


def _grade(grade: Grade, year: int, source: str) -> GradeFact:
    text = f"{year}: {source}" if source else str(year)
    return GradeFact(grade, year, Source(text, value=grade.value))


def _discipline(level: DisciplineLevel, first: date, last: date, source: str) -> DisciplineFact:
    return DisciplineFact(level, first.year, last.year, Source(source))


def _rank(cluster: str, year: int, place: int, best: bool | None, source: str) -> RankFact:
    return RankFact(cluster, year, place, best, Source(source))


def _absence(
    kind: AbsenceKind, first: date, last: date | None, counts: Counts, source: str
) -> AbsenceFact:
    """Say whose leave it was and when, in the reader's language."""
    until = f"{last:%d/%m/%Y}" if last else ""
    words = f"{ABSENCES[kind]} {first:%d/%m/%Y}–{until}"
    return AbsenceFact(first, last, counts, Source(f"{words}: {source}" if source else words))


def _initiatives(
    ids: Sequence[int],
) -> tuple[dict[int, list[InitiativeFact]], dict[int, list[WorkFact]]]:
    initiatives: dict[int, list[InitiativeFact]] = defaultdict(list)
    works: dict[int, list[WorkFact]] = defaultdict(list)
    rows = db.session.execute(
        select(
            Initiative.recipient_id, Initiative.public_id, Initiative.title, Initiative.scope,
            Initiative.is_topic, Initiative.year, Initiative.used_by,
        )
        .where(Initiative.recipient_id.in_(ids))
        .order_by(Initiative.id)
    )  # fmt: skip
    for recipient_id, public_id, title, scope, is_topic, year, used_by in rows:
        source = Source(f"“{title}”, {year}", public_id)
        if is_topic:
            works[recipient_id].append(WorkFact("TOPIC", year, source, used=used_by is not None))
        else:
            fact = InitiativeFact(scope, year, used_by is not None, source)
            initiatives[recipient_id].append(fact)
    return initiatives, works


def _known(ids: Sequence[int]) -> dict[int, dict[Ledger, Known]]:
    years: dict[tuple[int, Ledger], set[int]] = defaultdict(set)
    first: set[tuple[int, Ledger]] = set()
    rows = db.session.execute(
        select(
            Coverage.recipient_id, Coverage.ledger, Coverage.first_year, Coverage.last_year,
            Coverage.from_the_start,
        ).where(Coverage.recipient_id.in_(ids))
    )  # fmt: skip
    for recipient_id, ledger, first_year, last_year, from_the_start in rows:
        key = (recipient_id, ledger)
        years[key].update(range(first_year, last_year + 1))
        if from_the_start:
            first.add(key)
    found: dict[int, dict[Ledger, Known]] = defaultdict(dict)
    for (recipient_id, ledger), covered in years.items():
        found[recipient_id][ledger] = Known(
            frozenset(covered), from_the_start=(recipient_id, ledger) in first
        )
    return found


def _members(
    ids: Sequence[int], pending: Sequence[Pending], known: dict[int, dict[Ledger, Known]]
) -> dict[int, dict[int, Members]]:
    """Count the titles of the people of each collective, in the years its strength is known."""
    strengths = _counted(
        (row.recipient_id, row.year, row.members)
        for row in db.session.scalars(select(Strength).where(Strength.recipient_id.in_(ids)))
    )
    found: dict[int, dict[int, Members]] = defaultdict(dict)
    if not strengths:
        return found
    held = _titles_of_people(ids)
    beside = _of_people(ids, pending)
    for (recipient_id, year), total in strengths.items():
        now, soon = Counter(held.get((recipient_id, year), {})), Counter[str]()
        asked = sorted(beside.get((recipient_id, year), []), key=lambda one: bool(one.passed))
        # Whom two dossiers ask it for is one person; what passed goes before what waits.
        for one in {(one.recipient_id, one.code): one for one in asked}.values():
            (now if one.passed else soon)[one.code] += 1
        found[recipient_id][year] = Members(
            total, now, soon,
            complete=known[recipient_id].get(Ledger.HONOURS, Known()).covers(year),
        )  # fmt: skip
    return found


def _counted(rows: Iterable[tuple[int, int, int]]) -> dict[tuple[int, int], int]:
    return {(recipient_id, year): number for recipient_id, year, number in rows}


def _people_of(ids: Sequence[int]) -> Any:
    """Return collective and person, joined by a place the person holds in its organisation."""
    return (
        select(Recipient.id.label("collective"), Membership.recipient_id.label("person"),
               Membership.valid_from, Membership.valid_to)
        .join(Membership, Membership.organisation_id == Recipient.organisation_id)
        .where(Recipient.id.in_(ids), Membership.recipient_id != Recipient.id)
        .subquery()
    )  # fmt: skip


def _titles_of_people(ids: Sequence[int]) -> dict[tuple[int, int], dict[str, int]]:
    people = _people_of(ids)
    year_of = func.extract("year", people.c.valid_from)
    end_of = func.extract("year", people.c.valid_to)
    rows: Any = db.session.execute(
        select(people.c.collective, Honour.year, Award.code,
               func.count(func.distinct(Honour.recipient_id)))
        .join(Honour, Honour.recipient_id == people.c.person)
        .join(Award, Award.id == Honour.award_id)
        .where(
            Honour.struck_by == "", Honour.year.is_not(None), Honour.year >= year_of,
            or_(people.c.valid_to.is_(None), Honour.year <= end_of),
            or_(Honour.ground.is_(None), Honour.ground == Ground.MERIT),
        )
        .group_by(people.c.collective, Honour.year, Award.code)
    )  # fmt: skip
    found: dict[tuple[int, int], dict[str, int]] = defaultdict(dict)
    for collective, year, code, number in rows:
        found[collective, year][code] = number
    return found


def _of_people(
    ids: Sequence[int], pending: Sequence[Pending]
) -> dict[tuple[int, int], list[Pending]]:
    """Return what is proposed of the people of each collective, by collective and year."""
    if not pending:
        return {}
    by_person: dict[int, list[Pending]] = defaultdict(list)
    for one in pending:
        by_person[one.recipient_id].append(one)
    people = _people_of(ids)
    asked = select(people.c.collective, people.c.person).where(people.c.person.in_(by_person))
    rows: set[tuple[int, int]] = {(row[0], row[1]) for row in db.session.execute(asked)}
    found: dict[tuple[int, int], list[Pending]] = defaultdict(list)
    for collective, person in sorted(rows):
        for one in by_person[person]:
            found[collective, one.year].append(one)
    return found
