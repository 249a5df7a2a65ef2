"""12a: asked by the clerk, permitted by another person, given once, marked for ever."""

import threading
from datetime import UTC, date, datetime

import pytest

from tests.factories.documents import draw_all
from workflow.archive import registers
from workflow.core import audit, numbers
from workflow.core.db import db
from workflow.core.errors import InvalidStep, NotAllowed, WorkflowError
from workflow.core.unit_of_work import unit_of_work
from workflow.documents.inserting import services
from workflow.documents.inserting.models import Insertion
from workflow.documents.inserting.queries import tasks_for
from workflow.documents.queries import signers_of
from workflow.documents.services import (
    check_paper,
    decline_paper,
    number_paper,
    offer_paper,
    redraw_paper,
    sign_paper,
)
from workflow.documents.states import PaperStatus

DAY = date(2020, 12, 14)
TODAY = date(2020, 12, 18)
ASKED = {"dated": "14/12/2020", "reason": "Văn bản ký ngày 14 bị để sót"}


@pytest.fixture
def signed(make_paper):
    """Make a paper that was signed on a day of December and waits for its number."""

    def make(day=14, **changes):
        paper = make_paper(**changes)
        paper.status = PaperStatus.SIGNED
        paper.signed_at = datetime(2020, 12, day, 3, tzinfo=UTC)
        signers_of(paper.id)[0].signed_at = paper.signed_at
        db.session.commit()
        return paper

    return make


@pytest.fixture
def late(signed, long_an):
    """A paper signed on the 14th, after number 1 of the 14th and number 2 of the 18th."""
    for key, day in enumerate((DAY, TODAY)):
        numbers.take(long_an.department.id, "QĐ", dated=day, holder=("x", key), act_key=f"x{key}")
    db.session.commit()
    paper = signed()
    draw_all()
    return paper


@pytest.fixture
def clerk(long_an, actor):
    return actor(long_an.clerk, long_an.department)


@pytest.fixture
def head(long_an, actor):
    return actor(long_an.head, long_an.department)


@pytest.fixture
def permitted(late, clerk, head):
    """The head has permitted a number for the late paper."""
    with unit_of_work():
        services.ask(late.public_id, DAY, "Bị để sót", actor=clerk)
    with unit_of_work():
        services.permit(late.public_id, actor=head)
    return late


def text(answer):
    return answer.get_data(as_text=True)


def entries(where):
    book = numbers.find_book(where.id, "QĐ", 2020)
    return [(f"{e.number}{e.suffix}", e.dated, e.note) for e in numbers.list_entries(book.id)]


def test_strangers_neither_see_nor_ask_nor_permit(late, browsers, clerk):
    where = f"/papers/{late.public_id}/insertion"
    for act in ("", "/permit", "/refuse", "/withdraw", "/use"):
        assert browsers.stranger.post(where + act, data=ASKED | {"answer": "x"}).status_code == 404
    assert browsers.stranger.get(where).status_code == 404
    assert browsers.below.get(where).status_code == 404
    assert browsers.secretary.post(where, data=ASKED).status_code == 403
    assert db.session.query(Insertion).count() == 0


def test_who_asks_does_not_permit_and_who_permits_does_not_use(late, long_an, actor, make_user):
    both = actor(make_user(long_an.department, "clerk", "head"), long_an.department)
    with unit_of_work():
        services.ask(late.public_id, DAY, "Bị để sót", actor=both)

    with pytest.raises(NotAllowed):
        services.permit(late.public_id, actor=both)
    other = actor(make_user(long_an.department, "clerk", "head"), long_an.department)
    with unit_of_work():
        services.permit(late.public_id, actor=other)
    with pytest.raises(NotAllowed):
        services.use(late.public_id, actor=other)
    with unit_of_work():
        assert services.use(late.public_id, actor=both).number_text == "01a/QĐ-CQLTT"


