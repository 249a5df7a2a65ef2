"""A decision offered before the session's own papers are signed: told, and asked about."""

import pytest

from tests.factories.councils import MEETS_AT
from tests.factories.documents import draw_all
from workflow.core import audit
from workflow.core.db import db
from workflow.core.errors import BadInput
from workflow.core.unit_of_work import unit_of_work
from workflow.councils.models import AgendaItem, Session
from workflow.councils.states import SessionStatus
from workflow.decisions.models import Decision
from workflow.decisions.services import checking
from workflow.documents import services as papers
from workflow.documents.services import Signer
from workflow.documents.states import PaperKind, PaperStatus

KNOWN = "Tôi biết các văn bản trên chưa ký"


@pytest.fixture
def session(long_an, make_council):
    council, _users = make_council(long_an.department)
    held = Session(
        council_id=council.id, title="Phiên họp xét khen thưởng", starts_at=MEETS_AT,
        place="Hội trường", status=SessionStatus.ADJOURNED, created_by_id=long_an.secretary.id,
    )  # fmt: skip
    db.session.add(held)
    db.session.commit()
    return held


@pytest.fixture
def draft(desk, make_nominations, session):
    ids = make_nominations("Trần Quốc Bảo", "Đặng Hữu Nghĩa")
    db.session.add_all(
        AgendaItem(session_id=session.id, nomination_id=one, position=n)
        for n, one in enumerate(ids, start=1)
    )
    db.session.commit()
    decision = desk.draft(ids)
    desk.check(decision)
    return desk.again(decision)


@pytest.fixture
def write(desk, session, make_paper):
    """Write one of the session's papers for the head to sign."""

    def make(purpose, *, signed):
        head = desk.people.head
        paper = make_paper(
            owner=("session", session.id), purpose=purpose, kind=PaperKind.MINUTES,
            series="HĐTĐKT", symbol="BB-HĐTĐKT", title=purpose,
            signers=[Signer(head.id, "Chủ tịch", head.name)],
        )  # fmt: skip
        draw_all()
        acts = [(papers.check_paper, desk.secretary), (papers.offer_paper, desk.secretary)]
        for act, who in [*acts, (papers.sign_paper, desk.head)] if signed else acts:
            with unit_of_work():
                act(paper.public_id, actor=who)
        return paper

    return make


def offer(desk, draft, **known):
    with unit_of_work():
        checking.offer(draft.public_id, actor=desk.secretary, **known)
    return desk.again(draft)


def test_offering_names_the_papers_without_a_signature_and_is_refused(desk, draft, write):
    write("vote_count", signed=True)
    write("minutes", signed=False)

    with pytest.raises(BadInput, match="chưa ký: Biên bản họp Hội đồng") as refusal:
        offer(desk, draft)

    assert refusal.value.field == "unsigned_known"
    assert desk.again(draft).paper.status is PaperStatus.DRAFT


def test_whoever_knows_may_offer_and_the_journal_says_so(desk, draft, session):
    decision = offer(desk, draft, unsigned_known=True)

    assert decision.paper.status is PaperStatus.OFFERED
    told = {one.act: one.detail for one in audit.journal("paper", decision.paper_id)}
    assert told["decision.offer_before_minutes"] == {
        "unsigned": [f"{session.public_id}:vote_count", f"{session.public_id}:minutes"]
    }


def test_nothing_is_asked_once_both_papers_are_signed(desk, draft, write):
    write("vote_count", signed=True)
    write("minutes", signed=True)

    decision = offer(desk, draft)

    acts = {one.act for one in audit.journal("paper", decision.paper_id)}
    assert (decision.paper.status, "decision.offer_before_minutes" in acts) == (
        PaperStatus.OFFERED, False,
    )  # fmt: skip


def test_the_page_lists_them_with_links_and_takes_the_confirmation(
    desk, draft, write, session, client_as, long_an
):
    minutes = write("minutes", signed=False)
    client = client_as(long_an.secretary, long_an.department)
    url = f"/decisions/{draft.public_id}"

    page = client.get(url).text
    assert f'href="/papers/{minutes.public_id}"' in page
    assert f'href="/councils/sessions/{session.public_id}">Bảng tổng hợp biểu quyết' in page
    assert KNOWN in page
    refused = client.post(f"{url}/offer")
    assert (refused.status_code, "unsigned_known-error" in refused.text) == (422, True)
    assert client.post(f"{url}/offer", data={"unsigned_known": "y"}).location == url
    db.session.rollback()
    assert db.session.query(Decision).one().paper.status is PaperStatus.OFFERED
    assert KNOWN not in client.get(url).text


def test_a_decision_is_not_offered_past_the_question_through_its_papers_own_page(
    desk, draft, client_as, long_an
):
    client = client_as(long_an.secretary, long_an.department)
    paper = f"/papers/{draft.paper.public_id}"

    answers = [client.post(f"{paper}/{act}") for act in ("check", "offer")]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert "ở trang riêng của nó" in answers[0].text
    assert desk.again(draft).paper.status is PaperStatus.DRAFT
