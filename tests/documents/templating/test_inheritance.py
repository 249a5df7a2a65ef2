"""Whose version of a template a paper is drawn with: the nearest upward, on its day, for ever."""

from datetime import timedelta

import pytest

from tests.documents.templating.conftest import DAY, NAME, OLD, SAMPLE, changed
from tests.factories.documents import draw_all
from workflow.core import audit, clock, jobs
from workflow.core.actors import SYSTEM
from workflow.core.db import db
from workflow.core.errors import BadInput, Incomplete, InvalidStep
from workflow.core.unit_of_work import unit_of_work
from workflow.documents import generation, queries
from workflow.documents.models import DocumentTemplate
from workflow.documents.templates import current_template, load_templates
from workflow.documents.templating import services
from workflow.documents.templating.papers import FOLDER, get_paper
from workflow.organisations import services as organisations
from workflow.organisations.models import OrganisationKind

LATER = DAY + timedelta(days=10)


def held(organisation, day=DAY):
    """Whose version holds there on the day, and which."""
    found = current_template(NAME, day, organisation.id)
    return (found.organisation.short_name if found.organisation else "", found.version)


def test_without_any_template_the_name_is_told(long_an):
    with pytest.raises(Incomplete, match=NAME):
        current_template(NAME, DAY, long_an.department.id)


def test_the_nearest_organisation_upward_says_which_version_holds(
    long_an, people, propose, approve, make_organisation
):
    union = make_organisation(
        "Công đoàn Cục", kind=OrganisationKind.UNION, beside_id=long_an.department.id
    )
    assert held(long_an.team3) == held(union) == ("", 1)

    approve(propose(of=long_an.ministry, by=people.top), by=people.top_second)
    above = (long_an.ministry.short_name, 1)
    assert [held(o) for o in (long_an.ministry, long_an.department, long_an.team3, union)] == (
        [above] * 4
    )

    approve(propose("GIẤY MỜI CỦA CỤC"))
    own = (long_an.department.short_name, 1)
    assert [held(o) for o in (long_an.department, long_an.team3, union)] == [own] * 3
    assert held(long_an.ministry) == held(long_an.elsewhere) == above


def test_a_version_holds_from_its_day_and_the_one_before_until_then(long_an, propose, approve):
    approve(propose())
    approve(propose("GIẤY MỜI HỌP", day=LATER))

    days = (DAY - timedelta(days=1), DAY, LATER - timedelta(days=1), LATER)
    name = long_an.department.short_name
    assert [held(long_an.department, day) for day in days] == [
        ("", 1), (name, 1), (name, 1), (name, 2),
    ]  # fmt: skip


def test_approved_after_its_day_it_holds_from_the_approval_on(long_an, propose, approve):
    made = propose()
    clock.move_to(clock.now() + timedelta(days=3))
    db.session.commit()

    assert approve(made).valid_from == DAY + timedelta(days=3)


def test_an_organisation_goes_back_to_what_it_inherits_from_a_day_on(
    long_an, people, propose, approve
):
    one, two = approve(propose()), approve(propose("GIẤY MỜI HỌP", day=LATER))
    paper, department = get_paper(NAME), long_an.department
    back = {"on": DAY + timedelta(days=5), "reason": "Bộ đã sửa mẫu chung"}
    with pytest.raises(BadInput, match="đã qua"), unit_of_work():
        services.end_own(
            department.public_id, paper, on=DAY - timedelta(days=1), reason="a", actor=people.first
        )

    with unit_of_work():
        services.end_own(department.public_id, paper, **back, actor=people.first)

    name = department.short_name
    assert [held(department, day) for day in (DAY, back["on"], LATER)] == [
        (name, 1), ("", 1), ("", 1),
    ]  # fmt: skip
    assert [audit.journal("document_template", o.id)[0].act for o in (one, two)] == (
        ["document_template.end"] * 2
    )
    with pytest.raises(InvalidStep, match="mẫu chung"), unit_of_work():
        services.end_own(department.public_id, paper, **back, actor=people.first)


def draw(organisation, owner, title="Giấy mời", context=SAMPLE):
    with unit_of_work():
        generation.request(
            NAME, context, title=title, owner=owner, organisation_id=organisation.id, actor=SYSTEM
        )
    jobs.run_all()
    return queries.drawing_of(owner)


def test_a_paper_is_drawn_with_its_organisations_version_and_keeps_it_for_ever(
    long_an, propose, approve, instant_pdf
):
    before = draw(long_an.department, ("session", 1))
    own = approve(propose())

    after, elsewhere = draw(long_an.department, ("session", 2)), draw(long_an.elsewhere, ("s", 3))
    again = draw(long_an.department, ("session", 1))

    shipped = own.based_on_id
    assert [one.template_id for one in (before, after, elsewhere, again)] == [
        shipped, own.id, shipped, shipped,
    ]  # fmt: skip
    documents = [link.document for link in queries.documents_of("session", 2)]
    assert {one.template_id for one in documents} == {own.id}


def test_a_paper_an_own_template_cannot_be_used_for_says_whose_it_is(
    long_an, propose, approve, instant_pdf
):
    approve(propose())
    less = {key: value for key, value in SAMPLE.items() if key != "venue"}

    drawing = draw(long_an.department, ("session", 1), context=less)

    assert drawing.drawn_round == 0
    assert drawing.job.error == (
        f"Mẫu riêng “Giấy mời họp Hội đồng”, bản 1 của {long_an.department.short_name} không dùng "
        "được cho văn bản này. Mẫu thiếu trường “venue”: dữ liệu không có trường mang tên này. Hãy "
        "sửa tên trường trong mẫu rồi thử lại. Hãy nhờ quản trị viên của đơn vị có mẫu đó sửa mẫu, "
        "hoặc trở về mẫu chung, ở mục Mẫu văn bản."
    )


def test_a_new_version_of_the_product_leaves_an_own_one_in_force(
    long_an, propose, approve, tmp_path
):
    approve(propose())
    (tmp_path / "councils").mkdir()
    (tmp_path / f"{NAME}.docx").write_bytes(changed((OLD, "GIẤY TRIỆU TẬP")))
    sample = (FOLDER / f"{NAME}.sample.json").read_bytes()
    (tmp_path / f"{NAME}.sample.json").write_bytes(sample)

    with unit_of_work():
        added = load_templates(tmp_path)

    assert [(one.organisation_id, one.version) for one in added] == [(None, 2)]
    assert held(long_an.department) == (long_an.department.short_name, 1)
    assert held(long_an.ministry) == ("", 2)


def test_a_renamed_organisation_goes_on_with_its_templates(long_an, people, propose, approve):
    approve(propose())
    waiting = propose("GIẤY MỜI HỌP")
    draw_all()
    with unit_of_work():
        new = organisations.rename(
            long_an.department.public_id, name="Chi cục Long An", short_name="Chi cục",
            symbol="CC", on=LATER, basis="Quyết định 1", actor=people.top,
        )  # fmt: skip

    assert held(new, LATER) == ("Chi cục", 1)
    mine = db.session.query(DocumentTemplate).filter_by(organisation_id=new.id)
    assert [(one.version, one.status.value) for one in mine] == [(1, "approved")]
    assert waiting.status.value == "proposed"
