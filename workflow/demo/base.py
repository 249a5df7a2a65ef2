"""The demo's ground: organisations, people, councils, rounds, books, holidays, the catalogue."""

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import select

from workflow.accounts.delegating.models import Delegation
from workflow.accounts.delegating.states import SignedKind, Way
from workflow.accounts.models import Role, RoleGrant, User
from workflow.awards.models import Route
from workflow.awards.services import add_own_award
from workflow.core import clock, numbers
from workflow.core.actors import SYSTEM
from workflow.core.db import db
from workflow.core.text import fold, sort_key
from workflow.core.working_days import DayKind, SpecialDay
from workflow.councils.models import Council, Seat
from workflow.councils.states import SeatPost
from workflow.emulation.models import Round
from workflow.organisations.models import Organisation, OrganisationKind
from workflow.recipients.models import Membership, Recipient, RecipientKind

DATA = Path(__file__).with_name("data")
SINCE = date(2018, 10, 12)
LAST_NUMBER_BEFORE_THE_DEMO = 845
HOLIDAYS = (
    (date(2021, 1, 1), DayKind.OFF, "Tết Dương lịch"),
    *((date(2021, 2, day), DayKind.OFF, "Tết Nguyên đán Tân Sửu") for day in range(10, 17)),
    (date(2021, 4, 21), DayKind.OFF, "Giỗ Tổ Hùng Vương"),
    (date(2021, 4, 30), DayKind.OFF, "Ngày Chiến thắng"),
    (date(2021, 5, 3), DayKind.OFF, "Nghỉ bù ngày Quốc tế Lao động"),
)
COUNCILS = {
    "la": "Hội đồng Thi đua - Khen thưởng Cục Quản lý thị trường tỉnh Long An",
    "tcqltt": "Hội đồng Thi đua - Khen thưởng Tổng cục Quản lý thị trường",
    "bct": "Hội đồng Thi đua - Khen thưởng Bộ Công Thương",
}


def rows(name: str) -> Iterator[dict[str, str]]:
    """Return the lines of one table of the demo."""
    with (DATA / f"{name}.csv").open(encoding="utf-8") as source:
        yield from csv.DictReader(source)


def load_organisations() -> dict[str, Organisation]:
    made: dict[str, Organisation] = {}
    for row in rows("organisations"):
        parent, beside = made.get(row["parent"]), made.get(row["beside"])
        made[row["key"]] = organisation = Organisation(
            name=row["name"], short_name=row["short_name"], name_fold=fold(row["name"]),
            kind=OrganisationKind(row["kind"]), symbol=row["symbol"], place=row["place"],
            parent_id=parent.id if parent else None, beside_id=beside.id if beside else None,
            head_post=row["head_post"], heading_parent=row["heading_parent"].replace("|", "\n"),
            heading_name=row["heading_name"].replace("|", "\n"),
            valid_from=date.fromisoformat(row["valid_from"]),
        )  # fmt: skip
        db.session.add(organisation)
        db.session.flush()
    return made


def load_councils(at: dict[str, Organisation]) -> dict[str, Council]:
    made = {
        key: Council(
            organisation_id=at[key].id,
            name=name,
            symbol="HĐTĐKT",
            valid_from=SINCE,
            may_consult=key == "la",
        )
        for key, name in COUNCILS.items()
    }
    db.session.add_all(made.values())
    db.session.flush()
    return made


def load_users(at: dict[str, Organisation], councils: dict[str, Council]) -> dict[str, User]:
    made: dict[str, User] = {}
    for rank, row in enumerate(rows("users")):
        made[row["login"]] = user = User(login=row["login"], name=row["name"], title=row["title"])
        db.session.add(user)
        db.session.flush()
        for role in row["roles"].split():
            _grant(user, role, at[row["organisation"]])
        if row["council"]:
            post = SeatPost(row["seat"])
            order = list(SeatPost).index(post) * 100 + rank
            db.session.add(
                Seat(council_id=councils[row["council"]].id, user_id=user.id, post=post,
                     rank=order, valid_from=SINCE)
            )  # fmt: skip
    # One man is deputy director here and chairman there.
    _grant(made["pho-cuc-truong"], Role.HEAD, at["cd-la"])
    _delegate(made, at)
    return made


