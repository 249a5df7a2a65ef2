"""Authority at the act of signing, what a signature rested on, and the block that follows."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.factories.documents import draw_all
from workflow.accounts.delegating.services import end
from workflow.accounts.delegating.states import SignedKind, Way
from workflow.core import audit, clock
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep, NotAllowed
from workflow.core.unit_of_work import unit_of_work
from workflow.decisions.models import Decision
from workflow.decisions.printing.contexts import signed_by
from workflow.decisions.services import checking, drafting, editing, signing
from workflow.documents.models import PaperSigner
from workflow.documents.states import PaperStatus

TODAY = date(2020, 12, 18)


@pytest.fixture
def deputy(long_an, make_user):
    return make_user(long_an.department, "head", name="Lê Văn P", title="Phó Cục trưởng")


@pytest.fixture
def signs(desk, make_nominations):
    """Draft a decision and name who signs it."""

    def make(user):
        decision = desk.draft(make_nominations("Phan Thị Mỵ"))
        words = editing.words_of(decision)
        with unit_of_work():
            editing.edit_words(
                decision.public_id, editing.Words(**words.__dict__ | {"signer_id": user.id}),
                version=decision.version, actor=desk.secretary,
            )  # fmt: skip
        return decision.id

    return make


def offered(desk, decision_id):
    decision = db.session.get_one(Decision, decision_id, populate_existing=True)
    draw_all()
    return desk.offer(decision)


def sign(desk, decision, who):
    with unit_of_work():
        signing.sign(decision.public_id, desk.digest(decision), actor=who)
    return desk.again(decision)


def printed(decision):
    return decision.paper.context["signature"]


def test_without_a_delegation_a_deputy_is_neither_offered_nor_named(desk, long_an, deputy, signs):
    assert [one.user.id for one in drafting.signers_for(long_an.department)] == [long_an.head.id]
    with pytest.raises(BadInput) as refusal:
        signs(deputy)
    assert refusal.value.field == "signer_id"


@pytest.mark.parametrize(
    ("way", "post", "body", "prefix"),
    [
        (Way.DEPUTY, "Phó Cục trưởng", "", "KT. CỤC TRƯỞNG"),
        (Way.BY_ORDER, "Chánh Văn phòng", "", "TL. CỤC TRƯỞNG"),
        (Way.BY_MANDATE, "Đội trưởng", "", "TUQ. CỤC TRƯỞNG"),
        (Way.COLLECTIVE, "Phó Cục trưởng", "Ban Thường vụ", "TM. BAN THƯỜNG VỤ\nKT. CỤC TRƯỞNG"),
    ],
)
def test_the_paper_prints_the_right_that_holds(long_an, deputy, delegate, signs, way, post, body,
                                               prefix):  # fmt: skip
    delegate(long_an.department, deputy, way, post=post, body=body)
    decision = db.session.get(Decision, signs(deputy))
    assert printed(decision) == {"prefix": prefix, "post_caps": post.upper(), "name": "Lê Văn P"}


def test_what_a_signature_rested_on_is_kept_with_it(desk, long_an, deputy, delegate, signs, actor):
    row = delegate(long_an.department, deputy, basis_number="12/QĐ-CQLTT")
    decision = offered(desk, signs(deputy))

    sign(desk, decision, actor(deputy, long_an.department))

    [signer] = db.session.scalars(
        select(PaperSigner).where(PaperSigner.paper_id == decision.paper_id)
    )
    assert signer.delegation_id == row.id
    entry = next(
        one for one in audit.journal("paper", decision.paper_id) if one.act == "paper.sign"
    )
    assert entry.detail["right"] == {
        "post": "Phó Cục trưởng", "way": "KT", "delegation": row.public_id, "from": "11/10/2018",
        "last_day": "", "basis": "12/QĐ-CQLTT",
    }  # fmt: skip


def test_what_was_offered_in_time_is_not_signed_after_the_delegation_ended(
    desk, long_an, deputy, delegate, signs, actor
):
    row = delegate(long_an.department, deputy)
    decision = offered(desk, signs(deputy))
    with unit_of_work():
        end(row.public_id, TODAY - timedelta(days=1), "Đổi phân công", actor=desk.head)

    with pytest.raises(NotAllowed) as refusal:
        sign(desk, decision, actor(deputy, long_an.department))

    assert str(refusal.value) == (
        "Việc giao Lê Văn P ký loại văn bản này đã hết từ sau ngày 17/12/2020. Trả văn bản lại để "
        "thư ký chọn người ký khác, hoặc nhờ người đứng đầu hay quản trị viên ghi việc giao quyền "
        "ký."
    )
    assert desk.again(decision).paper.status is PaperStatus.OFFERED
    delegate(long_an.department, deputy)
    signed = sign(desk, desk.again(decision), actor(deputy, long_an.department))
    assert signed.paper.status is PaperStatus.SIGNED


def test_a_block_of_another_right_than_holds_today_is_not_signed(
    desk, long_an, deputy, delegate, signs, actor
):
    row = delegate(long_an.department, deputy)
    decision = offered(desk, signs(deputy))
    row.way, row.post = Way.BY_MANDATE, "Đội trưởng"
    db.session.commit()

    with pytest.raises(InvalidStep) as refusal:
        sign(desk, decision, actor(deputy, long_an.department))

    assert "ghi “KT. CỤC TRƯỞNG / PHÓ CỤC TRƯỞNG”" in str(refusal.value)
    assert "ký là “TUQ. CỤC TRƯỞNG / ĐỘI TRƯỞNG”" in str(refusal.value)


def test_it_cannot_even_be_offered_once_the_right_is_gone(desk, long_an, deputy, delegate, signs):
    row = delegate(long_an.department, deputy, kinds=[SignedKind.DECISION])
    decision = db.session.get(Decision, signs(deputy))
    draw_all()
    desk.check(decision)
    row.valid_to = clock.today() - timedelta(days=1)
    db.session.commit()
    with pytest.raises(NotAllowed), unit_of_work():
        checking.offer(decision.public_id, actor=desk.secretary)


@pytest.mark.parametrize(
    ("kinds", "block"),
    [
        (SignedKind, {"prefix": "KT. CỤC TRƯỞNG", "post_caps": "PHÓ CỤC TRƯỞNG",
                      "name": "Lê Văn P"}),
        ([SignedKind.DECISION], {"prefix": "", "post_caps": "CỤC TRƯỞNG", "name": "Nguyễn Văn A"}),
    ],
)  # fmt: skip
def test_certificates_are_signed_by_who_was_given_them_else_by_the_head(
    long_an, deputy, delegate, signs, kinds, block
):
    delegate(long_an.department, deputy, kinds=kinds)
    assert signed_by(db.session.get(Decision, signs(deputy))) == block