def test_a_late_paper_gets_its_letter_and_everybody_reads_why(late, browsers, clerk, head, long_an):
    where = f"/papers/{late.public_id}/insertion"
    assert "Xin số chèn" in text(browsers.clerk.get(f"/papers/{late.public_id}"))
    assert browsers.clerk.post(where, data=ASKED).status_code == 302
    assert [task.verb for task in tasks_for(head)] == ["Xem xét"]
    page = text(browsers.head.get(where))
    assert ("01a/QĐ-CQLTT" in page, "Cho phép chèn số" in page) == (True, True)
    assert browsers.head.post(f"{where}/permit").status_code == 302
    assert [task.verb for task in tasks_for(clerk)] == ["Cấp số chèn"]
    assert browsers.clerk.post(f"{where}/use").status_code == 302
    db.session.expire_all()

    note = "Số chèn, Nguyễn Văn A cho phép ngày 18/12/2020: Văn bản ký ngày 14 bị để sót"
    assert (late.number_text, late.dated, late.status) == (
        "01a/QĐ-CQLTT", DAY, PaperStatus.NUMBERED,
    )  # fmt: skip
    assert entries(long_an.department) == [("1", DAY, ""), ("1a", DAY, note), ("2", TODAY, "")]
    book = registers.get_book(long_an.department.id, 2020, "QĐ", incoming=False)
    assert [registers.outgoing_cells(line)["note"] for line in registers.all_lines(book)][1] == note
    acts = [one.act for one in audit.journal("paper", late.id)][:4]
    assert acts == ["insertion.use", "paper.number", "insertion.permit", "insertion.ask"]
    assert (tasks_for(head), tasks_for(clerk)) == ([], [])


def test_a_permission_is_used_once(permitted, clerk, long_an):
    with unit_of_work():
        services.use(permitted.public_id, actor=clerk)

    with pytest.raises(InvalidStep):
        services.use(permitted.public_id, actor=clerk)
    assert [one[0] for one in entries(long_an.department)] == ["1", "1a", "2"]


def test_a_permission_gives_nothing_once_the_paper_has_its_number(permitted, clerk):
    with unit_of_work():
        number_paper(permitted.public_id, TODAY, actor=clerk)

    with pytest.raises(WorkflowError, match="Không còn yêu cầu"):
        services.use(permitted.public_id, actor=clerk)
    assert permitted.number_text == "03/QĐ-CQLTT"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [({"dated": "13/12/2020"}, "được ký ngày 14/12/2020"), ({"reason": " "}, "Hãy điền"),
     ({"dated": "18/12/2020"}, "không cần số chèn"), ({"dated": "20/12/2020"}, "chưa đến")],
)  # fmt: skip
def test_what_cannot_be_inserted_gets_a_sentence(late, browsers, typed, sentence):
    answer = browsers.clerk.post(f"/papers/{late.public_id}/insertion", data=ASKED | typed)
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert db.session.query(Insertion).count() == 0


def test_a_refusal_says_why_and_the_next_number_is_given(late, browsers):
    where = f"/papers/{late.public_id}/insertion"
    browsers.clerk.post(where, data=ASKED)
    assert browsers.head.post(f"{where}/refuse", data={"answer": ""}).status_code == 422
    assert browsers.head.post(f"{where}/refuse", data={"answer": "Ghi ngày nay"}).status_code == 302
    assert browsers.clerk.post(f"{where}/use").status_code == 409
    assert "Ghi ngày nay" in text(browsers.clerk.get(where))


def test_an_earlier_day_without_anything_later_is_given_by_permission_and_marked(
    signed, browsers, long_an
):
    paper = signed()
    draw_all()
    where = f"/papers/{paper.public_id}"
    alone = browsers.clerk.post(f"{where}/number", data={"dated": "14/12/2020"})
    assert (alone.status_code, "xin phép người đứng đầu" in text(alone)) == (422, True)
    assert paper.number_text is None

    assert browsers.clerk.post(f"{where}/insertion", data=ASKED).status_code == 302
    assert "ghi lùi ngày; sổ ghi rõ" in text(browsers.head.get(f"{where}/insertion"))
    browsers.head.post(f"{where}/insertion/permit")
    assert browsers.clerk.post(f"{where}/insertion/use").status_code == 302
    db.session.expire_all()

    note = "Số ghi lùi ngày, Nguyễn Văn A cho phép ngày 18/12/2020: Văn bản ký ngày 14 bị để sót"
    assert paper.number_text == "01/QĐ-CQLTT"
    assert entries(long_an.department) == [("1", DAY, note)]


