"""A decision from its draft to its issue, and what each step leaves behind."""

from datetime import UTC, date, datetime

import pytest

from tests.factories.documents import draw_all, sign_and_issue, small_pdf, taken_pdf
from workflow.core import audit, clock, numbers
from workflow.core.db import db
from workflow.core.errors import (
    BadInput,
    Incomplete,
    InvalidStep,
    NotAllowed,
    NotVisible,
    StaleEdit,
)
from workflow.core.numbers import EntryState
from workflow.core.unit_of_work import unit_of_work
from workflow.documents import attaching, contents, queries, services
from workflow.documents.models import Paper
from workflow.documents.panel import panel_for
from workflow.documents.releasing import release_number
from workflow.documents.services import Signer
from workflow.documents.states import FileRole, PaperStatus

DAY = date(2020, 12, 18)
NEW_YEAR = datetime(2021, 1, 4, 2, tzinfo=UTC)


@pytest.fixture
def cast(long_an, actor):
    """The actors of the department: drafter, head, clerk, stranger."""

    class Cast:
        secretary = actor(long_an.secretary, long_an.department)
        head = actor(long_an.head, long_an.department)
        clerk = actor(long_an.clerk, long_an.department)
        stranger = actor(long_an.stranger, long_an.elsewhere)

    return Cast


def act(service, *args, **kwargs):
    with unit_of_work():
        return service(*args, **kwargs)


def to(status, paper, cast):
    """Bring a drafted paper to a status."""
    draw_all()
    steps = {
        PaperStatus.CHECKED: lambda: act(
            services.check_paper, paper.public_id, actor=cast.secretary
        ),
        PaperStatus.OFFERED: lambda: act(
            services.offer_paper, paper.public_id, actor=cast.secretary
        ),
        PaperStatus.SIGNED: lambda: act(services.sign_paper, paper.public_id, actor=cast.head),
        PaperStatus.NUMBERED: lambda: act(
            services.number_paper, paper.public_id, DAY, actor=cast.clerk
        ),
        PaperStatus.SEALED: lambda: attach(paper, cast),
    }
    for reached, step in steps.items():
        step()
        draw_all()
        if reached is status:
            break
    return paper


def attach(paper, cast, taken=None):
    return act(services.attach_signed, paper.public_id, taken or taken_pdf(), actor=cast.clerk)


def test_a_decision_goes_from_draft_to_issue(make_paper, cast):
    paper = make_paper()

    sign_and_issue(paper.public_id, drafter=cast.secretary, signers=[cast.head], clerk=cast.clerk)

    paper = db.session.get_one(Paper, paper.id)
    assert (paper.status, paper.number_text, paper.dated) == (
        PaperStatus.ISSUED, "01/QĐ-CQLTT", DAY,
    )  # fmt: skip
    roles = [link.role for link in queries.documents_of("paper", paper.id)]
    assert roles == [
        FileRole.SOURCE, FileRole.OFFERED, FileRole.SOURCE, FileRole.NUMBERED, FileRole.SIGNED,
    ]  # fmt: skip
    acts = [entry.act for entry in reversed(audit.journal("paper", paper.id))]
    assert acts == [
        "paper.draft", "document.draw", "paper.check", "paper.offer", "paper.sign", "paper.number",
        "document.draw", "document.attach", "paper.seal", "paper.issue", "record.file",
    ]  # fmt: skip
    assert audit.faults("paper", paper.id) == []


def test_nothing_is_checked_or_signed_before_its_pages_are_drawn(make_paper, cast):
    paper = make_paper()

    with pytest.raises(Incomplete, match="đang được dựng"):
        act(services.check_paper, paper.public_id, actor=cast.secretary)
    draw_all()
    act(services.check_paper, paper.public_id, actor=cast.secretary)


def test_a_signature_is_refused_when_the_pages_were_drawn_anew_since_they_were_seen(
    make_paper, cast
):
    paper = to(PaperStatus.OFFERED, make_paper(), cast)
    seen = queries.offered_file_of(paper.id).file.digest
    act(services.redraw_paper, paper, {"subject": "Bớt một người"}, actor=cast.head)

    with pytest.raises(Incomplete):
        act(services.sign_paper, paper.public_id, actor=cast.head, seen=seen)
    draw_all()
    with pytest.raises(StaleEdit, match="vừa được dựng lại"):
        act(services.sign_paper, paper.public_id, actor=cast.head, seen=seen)
    seen = queries.offered_file_of(paper.id).file.digest
    assert act(services.sign_paper, paper.public_id, actor=cast.head, seen=seen).signed_at


