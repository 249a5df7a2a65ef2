"""Decisions from outside, entered as their sheets have them: the five of Đồng Nai, 2021."""

import io
import re
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from tests.factories.documents import small_pdf
from workflow.archive.intake import Named, Received, take_in_decision
from workflow.archive.models import Record, RecordRecipient
from workflow.archive.queries import own_files
from workflow.core import clock
from workflow.core.db import db
from workflow.core.errors import BadInput, NotAllowed
from workflow.decisions.models import Decision
from workflow.documents.models import Paper, StoredFile
from workflow.recipients.models import RecipientKind

ARRIVED = date(2021, 12, 20)
UBND, BK = "UBND tỉnh Đồng Nai", "Bằng khen UBND tỉnh"
SEED = [  # seeds/001: number, date as printed, issuer, award, collectives, individuals
    ("4861/QĐ-UBND", "01/12/2021", UBND, BK, 1, 1),
    ("4860/QĐ-UBND", "01/12/2021", UBND, BK, 1, 0),
    ("2325/QĐ-TCQLTT", "04/10/2021", "Tổng cục QLTT", "Giấy khen", 1, 1),
    ("1365/QĐ-UBND", "26/4/2027", UBND, "Khen thưởng", 0, 24),
    ("2741/QĐ-BCT", "07/12/2021", "Bộ Công Thương", "Bằng khen", 0, 9),
]


def sheet(row=SEED[0], **changes):
    number, dated, issuer, award, collectives, individuals = row
    fields = {
        "number_text": number, "date_text": dated, "issuer": issuer, "award_name": award,
        "title": f"Về việc khen thưởng ({number})", "arrived_on": ARRIVED,
        "collectives": collectives, "individuals": individuals,
    }  # fmt: skip
    return Received(**(fields | changes))


@pytest.fixture
def dong_nai(long_an, make_user):
    clock.move_to(datetime(2021, 12, 20, 3, tzinfo=UTC))
    db.session.commit()
    return make_user(long_an.elsewhere, "clerk", name="Lê Quang K")


@pytest.fixture
def clerk(long_an, dong_nai, actor):
    return actor(dong_nai, long_an.elsewhere)


def test_strangers_and_other_roles_enter_nothing(long_an, dong_nai, actor):
    for user, place in ((long_an.archivist, long_an.department), (dong_nai, None)):
        with pytest.raises(NotAllowed):
            take_in_decision(sheet(), actor=actor(user, place))
    assert db.session.scalar(select(func.count(Paper.id))) == 0


def test_the_five_decisions_are_filed_as_the_article_has_them(clerk):
    records = [take_in_decision(sheet(row), actor=clerk) for row in SEED]

    assert [(r.paper.number_text, r.paper.date_text, r.issuer, r.collectives, r.individuals)
            for r in records] == [(n, d, i, c, p) for n, d, i, _award, c, p in SEED]  # fmt: skip
    assert [r.paper.arrival_number for r in records] == [1, 2, 3, 4, 5]
    assert [r.year for r in records] == [2021] * 5
    assert [bool(r.doubt) for r in records] == [False, False, False, True, False]
    assert [r.level for r in records] == [
        "ministry_province",
        "ministry_province",
        "office",
        "ministry_province",
        "ministry_province",
    ]
    assert db.session.scalar(select(func.count(RecordRecipient.id))) == 0


def test_a_date_after_its_arrival_is_kept_flagged_and_counted_provisionally(clerk):
    record = take_in_decision(sheet(SEED[3]), actor=clerk)

    assert (record.paper.date_text, record.paper.dated) == ("26/4/2027", date(2027, 4, 26))
    assert (record.dated, record.year) == (date(2021, 4, 26), 2021)
    assert record.doubt == record.paper.date_doubt
    assert "26/4/2027" in record.doubt
    assert "20/12/2021" in record.doubt


def test_the_clerk_may_say_which_year_it_counts_in(clerk):
    assert take_in_decision(sheet(SEED[3], counted_in=2020), actor=clerk).year == 2020


def test_the_same_number_of_the_same_issuer_and_year_is_refused_until_confirmed(clerk):
    take_in_decision(sheet(), actor=clerk)
    db.session.commit()

    with pytest.raises(BadInput, match="4861/QĐ-UBND năm 2021"):
        take_in_decision(sheet(number_text="04861/qđ-ubnd"), actor=clerk)
    db.session.rollback()
    assert db.session.scalar(select(func.count(Record.id))) == 1
    assert take_in_decision(sheet(issuer="UBND tỉnh Long An"), actor=clerk).number == 4861
    assert take_in_decision(sheet(duplicate_confirmed=True), actor=clerk).number == 4861


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"secret": True}, "secret"),
        ({"arrived_on": date(2021, 12, 21)}, "arrived_on"),
        ({"arrived_on": date(1900, 12, 9)}, "arrived_on"),
        ({"collectives": 0, "individuals": 0}, "individuals"),
        ({"title": " "}, "title"),
    ],
)
def test_what_cannot_be_entered_is_refused_beside_its_field(clerk, changes, field):
    with pytest.raises(BadInput) as refused:
        take_in_decision(sheet(**changes), actor=clerk)

    assert refused.value.field == field
    db.session.rollback()
    assert db.session.scalar(select(func.count(Paper.id))) == 0


