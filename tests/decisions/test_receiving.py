"""Decisions from outside: kept as written, counts without names, doubtful dates judged."""

from datetime import date

import pytest

from workflow.core.errors import BadInput, NotAllowed
from workflow.core.unit_of_work import unit_of_work
from workflow.decisions.doubts import Neighbour, Sheet, doubt, number_of, read_date
from workflow.decisions.models import ItemStatus, Origin
from workflow.decisions.queries import items_of
from workflow.decisions.services.receiving import Line, ReceivedSheet, receive
from workflow.documents.states import Direction, PaperStatus
from workflow.recipients.models import RecipientKind

INTAKE = date(2021, 12, 20)
SHEET = ReceivedSheet(
    title="Tặng Bằng khen của Chủ tịch UBND tỉnh", number_text="1365/QĐ-UBND",
    date_text="26/4/2027", issuer_text="UBND tỉnh Đồng Nai", award_name="Bằng khen",
    lines=[Line(RecipientKind.COLLECTIVE, count=1), Line(RecipientKind.PERSON, count=2)],
)  # fmt: skip


@pytest.mark.parametrize("who", ["stranger", "secretary", "head"])
def test_only_the_clerk_or_archivist_of_the_office_enters_a_received_decision(desk, who):
    with pytest.raises(NotAllowed), unit_of_work():
        receive(SHEET, organisation_id=desk.people.department.id, actor=getattr(desk, who))


def test_the_date_of_seed_001_is_kept_as_written_and_flagged(desk):
    with unit_of_work():
        decision = receive(SHEET, organisation_id=desk.people.department.id, actor=desk.clerk)

    paper = decision.paper
    assert (paper.number_text, paper.date_text, paper.dated) == (
        "1365/QĐ-UBND", "26/4/2027", date(2027, 4, 26),
    )  # fmt: skip
    assert paper.date_doubt == (
        "Ngày 26/4/2027 sau ngày văn bản được tiếp nhận (18/12/2020); "
        "giữ nguyên như văn bản ghi, cần đối chiếu bản gốc."
    )
    assert (decision.origin, paper.direction, paper.status) == (
        Origin.RECEIVED, Direction.INCOMING, PaperStatus.ISSUED,
    )  # fmt: skip
    assert [(i.kind, i.name, i.count, i.status) for i in items_of(decision.id)] == [
        (RecipientKind.COLLECTIVE, "", 1, ItemStatus.AWARDED),
        (RecipientKind.PERSON, "", 2, ItemStatus.AWARDED),
    ]


@pytest.mark.parametrize("field", ["title", "number_text", "date_text", "issuer_text", "lines"])
def test_what_is_missing_on_the_sheet_is_named(desk, field):
    empty = [] if field == "lines" else " "
    sheet = ReceivedSheet(**{**SHEET.__dict__, field: empty})
    with pytest.raises(BadInput) as refusal, unit_of_work():
        receive(sheet, organisation_id=desk.people.department.id, actor=desk.clerk)
    assert refusal.value.field == field


def test_a_plausible_date_raises_no_doubt():
    assert doubt(Sheet(date(2021, 12, 1), "01/12/2021", INTAKE, 4861)) == ""


def test_a_date_before_the_period_ended_is_doubtful():
    found = doubt(Sheet(date(2021, 4, 26), "", INTAKE, 1365, period_end=date(2021, 12, 31)))
    assert found.startswith("Ngày 26/04/2021 trước khi hết thời gian xét khen (31/12/2021)")


def test_a_date_out_of_step_with_its_neighbours_is_doubtful():
    near = (Neighbour(4860, date(2021, 12, 1)),)
    assert "số 4860 cùng sổ mang ngày 01/12/2021" in doubt(
        Sheet(date(2021, 3, 1), "", INTAKE, 4861, neighbours=near)
    )
    assert doubt(Sheet(date(2021, 12, 1), "", INTAKE, 4861, neighbours=near)) == ""


def test_what_is_no_date_is_said_to_be_none():
    assert doubt(Sheet(None, "31/2/2021", INTAKE)).startswith("“31/2/2021” không phải là ngày")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("26/4/2027", date(2027, 4, 26)),
        ("31/02/2021", None),
        ("2021", None),
        ("1-12-2021", date(2021, 12, 1)),
    ],
)
def test_dates_are_read_as_sheets_write_them(text, day):
    assert read_date(text) == day


@pytest.mark.parametrize(
    ("text", "number"), [("4861/QĐ-UBND", 4861), ("04861/qd", 4861), ("không số", None)]
)
def test_the_running_number_is_read_from_the_symbol(text, number):
    assert number_of(text) == number
