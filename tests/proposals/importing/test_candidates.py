"""A list of candidates: looked at first, its good rows become nominations once, the rest is told."""

import io
import re

import pytest

from tests.awards.importing.books import book
from tests.factories.archive import statements
from workflow.awards.importing.table import Table
from workflow.awards.models import Ground
from workflow.core import audit
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep, NotAllowed, NotVisible
from workflow.core.unit_of_work import unit_of_work
from workflow.proposals.importing.planning import plan
from workflow.proposals.importing.services import import_candidates
from workflow.proposals.models import Nomination
from workflow.proposals.queries import nominations_of
from workflow.proposals.services import drafting
from workflow.proposals.states import ProposalStatus
from workflow.recipients.models import RecipientKind

HEAD = ["STT", "Họ và tên", "CCCD", "Chức vụ", "Danh hiệu, hình thức đề nghị", "Loại khen thưởng",
        "Tóm tắt thành tích", "Số phiếu đồng ý"]  # fmt: skip


def line(
    name="Nguyễn Văn An", award="Giấy khen", *, citizen="", post="", ground="", text="", votes=""
):
    return ["1", name, citizen, post, award, ground, text, votes]


@pytest.fixture
def draft(make_proposal):
    return make_proposal(nominees=0, meeting=False)


@pytest.fixture
def team(long_an, make_recipient):
    people = {
        "an": make_recipient("Nguyễn Văn An", organisation=long_an.team3, post="Kiểm soát viên"),
        "binh": make_recipient("Lê Thị Bình", organisation=long_an.team3),
        "binh2": make_recipient("Lê Thị Bình", organisation=long_an.team3),
        "team": make_recipient("Tổ 1", organisation=long_an.team3, kind=RecipientKind.COLLECTIVE),
        "elsewhere": make_recipient("Trần Xa", organisation=long_an.team1),
    }
    people["binh2"].citizen_id = "079090000123"
    db.session.commit()
    return people


@pytest.fixture
def officer(long_an, actor):
    return actor(long_an.officer, long_an.team3)


@pytest.fixture
def take(draft, officer):
    def take(*rows, head=HEAD, **options):
        table = Table([list(head), *[list(row) for row in rows]])
        with unit_of_work():
            return import_candidates(table, draft.public_id, actor=officer, **options)

    return take


@pytest.fixture
def look(draft, officer):
    def look(*rows, head=HEAD, **options):
        return plan(
            Table([list(head), *[list(row) for row in rows]]), draft, actor=officer, **options
        )

    return look


def told(made):
    return [(str(row.outcome), [one.sentence for one in row.problems]) for row in made.rows]


def test_good_rows_become_nominations_in_the_order_of_the_list(team, draft, take, long_an):
    added = take(
        line("Tổ 1", text="Dòng một\nDòng hai", votes="14/16"),
        line(post="Đội phó", ground="Khen đột xuất"),
        line("Lê Thị Bình", citizen="079 090 000 123", award="bằng khen của Bộ", votes="12"),
    )
    assert added == 3
    assert [
        (one.recipient_id, one.award_version_id, one.ground, one.year, one.post, one.unit_agree,
         one.achievements, one.unit_name, one.position)
        for one in nominations_of(draft.id)
    ] == [
        (team["team"].id, long_an.certificate_collective.id, Ground.MERIT, 2020, "", 14,
         "Dòng một\nDòng hai", "Đội Quản lý thị trường số 3", 1),
        (team["an"].id, long_an.certificate_person.id, Ground.SUDDEN, 2020, "Đội phó", None, "",
         "Đội Quản lý thị trường số 3", 2),
        (team["binh2"].id, long_an.minister_person.id, Ground.MERIT, 2020, "", 12, "",
         "Đội Quản lý thị trường số 3", 3),
    ]  # fmt: skip
    entry = audit.journal("proposal", draft.id)[0]
    assert (entry.act, entry.detail["rows"]) == ("proposal.import_nominations", 3)


def test_the_post_held_is_taken_where_the_list_says_none(team, draft, take):
    take(line())
    assert nominations_of(draft.id)[0].post == "Kiểm soát viên"


def test_the_same_list_twice_adds_nothing(team, draft, take, look):
    take(line(), line("Tổ 1"))
    assert [row.outcome for row in look(line(), line("Tổ 1")).rows] == ["there", "there"]
    with pytest.raises(InvalidStep, match="Không còn dòng nào mới"):
        take(line(), line("Tổ 1"))
    assert len(nominations_of(draft.id)) == 2


def test_one_of_two_equal_rows_is_added(team, draft, take):
    assert take(line(), line()) == 1