def test_from_the_first_signature_on_nothing_is_drawn_anew(make_paper, cast, long_an):
    second = Signer(long_an.head.id, "Chủ tịch", "Nguyễn Văn A")
    first = Signer(long_an.archivist.id, "Thư ký", "Phạm Thị D")
    paper = to(PaperStatus.OFFERED, make_paper(signers=[first, second]), cast)
    signing = type(cast.head)(
        long_an.archivist.id, "Phạm Thị D", long_an.department.id, frozenset({"archivist"})
    )
    with pytest.raises(NotAllowed, match="Chưa đến lượt"):
        act(services.sign_paper, paper.public_id, actor=cast.head)
    act(services.sign_paper, paper.public_id, actor=signing)

    with pytest.raises(InvalidStep, match="đã có chữ ký"):
        act(services.redraw_paper, paper, {"subject": "Khác"}, actor=cast.secretary)
    assert db.session.get_one(Paper, paper.id).status is PaperStatus.OFFERED
    act(services.sign_paper, paper.public_id, actor=cast.head)
    assert db.session.get_one(Paper, paper.id).status is PaperStatus.SIGNED


def test_declining_needs_a_reason_and_sends_the_paper_back(make_paper, cast):
    paper = to(PaperStatus.OFFERED, make_paper(), cast)

    with pytest.raises(BadInput, match="lý do"):
        act(services.decline_paper, paper.public_id, "  ", actor=cast.head)
    act(services.decline_paper, paper.public_id, "Thiếu căn cứ", actor=cast.head)

    paper = db.session.get_one(Paper, paper.id)
    assert (paper.status, paper.decline_reason) == (PaperStatus.DRAFT, "Thiếu căn cứ")


def test_a_second_click_on_number_gives_the_first_number(make_paper, cast):
    paper = to(PaperStatus.SIGNED, make_paper(), cast)

    first = act(services.number_paper, paper.public_id, DAY, actor=cast.clerk).number_text
    again = act(services.number_paper, paper.public_id, DAY, actor=cast.clerk).number_text

    book = numbers.find_book(paper.organisation_id, "QĐ", 2020)
    assert (first, again, book.last) == ("01/QĐ-CQLTT", "01/QĐ-CQLTT", 1)


def test_a_number_is_not_dated_before_the_signature(make_paper, cast):
    paper = to(PaperStatus.SIGNED, make_paper(), cast)

    with pytest.raises(BadInput, match="ngày ban hành không thể sớm hơn") as refusal:
        act(services.number_paper, paper.public_id, date(2020, 12, 17), actor=cast.clerk)
    assert refusal.value.field == "dated"
    with pytest.raises(BadInput, match="chưa đến"):
        act(services.number_paper, paper.public_id, date(2020, 12, 19), actor=cast.clerk)


def test_the_year_of_the_issue_date_chooses_the_book(make_paper, cast):
    paper = to(PaperStatus.SIGNED, make_paper(), cast)
    other = to(PaperStatus.SIGNED, make_paper(purpose="other"), cast)
    act(services.number_paper, paper.public_id, DAY, actor=cast.clerk)
    with unit_of_work():
        clock.move_to(datetime(2020, 12, 31, 18, tzinfo=UTC))  # already 2021 in the office

    numbered = act(services.number_paper, other.public_id, date(2021, 1, 1), actor=cast.clerk)

    assert (numbered.number_text, numbered.number_entry.dated) == (
        "01/QĐ-CQLTT", date(2021, 1, 1),
    )  # fmt: skip


def test_the_signer_never_numbers_completes_or_issues(make_paper, cast, long_an, make_user, actor):
    both = make_user(long_an.department, "clerk", "head", name="Kiêm nhiệm")
    signing = actor(both, long_an.department)
    paper = make_paper(signers=[Signer(both.id, "Phó Cục trưởng", "Kiêm nhiệm")])
    draw_all()
    act(services.check_paper, paper.public_id, actor=cast.secretary)
    act(services.offer_paper, paper.public_id, actor=cast.secretary)
    act(services.sign_paper, paper.public_id, actor=signing)

    with pytest.raises(NotAllowed, match="người ký văn bản này"):
        act(services.number_paper, paper.public_id, DAY, actor=signing)
    act(services.number_paper, paper.public_id, DAY, actor=cast.clerk)
    draw_all()
    with pytest.raises(NotAllowed, match="người ký văn bản này"):
        act(services.attach_signed, paper.public_id, taken_pdf(), actor=signing)
    attach(paper, cast)
    with pytest.raises(NotAllowed, match="người ký văn bản này"):
        act(services.issue_paper, paper.public_id, actor=signing)


