"""Dossiers with their nominations through every status, and what goes up to the ministry."""

# Rows are written by short calls whose arguments come in the order of the row.
# ruff: noqa: PLR0917

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from bench import journals, meetings, names
from bench.rulings import Ruling, RulingBook
from bench.world import TODAY, Person, Place, Row, World, at, unit_weights
from workflow.awards.models import AwardVersion, Ground
from workflow.core.audit import digest_of
from workflow.core.numbers import NumberBook, NumberEntry
from workflow.proposals.models import (
    Nomination,
    Proposal,
    ProposalRevision,
    SignOff,
    UnitMeeting,
)
from workflow.proposals.states import NominationStatus as N
from workflow.proposals.states import PassBasis
from workflow.proposals.states import ProposalStatus as P
from workflow.recipients.models import RecipientKind

PERSONAL = (("GK_CN", 50), ("LDTT", 35), ("CSTDCS", 15))
JOINT = (("GK_TT", 50), ("TTLDTT", 50))
OUTCOMES = ((N.AWARDED, 88), (N.NOT_PASSED, 8), (N.WITHDRAWN, 4))
UPWARD = 0.015  # of all nominations, for the minister's Bằng khen
UNFINISHED = 0.3  # of this year's dossiers
OPEN = ((P.DRAFT, 25), (P.SUBMITTED, 20), (P.CHECKING, 10), (P.RETURNED, 10),
        (P.COUNCIL_REVIEW, 30), (P.WITHDRAWN, 5))  # fmt: skip
UNSENT = (P.DRAFT, P.WITHDRAWN)


@dataclass
class Season:
    """One year of one receiving office: the books it fills and what its council has to see."""

    office: Place
    year: int
    book: RulingBook
    top: RulingBook  # the ministry's
    dossiers: int = 0
    for_council: list[tuple[Row, N]] = field(default_factory=list)
    upward: list[tuple[Row, Ruling]] = field(default_factory=list)


def pick(world: World, weighted: tuple[tuple[Any, int], ...]) -> Any:
    values, weights = zip(*weighted, strict=True)
    return world.random.choices(values, weights)[0]


def write_season(world: World, season: Season, nominations: int) -> None:
    """Write the dossiers of a year until they hold `nominations` rows, and what follows of them."""
    written = 0
    units = season.office.units
    weights = unit_weights(len(units))
    while written < nominations:
        unit = world.random.choices(units, weights)[0]
        size = min(world.random.randint(6, 18), nominations - written)
        write_dossier(world, season, unit, size, _status(world, season.year))
        written += size
    write_upward(world, season)
    meetings.write(world, season.office, season.year, season.for_council)


def _status(world: World, year: int) -> P:
    if year < TODAY.year or world.random.random() > UNFINISHED:
        return P.DECIDED
    status: P = pick(world, OPEN)
    return status


def write_dossier(world: World, season: Season, unit: Place, size: int, status: P) -> int:
    """Write one dossier with its rows, meeting, sign-off, revision and journal."""
    opened = _opened_on(world, season.year)
    proposal_id = write_proposal(
        world, season, unit, status, opened, title=f"Hồ sơ đề nghị khen thưởng năm {season.year}"
    )
    facts = []
    first = world.random.randrange(len(unit.persons))
    for position in range(1, size + 1):
        person = _nominee(world, unit, first, position)
        facts.append(_nominate(world, season, proposal_id, position, person, status))
    _papers_of_unit(world, unit, proposal_id, status, opened, facts)
    if season.office is world.departments[0] or proposal_id % 4 == 0:
        journals.write(world, unit, season.office, proposal_id, status, opened)
    return proposal_id


def _opened_on(world: World, year: int) -> date:
    last = min(date(year, 11, 30), TODAY - timedelta(days=20))
    first = date(year, 1, 15)
    return first + timedelta(days=world.random.randrange((last - first).days))


def write_proposal(
    world: World, season: Season, proposing: Place, status: P, opened: date, *, title: str,
    from_below: bool = False,
) -> int:  # fmt: skip
    season.dossiers += 1
    office = season.office
    sent = None if status in UNSENT else at(opened + timedelta(days=6))
    author = proposing.users.get("officer") or proposing.users["secretary"]
    return world.sink.add(
        Proposal, code=f"HS-{office.symbol}{office.id}-{season.year}-{season.dossiers:04d}",
        proposing_id=proposing.id, receiving_id=office.id, title=title, status=status,
        round_id=world.rounds[office.id, season.year], created_by_id=author[0],
        summary="Đơn vị hoàn thành vượt mức các chỉ tiêu được giao trong năm.",
        created_at=at(opened), submitted_at=sent, from_transmittal=from_below,
        received_at=None if status in (*UNSENT, P.SUBMITTED) else at(opened + timedelta(days=8)),
    )  # fmt: skip


def _nominee(world: World, unit: Place, first: int, position: int) -> Person:
    if position == 1 and unit.collectives:
        return world.random.choice(unit.collectives)
    return unit.persons[(first + position) % len(unit.persons)]


