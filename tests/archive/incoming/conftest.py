"""A clerk's desk on 18 December 2020: papers come in, people are there to handle them."""

from dataclasses import replace
from datetime import date

import pytest

from workflow.archive.incoming import handling
from workflow.archive.incoming.entering import Sheet, enter
from workflow.archive.incoming.handling import Task
from workflow.core.db import db

TODAY = date(2020, 12, 18)
LETTER = Sheet(
    kind_text="Công văn", title="Về việc báo cáo kết quả thi đua năm 2020",
    issuer="Tổng cục Quản lý thị trường", arrived_on=TODAY, number_text="297/TCQLTT-TCHC",
    date_text="16/12/2020",
)  # fmt: skip


class Office:
    """The department's people with the acts each of them does."""

    def __init__(self, long_an, actor, officer):
        here = long_an.department
        self.id, self.officer_user = here.id, officer
        self.clerk, self.head = actor(long_an.clerk, here), actor(long_an.head, here)
        self.secretary, self.officer = actor(long_an.secretary, here), actor(officer, here)
        self.stranger = actor(long_an.stranger, long_an.elsewhere)
        self.team = actor(long_an.officer, long_an.team3)

    def receive(self, **changes):
        arrival = enter(replace(LETTER, **changes), actor=self.clerk)
        db.session.commit()
        return arrival

    def task(self, arrival, **fields):
        given = {"version": arrival.version, "handler": self.officer_user.public_id}
        return Task(**(given | fields))

    def assign(self, arrival, **fields):
        task = self.task(arrival, **({"directly": True} | fields))
        handling.assign(arrival.public_id, task, actor=self.clerk)
        db.session.commit()
        return arrival

    def take(self, arrival):
        handling.take(arrival.public_id, actor=self.officer)
        db.session.commit()
        return arrival

    def in_hand(self, **fields):
        return self.take(self.assign(self.receive(), **fields))


@pytest.fixture
def officer(long_an, make_user):
    return make_user(long_an.department, "officer", name="Vũ Thị Khanh", title="Chuyên viên")


@pytest.fixture
def office(long_an, actor, officer):
    return Office(long_an, actor, officer)