def test_the_signed_file_is_bound_once(make_paper, cast):
    paper = to(PaperStatus.SEALED, make_paper(), cast)
    kept = queries.signed_file_of(paper.id).file.digest

    with pytest.raises(InvalidStep, match="không thay được"):
        attach(paper, cast, taken_pdf(small_pdf("bản khác")))
    assert queries.signed_file_of(paper.id).file.digest == kept


def test_an_issued_paper_is_never_altered(make_paper, cast):
    paper = make_paper()
    sign_and_issue(paper.public_id, drafter=cast.secretary, signers=[cast.head], clerk=cast.clerk)

    for forbidden in (
        lambda: act(services.redraw_paper, paper, {"subject": "Khác"}, actor=cast.secretary),
        lambda: act(services.check_paper, paper.public_id, actor=cast.secretary),
        lambda: act(services.decline_paper, paper.public_id, "muộn", actor=cast.head),
        lambda: act(services.issue_paper, paper.public_id, actor=cast.clerk),
        lambda: attach(paper, cast, taken_pdf(small_pdf("khác"))),
    ):
        with pytest.raises(InvalidStep):
            forbidden()
    for link in queries.documents_of("paper", paper.id):
        with pytest.raises(InvalidStep, match="không gỡ được"):
            act(attaching.detach, link.id, ("paper", paper.id), actor=cast.secretary)


def test_a_stranger_sees_no_paper_and_changes_none(make_paper, cast):
    paper = to(PaperStatus.OFFERED, make_paper(), cast)

    for service, extra in (
        (services.check_paper, ()), (services.offer_paper, ()), (services.sign_paper, ()),
        (services.decline_paper, ("vì",)), (services.number_paper, (DAY,)),
        (services.issue_paper, ()),
    ):  # fmt: skip
        with pytest.raises(NotVisible):
            act(service, paper.public_id, *extra, actor=cast.stranger)


