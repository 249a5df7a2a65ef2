"""An issued decision of two teams and some people, and a ceremony over it."""

from datetime import UTC, datetime

import pytest

from workflow.core import clock
from workflow.core.db import db
from workflow.core.text import fold
from workflow.core.unit_of_work import unit_of_work
from workflow.decisions.models import Decision, DecisionItem, ItemStatus, Origin
from workflow.decisions.presenting import queries
from workflow.decisions.presenting.models import Ceremony
from workflow.decisions.presenting.services import handing, planning
from workflow.decisions.presenting.services.handing import Receipt
from workflow.decisions.presenting.services.planning import Plan
from workflow.decisions.presenting.states import Way
from workflow.documents.models import Paper
from workflow.documents.states import Direction, PaperKind, PaperStatus
from workflow.recipients.models import RecipientKind

AT = datetime(2020, 12, 31, 7, 0, tzinfo=UTC)  # 14:00
THE_DAY = datetime(2020, 12, 31, 7, 30, tzinfo=UTC)
PLAN = Plan("Hội nghị tổng kết năm 2020", AT, "Hội trường Cục", "Công đoàn cơ sở", 3)
TEAMS = ("Đội Quản lý thị trường số 10", "Đội Quản lý thị trường số 2")
PEOPLE = ("Trần Quốc Bảo", "Nguyễn Thị Ánh", "Đặng Hữu Nghĩa", "Lê Văn Cảnh")


class Stage:
    """A ceremony and those who plan it and tick, an act a method."""

    def __init__(self, desk, ceremony):
        self.desk, self.key = desk, ceremony.public_id

    @property
    def ceremony(self):
        db.session.rollback()
        return db.session.query(Ceremony).filter_by(public_id=self.key).one()

    @property
    def program(self):
        return queries.program_of(self.ceremony)

    @property
    def names(self):
        return [[line.item.name for line in turn.lines] for turn in self.program.turns]

    def line(self, name):
        return next(line for line in self.program.lines if line.item.name == name)

    def hold(self):
        clock.move_to(THE_DAY)
        db.session.commit()
        with unit_of_work():
            planning.hold(self.key, actor=self.desk.secretary)

    def tick(self, name, act, *, seen="waiting:unknown", actor=None, **said):
        line = self.line(name).public_id
        with unit_of_work():
            handing.settle(
                self.key, line, act, Receipt(**said), seen=seen, actor=actor or self.desk.clerk
            )

    def close(self):
        with unit_of_work():
            planning.close(self.key, actor=self.desk.secretary)


@pytest.fixture
def issue(desk, long_an):
    """Write an issued decision down at once: what is tested begins where its paper ended."""
    numbers = iter(range(1, 100))

    def make(*names, kind=RecipientKind.PERSON, award="Giấy khen của Cục trưởng", amount=1_490_000,
             award_id=None, organisation=None, issuer="", nominations=()):  # fmt: skip
        number, office = next(numbers), organisation or long_an.department
        paper = Paper(
            organisation_id=office.id, kind=PaperKind.DECISION, title=f"Quyết định {number}",
            purpose="decision", series="QĐ", symbol="QĐ-CQLTT", status=PaperStatus.ISSUED,
            number_text=f"{number}/QĐ-CQLTT", dated=clock.today(), issuer_text=issuer,
            direction=Direction.INCOMING if issuer else Direction.OUTGOING,
        )  # fmt: skip
        decision = Decision(
            paper=paper, organisation=office, award_name=award,
            origin=Origin.RECEIVED if issuer else Origin.MADE_HERE,
        )  # fmt: skip
        db.session.add(decision)
        db.session.flush()
        db.session.add_all(
            DecisionItem(
                decision_id=decision.id, kind=kind, name=name, name_fold=fold(name),
                unit_name="Đội 3" if kind is RecipientKind.PERSON else "", award_name=award,
                award_id=award_id, ordinal=at, prize_amount=amount, status=ItemStatus.AWARDED,
                nomination_id=nominations[at - 1] if nominations else None,
            )
            for at, name in enumerate(names, start=1)
        )  # fmt: skip
        db.session.commit()
        return decision

    return make


@pytest.fixture
def plan(desk):
    def make(*decisions, way=Way.STAGE, actor=None, **changed):
        with unit_of_work():
            return Stage(
                desk,
                planning.plan(
                    Plan(**(vars(PLAN) | changed)), items=(), way=way,
                    decisions={one.public_id for one in decisions},
                    actor=actor or desk.secretary,
                ),
            )  # fmt: skip

    return make


@pytest.fixture
def stage(issue, plan):
    """Two teams and four people at a ceremony, three going up together."""
    return plan(issue(*TEAMS, kind=RecipientKind.COLLECTIVE), issue(*PEOPLE))
