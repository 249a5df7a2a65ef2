"""The conference of 31/12/2020 as Long An's secretary has planned it; nobody is on its list yet."""

from datetime import UTC, datetime

from sqlalchemy import select

from workflow.accounts.models import Role
from workflow.accounts.queries import users_with
from workflow.accounts.sessions import actor_of
from workflow.core import clock
from workflow.core.db import db
from workflow.decisions.presenting.services.planning import Plan, plan
from workflow.decisions.presenting.states import Way
from workflow.organisations.models import Organisation

LONG_AN = "Cục QLTT Long An"
CONFERENCE = Plan(
    title="Hội nghị công chức, người lao động năm 2020",
    starts_at=datetime(2020, 12, 31, 7, 0, tzinfo=UTC),  # 14:00 in the office
    place="Hội trường Cục Quản lý thị trường tỉnh Long An",
    host="Công đoàn cơ sở phối hợp với lãnh đạo Cục", per_turn=10,
)  # fmt: skip


def plan_conference() -> None:
    """Plan it as the article has it: that afternoon, in the department's hall."""
    office = db.session.scalars(
        select(Organisation).where(Organisation.short_name == LONG_AN)
    ).one()
    secretary = users_with(Role.SECRETARY, office.id, clock.today())[0]
    plan(CONFERENCE, items=(), decisions=(), way=Way.STAGE, actor=actor_of(secretary, office.id))
