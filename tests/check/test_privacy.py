"""What nobody may learn from a code: drafts, other people's data, whether a paper exists."""

import re

import pytest
from sqlalchemy import select

from tests.check.conftest import certificate, code_of
from tests.decisions.amending.conftest import NAMES
from tests.factories.archive import statements
from workflow.core.db import db
from workflow.decisions.amending.models import Part
from workflow.documents.codes import giving
from workflow.documents.codes.lettering import make
from workflow.documents.codes.models import CheckCode
from workflow.documents.models import Paper
from workflow.documents.states import Direction, PaperKind

MALFORMED = ("0" * 26 + "1", "x", "Ữ" * 30, "1" * 500)


def text(answer):
    return " ".join(re.sub(r"<[^>]*>", " ", answer.get_data(as_text=True)).split())


def shape(answer):
    """An answer without what differs for everybody: the token of the form."""
    return (answer.status_code, dict(answer.headers) | {"Set-Cookie": ""}, text(answer))


def test_a_draft_a_signed_and_a_numbered_paper_are_as_unknown_as_what_never_was(
    public_address, desk, make_nominations, client
):
    decision = desk.draft(make_nominations(*NAMES))
    url = f"/check/{code_of('paper', decision.paper_id)}"
    unknown = shape(client.get(f"/check/{make()}"))
    seen = [shape(client.get(url))]
    decision = desk.sign(desk.offer(decision))
    seen.append(shape(client.get(url)))
    decision = desk.number(decision)
    seen.append(shape(client.get(url)))
    desk.issue(decision)
    issued = text(client.get(url))
    decision.paper.direction = Direction.INCOMING  # not ours: told of no more, code or not
    db.session.commit()
    seen.append(shape(client.get(url)))

    assert unknown[0] == 404
    assert seen == [unknown] * 4
    assert decision.paper.number_text in issued
    assert [name for name in NAMES if name in issued] == []


@pytest.mark.parametrize("written", MALFORMED)
def test_what_cannot_be_a_code_gets_the_same_answer_by_the_same_questions(
    client, public_address, written
):
    client.get(f"/check/{make()}")
    with statements() as asked_unknown:
        unknown = shape(client.get(f"/check/{make()}"))
    with statements() as asked_malformed:
        malformed = shape(client.get(f"/check/{written}"))

    assert malformed == unknown
    assert len(asked_malformed) == len(asked_unknown) > 0


def test_a_correction_of_what_is_not_printed_stays_inside(mending, client):
    """A day of birth stands in no certificate: the page says that a letter corrected, not what."""
    mending.issue(mending.correct(0, "05/6/1988", part=Part.BORN, written="05/6/1989"))
    page = text(client.get(f"/check/{code_of('certificate', certificate(mending.decision).id)}"))

    assert "Được đính chính tại" in page
    assert "198" not in page.replace("1987", "")


@pytest.mark.parametrize(
    ("kind", "owner_kind", "carries"),
    [(PaperKind.DECISION, "decision", True), (PaperKind.LETTER, "amendment", True),
     (PaperKind.SUBMISSION_LETTER, "transmittal", True), (PaperKind.MINUTES, "session", False),
     (PaperKind.INVITATION, "session", False), (PaperKind.NOTICE, "session", False),
     (PaperKind.LETTER, "session", False)],
)  # fmt: skip
def test_only_what_leaves_the_house_carries_a_code(app, monkeypatch, kind, owner_kind, carries):
    given = []
    monkeypatch.setattr(giving, "give", lambda *owner: given.append(owner))
    giving.give_paper(Paper(id=7, kind=kind, owner_kind=owner_kind))

    assert given == [("paper", [7])] * carries


def test_without_an_address_nothing_carries_a_code(desk, make_nominations):
    decision = desk.draft(make_nominations(*NAMES))

    assert db.session.scalars(select(CheckCode)).all() == []
    assert giving.codes_of([("paper", decision.paper_id)]) == {}
