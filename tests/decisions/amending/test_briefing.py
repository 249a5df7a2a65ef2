"""The Phiếu trình of a revocation and of a letter of correction, for the office alone."""

from tests.documents.test_templates import ROOT, render, text_of
from tests.factories.documents import draw_all
from workflow.core.unit_of_work import unit_of_work
from workflow.documents import briefings
from workflow.documents.panel import files_of, panel_for
from workflow.documents.queries import documents_of, drawing_of
from workflow.documents.services import check_paper, offer_paper

HOSTILE = "Kê khai gian dối A & B <x> {{ 7*7 }}"


def offered(amendment, desk):
    for act, who in ((check_paper, desk.clerk), (offer_paper, desk.secretary)):
        with unit_of_work():
            act(amendment.paper.public_id, actor=who)
    draw_all()
    return drawing_of((briefings.OWNER, amendment.paper_id)).context


def test_what_a_revocation_rests_on_lies_before_the_head(mending, desk, long_an):
    amendment = mending.annul(0, facts=HOSTILE)
    assert drawing_of((briefings.OWNER, amendment.paper_id)) is None

    context = offered(amendment, desk)

    assert context["summary"] == [
        "Hủy bỏ khen thưởng đối với 01 cá nhân tại Quyết định số 01/QĐ-CQLTT "
        "ngày 18 tháng 12 năm 2020",
        "Trường hợp: Có hành vi gian dối trong việc kê khai thành tích (Luật Thi đua, khen thưởng)",
        f"Sự việc: {HOSTILE}",
    ]
    assert [(one["name"], one["votes"]) for one in context["rows"]] == [("Trần Quốc Bảo", "")]
    assert [one["name"] for one in context["opinions"]] == [long_an.clerk.name]
    assert (context["drafter"], context["doubts"]) == (long_an.secretary.name, [])
    text = text_of(render(ROOT / "decisions/briefing.docx", context))
    assert (HOSTILE in text, amendment.paper.title in text) == (True, True)


def test_a_letter_of_correction_says_what_it_puts_right(mending, desk):
    context = offered(mending.correct(1, "Nguyễn Thị Ánh Nguyệt"), desk)

    assert context["summary"][0].startswith("Đính chính Quyết định số 01/QĐ-CQLTT")
    assert "“Nguyễn Thị Ánh Nguyệt”" in context["summary"][1]
    assert context["enclosures"][1] == "Quyết định số 01/QĐ-CQLTT ngày 18/12/2020"


def test_the_head_reads_it_beside_the_paper_and_who_else_sees_the_paper_does_not(
    mending, desk, long_an, client_as, actor
):
    amendment = mending.annul(0)
    offered(amendment, desk)
    paper = amendment.paper
    own = [one.label for one in files_of(paper, documents_of("paper", paper.id))]
    [pdf] = [link.document for link in briefings.links_of(paper, desk.head)
             if link.role.value == "annex"]  # fmt: skip

    assert [one.label for one in panel_for(paper, desk.head).files] == [*own, "Phiếu trình"]
    officer = actor(long_an.officer, long_an.team3)
    assert [one.label for one in panel_for(paper, officer).files] == own
    stranger = client_as(long_an.officer, long_an.team3)
    assert stranger.get(f"/documents/{pdf.public_id}/download").status_code == 404
    head = client_as(long_an.head, long_an.department)
    assert head.get(f"/documents/{pdf.public_id}/download").status_code == 200
    page = head.get(f"/amendments/{amendment.public_id}?file={pdf.public_id}").text
    assert f"/documents/{pdf.public_id}/pages/" in page or pdf.file_name in page


def test_what_nobody_voted_on_has_no_column_of_votes(mending, desk):
    context = offered(mending.annul(0), desk)
    heads = ["Đồng ý" in text_of(render(ROOT / "decisions/briefing.docx", one)).split("\n")
             for one in (context, context | {"voted": True})]  # fmt: skip
    assert heads == [False, True]
