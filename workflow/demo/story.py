"""What the other units had done by the morning of 18/12/2020: their dossiers, handed in."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import groupby

from sqlalchemy import select

from workflow.accounts.models import Role, User
from workflow.accounts.queries import users_with
from workflow.accounts.sessions import actor_of
from workflow.awards.models import Ground
from workflow.awards.queries import find_version
from workflow.core import clock, jobs
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.text import fold
from workflow.core.unit_of_work import unit_of_work
from workflow.demo.base import rows
from workflow.emulation.models import Round
from workflow.organisations.models import Organisation
from workflow.proposals.models import Proposal
from workflow.proposals.queries import nominations_of
from workflow.proposals.services import drafting, meeting, nominating, submission, writing
from workflow.proposals.services.meeting import Meeting
from workflow.proposals.snapshots import content_digest
from workflow.recipients.models import Membership, Recipient

FIRST_MORNING = datetime(2020, 12, 14, 1, 30, tzinfo=UTC)
HOURS_INTO_THE_DAY = (0, 2, 6)  # three dossiers a day, in office hours
STAFF = 9
TWO_YEARS = "2019–2020"
Nominee = dict[str, str]


def load_dossiers(say: Callable[[str], None]) -> None:
    """Let each unit with proposals of its own open, fill, sign and hand in its dossier."""
    by_unit = groupby((row for row in rows("nominees") if row["award"]), key=lambda r: r["unit"])
    opened = []
    for order, (_unit, group) in enumerate(by_unit):
        nominees = list(group)
        public_id, officer, head = _write_dossier(nominees, _moment(order))
        opened.append((public_id, officer, head))
    say("Drawing the papers of the units' dossiers …")
    jobs.run_all()
    for order, (public_id, officer, head) in enumerate(opened):
        _hand_in(public_id, officer, head, _moment(order))


def _moment(order: int) -> datetime:
    """Return when the unit at this place in the list begins its dossier."""
    day, slot = divmod(order, len(HOURS_INTO_THE_DAY))
    return FIRST_MORNING + timedelta(days=day, hours=HOURS_INTO_THE_DAY[slot])


def _people(unit: Organisation) -> tuple[Actor, User, Actor, User]:
    today = clock.today()
    officer = users_with(Role.OFFICER, unit.id, today)[0]
    head = users_with(Role.UNIT_HEAD, unit.id, today)[0]
    return actor_of(officer, unit.id), officer, actor_of(head, unit.id), head


def _unit_of(nominees: list[Nominee]) -> Organisation:
    key = nominees[0]["unit"]
    name = next(row["name"] for row in rows("organisations") if row["key"] == key)
    return db.session.scalars(select(Organisation).where(Organisation.name == name)).one()


def _write_dossier(nominees: list[Nominee], at: datetime) -> tuple[str, Actor, Actor]:
    with unit_of_work():
        clock.move_to(at)
        unit = _unit_of(nominees)
        officer, officer_user, head, head_user = _people(unit)
        award_round = db.session.scalars(
            select(Round).where(Round.organisation_id.in_([unit.id, unit.parent_id or 0]))
        ).one()
        proposal = drafting.open_dossier(
            award_round.public_id, title=drafting.dossier_title(award_round), actor=officer
        )
        for nominee in nominees:
            _nominate(proposal, unit, nominee, officer)
        _meet(proposal, unit, at, (head_user, officer_user), officer=officer)
        writing.write_papers(proposal.public_id, actor=officer)
        return proposal.public_id, officer, head


def _nominate(proposal: Proposal, unit: Organisation, nominee: Nominee, officer: Actor) -> None:
    name = nominee["name"].lstrip("*") or unit.name
    recipient = db.session.scalars(
        select(Recipient)
        .join(Membership, Membership.recipient_id == Recipient.id)
        .where(Membership.organisation_id == unit.id, Recipient.name_fold == fold(name))
    ).one()
    award = find_version(nominee["award"], clock.today())
    assert award is not None, nominee["award"]  # noqa: S101  our own table
    row = nominating.Row(
        award_version_id=award.id, ground=Ground.MERIT, year=2020, post=nominee["post"],
        period=TWO_YEARS if nominee["award"].startswith("BKBT") else "",
        achievements=nominee["achievements"],
    )  # fmt: skip
    nominating.add_nomination(proposal.public_id, recipient.public_id, row, actor=officer)


def _meet(
    proposal: Proposal, unit: Organisation, at: datetime, chairs: tuple[User, User], *,
    officer: Actor,
) -> None:  # fmt: skip
    head, minutes = chairs
    held = Meeting(
        held_at=at - timedelta(minutes=20), place=f"Phòng họp {unit.short_name}", present=STAFF,
        total=STAFF, presided_by=head.name, minuted_by=minutes.name,
    )  # fmt: skip
    agreed = {row.public_id: STAFF for row in nominations_of(proposal.id)}
    seen = meeting.seen_mark(proposal)
    meeting.record_meeting(proposal.public_id, held, agreed, seen=seen, actor=officer)


def _hand_in(public_id: str, officer: Actor, head: Actor, at: datetime) -> None:
    with unit_of_work():
        clock.move_to(at + timedelta(hours=1))
        proposal = db.session.scalars(select(Proposal).where(Proposal.public_id == public_id)).one()
        submission.sign_off(public_id, seen=content_digest(proposal), actor=head)
        clock.move_to(at + timedelta(hours=1, minutes=25))
        submission.submit(public_id, actor=officer)
