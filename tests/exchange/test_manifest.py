"""What goes up of a paper that was signed digitally: one file, the one that counts by then."""

from tests.factories.documents import draw_all, taken_pdf
from workflow.core.unit_of_work import unit_of_work
from workflow.documents import contents
from workflow.documents.attaching import add_document, attach
from workflow.documents.states import FileRole
from workflow.exchange.manifest import gather


def test_of_a_paper_signed_by_two_people_and_sealed_only_the_last_file_goes_up(
    make_paper, long_an, actor
):
    paper, doer = make_paper(), actor(long_an.secretary, long_an.department)
    draw_all()

    def keep(role, content):
        with unit_of_work():
            document = add_document(
                taken_pdf(content), title=role.value, organisation_id=paper.organisation_id,
                actor=doer,
            )  # fmt: skip
            attach(document, ("paper", paper.id), role, actor=doer)

    def sent():
        found = gather(paper.id, [])
        return [(one["role"], contents.current_store().open(one["sha256"])) for one in found]

    assert [role for role, _content in sent()] == ["offered"]
    for role, content in (
        (FileRole.PERSON_SIGNED, b"%PDF-1.7 one"), (FileRole.PERSON_SIGNED, b"%PDF-1.7 two"),
        (FileRole.SIGNED, b"%PDF-1.7 sealed"),
    ):  # fmt: skip
        keep(role, content)
        assert sent() == [(role.value, content)]
