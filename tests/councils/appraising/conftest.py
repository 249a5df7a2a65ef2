"""A council that appraises: two criteria of twenty and ten points, two sheets a nomination."""

import pytest

from tests.factories.councils import member_actor
from workflow.core.db import db
from workflow.core.unit_of_work import unit_of_work
from workflow.councils.appraising.applying import apply_outcome
from workflow.councils.appraising.assigning import assign
from workflow.councils.appraising.board import read_appraisal
from workflow.councils.appraising.choices import Grouping, Outcome, Recommendation
from workflow.councils.appraising.models import AppraisalCriterion, AppraisalRule
from workflow.councils.appraising.writing import Draft, hand_in
from workflow.councils.queries import agenda_of
from workflow.councils.states import SessionStatus


class Appraising:
    """A meeting whose rows are assigned and appraised by short calls."""

    def __init__(self, meeting, keys):
        self.meeting, self.session, self.secretary = meeting, meeting.session, meeting.secretary
        self.members, self.keys = meeting.members, keys
        self.id = meeting.session.public_id

    def actor(self, at):
        return member_actor(self.members[at])

    def read(self, actor):
        return read_appraisal(self.session, actor)

    def assign(self, *members, by=Grouping.AWARD):
        chosen = [self.members[at].public_id for at in members or range(len(self.members))]
        with unit_of_work():
            return assign(self.id, by, chosen, actor=self.secretary)

    def sheets(self, at):
        return [row.mine for row in self.read(self.actor(at)).mine]

    def sheet(self, at, name="Bùi Thị H1"):
        rows = self.read(self.actor(at)).rows
        return next(row.mine for row in rows if row.nomination.recipient.name == name)

    def draft(self, *points, recommendation=Recommendation.REWARD, remark="Rõ thành tích"):
        return Draft(dict(zip(self.keys, points, strict=False)), recommendation, remark)

    def hands_in(self, at, *points, name="Bùi Thị H1", **said):
        sheet = self.sheet(at, name)
        with unit_of_work():
            return hand_in(self.id, sheet.public_id, self.draft(*(points or (18, 9)), **said),
                           version=sheet.version, actor=self.actor(at))  # fmt: skip

    def row(self, actor, name="Bùi Thị H1"):
        return next(r for r in self.read(actor).rows if r.nomination.recipient.name == name)

    def said(self, actor, name="Bùi Thị H1"):
        """The words an actor sees of a row: members by place, with their totals."""
        return [(self.members.index(s.user), s.total) for s in self.row(actor, name).shown]

    def records(self, actor, outcome=Outcome.VOTE, note="", **read):
        """Record a result of rows named as arguments, with how many sheets were read of each."""
        items = {row.nomination.recipient.name: row.id for row in agenda_of(self.session.id)}
        seen = {items[name.replace("_", " ")]: number for name, number in read.items()}
        with unit_of_work():
            return apply_outcome(self.id, seen, outcome, note, actor=actor)


@pytest.fixture
def appraising(make_meeting):
    def make(*, wanted=2, spread=20, status=SessionStatus.CONVENED, criteria=True, **options):
        meeting = make_meeting(status, **options)
        db.session.add(
            AppraisalRule(council_id=meeting.council.id, asked=True, wanted=wanted,
                          most_spread=spread)
        )  # fmt: skip
        rows = [
            AppraisalCriterion(council_id=meeting.council.id, name=name, most=most, rank=rank)
            for rank, (name, most) in enumerate([("Thành tích", 20), ("Hồ sơ", 10)], start=1)
        ]
        if criteria:
            db.session.add_all(rows)
        db.session.commit()
        return Appraising(meeting, [row.public_id for row in rows])

    return make