@pytest.mark.parametrize(
    ("row", "outcome", "sentence"),
    [
        (line("Người Lạ"), "error", "Danh sách của đơn vị không có “Người Lạ”."),
        (line("Trần Xa"), "error", "Danh sách của đơn vị không có “Trần Xa”."),
        (line("Lê Thị Bình"), "choose", "Dòng không ghi đơn vị nên chưa chắc là ai."),
        (line(citizen="079090000123"), "error", "CCCD này là của Lê Thị Bình."),
        (line(citizen="1.23E+11"), "error", "Excel đã rút gọn số này"),
        (line(award=""), "error", "Dòng không ghi danh hiệu hay hình thức nào."),
        (line(award="Huy chương lạ"), "error", "Danh mục không có “Huy chương lạ”."),
        (line("Tổ 1", award="Bằng khen của Bộ"), "error", "“Bằng khen của Bộ” không dành cho đối tượng này."),
        (line(ground="vui"), "error", "“vui” không phải là loại khen thưởng."),
        (line(votes="nhiều"), "error", "“nhiều” không phải là số phiếu."),
        (line(text="x" * 8001), "error", "Ô dài quá 8000 ký tự."),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_told_with_its_row(team, look, row, outcome, sentence):
    made = look(row, line("Tổ 1"))
    (found, sentences), good = told(made)
    assert (found, sentences[0][: len(sentence)], good) == (outcome, sentence, ("new", []))


def test_votes_are_held_against_the_meeting_recorded(team, make_proposal, officer):
    draft = make_proposal(nominees=0)
    made = plan(Table([HEAD, line(votes="99")]), draft, actor=officer)
    assert told(made)[0][1][0].startswith("Số đồng ý nhiều hơn")


def test_a_list_of_one_year_says_it_in_its_title(team, draft, officer):
    made = plan(Table([["Danh sách đề nghị năm 2019"], HEAD, line()]), draft, actor=officer)
    assert [one.row.year for one in made.wanted.values()] == [2019]


def test_a_period_must_end_in_the_year(team, look):
    head = [*HEAD, "Giai đoạn"]
    made = look([*line(), "2019-2020"], [*line("Tổ 1"), "2017-2019"], head=head)
    assert (made.wanted[2].row.period, told(made)[1][0]) == ("2019–2020", "error")


def test_a_look_alike_is_chosen(team, draft, take, look):
    choice = look(line("Lê Thị Bình")).rows[0].choice
    take(line("Lê Thị Bình"), choices={choice: team["binh2"].public_id})
    assert [one.recipient_id for one in nominations_of(draft.id)] == [team["binh2"].id]


def test_a_list_without_headings_or_too_long_is_refused(team, look):
    with pytest.raises(BadInput, match="Không thấy dòng tiêu đề"):
        look(["1", "2"], head=["a", "b"])
    with pytest.raises(BadInput, match=r"dài hơn 1000 dòng"):
        look(*[line()] * 1001)


def test_only_the_unit_takes_a_list_into_its_draft(team, make_proposal, actor, long_an):
    table = Table([HEAD, line()])
    draft, sent = make_proposal(nominees=0), make_proposal(ProposalStatus.SUBMITTED)
    for user, place, proposal, refusal in (
        (long_an.stranger, long_an.elsewhere, draft, NotVisible),
        (long_an.unit_head, long_an.team3, draft, NotAllowed),
        (long_an.officer, long_an.team3, sent, InvalidStep),
    ):
        with pytest.raises(refusal), unit_of_work():
            import_candidates(table, proposal.public_id, actor=actor(user, place))
    assert db.session.query(Nomination).filter_by(recipient_id=team["an"].id).count() == 0


def test_statements_do_not_grow_with_the_rows(team, draft, officer, long_an, make_recipient):
    names = [f"Người Thứ {number}" for number in range(30)]
    for name in names:
        make_recipient(name, organisation=long_an.team3)

    def count(rows):
        db.session.rollback()
        with statements() as seen:
            plan(Table([HEAD, *rows]), draft, actor=officer)
        return len(seen)

    assert count([line(name) for name in names]) == count([line(names[0])])


def test_a_secret_draft_goes_with_those_listed_by_import(team, draft, take, officer):
    take(line())
    with unit_of_work():
        drafting.discard_secret(draft.public_id, actor=officer)
    assert db.session.query(Nomination).count() == 0


@pytest.fixture
def desk(team, client_as, long_an):
    return client_as(long_an.officer, long_an.team3)


def _text(*rows):
    return "\n".join("\t".join(row) for row in [HEAD, *rows])


def test_a_pasted_list_goes_through_its_pages(desk, draft):
    url = f"/proposals/{draft.public_id}/import-nominations"
    assert url in desk.get(f"/proposals/{draft.public_id}/nominations").text
    given = desk.post(url, data={"text": _text(line(), line("Người Lạ"))})
    assert re.findall(r"<li>(\d+) dòng", given.text) == ["1", "0", "0", "1"]
    mark = re.search(r'name="mark" value="([^"]+)"', given.text)[1]
    assert desk.post(f"{url}/check", data={"mark": mark}).status_code == 200
    assert desk.post(f"{url}/faults", data={"mark": mark}).data[:2] == b"PK"
    done = desk.post(
        f"{url}/write", data={"mark": mark, "idempotency_key": "k"}, follow_redirects=True
    )
    assert "Đã thêm 1 đề nghị vào danh sách." in done.text
    desk.post(f"{url}/write", data={"mark": mark, "idempotency_key": "k"})
    assert len(nominations_of(draft.id)) == 1


def test_a_workbook_is_read_with_its_other_sheet(desk, draft):
    def fill(made, sheet):
        for page in (sheet, made.add_worksheet("Đợt 2")):
            for at, row in enumerate([HEAD, line("Tổ 1" if page is sheet else "Nguyễn Văn An")]):
                for place, text in enumerate(row):
                    page.write_string(at, place, text)

    url = f"/proposals/{draft.public_id}/import-nominations"
    first = desk.post(url, data={"file": (io.BytesIO(book(fill)), "danh sách.xlsx")})
    assert ("Tổ 1" in first.text, "Đợt 2" in first.text) == (True, True)
    mark = re.search(r'name="mark" value="([^"]+)"', first.text)[1]
    other = desk.post(f"{url}/sheet", data={"mark": mark, "sheet": "Đợt 2"})
    assert ("Tổ 1" in other.text, "Nguyễn Văn An" in other.text) == (False, True)


def test_strangers_do_not_reach_the_pages(client_as, long_an, draft):
    url = f"/proposals/{draft.public_id}/import-nominations"
    stranger = client_as(long_an.stranger, long_an.elsewhere)
    assert [stranger.get(url).status_code, stranger.post(f"{url}/write").status_code] == [404, 404]
    assert client_as(long_an.unit_head, long_an.team3).get(url).status_code == 403
