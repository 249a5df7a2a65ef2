"""People and collectives: strangers first, then entering, finding and mending."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workflow.core.db import db
from workflow.core.errors import BadInput, NotAllowed, NotVisible, StaleEdit
from workflow.recipients.models import Membership, RecipientKind
from workflow.recipients.queries import get_visible, members_of, memberships_of
from workflow.recipients.services import Particulars, edit, register


@pytest.fixture
def officer(long_an, actor):
    return actor(long_an.officer, long_an.team3)


@pytest.fixture
def enter(long_an, officer):
    def enter(name="Bùi Thị H", **more):
        found = register(Particulars(name, **more), kind=RecipientKind.PERSON,
                         organisation_id=long_an.team3.id, actor=officer)  # fmt: skip
        db.session.commit()
        return found

    return enter


def test_a_stranger_does_not_see_the_person(long_an, actor, enter):
    person = enter()

    for who, where in [(long_an.stranger, long_an.elsewhere), (long_an.officer, None)]:
        with pytest.raises(NotVisible):
            get_visible(person.public_id, actor(who, where))


def test_the_office_above_sees_the_persons_of_its_units(long_an, actor, enter):
    person = enter()

    assert get_visible(person.public_id, actor(long_an.secretary, long_an.department)) == person


def test_nobody_enters_people_into_another_unit(long_an, actor):
    with pytest.raises(NotAllowed):
        register(Particulars("Bùi Thị H"), kind=RecipientKind.PERSON,
                 organisation_id=long_an.team3.id, actor=actor(long_an.stranger, long_an.elsewhere))  # fmt: skip


@pytest.mark.parametrize("words", ["Đỗ Văn", "do van", "DO VAN G", "g đỗ"])
def test_a_name_is_found_with_or_without_marks(long_an, enter, words):
    enter("Đỗ Văn G")
    enter("Bùi Thị H")

    found = members_of(long_an.team3.id, words=words)

    assert [one.recipient.name for one in found] == ["Đỗ Văn G"]


def test_people_are_sorted_by_given_name(long_an, enter):
    for name in ("Trần Văn Út", "Đỗ Văn An", "Bùi Thị Ánh"):
        enter(name)

    assert [m.recipient.name for m in members_of(long_an.team3.id)] == [
        "Đỗ Văn An", "Bùi Thị Ánh", "Trần Văn Út",
    ]  # fmt: skip


def test_the_same_name_twice_needs_something_to_tell_them_apart(enter):
    enter("Bùi Thị H")

    with pytest.raises(BadInput, match="Đơn vị đã có") as refused:
        enter("Bùi Thị  H")
    assert refused.value.field == "name"
    assert enter("Bùi Thị H", employee_code="QLTT-017").employee_code == "QLTT-017"


def test_a_name_with_an_invisible_letter_is_refused(enter):
    with pytest.raises(BadInput, match="không nhìn thấy"):
        enter("Bùi\u200b Thị H")


def test_a_word_no_name_has_is_refused_before_it_breaks_a_page(enter):
    with pytest.raises(BadInput, match="một chữ dài quá 40 ký tự"):
        enter("Bùi " + "x" * 41)
    assert enter("Bùi " + "x" * 40).name == "Bùi " + "x" * 40


@pytest.mark.parametrize("name", ["A & B <x> {{ 7*7 }}", 'O\'Brien "Q" %s', "'; DROP TABLE"])
def test_a_hostile_name_is_kept_as_typed(enter, name):
    assert enter(name).name == name


def test_a_stale_form_shows_both_texts(long_an, officer, enter):
    person = enter(post="Kiểm soát viên")
    seen = person.version
    edit(
        person.public_id,
        Particulars("Bùi Thị H", post="Phó Đội trưởng"),
        version=seen,
        actor=officer,
    )
    db.session.commit()

    with pytest.raises(StaleEdit) as stale:
        edit(
            person.public_id,
            Particulars("Bùi Thị H", post="Đội trưởng"),
            version=seen,
            actor=officer,
        )

    assert [(d.label, d.yours, d.theirs) for d in stale.value.differences] == [
        ("Chức vụ", "Đội trưởng", "Phó Đội trưởng")
    ]


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None
)
@given(words=st.text(alphabet="%_\\đĐaA' ", max_size=12))
def test_any_search_words_answer(long_an, words):
    assert members_of(long_an.team3.id, words=words) == []


def _places(person):
    return [
        (one.membership.valid_from, one.membership.valid_to) for one in memberships_of(person.id)
    ]


def test_since_when_somebody_has_been_here_is_entered_and_mended(enter, officer):
    plain, person = enter("A"), enter("B", since=date(2015, 3, 1))
    entered = [_places(one) for one in (plain, person)]

    edit(person.public_id, Particulars("B", since=date(2012, 3, 1)), version=1, actor=officer)
    db.session.commit()
    mended = _places(person)
    edit(person.public_id, Particulars("B"), version=person.version, actor=officer)

    assert entered == [[(date(2020, 12, 18), None)], [(date(2015, 3, 1), None)]]
    assert mended == _places(person) == [(date(2012, 3, 1), None)]


@pytest.mark.parametrize(
    ("since", "born"),
    [(date(2020, 12, 19), None), (date(1945, 9, 1), None), (date(1990, 1, 1), date(1990, 1, 2))],
)
def test_a_day_nobody_can_have_come_is_refused(enter, since, born):
    with pytest.raises(BadInput, match="Ngày về đơn vị không thể như vậy") as refused:
        enter(since=since, birth_date=born)

    assert refused.value.field == "since"
    assert enter(since=date(1990, 1, 2), birth_date=date(1990, 1, 2)).id


@pytest.mark.parametrize(("day", "refused"), [(10, True), (11, False)])
def test_who_came_back_came_after_having_left(enter, officer, long_an, day, refused):
    person = enter()
    db.session.add(
        Membership(recipient_id=person.id, organisation_id=long_an.team3.id,
                   valid_from=date(2010, 1, 1), valid_to=date(2015, 5, 10))
    )  # fmt: skip
    db.session.commit()

    def mend():
        since = Particulars("Bùi Thị H", since=date(2015, 5, day))
        edit(person.public_id, since, version=1, actor=officer)

    if refused:
        with pytest.raises(BadInput, match="đến hết ngày 10/05/2015"):
            mend()
    else:
        mend()
        assert _places(person)[0] == (date(2015, 5, 11), None)
