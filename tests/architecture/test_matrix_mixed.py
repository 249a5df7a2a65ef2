"""Ids of others typed into one's own forms and addresses lead nowhere (promise P22)."""

import pytest
from sqlalchemy import select

from tests.architecture.test_matrix import NOT_MINE, UNSAFE, ask, found_in, insiders
from tests.architecture.world import MARK, address, changes, contents, fillings, rules_of, sample
from workflow.core.db import db
from workflow.councils.models import Session
from workflow.councils.states import SessionStatus
from workflow.proposals.models import Nomination
from workflow.proposals.states import NominationStatus, ProposalStatus
from workflow.recipients.models import Recipient

pytestmark = pytest.mark.prove  # on both databases there

PEOPLE_TRYING = 5  # all of the house in `make prove`
DAY = "20/12/2020"


def _mixed(app, rule, world):
    """Return addresses whose inner id belongs to another record than the one before it."""
    all_values = fillings(rule, world)
    for one, other in zip(all_values, all_values[1:] + all_values[:1], strict=True):
        mixed = other | {"public_id": one["public_id"]}
        if mixed != one and other["public_id"] != one["public_id"]:
            yield address(app, rule, mixed)


def test_a_row_of_one_record_is_not_found_under_another(app, world):
    before, wrong, tried = contents(), [], set()

    for rule in rules_of(app):
        if (
            "public_id" not in rule.arguments
            or len(rule.arguments) == 1
            or "number" in rule.arguments
        ):
            continue
        for path in sample(rule, list(_mixed(app, rule, world))):
            tried.add(rule.rule)
            for name in sample(rule, insiders(world), most=PEOPLE_TRYING):
                for method in {"GET", UNSAFE} & rule.methods:
                    form = {"data": {"reason": "x", "text": "x", "to": "up", "answer": "x"}}
                    answer = ask(
                        world.people[name], method, path, **(form if method == UNSAFE else {})
                    )
                    if answer.status_code in {200, 302}:
                        wrong.append((name, method, rule.rule, answer.status_code))

    assert (wrong, changes(before, contents())) == ([], [])
    assert len(tried) > 8


@pytest.fixture
def theirs(made_world, long_an, make_council, make_proposal):
    """What the stranger has: a dossier of their own, a council and its session."""
    proposal = make_proposal(
        ProposalStatus.DRAFT, nominees=0, proposing=long_an.elsewhere, receiving=long_an.elsewhere
    )
    council, _members = make_council(long_an.elsewhere, symbol="HĐ2")
    session = Session(
        council_id=council.id, title="Phiên họp của nơi khác", place="Hội trường",
        starts_at=proposal.created_at, status=SessionStatus.PLANNED,
        created_by_id=long_an.stranger.id,
    )  # fmt: skip
    db.session.add(session)
    db.session.commit()
    return {
        "proposal": proposal.public_id,
        "council": council.public_id,
        "session": session.public_id,
    }


def _one(model, *where):
    return db.session.scalars(select(model.public_id).where(*where).limit(1)).one()


def _forms(long_an, world, theirs):
    """Return (address, form) of every act in which the stranger names something of ours."""
    passed = _one(Nomination, Nomination.status == NominationStatus.PASSED)
    ours = long_an.department.public_id
    proposal, council, session = (f"{theirs[name]}" for name in ("proposal", "council", "session"))
    someone, head = _one(Recipient), long_an.head.public_id
    grant = {"organisation": ours, "role": "head", "valid_from": DAY}
    words = {"name": "Tên", "title": "Tên", "place": "Nơi", "starts_at": "28/12/2020 14:00"}
    return [
        ("/proposals/open", words | {"round": long_an.round.public_id}),
        (f"/proposals/{proposal}/add-nomination",
         {"recipient": someone, "award": str(long_an.certificate_person.id), "ground": "merit", "year": "2020"}),
        ("/exchange/new", {"nominations": [passed], "signer": head, "title": "Tên"}),
        ("/decisions/draft", {"nominations": [passed]}),
        (f"/councils/sessions/{session}/agenda", {"nominations": [passed]}),
        (f"/councils/administration/{council}/seats",
         {"user": head, "post": "member", "rank": "20", "valid_from": DAY}),
        ("/users/create", words | grant | {"login": "nguoi.moi"}),
        (f"/users/{long_an.stranger.public_id}/grant-role", grant),
        (f"/organisations/{long_an.elsewhere.public_id}/merge",
         {"into": ours, "on": DAY, "basis": "Quyết định"}),
        ("/rounds/create", words | {"organisation": ours, "ground": "merit", "year": "2020",
                                    "opens_on": DAY, "due_at": "22/12/2020 17:00"}),
        ("/books/create", {"organisation": ours, "series": "VB", "year": "2020", "first": "1"}),
        ("/accounts/act-for", {"acting": ours}),
    ]  # fmt: skip


def test_what_a_stranger_names_in_their_own_forms_is_refused(app, made_world, long_an, theirs):
    secrets = (made_world.kept | {MARK}) - set(theirs.values())
    before, wrong = contents(), []

    for path, form in _forms(long_an, made_world, theirs):
        answer = ask(made_world.people["stranger"], UNSAFE, path, data=form)
        sent = {
            one
            for value in form.values()
            for one in (value if isinstance(value, list) else [value])
        }
        told, changed = found_in(secrets - sent, answer), changes(before, contents())
        if answer.status_code not in NOT_MINE | {409, 422} or told or changed:
            wrong.append((path, answer.status_code, told, changed))
            before = contents()

    assert wrong == []
