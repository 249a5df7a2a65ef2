"""Fresh objects for acts to be measured on: dossiers ready to submit, ballots that take votes."""

# Rows are written by short calls whose arguments come in the order of the row.
# ruff: noqa: PLR0917

from datetime import timedelta

from sqlalchemy import delete, select, update

from bench import meetings
from bench.dossiers import PERSONAL, Season, write_nomination, write_proposal
from bench.world import TODAY, Place, World, at
from workflow.accounts.models import Role, RoleGrant
from workflow.awards.models import Honour
from workflow.core.db import db
from workflow.documents.models import Drawing
from workflow.proposals.models import Nomination, Proposal, SignOff, UnitMeeting
from workflow.proposals.printouts import PRINTOUTS, gather
from workflow.proposals.snapshots import content_digest
from workflow.proposals.states import NominationStatus as N
from workflow.proposals.states import ProposalStatus as P

READY = "Hồ sơ sẵn sàng nộp"
ROWS_TO_SUBMIT = 12
ROWS_TO_VOTE = 20


def prepare(world: World, season: Season, index: int) -> None:
    """Write an open ballot for this office, and in the first one the dossiers to submit.

    They are spread over its teams and their people: eighty drafts of one team would be nobody's.
    """
    units = season.office.units
    if index == 0:
        for count in range(world.size.acts):
            unit = units[-1 - count % len(units)]
            first = count // len(units) * ROWS_TO_SUBMIT
            _dossier(world, season, unit, P.DRAFT, N.PROPOSED, ROWS_TO_SUBMIT, READY, first)
    if season.office.council_id:
        rows = _dossier(world, season, units[-1], P.COUNCIL_REVIEW, N.ON_AGENDA, ROWS_TO_VOTE,
                        "Hồ sơ đang bỏ phiếu")  # fmt: skip
        meetings.open_ballot(world, season.office, rows)


def _dossier(
    world: World, season: Season, unit: Place, status: P, rows: N, count: int, title: str,
    first: int = 0,
) -> list[int]:  # fmt: skip
    opened = TODAY - timedelta(days=12)
    proposal_id = write_proposal(world, season, unit, status, opened, title=title)
    world.sink.add(
        UnitMeeting, proposal_id=proposal_id, held_at=at(opened), place="Phòng họp", present=9,
        total=10, presided_by=unit.users["unit_head"][1], minuted_by=unit.users["officer"][1],
    )  # fmt: skip
    found = []
    for position in range(1, count + 1):
        person = unit.persons[(first + position) % len(unit.persons)]
        code = PERSONAL[position // len(unit.persons) % len(PERSONAL)][0]
        row = write_nomination(
            world, season, proposal_id, person, world.version(code, season.year),
            position=position, status=rows, ruling=None, decider=season.office,
            draft=status is P.DRAFT, readers=(unit.id,),
        )  # fmt: skip
        found.append(row.id)
    return found


def sign_off_prepared() -> None:
    """Draw the prepared dossiers' papers and sign them off, as the product compares them.

    Done before measuring, by the code measured: a kept database would hold older wordings.
    """
    heads = select(RoleGrant.user_id).where(RoleGrant.role == Role.UNIT_HEAD)
    ready = select(Proposal).where(Proposal.title == READY).order_by(Proposal.id)
    _make_eligible()
    for proposal in db.session.scalars(ready).all():
        head = db.session.scalars(
            heads.where(RoleGrant.organisation_id == proposal.proposing_id).limit(1)
        ).one()
        source = gather(proposal)
        db.session.add_all(
            Drawing(
                owner_kind="proposal", owner_id=proposal.id, purpose=printout.purpose,
                organisation_id=proposal.proposing_id, title=printout.title, round=1,
                template=printout.template, context=printout.context(source), drawn_round=1,
            )
            for printout in PRINTOUTS
        )  # fmt: skip
        db.session.add(SignOff(proposal_id=proposal.id, user_id=head, at=at(TODAY),
                               content_digest=content_digest(proposal)))  # fmt: skip
    db.session.commit()


def _make_eligible() -> None:
    """Nobody of the prepared dossiers holds the year's award yet; what is asked is explained."""
    rows = select(Nomination.id).join(Nomination.proposal).where(Proposal.title == READY)
    people = select(Nomination.recipient_id).where(Nomination.id.in_(rows))
    db.session.execute(
        delete(Honour).where(Honour.recipient_id.in_(people), Honour.year == TODAY.year)
    )
    db.session.execute(
        update(Nomination).where(Nomination.id.in_(rows))
        .values(eligibility_note="Đã đối chiếu với sổ theo dõi.")
        .execution_options(synchronize_session=False)
    )  # fmt: skip
