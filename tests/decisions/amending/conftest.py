"""An issued decision over three people, and papers that set it right, drafted and issued."""

import json
from pathlib import Path

import pytest

from tests.factories.documents import draw_all, sign_and_issue
from workflow.core.unit_of_work import unit_of_work
from workflow.decisions.amending import drafting, replacing
from workflow.decisions.amending.drafting import Annulment, Mistake
from workflow.decisions.amending.models import Part
from workflow.decisions.amending.rules import Ground
from workflow.decisions.queries import items_of

ROOT = Path(__file__).resolve().parents[3]
NAMES = ("Trần Quốc Bảo", "Nguyễn Thị Ánh Tuyết", "Đặng Hữu Nghĩa")
FRAUD = Ground("Luật Thi đua, khen thưởng", "Có hành vi gian dối trong việc kê khai thành tích")


def fields_of(name):
    """Return the fields a template's sample offers."""
    path = ROOT / "document_templates" / "decisions" / f"{name}.sample.json"
    return set(json.loads(path.read_text("utf-8")))


@pytest.fixture
def decision(desk, make_nominations):
    return desk.issued(make_nominations(*NAMES))


class Mending:
    """The secretary's acts on an issued decision, and the issue of what was drafted."""

    def __init__(self, desk, decision):
        self.desk, self.decision = desk, decision

    def ids(self, *positions):
        items = items_of(self.decision.id)
        return [items[n].public_id for n in positions]

    def annul(self, *positions, actor=None, **changes):
        asked = {"ground": FRAUD, "facts": "Kết luận số 05/KL", "bases": "Kết luận số 05/KL"}
        with unit_of_work():
            made = drafting.annul(
                self.decision.public_id, Annulment(self.ids(*positions), **(asked | changes)),
                actor=actor or self.desk.secretary,
            )  # fmt: skip
        draw_all()
        return made

    def replace(self, *positions, actor=None, reason="Sai chức vụ"):
        with unit_of_work():
            made = replacing.replace(
                self.decision.public_id, self.ids(*positions), reason=reason, bases="",
                actor=actor or self.desk.secretary,
            )  # fmt: skip
        draw_all()
        return made

    def correct(self, position, reads, *, part=Part.NAME, written="", actor=None):
        mistake = Mistake(self.ids(position)[0], part, written, reads)
        with unit_of_work():
            made = drafting.correct(
                self.decision.public_id, [mistake], addressees="Các Đội", unit_symbol="TCHC",
                actor=actor or self.desk.secretary,
            )  # fmt: skip
        draw_all()
        return made

    def issue(self, amendment):
        return sign_and_issue(
            amendment.paper.public_id, drafter=self.desk.secretary, signers=[self.desk.head],
            clerk=self.desk.clerk, checker=self.desk.clerk,
        )  # fmt: skip

    def issue_decision(self, made):
        desk = self.desk
        return desk.issue(desk.number(desk.sign(desk.offer(desk.again(made)))))


@pytest.fixture
def mending(desk, decision):
    return Mending(desk, decision)
