"""A decision that recognises a title: its words, its names inside or annexed, its certificates."""

import json

import pytest

from tests.decisions.test_printouts import FOLDER, HOSTILE, _sample, _shape
from workflow.awards.models import AwardKind
from workflow.core.db import db
from workflow.core.errors import BadInput
from workflow.core.unit_of_work import unit_of_work
from workflow.decisions.families import Family
from workflow.decisions.queries import items_of
from workflow.decisions.services import drafting, listing
from workflow.documents.engine import conversion
from workflow.documents.engine.pages import page_count, text_of
from workflow.documents.engine.rendering import render
from workflow.documents.models import Drawing

LONG = "Phòng Tổ chức - Hành chính - Tổng hợp và Bộ phận tiếp nhận, trả kết quả của Cục " * 3


@pytest.fixture
def title(long_an):
    version = long_an.certificate_person
    version.award.kind, version.name = AwardKind.TITLE, "Chiến sĩ thi đua cơ sở"
    db.session.commit()
    return version


def test_a_few_names_stand_inside_below_article_one(desk, make_nominations, title):
    context = desk.draft(make_nominations(HOSTILE, "Trần Quốc Bảo")).paper.context

    assert (context["subject"], context["articles"][0]) == (
        "Về việc công nhận danh hiệu “Chiến sĩ thi đua cơ sở”\nnăm 2020",
        "Công nhận danh hiệu “Chiến sĩ thi đua cơ sở” năm 2020 cho 02 cá nhân có tên sau đây:",
    )  # fmt: skip
    assert context["inside"] == [
        f"{name}, Kiểm soát viên thị trường, Đội Quản lý thị trường số 3"
        for name in (HOSTILE, "Trần Quốc Bảo")
    ]
    assert _shape(context) == _shape(_sample("recognition")) | {"inside": "str"}


def test_many_names_stand_in_an_annex(desk, make_nominations, title):
    context = desk.draft(make_nominations(*(f"Người thứ {n}" for n in range(6)))).paper.context

    assert context["inside"] == []
    assert context["articles"][0].endswith("cho 06 cá nhân (có danh sách kèm theo).")
    assert context["annex_subject"] == (
        "Cá nhân được công nhận danh hiệu “Chiến sĩ thi đua cơ sở” năm 2020"
    )


def test_its_paper_and_its_certificates_are_a_titles(desk, make_nominations, title):
    decision = desk.issued(make_nominations("Trần Quốc Bảo"))

    drawn = db.session.query(Drawing).order_by(Drawing.id).all()
    context = next(one.context for one in drawn if one.owner_kind == "certificate")
    papers = {one.template for one in drawn if one.owner_kind == "paper"}
    assert papers == {"decisions/recognition"}
    assert (context["heading_caps"], context["verb_caps"], context["award_caps"]) == (
        "GIẤY CHỨNG NHẬN", "DANH HIỆU", "CHIẾN SĨ THI ĐUA CƠ SỞ",
    )  # fmt: skip
    assert decision.achievement == "Đã có thành tích trong phong trào thi đua năm 2020"


def test_a_title_and_a_form_never_share_a_decision(desk, make_nominations, title, long_an):
    long_an.certificate_collective.name = title.name  # the same words, another kind
    people = make_nominations("Trần Quốc Bảo")
    others = make_nominations("Đội QLTT số 3", collective=True)
    with pytest.raises(BadInput), unit_of_work():
        drafting.draft([*people, *others], actor=desk.secretary)
    decision = desk.draft(people)
    with pytest.raises(BadInput), unit_of_work():
        listing.add_items(decision.public_id, others, actor=desk.secretary)
    assert len(items_of(decision.id)) == 1


def test_however_long_the_names_a_certificate_is_one_page_with_all_its_words():
    """One start of LibreOffice for all layouts, and for both shapes of the decision."""
    full = _sample("certificate") | {
        "recipient": {"name": f"{LONG}hết tên", "detail": f"{LONG}hết đơn vị"},
        "achievement": f"{LONG}hết thành tích"[-300:],
        "authority_caps": f"CHỦ TỊCH\n{LONG[:90].upper()} HẾT CƠ QUAN",
        "heading_caps": Family.HIGH_TITLE.heading_caps, "award_caps": LONG[:80].upper(),
    }  # fmt: skip
    names = ("certificate", "certificate_gold", "certificate_words")
    annexed = _sample("recognition")
    names_inside = [
        f"{one['name']}, {one['post']}, {one['unit']}" for one in annexed["individuals"]
    ]
    short = annexed | {"inside": names_inside}
    people = [annexed["individuals"][0] | {"ordinal": n} for n in range(1, 31)]
    annexed |= {"individuals": people}
    docxs = [render((FOLDER / f"{name}.docx").read_bytes(), full) for name in names]
    docxs += [render((FOLDER / "recognition.docx").read_bytes(), one) for one in (short, annexed)]

    pdfs = conversion.to_pdfs(docxs)

    assert [page_count(pdf) for pdf in pdfs] == [1, 1, 1, 1, 3]
    for text in (" ".join(text_of(pdf).split()) for pdf in pdfs[:3]):
        for end in ("hết tên", "hết đơn vị", "hết thành tích", "HẾT CƠ QUAN", "Nguyễn Văn A"):
            assert end in text
        assert f"Số sổ vàng: {full['register_number']}" in text
    inside, annex = (" ".join(text_of(pdf).split()) for pdf in pdfs[3:])
    assert "3. Lê Hoàng Phúc, Phó Đội trưởng, A & B <x> {{ 7*7 }}." in inside
    assert "DANH SÁCH" not in inside and "DANH SÁCH" in annex
    assert json.dumps(people[0]["name"], ensure_ascii=False)[1:-1] in annex
