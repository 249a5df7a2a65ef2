"""The contexts of the decision and its certificates: exactly the fields the templates offer."""

import json
from datetime import date
from pathlib import Path

import pytest

from workflow.accounts.delegating.blocks import block
from workflow.awards import legal_bases
from workflow.awards.models import AwardKind
from workflow.core.db import db
from workflow.decisions import naming, printouts, wording
from workflow.decisions.families import Family
from workflow.decisions.models import DecisionItem
from workflow.decisions.queries import items_of
from workflow.documents.engine.rendering import render
from workflow.recipients.models import RecipientKind as K

FOLDER = Path(__file__).resolve().parents[2] / "document_templates" / "decisions"
HOSTILE = "A & B <x> {{ 7*7 }}"


def _sample(name):
    return json.loads((FOLDER / f"{name}.sample.json").read_text("utf-8"))


def _shape(value):
    if isinstance(value, dict):
        return {key: _shape(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return _shape(value[0]) if value else None
    return type(value).__name__


def test_the_decisions_context_has_the_fields_of_its_sample_and_renders(desk, make_nominations):
    ids = make_nominations(HOSTILE, "Trần Quốc Bảo")
    ids += make_nominations("Đội QLTT số 3", collective=True)
    context = desk.draft(ids).paper.context
    assert _shape(context) == _shape(_sample("decision")) | {"inside": "str"}
    assert context["articles"][0] == (
        "Tặng Giấy khen của Cục trưởng Cục Quản lý thị trường tỉnh Long An cho 01 tập thể và "
        "02 cá nhân đã hoàn thành xuất sắc nhiệm vụ năm 2020, có tên sau đây:"
    )
    assert context["inside"][0] == "Đội QLTT số 3"
    assert (context["subject"], context["annex_subject"]) == (
        "Về việc tặng Giấy khen cho tập thể, cá nhân\nhoàn thành xuất sắc nhiệm vụ năm 2020",
        "Tập thể, cá nhân được tặng Giấy khen năm 2020",
    )  # fmt: skip
    assert render((FOLDER / "decision.docx").read_bytes(), context)


def test_more_than_five_names_of_a_form_stand_in_an_annex(desk, make_nominations):
    context = desk.draft(make_nominations(*(f"Người thứ {n}" for n in range(6)))).paper.context
    assert context["articles"][0].endswith("nhiệm vụ năm 2020 (có danh sách kèm theo).")
    assert context["inside"] == []


def test_the_mark_of_the_names_is_words_of_article_one_wherever_it_stands():
    usual = "Tặng Giấy khen cho [số lượng] đã lập thành tích [danh sách]."
    early = "Công nhận danh hiệu cho [số lượng] [danh sách]."
    for written, inside, annexed in (
        (usual, "Tặng Giấy khen cho [số lượng] đã lập thành tích, có tên sau đây:",
         "Tặng Giấy khen cho [số lượng] đã lập thành tích (có danh sách kèm theo)."),
        (early, "Công nhận danh hiệu cho [số lượng] có tên sau đây:",
         "Công nhận danh hiệu cho [số lượng] (có danh sách kèm theo)."),
    ):  # fmt: skip
        assert naming.placed([written, "Hai."], inside=True) == [inside, "Hai."]
        assert naming.placed([written, "Hai."], inside=False) == [annexed, "Hai."]
    lines = [DecisionItem(name="A", kind=K.PERSON)] * 5
    stands = [naming.stand_inside(articles, items) for articles, items in (
        ([usual, "Hai."], lines), ([usual, "Hai."], [*lines, *lines]), ([usual], lines),
        (["Tặng Giấy khen (có danh sách kèm theo).", "Hai."], lines),
    )]  # fmt: skip
    assert stands == [True, False, False, False]


def test_each_line_inside_says_its_money_even_when_nobody_knows_it():
    people = [
        DecisionItem(name=name, kind=K.PERSON, post="", unit_name="Đội 3", prize_amount=amount)
        for name, amount in (("A", 710_000), ("B", None), ("C", 0))
    ]
    assert naming.lines(people, money=True) == [
        "A, Đội 3, tiền thưởng 710.000\u00a0đồng", "B, Đội 3, tiền thưởng chưa xác định",
        "C, Đội 3, tiền thưởng –",
    ]  # fmt: skip
    assert naming.lines(people, money=False) == ["A, Đội 3", "B, Đội 3", "C, Đội 3"]


def test_a_certificates_context_has_the_fields_of_its_sample_and_renders(desk, make_nominations):
    decision = desk.draft(make_nominations(HOSTILE))
    context = printouts.certificate_context(
        items_of(decision.id)[0], family=Family.MERIT, number="846", symbol="QĐ-CQLTT", dated=date(2021, 1, 5),
        signer=block("Cục trưởng", "Nguyễn Văn A", head_post="Cục trưởng"),
    )  # fmt: skip
    assert _shape(context) == _shape(_sample("certificate"))
    assert (context["register_number"], context["date_line"], context["award_caps"]) == (
        "01", "Long An, ngày 05 tháng 01 năm 2021", "GIẤY KHEN",
    )  # fmt: skip
    assert render((FOLDER / "certificate.docx").read_bytes(), context)


def test_counts_are_written_as_documents_write_them():
    assert wording.counts([K.PERSON] * 27 + [K.COLLECTIVE] * 5) == "05 tập thể và 27 cá nhân"
    assert wording.counts([K.PERSON]) == "01 cá nhân"
    assert wording.counts([K.COLLECTIVE, K.HOUSEHOLD, K.PERSON]) == (
        "01 tập thể, 01 hộ gia đình và 01 cá nhân"
    )


def test_a_title_is_recognised_and_a_form_is_given():
    title = wording.Conferring("Lao động tiên tiến", AwardKind.TITLE)
    assert wording.title(title, [K.PERSON]) == (
        "Quyết định công nhận danh hiệu Lao động tiên tiến cho 01 cá nhân"
    )


@pytest.mark.parametrize(
    ("day", "law", "decree"),
    [
        (date(2020, 12, 29), "26 tháng 11 năm 2003", "91/2017/NĐ-CP"),
        (date(2023, 12, 31), "26 tháng 11 năm 2003", "91/2017/NĐ-CP"),
        (date(2024, 1, 1), "15 tháng 6 năm 2022", "98/2023/NĐ-CP"),
        (date(2025, 6, 30), "15 tháng 6 năm 2022", "98/2023/NĐ-CP"),
        (date(2025, 7, 1), "15 tháng 6 năm 2022", "152/2025/NĐ-CP"),
    ],
)
def test_the_law_cited_follows_the_day(day, law, decree):
    first, second = legal_bases.cited_on(day)
    assert first.startswith(f"Căn cứ Luật Thi đua, khen thưởng ngày {law}")
    assert second.startswith(f"Căn cứ Nghị định số {decree} ")


def test_a_collective_is_not_named_twice_on_its_certificate(desk, make_nominations):
    item = items_of(
        desk.draft(make_nominations("Cục Quản lý thị trường tỉnh Long An", collective=True)).id
    )[0]
    assert isinstance(item, DecisionItem)
    context = printouts.certificate_context(
        item, family=Family.MERIT, number="01", symbol="QĐ", dated=date(2020, 12, 18), signer={},
    )  # fmt: skip
    assert context["recipient"]["detail"] == ""


@pytest.mark.parametrize(("kind", "listed"), [
    (AwardKind.FORM, "Giấy khen của Cục trưởng"), (AwardKind.TITLE, "Giấy khen"),
])  # fmt: skip
def test_the_list_names_a_form_by_who_gives_it_and_a_title_by_itself(
    desk, make_nominations, long_an, kind, listed
):
    long_an.certificate_person.award.kind = kind
    db.session.commit()

    context = desk.draft(make_nominations(HOSTILE)).paper.context

    assert context["individuals"][0]["award"] == listed
