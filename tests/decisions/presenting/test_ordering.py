"""The order of honour, as properties: nobody lost, nobody before a higher award, stable."""

import csv
from itertools import chain, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories.story import make_award_version
from workflow.core.db import db
from workflow.core.errors import BadInput, NotAllowed, StaleEdit
from workflow.core.unit_of_work import unit_of_work
from workflow.core.written_numbers import in_words
from workflow.decisions.presenting import own_order
from workflow.decisions.presenting.ordering import (
    Honoured,
    evenly,
    honour_class,
    honour_key,
    place_for,
    turns_of,
)
from workflow.decisions.presenting.precedence import Tier, rank_of
from workflow.decisions.presenting.services import describing
from workflow.organisations.models import OrganisationKind
from workflow.recipients.models import RecipientKind as Kind
from workflow.settings import ROOT

OWN, PROVINCE = "Cục trưởng Cục Quản lý thị trường tỉnh Long An", "UBND tỉnh Long An"
AWARDS = (
    ("HCLD3_TT", "Huân chương Lao động hạng Ba"), ("COCP", "Cờ thi đua của Chính phủ"),
    ("BKTTG_CN", "Bằng khen của Thủ tướng Chính phủ"), ("TTLDXS", "Tập thể lao động xuất sắc"),
    ("CSTDBT", "Chiến sĩ thi đua Bộ Công Thương"), ("BKBT_CN", "Bằng khen của Bộ trưởng"),
    ("CSTDCS", "Chiến sĩ thi đua cơ sở"), ("GK_CN", "Giấy khen của Cục trưởng"),
)  # fmt: skip
people = st.lists(
    st.builds(
        lambda award, kind, name, unit: Honoured(award[0], award[1], OWN, kind, name, unit),
        st.sampled_from(AWARDS), st.sampled_from(list(Kind)),
        st.sampled_from(["Trần Quốc Bảo", "Nguyễn Thị Ánh", "Đặng Hữu Nghĩa", "Lê Văn Cảnh", ""]),
        st.sampled_from(["Đội số 2", "Đội số 10", ""]),
    ),
    max_size=15,
)  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(people, st.integers(1, 12))
def test_everybody_goes_up_once_with_their_own_kind_and_no_turn_is_too_big(rows, most):
    turns = turns_of(enumerate(rows), most)

    assert sorted(chain.from_iterable(turns)) == list(range(len(rows)))
    assert all(1 <= len(turn) <= most for turn in turns)
    assert all(len({honour_class(rows[at]) for at in turn}) == 1 for turn in turns)


