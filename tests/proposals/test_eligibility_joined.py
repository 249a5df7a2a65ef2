"""Guards that look beyond the dossier, and what a merger leaves to a person, as rows are told."""

import pytest

from tests.factories.proposals import make_nomination
from workflow.core.clock import today
from workflow.core.db import db
from workflow.proposals.eligibility.assessing import assess
from workflow.proposals.states import ProposalStatus
from workflow.recipients.models import Lineage, RecipientKind
from workflow.recipients.states import Grade, LineageKind


def told(proposal, row):
    answer = assess(proposal, [row])[row.id]
    return answer.verdict.value, answer.heading, answer.asks_note


def test_a_quota_filled_by_other_dossiers_is_asked_about(one_row, make_proposal, set_rule):
    set_rule("FREE&QUOTA:2/year")
    proposal, row = one_row
    make_proposal(ProposalStatus.SUBMITTED, nominees=2)

    assert told(proposal, row) == (
        "ask", "Cùng các hồ sơ khác thì vượt số lượng được tặng trong năm 2020: "
        "được tặng 2, đã tặng 0, đang đề nghị 3", True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "verdict", "heading"),
    [
        ("renamed", "ok", "Dữ liệu đáp ứng mọi điều kiện của hình thức này"),
        ("merged", "ask", "Hoàn thành tốt nhiệm vụ 02 năm liên tục: chỉ đủ nếu tính cả của tập thể "
         "trước khi sáp nhập, chia tách (2019: Thông báo xếp loại 2019 (Tổ cũ))"),
    ],
)  # fmt: skip
def test_what_is_inherited_is_told_with_the_name_it_was_won_under(
    make_proposal, make_recipient, long_an, set_rule, learn, kind, verdict, heading
):
    version = long_an.certificate_collective
    set_rule("PERF:HTTNV:2 consecutive", version=version)
    new, old = (make_recipient(name, kind=RecipientKind.COLLECTIVE) for name in ("Tổ mới", "Tổ cũ"))
    proposal = make_proposal(nominees=0)
    row = make_nomination(proposal, new, version)
    learn(new.id, grades=[(2020, Grade.WELL)])
    learn(old.id, grades=[(2019, Grade.WELL)])
    db.session.add(
        Lineage(recipient_id=new.id, predecessor_id=old.id, kind=LineageKind(kind), on=today(),
                source="1/QĐ")
    )  # fmt: skip
    db.session.commit()

    assert told(proposal, row) == (verdict, heading, verdict == "ask")