def test_named_recipients_are_found_by_name(clerk):
    named = [
        Named(RecipientKind.PERSON, "Võ Thái Đ", "Đội 1"),
        Named(RecipientKind.COLLECTIVE, "Đội 2"),
    ]

    record = take_in_decision(sheet(individuals=0, collectives=0, named=named), actor=clerk)

    assert (record.collectives, record.individuals) == (1, 1)
    assert record.search_names == "vo thai d qzq doi 2"


def page(**changes):
    number, dated, issuer, award, collectives, individuals = SEED[0]
    return {"number_text": number, "date_text": dated, "issuer": issuer, "award_name": award,
            "title": "Về việc tặng Bằng khen", "arrived_on": "20/12/2021",
            "collectives": collectives, "individuals": individuals} | changes  # fmt: skip


def test_only_a_clerk_opens_the_page(long_an, dong_nai, client_as, client):
    assert client.get("/archive/intake").status_code == 302
    assert (
        client_as(long_an.archivist, long_an.department).get("/archive/intake").status_code == 403
    )
    assert client_as(dong_nai, long_an.elsewhere).get("/archive/intake").status_code == 200


def test_the_page_takes_a_decision_with_its_scan(long_an, dong_nai, client_as):
    browser = client_as(dong_nai, long_an.elsewhere)
    scan = (io.BytesIO(small_pdf("4861")), "quyết định.pdf")

    answer = browser.post("/archive/intake", data=page(file=scan))

    record = db.session.scalars(select(Record)).one()
    assert answer.location == f"/archive/{record.public_id}"
    assert [link.role.value for link in own_files(record.paper_id)] == ["received"]
    shown = browser.get(answer.location).get_data(as_text=True)
    assert "Tệp không đổi từ khi nhập kho" in shown


def test_a_file_sent_with_a_slip_of_the_pen_is_not_lost(long_an, dong_nai, client_as):
    browser = client_as(dong_nai, long_an.elsewhere)
    scan = (io.BytesIO(small_pdf("4861")), "quyết định.pdf")

    slip = browser.post("/archive/intake", data=page(award_name="", file=scan)).text
    [kept] = re.findall(r'name="kept"[^>]* value="([^"]+)"', slip)
    again = browser.post("/archive/intake", data=page(title="", kept=kept)).text
    done = browser.post("/archive/intake", data=page(kept=kept))

    told = "Tệp đã nhận, không phải chọn lại: quyết định.pdf"
    assert [told in one for one in (slip, again)] == [True, True]
    assert ["Chữ ký số trên tệp" in one for one in (slip, again)] == [True, True]
    record = db.session.scalars(select(Record)).one()
    assert (done.status_code, len(own_files(record.paper_id))) == (302, 1)


def test_a_repeated_number_comes_back_with_everything_typed(long_an, dong_nai, client_as):
    browser = client_as(dong_nai, long_an.elsewhere)
    browser.post("/archive/intake", data=page())

    answer = browser.post("/archive/intake", data=page(title="Về việc <b>khác</b>"))

    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Kho đã có 4861/QĐ-UBND năm 2021" in text
    assert "Về việc &lt;b&gt;khác&lt;/b&gt;" in text
    assert 'name="duplicate_confirmed"' in text
    confirmed = browser.post("/archive/intake", data=page(duplicate_confirmed="y"))
    assert confirmed.status_code == 302


def test_state_secrets_stop_the_entry_and_nothing_is_kept(long_an, dong_nai, client_as):
    browser = client_as(dong_nai, long_an.elsewhere)
    scan = (io.BytesIO(small_pdf("mật")), "mật.pdf")
    files = db.session.scalar(select(func.count(StoredFile.id)))

    answer = browser.post("/archive/intake", data=page(secret="y", title="Chuyện mật", file=scan))

    assert answer.status_code == 422
    assert "Chuyện mật" not in answer.get_data(as_text=True)
    assert db.session.scalar(select(func.count(Decision.id))) == 0
    assert db.session.scalar(select(func.count(StoredFile.id))) == files


def test_bad_input_gets_a_sentence_and_nothing_is_stored(long_an, dong_nai, client_as):
    browser = client_as(dong_nai, long_an.elsewhere)
    for changes in (
        {"number_text": ""}, {"arrived_on": "31/02/2021"}, {"arrived_on": "21/12/2021"},
        {"individuals": "-1"}, {"individuals": "0", "collectives": ""}, {"title": "a\u200bb"},
        {"title": "x" * 600}, {"file": (io.BytesIO(b"MZ"), "a.exe")}, {"counted_in": "12"},
    ):  # fmt: skip
        answer = browser.post("/archive/intake", data=page(**changes))
        assert (changes, answer.status_code) == (changes, 422)
    assert db.session.scalar(select(func.count(Paper.id))) == 0


def test_a_double_click_enters_it_once(long_an, dong_nai, client_as):
    browser = client_as(dong_nai, long_an.elsewhere)

    first = browser.post("/archive/intake", data=page(idempotency_key="k"))
    second = browser.post("/archive/intake", data=page(idempotency_key="k"))

    assert first.location == second.location
    assert db.session.scalar(select(func.count(Record.id))) == 1
