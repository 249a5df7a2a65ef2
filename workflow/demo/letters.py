"""Two letters that came to the department that week: one instructed, one before the leader."""

from datetime import UTC, date, datetime

from sqlalchemy import select

from workflow.accounts.models import Role
from workflow.accounts.queries import users_with
from workflow.accounts.sessions import actor_of
from workflow.archive.incoming.entering import Sheet, enter
from workflow.archive.incoming.handling import Task, instruct
from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.demo.base import rows
from workflow.organisations.models import Organisation

LETTER = "Công văn"
ENTERED_AT = datetime(2020, 12, 17, 2, 0, tzinfo=UTC)
COVID = Sheet(
    kind_text=LETTER, number_text="6214/UBND-VHXH", date_text="15/12/2020",
    issuer="UBND tỉnh Long An", signer_post="Phó Chủ tịch", signer_name="Lê Thị Ánh",
    title="V/v đề nghị khen thưởng thành tích phòng, chống dịch Covid-19 năm 2020",
    arrived_on=date(2020, 12, 17), pages=2,
)  # fmt: skip
REPORT = Sheet(
    kind_text=LETTER, number_text="2468/TCQLTT-TCCB", date_text="14/12/2020",
    issuer="Tổng cục Quản lý thị trường", signer_post="Phó Tổng cục trưởng",
    signer_name="Đinh Quang Khải", arrived_on=date(2020, 12, 17), pages=3,
    title="V/v báo cáo tổng kết công tác thi đua, khen thưởng năm 2020",
)  # fmt: skip


def load_letters() -> None:
    """Enter both as the clerk would, and have the head say who handles the first."""
    clock.move_to(ENTERED_AT)
    name = next(row["name"] for row in rows("organisations") if row["key"] == "la")
    office = db.session.scalars(select(Organisation).where(Organisation.name == name)).one()
    clerk, head = (_of(role, office) for role in (Role.CLERK, Role.HEAD))
    first = enter(COVID, actor=clerk)
    enter(REPORT, actor=clerk)
    db.session.flush()
    told = Task(
        version=first.version, unit_name="Phòng Tổ chức - Hành chính", days=5,
        instruction="Tham mưu danh sách đề nghị, trình lãnh đạo Cục.",
    )  # fmt: skip
    instruct(first.public_id, told, actor=head)


def _of(role: Role, office: Organisation) -> Actor:
    return actor_of(users_with(role, office.id, clock.today())[0], office.id)