def _delegate(made: dict[str, User], at: dict[str, Organisation]) -> None:
    """Deputies sign for their heads; the head of the office signs copies by order."""
    papers = [kind.value for kind in SignedKind if kind is not SignedKind.COPY]
    for place, way, giver, holder, post, kinds in (
        ("la", Way.DEPUTY, "cuc-truong", "pho-cuc-truong", "Phó Cục trưởng", papers),
        ("la", Way.BY_ORDER, "cuc-truong", "uv-2", "Trưởng phòng Nghiệp vụ - Tổng hợp",
         [SignedKind.COPY.value]),
        ("tcqltt", Way.DEPUTY, "tc-truong", "tc-uv-1", "Phó Tổng cục trưởng", papers),
    ):  # fmt: skip
        db.session.add(
            Delegation(
                organisation_id=at[place].id, way=way, giver_id=made[giver].id,
                holder_id=made[holder].id, post=post, kinds=kinds, valid_from=SINCE,
                basis_number="Quy chế làm việc", basis_date=SINCE, entered_at=clock.now(),
            )
        )  # fmt: skip


def _grant(user: User, role: str, organisation: Organisation) -> None:
    db.session.add(
        RoleGrant(
            user_id=user.id, organisation_id=organisation.id, role=Role(role), valid_from=SINCE
        )
    )


def load_awards(at: dict[str, Organisation]) -> None:
    """Enter the union's own two forms, given without a council."""
    for code, name, subject in (
        ("GKCD_CN", "Giấy khen (cá nhân)", "individual"),
        ("GKCD_TT", "Giấy khen (tập thể)", "collective"),
    ):
        add_own_award(
            at["cd-la"], code=code, name=name, subject=subject, valid_from=SINCE, actor=SYSTEM,
            decider_post="Chủ tịch Công đoàn cơ sở", route=Route.DIRECT,
        )  # fmt: skip


def load_recipients(
    at: dict[str, Organisation], users: dict[str, User]
) -> dict[tuple[str, str], Recipient]:
    """Return everyone who can be rewarded, by unit and name; a person of two units is one row."""
    accounts = {user.name: user for user in users.values()}
    persons: dict[str, Recipient] = {}
    found: dict[tuple[str, str], Recipient] = {}
    for row in rows("nominees"):
        unit, raw = at[row["unit"]], row["name"]
        if raw.startswith("*"):
            name = raw[1:] or unit.name
            kind, organisation = RecipientKind.COLLECTIVE, unit if raw == "*" else None
        else:
            name, kind, organisation = raw, RecipientKind.PERSON, None
        recipient = persons.get(name) or _recipient(name, kind, organisation, accounts.get(name))
        persons[name] = found[row["unit"], raw] = recipient
        db.session.add(
            Membership(recipient_id=recipient.id, organisation_id=unit.id, post=row["post"],
                       valid_from=SINCE)
        )  # fmt: skip
    team3 = at["la-3"]
    collective = _recipient(team3.name, RecipientKind.COLLECTIVE, team3, None)
    db.session.add(
        Membership(recipient_id=collective.id, organisation_id=team3.id, valid_from=SINCE)
    )
    return found


def _recipient(
    name: str, kind: RecipientKind, organisation: Organisation | None, user: User | None
) -> Recipient:
    recipient = Recipient(
        kind=kind, name=name, name_fold=fold(name), sort_key=sort_key(name),
        organisation_id=organisation.id if organisation else None,
        user_id=user.id if user else None,
    )  # fmt: skip
    db.session.add(recipient)
    db.session.flush()
    return recipient


def load_rounds(at: dict[str, Organisation]) -> dict[str, Round]:
    made = {}
    for key, name in (
        ("la", "Khen thưởng tổng kết năm 2020"),
        ("cd-la", "Khen thưởng công tác công đoàn năm 2020"),
    ):
        made[key] = Round(
            organisation_id=at[key].id, name=name, year=2020, opens_on=date(2020, 12, 14),
            due_at=datetime(2020, 12, 22, 10, tzinfo=UTC), check_by=date(2020, 12, 24),
            meets_on=date(2020, 12, 28), ceremony_on=date(2020, 12, 31),
        )  # fmt: skip
    db.session.add_all(made.values())
    db.session.flush()
    return made


def load_books(at: dict[str, Organisation]) -> None:
    """Open the department's decision book at 846, as an office that joins in mid-year does."""
    numbers.open_book(at["la"].id, "QĐ", 2020, first=LAST_NUMBER_BEFORE_THE_DEMO + 1)
    for day, kind, name in HOLIDAYS:
        if db.session.scalar(select(SpecialDay.day).where(SpecialDay.day == day)) is None:
            db.session.add(SpecialDay(day=day, kind=kind, name=name))
    db.session.flush()
