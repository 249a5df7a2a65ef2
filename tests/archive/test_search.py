"""Finding records: every way people ask, who may find what, and how many statements it takes."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.archive import statements
from tests.factories.proposals import make_nomination
from workflow.archive import search as searching
from workflow.archive.asking import read_filters, understand
from workflow.archive.search import search
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.documents.states import PaperKind


@pytest.fixture
def reader(long_an, actor):
    return actor(long_an.archivist, long_an.department)


@pytest.fixture
def ask(reader):
    def numbers(text="", who=None, **boxes):
        found = search(understand(text), read_filters(boxes).chosen, actor=who or reader)
        return [record.paper.number_text for record in found.records]

    return numbers


@pytest.fixture
def filed(long_an, make_record):
    """Three decisions and a notice of the department, one decision of another department."""
    here, day = long_an.department, date(2020, 12, 18)
    return [
        make_record(here, ("Đặng Văn Hùng", "Đội QLTT số 3"), title="Về việc tặng Giấy khen"),
        make_record(here, ("Dang Van Hung", "Đội QLTT số 1"), ("Nguyễn Thị Đào", "Phòng TCHC"),
                    title="Khen thưởng đột xuất", award_name="Bằng khen"),
        make_record(here, "Trần Văn Bé", "Lê Hùng", "Đặng Thị Văn", title="Về công tác thi đua"),
        make_record(here, kind=PaperKind.NOTICE, title="Thông báo kết luận", dated=day, series="VB",
                    award_name=""),
        make_record(long_an.elsewhere, "Đặng Văn Hùng"),
    ]  # fmt: skip


def test_a_stranger_finds_nothing_and_counts_nothing(filed, long_an, actor, ask):
    nobody = Actor(None, "", None, frozenset())
    stranger = actor(long_an.stranger, long_an.elsewhere)
    without_role = Actor(long_an.stranger.id, "", long_an.department.id, frozenset())

    assert ask("", nobody) == ask("", without_role) == []
    assert ask("", stranger) == ["01/QĐ-CQLTT"]
    found = search(understand("hung"), read_filters({}).chosen, actor=stranger)
    assert found.total == 1
    assert [(o.value, o.count) for o in found.facets["issuer"]] == [("Cục QLTT Đồng Nai", 1)]
    assert search(understand(""), read_filters({}).chosen, actor=nobody).facets["year"] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2", ["02/QĐ-CQLTT"]),
        ("02/QĐ-CQLTT", ["02/QĐ-CQLTT"]),
        ("002/qd cqltt", ["02/QĐ-CQLTT"]),
        ("qd cqltt 2", ["02/QĐ-CQLTT"]),
        ("quyết định 2", ["02/QĐ-CQLTT"]),
        ("2 của 2020", ["02/QĐ-CQLTT"]),
        ("so:2", ["02/QĐ-CQLTT"]),
        ("so:2 khen", ["02/QĐ-CQLTT"]),
        ("02/TB-CQLTT", []),
        ("Nguyễn Thị Đào", ["02/QĐ-CQLTT"]),
        ("NGUYEN THI DAO", ["02/QĐ-CQLTT"]),
        ("ten:đào", ["02/QĐ-CQLTT"]),
        ('ten:"Văn Hùng"', ["02/QĐ-CQLTT", "01/QĐ-CQLTT"]),
        ('don-vi:"doi qltt so 3"', ["01/QĐ-CQLTT"]),
        ("phong tchc", ["02/QĐ-CQLTT"]),
        ("khen:bằng", ["02/QĐ-CQLTT"]),
        ("thông báo", ["01/TB-CQLTT"]),
        ("dot xuat", ["02/QĐ-CQLTT"]),
        ("nam:2019", []),
        ("khong co ai", []),
    ],
)
def test_people_find_a_paper_however_they_ask(filed, ask, text, expected):
    assert ask(text) == expected


def test_the_name_with_its_very_marks_comes_first(filed, ask):
    assert ask("Đặng Văn Hùng")[:2] == ["01/QĐ-CQLTT", "02/QĐ-CQLTT"]
    assert ask("Dang Van Hung")[:2] == ["02/QĐ-CQLTT", "01/QĐ-CQLTT"]


def test_words_of_two_names_are_no_name(filed, ask):
    assert ask('ten:"bé lê"') == []
    assert ask('"bé lê"') == []


def test_a_proposing_unit_finds_the_decision_about_its_people(long_an, make_proposal, make_record,
                                                              make_recipient, actor, ask):  # fmt: skip
    proposal = make_proposal()
    nomination = make_nomination(proposal, make_recipient(), long_an.certificate_person)
    make_record(long_an.department, "Nguyễn Văn A", nominations=[nomination])
    make_record(long_an.department, "Nguyễn Văn B")

    assert ask("", actor(long_an.officer, long_an.team3)) == ["01/QĐ-CQLTT"]
    assert ask("nguyen van b", actor(long_an.officer, long_an.team3)) == []


def test_boxes_narrow_and_each_facet_counts_without_itself(filed, ask, reader):
    assert ask("", kind=["TB"]) == ["01/TB-CQLTT"]
    assert ask("", award=["Bằng khen"], year=["2020"]) == ["02/QĐ-CQLTT"]
    assert ask("", doubt=["yes"]) == []

    found = search(understand(""), read_filters({"kind": ["TB"]}).chosen, actor=reader)

    assert found.total == 1
    assert [(o.value, o.count, o.chosen) for o in found.facets["kind"]] == [
        ("QĐ", 3, False), ("TB", 1, True)]  # fmt: skip
    assert [(o.value, o.count) for o in found.facets["year"]] == [("2020", 1)]


def test_pages_go_forward_and_back_without_losing_or_repeating(long_an, make_record, reader):
    for number in range(45):
        make_record(long_an.department, f"Người {number}", title="Khen")
    chosen = read_filters({}).chosen
    for text in ("", "khen"):
        seen, cursor, pages = [], "", []
        while True:
            found = search(understand(text), chosen, actor=reader, cursor=cursor)
            pages.append([record.number for record in found.records])
            seen += pages[-1]
            if not found.next:
                break
            cursor = found.next
        assert seen == list(range(45, 0, -1))
        assert [len(page) for page in pages] == [20, 20, 5]
        back = search(understand(text), chosen, actor=reader, cursor=found.previous)
        assert [record.number for record in back.records] == pages[1]
        first = search(understand(text), chosen, actor=reader, cursor=back.previous)
        assert [record.number for record in first.records] == pages[0]
        assert first.previous == ""


def _walk(text, reader, chosen=None, *, newest=False):
    """Return the numbers on all pages, forward."""
    seen, cursor = [], ""
    while True:
        found = search(
            understand(text), chosen or read_filters({}).chosen, actor=reader, cursor=cursor,
            newest=newest,
        )  # fmt: skip
        seen += [record.number for record in found.records]
        cursor = found.next
        if not cursor:
            return seen


@pytest.fixture
def most_is_25(monkeypatch):
    monkeypatch.setattr(searching, "MOST", 25)


@pytest.fixture
def forty(long_an, make_record):
    """Forty decisions of one day; the first two alone say Hùng, each in its own way."""
    for number in range(40):
        name = {0: "Đặng Văn Hùng", 1: "Dang Van Hung"}.get(number, f"Người {number} Văn")
        make_record(long_an.department, name, title="Khen", award_name="ab"[number % 2])


def test_of_more_hits_than_are_counted_the_newest_count(most_is_25, forty, reader):
    for text in ("", "khen"):
        found = search(understand(text), read_filters({}).chosen, actor=reader)
        assert (found.total, found.more) == (25, True)
        assert [option.count for option in found.facets["year"]] == [25]
        assert [record.number for record in found.records] == list(range(40, 20, -1))
    exact = search(understand("hung"), read_filters({}).chosen, actor=reader)
    assert (exact.total, exact.more) == (2, False)


def test_the_newest_first_have_pages_to_the_very_last(most_is_25, forty, reader):
    assert _walk("", reader) == _walk("khen", reader, newest=True) == list(range(40, 0, -1))


def test_an_old_record_that_is_nearer_stays_before_newer_ones(most_is_25, forty, reader):
    assert _walk("văn khen", reader)[:1] == [40]
    assert _walk("1", reader)[:1] == [1]
    assert _walk("đặng văn", reader) == [1, 2]
    assert _walk("Đặng Văn Hùng", reader) == [1, 2]
    assert _walk("dang van hung", reader) == [2, 1]


def test_a_ticked_box_counts_its_own_newest_hits(most_is_25, forty, reader):
    chosen = read_filters({"award": ["a"]}).chosen
    found = search(understand("khen"), chosen, actor=reader)

    assert (found.total, found.more) == (20, False)
    assert [(o.value, o.count, o.chosen) for o in found.facets["award"]] == [
        ("a", 20, True), ("b", 13, False)]  # fmt: skip
    assert _walk("khen", reader, chosen) == list(range(39, 0, -2))


@pytest.mark.parametrize("cursor", ["x", "+9.2020-13-01.1.a", "+1.2020-13-45.1.a", "'--"])
def test_a_page_that_cannot_be_is_the_first_one(filed, reader, cursor):
    found = search(understand(""), read_filters({}).chosen, actor=reader, cursor=cursor)

    assert len(found.records) == 4


@pytest.mark.parametrize("text", ["", "hung", "Đặng Văn Hùng", "nam:2020", "khen nam:2020"])
@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_statements_is_constant(long_an, make_record, reader, text, rows):
    for _number in range(rows):
        make_record(long_an.department, "Đặng Văn Hùng", title="Khen")
    db.session.expunge_all()

    with statements() as ran:
        found = search(understand(text), read_filters({}).chosen, actor=reader)
        assert len([record.paper.number_text for record in found.records]) == rows

    assert len(ran) == (2 if text in {"", "nam:2020"} else 3)


@given(text=st.text(max_size=40))
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60
)
def test_no_question_whatever_breaks_the_database(filed, reader, text):
    search(understand(text), read_filters({"issuer": [text], "award": [text]}).chosen, actor=reader)


def test_a_hostile_name_is_found_as_it_is_written(long_an, make_record, ask):
    make_record(long_an.department, "A & B <x> {{ 7*7 }} \"' OR 1=1 --", "Ybl'ôk %_Êban")

    assert ask('ten:"b x 7"') == ask("ybl ok") == ask("A & B <x> {{ 7*7 }}") == ["01/QĐ-CQLTT"]


def test_filing_twice_leaves_one_record_and_a_removed_record_leaves_the_index(
    long_an, make_record, ask
):
    record = make_record(long_an.department, "Đặng Văn Hùng")
    record.search_names = "tran thi mai"
    db.session.commit()

    assert ask("ten:hung") == []
    assert ask("ten:mai") == ["01/QĐ-CQLTT"]