def _nominate(
    world: World, season: Season, proposal_id: int, position: int, person: Person, status: P
) -> dict[str, Any]:
    joint = person.kind is RecipientKind.COLLECTIVE
    up = not joint and status is P.DECIDED and world.random.random() < UPWARD
    code = "BKBT_CN" if up else pick(world, JOINT if joint else PERSONAL)
    version = world.version(code, season.year)
    outcome = _outcome(world, status, up=up)
    ruling = None
    if outcome is N.AWARDED:
        ruling = (season.top if up else season.book).reserve()
    row = write_nomination(
        world, season, proposal_id, person, version, position=position, status=outcome,
        ruling=ruling, decider=world.ministry if up else season.office,
        draft=status in (P.DRAFT, P.RETURNED), readers=(person.unit_id,),
    )  # fmt: skip
    if ruling is not None and up:
        season.upward.append((row, ruling))
    elif ruling is not None:
        ruling.rows.append(row)
    if outcome in (N.AWARDED, N.NOT_PASSED, N.PASSED, N.ON_AGENDA):
        season.for_council.append((row, outcome))
    return {"position": position, "recipient": person.id, "name": person.name,
            "award": row.award, "award_version": version.id, "post": person.post,
            "achievements": names.DEEDS[position % len(names.DEEDS)]}  # fmt: skip


def _outcome(world: World, status: P, *, up: bool) -> N:
    if up:
        return N.AWARDED
    if status is P.DECIDED:
        decided: N = pick(world, OUTCOMES)
        return decided
    if status is P.COUNCIL_REVIEW:
        review: N = pick(world, ((N.PROPOSED, 40), (N.ON_AGENDA, 20), (N.PASSED, 40)))
        return review
    return N.WITHDRAWN if status is P.WITHDRAWN else N.PROPOSED


def write_nomination(
    world: World, season: Season, proposal_id: int, person: Person, version: AwardVersion, *,
    position: int, status: N, ruling: Ruling | None, decider: Place, draft: bool,
    readers: tuple[int, ...], origin_id: int | None = None,
) -> Row:  # fmt: skip
    award = world.printed(version, decider)
    passed = status in (N.PASSED, N.AWARDED, N.FORWARDED)
    nomination_id = world.sink.add(
        Nomination, proposal_id=proposal_id, recipient_id=person.id, award_version_id=version.id,
        ground=Ground.MERIT, year=season.year, post=person.post, unit_name=person.unit_name,
        achievements=names.DEEDS[position % len(names.DEEDS)], position=position, unit_agree=9,
        status=status, pass_basis=PassBasis.COUNCIL if passed else None, origin_id=origin_id,
        outcome_number=ruling.text if ruling else "", outcome_on=ruling.dated if ruling else None,
        outcome_issuer=decider.name if ruling else "",
        frozen=None if draft else {"name": person.name, "award": award, "post": person.post},
    )  # fmt: skip
    return Row(nomination_id, proposal_id, person, version.award_id, award, season.year, readers)


def _papers_of_unit(
    world: World, unit: Place, proposal_id: int, status: P, opened: date,
    facts: list[dict[str, Any]],
) -> None:  # fmt: skip
    world.sink.add(
        UnitMeeting, proposal_id=proposal_id, held_at=at(opened + timedelta(days=2)),
        place=f"Phòng họp {unit.short_name}", present=9, total=10,
        presided_by=unit.users["unit_head"][1], minuted_by=unit.users["officer"][1],
    )  # fmt: skip
    if status in UNSENT:
        return
    snapshot = {"title": "Hồ sơ đề nghị khen thưởng", "nominations": facts}
    sent: datetime = at(opened + timedelta(days=6))
    digest = digest_of(snapshot)
    world.sink.add(SignOff, proposal_id=proposal_id, user_id=unit.users["unit_head"][0], at=sent,
                   content_digest=digest)  # fmt: skip
    world.sink.add(
        ProposalRevision, proposal_id=proposal_id, number=1, snapshot=snapshot, digest=digest,
        submitted_at=sent, submitted_by_id=unit.users["officer"][0],
    )  # fmt: skip


def write_upward(world: World, season: Season) -> None:
    """Write the dossiers the office sent on: one at the general department, one at the ministry."""
    below = season.upward
    if not below:
        return
    proposing = season.office
    for receiving in (world.general, world.ministry):
        level = world.season_of(receiving, season.year)
        opened = min(date(season.year, 12, 1), TODAY - timedelta(days=10))
        proposal_id = write_proposal(
            world, level, proposing, P.DECIDED, opened, from_below=True,
            title=f"Đề nghị tặng Bằng khen của Bộ trưởng năm {season.year}",
        )  # fmt: skip
        version = world.version("BKBT_CN", season.year)
        above = []
        for position, (row, ruling) in enumerate(below, start=1):
            upper = write_nomination(
                world, level, proposal_id, row.person, version, position=position,
                status=N.AWARDED, ruling=ruling, decider=world.ministry, draft=False,
                readers=(*row.readers, proposing.id), origin_id=row.id,
            )  # fmt: skip
            above.append((upper, ruling))
        meetings.send(world, proposing, receiving, opened, proposal_id, below, above)
        below, proposing = above, receiving
    for row, ruling in below:
        ruling.rows.append(row)


def close_codes(world: World, season: Season) -> None:
    """Write the book the dossiers' codes came from, so that new ones go on after it."""
    day = min(date(season.year, 12, 1), TODAY)
    book_id = world.sink.add(
        NumberBook, organisation_id=season.office.id, series="HS", year=season.year,
        last=season.dossiers, last_date=day,
    )  # fmt: skip
    for number in range(1, season.dossiers + 1):
        world.sink.add(
            NumberEntry, book_id=book_id, number=number, dated=day, holder_kind="proposal",
            holder_id=0, act_key=f"bench:hs:{book_id}:{number}",
        )  # fmt: skip
