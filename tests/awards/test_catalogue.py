"""The catalogue: dated rows, read once, nothing guessed."""

from datetime import date

import pytest
from sqlalchemy import select

from workflow.awards import catalogue
from workflow.awards.catalogue import decider_kind
from workflow.awards.models import AwardKind, AwardVersion
from workflow.awards.queries import decider_of, decides_here, find_version, fits, offered_to
from workflow.awards.services import add_own_award
from workflow.awards.wording import printed_name
from workflow.core.actors import SYSTEM
from workflow.core.db import db
from workflow.organisations.models import OrganisationKind
from workflow.recipients.models import RecipientKind

YEAR_2020, YEAR_2024 = date(2020, 12, 31), date(2024, 6, 1)


@pytest.fixture
def loaded(database):
    added = catalogue.load()
    db.session.commit()
    return added


def test_every_row_of_both_tables_becomes_a_version(loaded):
    assert loaded == 72 + 12


def test_loading_again_adds_nothing(loaded):
    assert (catalogue.load(), db.session.query(AwardVersion).count()) == (0, 84)


@pytest.mark.parametrize(
    ("day", "legal"), [(YEAR_2020, "Circular 16/2018/TT-BCT"), (YEAR_2024, "Law 06/2022/QH15")]
)
def test_the_day_picks_the_rule(loaded, day, legal):
    assert find_version("BKBT_CN", day).legal_basis.startswith(legal)


def test_empty_cells_stay_unknown(loaded):
    before = find_version("CSTDCS", YEAR_2020)

    assert (before.vote_numerator, before.vote_strict, before.secret_ballot) == (None, None, None)


def test_a_threshold_is_a_fraction_and_a_flag(loaded):
    now = find_version("CSTDCS", YEAR_2024)

    assert (now.vote_numerator, now.vote_denominator, now.vote_strict, now.secret_ballot) == (
        4,
        5,
        False,
        True,
    )


@pytest.mark.parametrize(("decider", "authority", "expected"), [
    ("UNIT_HEAD", "Head of legal-entity unit", OrganisationKind.DEPARTMENT),
    ("MINISTER_OR_PROVINCIAL_CHAIR", "Minister or equivalent", OrganisationKind.MINISTRY),
    ("MINISTER_OR_PROVINCIAL_CHAIR", "Chair of provincial People's Committee (unverified)", None),
    ("PRESIDENT", "State President", None),
    ("COMMANDER", "Armed-forces commander", None),
    ("OTHER", "Chair of Ha Noi People's Committee", None),
])  # fmt: skip
def test_an_unknown_decider_is_never_guessed(decider, authority, expected):
    assert decider_kind(decider, authority) == expected


def test_the_decider_is_the_nearest_office_up_the_line(long_an):
    award, minister = long_an.certificate_person, long_an.minister_person

    assert decider_of(award, long_an.team3) == long_an.department
    assert decider_of(minister, long_an.team3) == long_an.ministry
    assert (decides_here(award, long_an.department), decides_here(award, long_an.team3)) == (
        True,
        False,
    )


def test_only_awards_somebody_up_the_line_decides_are_offered(long_an, loaded):
    codes = {one.award.code for one in offered_to(long_an.team3, YEAR_2024)}

    assert {"GK_CN", "CSTDCS", "BKBT_TT"} <= codes
    assert not codes & {"BKTTG_CN", "HCLD3_CN", "LDTT_X", "CSTT"}


def test_a_unions_own_award_is_offered_to_the_union_alone(long_an, make_organisation):
    union = make_organisation(
        "Công đoàn cơ sở Cục QLTT", symbol="CĐCS", kind=OrganisationKind.UNION
    )
    own = add_own_award(union, code="GK_CD_CN", name="Giấy khen của Ban Chấp hành Công đoàn cơ sở",
                        subject="individual", valid_from=date(2018, 1, 1), actor=SYSTEM)  # fmt: skip
    db.session.commit()

    assert offered_to(union, YEAR_2020) == [own]
    assert own not in offered_to(long_an.team3, YEAR_2020)
    assert (decider_of(own, union), decides_here(own, long_an.department)) == (union, False)


def test_kinds_of_recipients_fit_what_the_catalogue_says():
    both = AwardVersion(subject="individual|collective")

    assert [fits(both, kind) for kind in RecipientKind] == [True, True, False]


@pytest.mark.parametrize(("code", "who", "expected"), [
    ("GK_CN", "department", "Giấy khen của Cục trưởng"),
    ("BKBT_CN", "ministry", "Bằng khen của Bộ trưởng Bộ Công Thương"),
    ("COBT", "ministry", "Cờ thi đua của Bộ Công Thương"),
    ("CSTDCS", "department", "Chiến sĩ thi đua cơ sở"),
    ("BKBT_CN", None, "Bằng khen của bộ, ban, ngành, tỉnh"),
])  # fmt: skip
def test_an_award_is_printed_as_people_write_it(long_an, loaded, code, who, expected):
    decider = getattr(long_an, who) if who else None

    assert printed_name(find_version(code, YEAR_2024), decider) == expected


def test_titles_and_forms_are_told_apart(loaded):
    kinds = [find_version(code, YEAR_2024).award.kind for code in ("CSTDCS", "GK_CN")]

    assert kinds == [AwardKind.TITLE, AwardKind.FORM]


def test_every_award_begins_with_a_checklist_and_some_ask_for_more(database):
    catalogue.load()

    lengths = {
        version.award.code: len(version.checklist.split("\n"))
        for version in db.session.scalars(select(AwardVersion))
    }
    assert min(lengths.values()) == 3
    assert (lengths["GK_CN"], lengths["BKBT_CN"], lengths["CSTDBT"]) == (3, 4, 5)
