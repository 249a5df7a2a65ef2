"""The tree of organisations with their people, councils, rounds and everybody who can be named."""

# Rows are written by short calls whose arguments come in the order of the row.
# ruff: noqa: PLR0917

from datetime import date

from bench import names
from bench.world import PEOPLE_A_COLLECTIVE, SINCE, TODAY, YEARS, Person, Place, World, at
from workflow.accounts.models import Role, RoleGrant, User
from workflow.core.text import fold, sort_key
from workflow.councils.models import Council, Seat
from workflow.councils.states import SeatPost
from workflow.emulation.models import Round
from workflow.organisations.models import Organisation, OrganisationKind
from workflow.recipients.models import Membership, Recipient, RecipientKind

COUNCILS = 10  # departments with a council, besides the ministry and the general department
SEATS = 9
OFFICE_ROLES = ("secretary", "head", "clerk", "archivist")
UNIT_ROLES = ("officer", "unit_head")


def build(world: World) -> None:
    """Write the organisations and all that hangs on them alone."""
    ministry = _place(world, "Bộ Công Thương", OrganisationKind.MINISTRY, "BCT", "Bộ trưởng", None)
    general = _place(
        world, "Tổng cục Quản lý thị trường", OrganisationKind.GENERAL_DEPARTMENT, "TCQLTT",
        "Tổng cục trưởng", ministry,
    )  # fmt: skip
    size = world.size
    departments = [
        _place(world, f"Cục Quản lý thị trường tỉnh {names.province(index)}",
               OrganisationKind.DEPARTMENT, "CQLTT", "Cục trưởng", general)
        for index in range(size.departments)
    ]  # fmt: skip
    for index in range(size.units):
        department = departments[index % size.departments]
        number = len(department.units) + 1
        unit = _place(world, f"Đội Quản lý thị trường số {number}", OrganisationKind.UNIT, "",
                      "Đội trưởng", department)  # fmt: skip
        department.units.append(unit)
    for index, place in enumerate([ministry, general, *departments]):
        _office(world, place, has_council=index < COUNCILS + 2)
    for index, department in enumerate(departments):
        units = department.units
        for rank, unit in enumerate(units):
            _unit(world, unit, size.people_of(index, rank, len(units)))


def _place(
    world: World, name: str, kind: OrganisationKind, symbol: str, post: str, parent: Place | None
) -> Place:
    short = name.replace("Quản lý thị trường", "QLTT").replace("tỉnh ", "")
    place_id = world.sink.add(
        Organisation, name=name, short_name=short, name_fold=fold(name), kind=kind, symbol=symbol,
        parent_id=parent.id if parent else None, place="Hà Nội", head_post=post, valid_from=SINCE,
        heading_name=name.upper(), heading_parent=parent.name.upper() if parent else "",
    )  # fmt: skip
    place = Place(place_id, name, short, kind, symbol, post, parent)
    world.places.append(place)
    return place


def _user(world: World, place: Place, login: str, *roles: str) -> tuple[int, str]:
    """Write an account whose login says where it works: clerk.3 is the clerk of organisation 3."""
    name = names.person(world.random)
    user_id = world.sink.add(User, login=f"{login}.{place.id}", name=name, title=place.short_name,
                             name_fold=fold(name), sort_key=sort_key(name))  # fmt: skip
    for role in roles:
        world.sink.add(RoleGrant, user_id=user_id, organisation_id=place.id, role=Role(role),
                       valid_from=SINCE)  # fmt: skip
        place.users[role] = user_id, name
    return user_id, name


def _office(world: World, place: Place, *, has_council: bool) -> None:
    for role in OFFICE_ROLES:
        _user(world, place, role, role)
    if has_council:
        _council(world, place)
    for year in YEARS:
        due = date(year, 6, 30) if year == TODAY.year else date(year, 12, 22)
        world.rounds[place.id, year] = world.sink.add(
            Round, organisation_id=place.id, name=f"Khen thưởng tổng kết năm {year}", year=year,
            opens_on=date(year, 1, 15), due_at=at(due, 17), check_by=due, meets_on=due,
            ceremony_on=date(year, 12, 31),
        )  # fmt: skip


def _council(world: World, place: Place) -> None:
    place.council_id = world.sink.add(
        Council, organisation_id=place.id, symbol="HĐTĐKT", valid_from=SINCE,
        name=f"Hội đồng Thi đua - Khen thưởng {place.name}",
    )  # fmt: skip
    place.members = [place.users["head"], place.users["secretary"]]
    place.members += [_user(world, place, f"member{seat}") for seat in range(3, SEATS + 1)]
    # A member holds no role in the office: a seat is personal, and some right to sign in.
    for seat, (user_id, _name) in enumerate(place.members):
        post = (SeatPost.CHAIR, SeatPost.SECRETARY)[seat] if seat < 2 else SeatPost.MEMBER
        world.sink.add(Seat, council_id=place.council_id, user_id=user_id, post=post, rank=seat,
                       valid_from=SINCE)  # fmt: skip
        if seat >= 2:
            world.sink.add(RoleGrant, user_id=user_id, organisation_id=place.id, role=Role.OFFICER,
                           valid_from=SINCE)  # fmt: skip


def _unit(world: World, unit: Place, people: int) -> None:
    for role in UNIT_ROLES:
        _user(world, unit, role, role)
    for number in range(people // PEOPLE_A_COLLECTIVE):
        name = f"Tổ công tác số {number}, {unit.name}" if number else unit.name
        unit.collectives.append(_recipient(world, unit, name, RecipientKind.COLLECTIVE))
    for _index in range(people):
        unit.persons.append(
            _recipient(world, unit, names.person(world.random), RecipientKind.PERSON)
        )


def _recipient(world: World, unit: Place, name: str, kind: RecipientKind) -> Person:
    post = world.random.choice(names.POSTS) if kind is RecipientKind.PERSON else ""
    recipient_id = world.sink.add(
        Recipient, kind=kind, name=name, name_fold=fold(name), sort_key=sort_key(name),
        organisation_id=unit.id if name == unit.name else None,
    )  # fmt: skip
    world.sink.add(Membership, recipient_id=recipient_id, organisation_id=unit.id, post=post,
                   valid_from=SINCE)  # fmt: skip
    return Person(recipient_id, name, fold(name), kind, unit.id, unit.short_name, post)