@pytest.fixture
def first(long_an, make_paper):
    """A checked paper of an office that numbers before it signs, after numbers 1 and 2."""
    long_an.department.numbers_first = True
    for key, day in enumerate((DAY, TODAY)):
        numbers.take(long_an.department.id, "QĐ", dated=day, holder=("x", key), act_key=f"x{key}")
    db.session.commit()
    paper = make_paper()
    paper.status = PaperStatus.CHECKED
    db.session.commit()
    draw_all()
    return paper


def states(where):
    book = numbers.find_book(where.id, "QĐ", 2020)
    return [(f"{e.number}{e.suffix}", e.state.value) for e in numbers.list_entries(book.id)][1:-1]


def test_where_numbers_come_first_the_letter_is_held_signed_or_left_void(
    first, long_an, actor, clerk, head
):
    secretary = actor(long_an.secretary, long_an.department)
    key = first.public_id

    def insert():
        with unit_of_work():
            services.ask(key, DAY, "Bị để sót", actor=clerk)
        with unit_of_work():
            services.permit(key, actor=head)
        with unit_of_work():
            services.use(key, actor=clerk)
        draw_all()

    insert()
    assert states(long_an.department) == [("1a", "reserved")]
    with unit_of_work():
        offer_paper(key, actor=secretary)
    with unit_of_work():
        decline_paper(key, "Sai căn cứ", actor=head)
    draw_all()
    with unit_of_work():
        check_paper(key, actor=secretary)
    with pytest.raises(InvalidStep):
        services.use(key, actor=clerk)
    db.session.rollback()
    insert()
    with unit_of_work():
        offer_paper(key, actor=secretary)
    with unit_of_work():
        sign_paper(key, actor=head)

    assert states(long_an.department) == [("1a", "void"), ("1b", "used")]
    assert (first.number_text, first.dated, first.status) == (
        "01b/QĐ-CQLTT", DAY, PaperStatus.NUMBERED,
    )  # fmt: skip


def test_a_permission_ends_when_the_draft_is_changed(first, clerk, head, browsers, long_an, actor):
    with unit_of_work():
        services.ask(first.public_id, DAY, "Bị để sót", actor=clerk)
    with unit_of_work():
        services.permit(first.public_id, actor=head)
    with unit_of_work():
        redraw_paper(
            first,
            first.context | {"title": "Khác"},
            actor=actor(long_an.secretary, long_an.department),
        )

    page = text(browsers.clerk.get(f"/papers/{first.public_id}/insertion"))
    assert ("Đã thôi xin" in page, "Cấp số 01a" in page) == (True, False)
    assert tasks_for(clerk) == []


def test_an_ordinary_number_never_needs_a_permission(late, clerk):
    with unit_of_work():
        assert number_paper(late.public_id, TODAY, actor=clerk).number_text == "03/QĐ-CQLTT"


def both_at_once(app, acts):
    gate, said = threading.Barrier(len(acts)), [None] * len(acts)

    def run(index, act):
        with app.app_context():
            gate.wait(timeout=30)
            try:
                with unit_of_work():
                    said[index] = act().number_text
            except WorkflowError as error:
                said[index] = type(error).__name__
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return sorted(said)


def test_two_clerks_who_insert_at_once_get_two_letters(app, permitted, signed, clerk, head):
    other = signed(owner=("decision", 2))
    with unit_of_work():
        services.ask(other.public_id, DAY, "Cũng bị sót", actor=clerk)
    with unit_of_work():
        services.permit(other.public_id, actor=head)
    keys = [permitted.public_id, other.public_id]
    db.session.commit()

    said = both_at_once(app, [lambda key=key: services.use(key, actor=clerk) for key in keys])

    assert said == ["01a/QĐ-CQLTT", "01b/QĐ-CQLTT"]


def test_one_permission_used_by_two_at_once_gives_one_number(app, permitted, clerk, long_an):
    key = permitted.public_id
    db.session.commit()

    said = both_at_once(app, [lambda: services.use(key, actor=clerk)] * 2)

    assert said == ["01a/QĐ-CQLTT", "InvalidStep"]
    assert [one[0] for one in entries(long_an.department)] == ["1", "1a", "2"]