class TestWhereNumbersComeFirst:
    @pytest.fixture
    def reserved(self, make_paper, cast, long_an):
        long_an.department.numbers_first = True
        db.session.commit()
        paper = to(PaperStatus.CHECKED, make_paper(), cast)
        with pytest.raises(Incomplete, match="trước khi ký"):
            act(services.offer_paper, paper.public_id, actor=cast.secretary)
        act(services.number_paper, paper.public_id, DAY, actor=cast.clerk)
        draw_all()
        return paper

    def test_the_number_is_reserved_and_becomes_the_papers_at_the_signature(self, reserved, cast):
        act(services.offer_paper, reserved.public_id, actor=cast.secretary)
        paper = db.session.get_one(Paper, reserved.id)
        assert paper.number_entry.state is EntryState.RESERVED
        act(services.sign_paper, reserved.public_id, actor=cast.head)

        paper = db.session.get_one(Paper, reserved.id)
        assert (paper.status, paper.number_entry.state) == (PaperStatus.NUMBERED, EntryState.USED)

    def test_declining_voids_the_number_and_the_next_round_takes_another(self, reserved, cast):
        act(services.offer_paper, reserved.public_id, actor=cast.secretary)
        act(services.decline_paper, reserved.public_id, "Sai tên", actor=cast.head)
        to(PaperStatus.CHECKED, reserved, cast)
        paper = act(services.number_paper, reserved.public_id, DAY, actor=cast.clerk)

        book = numbers.find_book(paper.organisation_id, "QĐ", 2020)
        entries = [(e.number, e.state, e.reason) for e in numbers.list_entries(book.id)]
        assert entries == [(1, EntryState.VOID, "Sai tên"), (2, EntryState.RESERVED, "")]
        assert numbers.gaps(book) == []

    def test_a_number_held_in_december_is_not_signed_in_january(self, reserved, cast):
        act(services.offer_paper, reserved.public_id, actor=cast.secretary)
        clock.move_to(NEW_YEAR)
        db.session.commit()
        with pytest.raises(InvalidStep, match="giữ số 01/QĐ-CQLTT từ năm 2020"):
            act(services.sign_paper, reserved.public_id, actor=cast.head)
        acts = [panel_for(reserved, one).act for one in (cast.head, cast.clerk)]
        assert acts == ["", "release"]
        assert queries.tasks_for(cast.head) == []  # it waits for the clerk

        act(release_number, reserved.public_id, "Năm 2020 đã hết", actor=cast.clerk)
        draw_all()
        to(PaperStatus.CHECKED, reserved, cast)
        paper = act(services.number_paper, reserved.public_id, NEW_YEAR.date(), actor=cast.clerk)
        draw_all()
        act(services.offer_paper, reserved.public_id, actor=cast.secretary)
        act(services.sign_paper, reserved.public_id, actor=cast.head)
        assert (paper.number_text, paper.number_year, paper.status) == (
            "01/QĐ-CQLTT", 2021, PaperStatus.NUMBERED,
        )  # fmt: skip

    def test_a_paper_signed_before_the_office_changed_to_numbers_first_is_numbered(
        self, make_paper, cast, long_an
    ):
        paper = to(PaperStatus.SIGNED, make_paper(), cast)
        long_an.department.numbers_first = True
        db.session.commit()

        assert panel_for(paper, cast.clerk).act == "number"

    def test_back_to_its_draft_the_number_is_void_and_printed_no_more(self, reserved, cast):
        printed = queries.drawing_of(("paper", reserved.id)).context["number"]
        paper = act(services.redraft_paper, reserved, actor=cast.secretary)

        assert (paper.status, paper.number_text) == (PaperStatus.DRAFT, None)
        again = queries.drawing_of(("paper", reserved.id))
        assert (printed, again.context["number"].strip()) == ("01", "")
        assert again.drawn_round != again.round

    def test_a_paper_offered_before_the_office_changed_is_signed_on_its_page(
        self, make_paper, cast, long_an
    ):
        paper = to(PaperStatus.OFFERED, make_paper(), cast)
        long_an.department.numbers_first = True
        db.session.commit()

        assert panel_for(paper, cast.head).act == "sign"

    def test_an_earlier_day_that_somebody_permitted_is_signed_in_the_new_year(self, reserved, cast):
        act(services.offer_paper, reserved.public_id, actor=cast.secretary)
        reserved.number_entry.note = "Số ghi lùi ngày, Nguyễn Văn An cho phép ngày 04/01/2021"
        clock.move_to(NEW_YEAR)
        db.session.commit()

        paper = act(services.sign_paper, reserved.public_id, actor=cast.head)
        assert (paper.number_year, paper.status) == (2020, PaperStatus.NUMBERED)

    def test_a_sheet_signed_by_pen_comes_back_as_a_scan_and_not_as_the_file_drawn(
        self, reserved, cast
    ):
        act(services.offer_paper, reserved.public_id, actor=cast.secretary)
        act(services.sign_paper, reserved.public_id, actor=cast.head)
        drawn = contents.read(queries.offered_file_of(reserved.id))

        with pytest.raises(BadInput, match="chưa có chữ ký"):
            attach(reserved, cast, taken_pdf(drawn))
        attach(reserved, cast, taken_pdf(small_pdf("bản quét")))
        assert db.session.get_one(Paper, reserved.id).status is PaperStatus.SEALED


def test_a_decision_waits_for_its_signer_on_its_own_page_and_for_the_clerk_here(make_paper, cast):
    paper = to(PaperStatus.OFFERED, make_paper(), cast)
    assert [len(queries.tasks_for(a)) for a in (cast.stranger, cast.clerk, cast.head)] == [0, 0, 0]
    to_number = act(services.sign_paper, paper.public_id, actor=cast.head)

    tasks = [queries.tasks_for(a) for a in (cast.stranger, cast.head, cast.clerk)]

    assert [len(found) for found in tasks] == [0, 0, 1]
    assert tasks[2][0].values == {"public_id": to_number.public_id}
    assert queries.count_waiting_for_number(cast.clerk) == 1


def test_what_was_declined_unchanged_is_not_drawn_again(make_paper, cast):
    paper = to(PaperStatus.OFFERED, make_paper(), cast)
    act(services.decline_paper, paper.public_id, "Xem lại", actor=cast.head)

    drawing = queries.drawing_of(("paper", paper.id))
    assert (drawing.round, drawing.drawn_round) == (1, 1)
