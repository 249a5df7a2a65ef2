"""The Phiếu trình of a letter that goes up: drawn of what is known when the letter is offered."""

from tests.documents.test_templates import ROOT, render, text_of
from tests.factories.documents import draw_all
from workflow.core.unit_of_work import unit_of_work
from workflow.documents import briefings
from workflow.documents.queries import drawing_of
from workflow.documents.services import check_paper, offer_paper


def test_who_is_put_forward_lies_before_the_head_with_what_goes_along(cuc, for_minister):
    drafted = cuc.draft(for_minister())
    public_id = drafted.paper.public_id
    draw_all()
    with unit_of_work():
        check_paper(public_id, actor=cuc.secretary)
    assert drawing_of((briefings.OWNER, drafted.paper_id)) is None
    with unit_of_work():
        offer_paper(public_id, actor=cuc.secretary)

    context = drawing_of((briefings.OWNER, drafted.paper_id)).context

    assert context["subject"] == drafted.title
    assert context["summary"][0].endswith(
        "khen thưởng 02 cá nhân: Bằng khen của Bộ trưởng Bộ Công Thương"
    )
    assert len(context["rows"]) == 2
    assert (
        context["enclosures"][-len(drafted.paper.context["attachments"]) :]
        == (drafted.paper.context["attachments"])
    )
    assert context["opinions"][-1]["name"] == cuc.secretary.name
    text = text_of(render(ROOT / "decisions/briefing.docx", context))
    assert all(row["name"] in text for row in context["rows"])
