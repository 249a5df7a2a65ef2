"""Hold an organisation's people against the rules and keep who is due: at once, or as a job."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, or_, select

from workflow.awards.browsing import names_by_code
from workflow.awards.ledgers import Pending
from workflow.awards.models import Award, AwardVersion, Ground
from workflow.awards.queries import offered_to
from workflow.awards.suggestions import candidates
from workflow.core import clock, jobs
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import NotAllowed
from workflow.core.i18n import _, on_paper
from workflow.core.jobs import JobState
from workflow.core.unit_of_work import unit_of_work
from workflow.organisations.models import Organisation
from workflow.proposals.models import Nomination, Proposal, Suggestion, SuggestionRun
from workflow.proposals.rounds import rounds_open_to
from workflow.proposals.states import OPEN_NOMINATIONS
from workflow.proposals.suggesting.reading import ASKING, belonging, find_run
from workflow.proposals.suggesting.wording import text_of

KIND = "proposals.suggest"
AT_ONCE = 150  # people: about a third of a second; more are a job
_CHUNK = 500
Values = dict[str, Any]
_UNDER_WAY = frozenset({JobState.WAITING, JobState.RUNNING})


def ask(actor: Actor) -> SuggestionRun:
    """Have the suggestions of the actor's organisation computed: now, or by a worker if many."""
    here = actor.organisation_id
    if here is None or actor.roles.isdisjoint(ASKING):
        raise NotAllowed(_("Chỉ cán bộ thi đua hoặc thư ký được tính gợi ý cho tổ chức của mình."))
    run = _locked(here)
    if run.job is not None and run.job.state in _UNDER_WAY:
        return run
    run.asked += 1
    places = _places(here)
    if len(places) <= AT_ONCE:
        run.job_id = None
        _keep(run, _rows(here, list(places), places), len(places))
    else:
        key = f"suggestions:{here}:{run.asked}"
        job = jobs.enqueue(KIND, key, {"organisation": here})
        job.total_units = len(places)
        run.job_id = job.id
    db.session.flush()
    return run


@jobs.handles(KIND)
def compute(run: jobs.Run) -> None:
    """Compute in chunks and replace what was kept, all at once; to repeat it does no harm."""
    here: int = run.payload["organisation"]
    places = _places(here)
    ids, rows = list(places), list[Values]()
    for start in range(0, len(ids), _CHUNK):
        rows += _rows(here, ids[start : start + _CHUNK], places)
        run.progress(min(start + _CHUNK, len(ids)), len(ids))
    with unit_of_work():
        _keep(_locked(here), rows, len(places))


def _locked(organisation_id: int) -> SuggestionRun:
    """Return the organisation's row, locked; two who ask first wait for each other above it."""
    db.session.get_one(Organisation, organisation_id, with_for_update=True)
    run = find_run(organisation_id)
    if run is None:
        run = SuggestionRun(organisation_id=organisation_id, asked=0, people=0)
        db.session.add(run)
        db.session.flush()
    return run


def _places(organisation_id: int) -> dict[int, int]:
    """Return everybody in the organisation and below, each with the unit they joined last."""
    return dict(db.session.execute(belonging(organisation_id)).all())


def years_of(organisation_id: int) -> list[int]:
    """Return this year, the next, and earlier ones a round still takes dossiers for."""
    today = clock.today().year
    taken = {one.year for one in rounds_open_to(organisation_id) if one.year <= today}
    return sorted(taken | {today, today + 1})


def _rows(here: int, ids: Sequence[int], places: dict[int, int]) -> list[Values]:
    years = years_of(here)
    found = candidates(
        ids, reach_of(here, years), years, pending_of(here, years), first_open=clock.today().year
    )
    names = names_by_code()
    with on_paper():
        return [
            {
                "organisation_id": here, "recipient_id": one.recipient_id,
                "unit_id": places[one.recipient_id], "award_version_id": one.version_id,
                "year": one.year, "standing": one.standing,
                "told": text_of(one.judged, one.year, names),
            }
            for one in found
        ]  # fmt: skip


def reach_of(organisation_id: int, years: Sequence[int]) -> list[AwardVersion]:
    """Return what the organisation may propose, in the rule sets of the years."""
    here = db.session.get_one(Organisation, organisation_id)
    found = {
        one.id: one for year in years for one in offered_to(here, date(year, 12, 31))
    }  # fmt: skip
    return list(found.values())


def pending_of(organisation_id: int, years: Sequence[int]) -> list[Pending]:
    """Return what is proposed for its people and not decided; of others' only what is handed in."""
    people = belonging(organisation_id).with_only_columns(Nomination.recipient_id)
    rows = db.session.execute(
        select(Nomination.recipient_id, Award.code, Nomination.year)
        .join(Proposal, Proposal.id == Nomination.proposal_id)
        .join(AwardVersion, AwardVersion.id == Nomination.award_version_id)
        .join(Award, Award.id == AwardVersion.award_id)
        .where(
            Nomination.status.in_(OPEN_NOMINATIONS), Nomination.ground == Ground.MERIT,
            Nomination.year.in_(years), Nomination.recipient_id.in_(people),
            or_(Proposal.proposing_id == organisation_id, Proposal.submitted_at.is_not(None)),
        )
        .order_by(Nomination.id)
    )  # fmt: skip
    return [Pending(*row) for row in rows]


def _keep(run: SuggestionRun, rows: Sequence[Values], people: int) -> None:
    db.session.execute(delete(Suggestion).where(Suggestion.organisation_id == run.organisation_id))
    if rows:
        db.session.execute(insert(Suggestion), rows)
    run.people, run.computed_at = people, clock.now()