@settings(max_examples=25, deadline=None)
@given(people, st.integers(1, 12), st.randoms(use_true_random=False))
def test_the_order_never_falls_and_does_not_depend_on_how_the_list_came(rows, most, random):
    mixed = random.sample(rows, len(rows))
    order, again = (
        [honour_key(some[at]) for at in chain.from_iterable(turns_of(enumerate(some), most))]
        for some in (rows, mixed)
    )

    assert all(one <= following for one, following in pairwise(order))
    assert again == order


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(), max_size=40), st.integers(1, 20))
def test_cutting_loses_nobody_and_no_part_is_two_bigger_than_another(rows, most):
    parts = evenly(rows, most)
    sizes = {len(part) for part in parts}

    assert list(chain.from_iterable(parts)) == rows
    assert max(sizes, default=0) - min(sizes, default=0) <= 1
    assert max(sizes, default=0) <= most
    assert len(parts) == -(-len(rows) // most)


def test_the_awards_stand_in_the_order_they_are_called():
    said = [Honoured(code, name, OWN, Kind.PERSON, "A", "") for code, name in reversed(AWARDS)]

    assert [one.code for one in sorted(said, key=honour_key)] == [code for code, _name in AWARDS]


@pytest.mark.parametrize(
    ("award", "issuer", "tier"),
    [
        ("Huân chương Lao động hạng Nhất", "Chủ tịch nước", 0),
        ("Bằng khen của Thủ tướng Chính phủ", "Thủ tướng Chính phủ", 1),
        ("Bằng khen", PROVINCE, 2),
        ("Bằng khen", "Bộ Công Thương", 2),
        ("Giấy khen", "Tổng cục Quản lý thị trường", 3),
        ("Giấy khen của Ban Chấp hành Công đoàn", "Công đoàn cơ sở", 3),
    ],
)
def test_a_sheet_from_outside_is_ranked_by_its_words(award, issuer, tier):
    assert honour_class(Honoured("", award, issuer, Kind.PERSON, "A"))[0] == tier


def test_every_award_of_the_catalogue_is_called_by_its_level_and_titles_before_commendations():
    path = ROOT / "workflow/awards/data/award_catalogue.csv"
    rows = list(csv.DictReader(path.read_text("utf-8").splitlines()))
    told = {
        row["code"]: rank_of(row["code"], row["name_vi"], "", row["level"]) for row in rows
    }  # fmt: skip
    tiers = {"grassroots": Tier.OFFICE, "ministry-province": Tier.MINISTRY}
    assert {code: tier for code, (tier, _place) in told.items()} == {
        row["code"]: tiers.get(row["level"])
        or (Tier.STATE if row["decider"] == "PRESIDENT" else Tier.GOVERNMENT)
        for row in rows
    }
    for tier in (Tier.GOVERNMENT, Tier.MINISTRY, Tier.OFFICE):
        places = {
            kind: [told[row["code"]][1] for row in rows
                   if row["kind"] == kind and told[row["code"]][0] is tier]
            for kind in ("title", "commendation")
        }  # fmt: skip
        assert max(places["title"]) < min(places["commendation"])


def test_teams_come_before_people_units_by_number_and_people_by_given_name():
    def person(name, unit):
        return Honoured("GK_CN", "Giấy khen", OWN, Kind.PERSON, name, unit)

    rows = [
        person("Trần Quốc Bảo", "Đội số 10"), person("Đặng Hữu Nghĩa", "Đội số 2"),
        person("Lê Văn Ánh", "Đội số 2"),
        Honoured("GK_TT", "Giấy khen", OWN, Kind.COLLECTIVE, "Đội số 10"),
        Honoured("GK_TT", "Giấy khen", OWN, Kind.COLLECTIVE, "Đội số 2"),
    ]  # fmt: skip
    assert [one.name for one in sorted(rows, key=honour_key)] == [
        "Đội số 2", "Đội số 10", "Lê Văn Ánh", "Đặng Hữu Nghĩa", "Trần Quốc Bảo",
    ]  # fmt: skip


def test_a_new_turn_goes_below_equals_and_above_what_ranks_lower():
    high, middle, low = ((tier, 0, "", 0) for tier in range(3))

    assert place_for(middle, [high, middle, low]) == 2
    assert place_for(high, [low]) == 0
    assert place_for(middle, [low, high]) == 0  # moved by hand: the first that ranks below stands
    assert place_for(low, []) == 0


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"), (15, "mười lăm"), (21, "hai mươi mốt"), (104, "một trăm linh bốn"),
        (24, "hai mươi tư"), (1_490_000, "một triệu bốn trăm chín mươi nghìn"),
        (47_680_000, "bốn mươi bảy triệu sáu trăm tám mươi nghìn"),
        (21_005_000, "hai mươi mốt triệu không trăm linh năm nghìn"),
        (2_000_000_000, "hai tỷ"),
        (1_000_000_000_005, "một nghìn tỷ không trăm linh năm"),
    ],
)  # fmt: skip
def test_sums_are_written_in_words(number, words):
    assert in_words(number) == words


def test_an_office_says_its_own_order_and_what_it_leaves_out_is_called_behind(
    desk, long_an, issue, plan
):
    kind, made = OrganisationKind.DEPARTMENT, []
    for name, code in (("An", "GK_NEW"), ("Bảo", "CSTDCS"), ("Cảnh", "BKTTG")):
        version = make_award_version(code, code, "individual", kind, "")
        made.append(issue(name, award=code, award_id=version.award_id))
    stage = plan(*made)
    assert [names[0] for names in stage.names] == ["Cảnh", "Bảo", "An"]

    def say(text, actor, version=0):
        with unit_of_work():
            own_order.set_order(text, source="Quy chế", version=version, actor=actor)

    foreign = make_award_version("LOCAL_X", "Riêng", "individual", kind, "").award
    foreign.owner_id = long_an.elsewhere.id
    db.session.commit()
    assert "LOCAL_X" not in own_order.current_order(desk.secretary).awards
    for text in ("", "LOCAL_X", "GK_NEW | Giấy khen\nXYZ", "CSTDCS\nCSTDCS_CN"):
        with pytest.raises(BadInput):
            say(text, desk.secretary)
    with pytest.raises(NotAllowed):
        say("GK_NEW", desk.clerk)
    say("GK_NEW | Giấy khen\nCSTDCS", desk.secretary)
    with pytest.raises(StaleEdit):
        say("CSTDCS", desk.secretary)
    assert [names[0] for names in stage.names] == ["Cảnh", "Bảo", "An"]  # as it was arranged
    with unit_of_work():
        describing.rearrange(
            stage.key, "anew", "", version=stage.ceremony.version, actor=desk.secretary
        )
    assert [names[0] for names in stage.names] == ["An", "Bảo", "Cảnh"]
