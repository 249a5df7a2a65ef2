"""The Long An story in small: a department, two units, its round, its awards, its people."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial

import pytest

from workflow.accounts.models import User
from workflow.awards.models import Award, AwardKind, AwardVersion, Route
from workflow.core.db import db
from workflow.emulation.models import Round
from workflow.organisations.models import Organisation, OrganisationKind


@dataclass
class LongAn:
    """Who and what a test of the main job needs. Every role is a different person."""

    ministry: Organisation
    general: Organisation
    department: Organisation
    team3: Organisation
    team1: Organisation
    officer: User
    unit_head: User
    secretary: User
    head: User
    clerk: User
    archivist: User
    stranger: User  # holds every role, in another department
    elsewhere: Organisation
    round: Round
    certificate_person: AwardVersion  # Giấy khen, cá nhân
    certificate_collective: AwardVersion
    minister_person: AwardVersion  # Bằng khen của Bộ trưởng, cá nhân


def make_award_version(code, name, subject, kind, post, *, commit=True, **fields):
    version = AwardVersion(
        award=Award(code=code, kind=AwardKind.FORM), name=name, subject=subject, decider_kind=kind, decider_post=post,
        valid_from=date(2004, 7, 1), valid_to=date(2023, 12, 31), verified="partly",
        **({"route": Route.COUNCIL} | fields),
    )  # fmt: skip
    db.session.add(version)
    if commit:
        db.session.commit()
    return version


@pytest.fixture
def long_an(make_organisation, make_user):
    """Written by one commit: some two thousand tests begin with it."""
    make_organisation, make_user = (
        partial(make_organisation, commit=False),
        partial(make_user, commit=False),
    )
    make_version = partial(make_award_version, commit=False)
    kinds = OrganisationKind
    ministry = make_organisation("Bộ Công Thương", symbol="BCT", kind=kinds.MINISTRY, place="Hà Nội",
                                 head_post="Bộ trưởng")  # fmt: skip
    general = make_organisation("Tổng cục Quản lý thị trường", symbol="TCQLTT", parent=ministry,
                                kind=kinds.GENERAL_DEPARTMENT, place="Hà Nội",
                                head_post="Tổng cục trưởng")  # fmt: skip
    department = make_organisation(parent=general, short="Cục QLTT Long An")
    team3 = make_organisation("Đội Quản lý thị trường số 3", short="Đội QLTT số 3", symbol="ĐQLTT3",
                              parent=department, kind=kinds.UNIT, head_post="Đội trưởng")  # fmt: skip
    team1 = make_organisation("Đội Quản lý thị trường số 1", short="Đội QLTT số 1", symbol="ĐQLTT1",
                              parent=department, kind=kinds.UNIT, head_post="Đội trưởng")  # fmt: skip
    elsewhere = make_organisation("Cục Quản lý thị trường tỉnh Đồng Nai", parent=general,
                                  short="Cục QLTT Đồng Nai", place="Đồng Nai")  # fmt: skip
    award_round = Round(
        organisation=department, name="Khen thưởng tổng kết năm 2020", year=2020,
        opens_on=date(2020, 12, 14), due_at=datetime(2020, 12, 22, 10, tzinfo=UTC),
        check_by=date(2020, 12, 24), meets_on=date(2020, 12, 28), ceremony_on=date(2020, 12, 31),
    )  # fmt: skip
    db.session.add(award_round)
    every_role = (
        "officer",
        "unit_head",
        "secretary",
        "head",
        "clerk",
        "archivist",
        "administrator",
    )
    found = LongAn(
        ministry, general, department, team3, team1,
        officer=make_user(team3, "officer", name="Trần Thị B"),
        unit_head=make_user(team3, "unit_head", name="Đỗ Văn G"),
        secretary=make_user(department, "secretary", name="Lê Văn C"),
        head=make_user(department, "head", name="Nguyễn Văn A"),
        clerk=make_user(department, "clerk", name="Hoàng Thị E"),
        archivist=make_user(department, "archivist", name="Phạm Thị D"),
        stranger=make_user(elsewhere, *every_role, name="Người lạ"),
        elsewhere=elsewhere,
        round=award_round,
        certificate_person=make_version(
            "GK_CN", "Giấy khen", "individual", kinds.DEPARTMENT, "Cục trưởng"),
        certificate_collective=make_version(
            "GK_TT", "Giấy khen", "collective", kinds.DEPARTMENT, "Cục trưởng"),
        minister_person=make_version(
            "BKBT_CN", "Bằng khen", "individual", kinds.MINISTRY, "Bộ trưởng"),
    )  # fmt: skip
    db.session.commit()
    return found
