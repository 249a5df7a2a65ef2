"""Delegated signing as heads and administrators keep it: strangers first, then the rules."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workflow.accounts.delegating.blocks import block, is_heads_title
from workflow.accounts.delegating.models import Delegation
from workflow.accounts.delegating.queries import clashing
from workflow.accounts.delegating.services import A_DAY, Giving, end, follow_change, give
from workflow.accounts.delegating.standing import signers_for, standing_of
from workflow.accounts.delegating.states import SignedKind, Way
from workflow.core import audit, clock
from workflow.core.db import db
from workflow.core.errors import BadInput, NotAllowed, NotVisible
from workflow.core.unit_of_work import unit_of_work
from workflow.organisations.events import OrganisationChanged
from workflow.organisations.models import ChangeKind

ALL = frozenset(SignedKind)
TODAY = date(2020, 12, 18)
YEAR_END = date(2020, 12, 31)


@pytest.fixture
def deputy(long_an, make_user):
    return make_user(long_an.department, "head", name="Lê Văn P", title="Phó Cục trưởng")


@pytest.fixture
def office_head(long_an, make_user):
    return make_user(long_an.department, "clerk", name="Đinh Thị Q", title="Chánh Văn phòng")


@pytest.fixture
def head(long_an, actor):
    return actor(long_an.head, long_an.department)


@pytest.fixture
def wish(long_an, deputy):
    """What the head gives the deputy; some of it otherwise."""

    def make(**changes):
        return Giving(**{
            "way": Way.DEPUTY, "holder": deputy.public_id, "kinds": ALL, "valid_from": TODAY,
            "giver": long_an.head.public_id,
        } | changes)  # fmt: skip

    return make


@pytest.fixture
def gives(long_an, head):
    def make(wish, by=None):
        with unit_of_work():
            return give(long_an.department.public_id, wish, actor=by or head)

    return make


def sent(wish, **changes):
    """Return the form as a browser sends it."""
    return {
        "way": wish.way.value, "holder": wish.holder, "giver": wish.giver,
        "kinds": [kind.value for kind in wish.kinds], "post": wish.post, "body": wish.body,
        "valid_from": f"{wish.valid_from:%d/%m/%Y}", "valid_to": "", "basis_number": "",
        "basis_date": "",
    } | changes  # fmt: skip


def test_strangers_see_and_change_nothing(statuses, long_an, delegate, deputy, wish):
    row = delegate(long_an.department, deputy)
    here = f"/delegations/{row.public_id}"
    data = {"last_day": "17/12/2020", "reason": "Thôi"}
    office = long_an.department.public_id
    assert statuses("/delegations/") == [302, 403, 200]
    assert statuses(f"/delegations/?organisation={office}") == [302, 403, 404]
    assert statuses(here) == [302, 403, 404]
    assert statuses(f"{here}/end") == [302, 403, 404]
    assert statuses(f"{here}/end", "post", data) == [401, 403, 404]
    path = f"/delegations/create?organisation={office}"
    assert statuses(path, "post", sent(wish())) == [401, 403, 404]
    assert (db.session.query(Delegation).count(), row.ended_on) == (1, None)


def test_who_was_given_to_sign_passes_nothing_on(long_an, deputy, delegate, actor, gives, wish,
                                                 client_as, office_head):  # fmt: skip
    row = delegate(long_an.department, deputy)
    onward = wish(holder=office_head.public_id, kinds=frozenset({SignedKind.COPY}))
    for person in (deputy, long_an.secretary):
        with pytest.raises(NotAllowed):
            gives(onward, by=actor(person, long_an.department))
    with pytest.raises(NotAllowed), unit_of_work():
        end(row.public_id, TODAY, "Thôi", actor=actor(deputy, long_an.department))
    with pytest.raises(BadInput) as refusal:
        gives(wish(holder=office_head.public_id, giver=deputy.public_id))
    assert refusal.value.field == "giver"
    browser = client_as(deputy, long_an.department)
    assert browser.get(f"/delegations/{row.public_id}").status_code == 200
    assert (
        f"/delegations/{row.public_id}/end" not in browser.get(f"/delegations/{row.public_id}").text
    )
    assert db.session.query(Delegation).count() == 1


def test_nobody_enters_a_right_of_their_own(long_an, gives, wish, department_admin, actor):
    with pytest.raises(NotAllowed):
        gives(
            wish(holder=department_admin.public_id, kinds=frozenset({SignedKind.COPY})),
            by=actor(department_admin, long_an.department),
        )
    with pytest.raises(NotVisible), unit_of_work():
        give(long_an.department.public_id, wish(), actor=actor(long_an.stranger, long_an.elsewhere))
    assert db.session.query(Delegation).count() == 0


def test_the_head_and_the_administrator_give_and_the_journal_says_so(
    admin, long_an, wish, client_as, deputy
):
    office = f"/delegations/create?organisation={long_an.department.public_id}"
    first = admin.post(office, data=sent(wish(), valid_to="20/12/2020"))
    second = client_as(long_an.head, long_an.department).post(
        "/delegations/create", data=sent(wish(valid_from=date(2020, 12, 21)))
    )
    assert (first.status_code, second.status_code) == (302, 302)
    rows = db.session.query(Delegation).order_by(Delegation.id).all()
    assert [(row.post, row.valid_from, row.last_day) for row in rows] == [
        ("Phó Cục trưởng", TODAY, date(2020, 12, 20)),
        ("Phó Cục trưởng", date(2020, 12, 21), None),
    ]  # fmt: skip
    [entry] = audit.journal("delegation", rows[1].id)
    assert entry.detail == {
        "organisation": long_an.department.name, "way": "KT", "holder": "Lê Văn P",
        "giver": "Nguyễn Văn A", "kinds": "QĐ, GK, TTr, CV, SAO", "from": "21/12/2020",
        "last_day": "", "basis": "",
    }  # fmt: skip
    shown = admin.get(second.location).text
    assert [one in shown for one in ("KT. CỤC TRƯỞNG", "PHÓ CỤC TRƯỞNG", "Kết thúc…")] == [True] * 3
    assert admin.get("/delegations/").text.count(deputy.name) == 2


BASIS = {"basis_number": "12/GUQ-CQLTT", "basis_date": TODAY}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"way": Way.BY_MANDATE, "post": "Đội trưởng", **BASIS}, "valid_to"),
        ({"way": Way.BY_MANDATE, "post": "Đội trưởng", "valid_to": YEAR_END}, "basis_number"),
        ({"way": Way.BY_MANDATE, "post": "Đội trưởng", "valid_to": YEAR_END,
          "basis_number": "12/GUQ-CQLTT"}, "basis_date"),
        ({"way": Way.BY_ORDER}, "post"),
        ({"way": Way.COLLECTIVE}, "body"),
        ({"kinds": frozenset()}, "kinds"),
        ({"giver": ""}, "giver"),
        ({"holder": "khong-co-ai"}, "holder"),
        ({"valid_to": date(2020, 12, 17)}, "valid_to"),
        ({"basis_date": date(2020, 12, 19)}, "basis_date"),
    ],
)  # fmt: skip
def test_what_the_decree_does_not_allow_is_refused_beside_its_field(gives, wish, changes, field):
    with pytest.raises(BadInput) as refusal:
        gives(wish(**changes))
    assert (refusal.value.field, db.session.query(Delegation).count()) == (field, 0)


def test_a_mandate_in_writing_and_for_a_time_is_accepted(gives, wish):
    row = gives(wish(way=Way.BY_MANDATE, post="Đội trưởng", valid_to=YEAR_END, **BASIS))
    assert (row.way, row.basis_number, row.last_day) == (Way.BY_MANDATE, "12/GUQ-CQLTT", YEAR_END)


def test_a_head_needs_nothing_but_signs_for_a_collective(gives, wish, long_an):
    with pytest.raises(BadInput) as refusal:
        gives(wish(holder=long_an.head.public_id, giver=""))
    assert refusal.value.field == "holder"
    gives(wish(holder=long_an.head.public_id, giver="", way=Way.COLLECTIVE, body="Ban Chấp hành"))
    [found] = signers_for(long_an.department, SignedKind.SUBMISSION, TODAY)
    assert found.block == {
        "prefix": "TM. BAN CHẤP HÀNH", "post_caps": "CỤC TRƯỞNG", "name": "Nguyễn Văn A",
    }  # fmt: skip


def test_decisions_are_given_only_to_who_opens_their_page(gives, wish, office_head, long_an):
    by_order = {"way": Way.BY_ORDER, "holder": office_head.public_id, "post": "Chánh Văn phòng"}
    with pytest.raises(BadInput) as refusal:
        gives(wish(**by_order))
    assert "chưa có vai trò “Người ký quyết định”" in str(refusal.value)
    gives(wish(**by_order, kinds=frozenset({SignedKind.COPY, SignedKind.LETTER})))
    day, office = TODAY, long_an.department
    assert [one.choice for one in signers_for(office, SignedKind.COPY, day)] == [
        "Nguyễn Văn A, Cục trưởng", "Đinh Thị Q, TL. Cục trưởng, Chánh Văn phòng",
    ]  # fmt: skip
    assert standing_of(office, office_head.id, SignedKind.DECISION, day) is None


def test_a_deputy_signs_from_the_first_day_to_the_last_and_not_without(
    gives, wish, deputy, long_an
):
    office = long_an.department

    def may(day):
        return standing_of(office, deputy.id, SignedKind.DECISION, day) is not None

    assert may(TODAY) is False
    row = gives(wish(valid_to=YEAR_END))
    days = [TODAY - A_DAY, TODAY, YEAR_END, YEAR_END + A_DAY]
    assert [may(day) for day in days] == [False, True, True, False]
    deputy.is_active = False
    assert may(TODAY) is False
    assert row.holds_on(TODAY) is True


def test_an_early_end_needs_a_reason_and_holds_from_now_on(admin, gives, wish, deputy, long_an):
    row = gives(wish())
    path = f"/delegations/{row.public_id}/end"
    refused = [
        admin.post(path, data={"last_day": day, "reason": reason}).status_code
        for day, reason in (("17/12/2020", ""), ("16/12/2020", "Thôi"))
    ]
    assert (refused, row.ended_on) == ([422, 422], None)
    assert (
        admin.post(path, data={"last_day": "17/12/2020", "reason": "Đổi việc"}).status_code == 302
    )
    db.session.refresh(row)
    assert (row.last_day, row.end_reason) == (date(2020, 12, 17), "Đổi việc")
    assert standing_of(long_an.department, deputy.id, SignedKind.COPY, TODAY) is None
    assert admin.post(path, data={"last_day": "18/12/2020", "reason": "Lại"}).status_code == 409
    assert [one.act for one in audit.journal("delegation", row.id)] == [
        "delegation.end", "delegation.give",
    ]  # fmt: skip


def test_a_new_name_inherits_what_was_given(delegate, long_an, make_organisation, deputy, head):
    row = delegate(long_an.department, deputy, valid_to=YEAR_END)
    later = make_organisation("Chi cục Quản lý thị trường Long An")
    on = date(2020, 12, 25)
    with unit_of_work():
        follow_change(
            OrganisationChanged(head, long_an.department.id, later.id, ChangeKind.RENAMED, on)
        )
    inherited = db.session.query(Delegation).filter_by(organisation_id=later.id).one()
    assert (db.session.get(Delegation, row.id).last_day, inherited.valid_from) == (on - A_DAY, on)
    assert inherited.last_day == YEAR_END


spans = st.tuples(st.integers(-9, 9), st.integers(0, 9) | st.none(), st.integers(-1, 9) | st.none())


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=st.lists(spans, max_size=5), wanted=spans)
def test_on_every_day_at_most_one_right_holds_and_sql_agrees(rows, wanted, long_an, deputy):
    """Rows are entered as `give` would: what clashes is left out; some were ended early."""
    office, entered = long_an.department, []
    db.session.query(Delegation).delete()

    def day(number):
        return TODAY + timedelta(days=number)

    def clash(first, length):
        last = None if length is None else day(first + length)
        return clashing(office.id, deputy.id, ["CV"], day(first), last)

    for first, length, ended in rows:
        if clash(first, length) is None:
            row = Delegation(
                organisation_id=office.id, holder_id=deputy.id, way=Way.DEPUTY, post="Phó",
                kinds=["CV"], valid_from=day(first), entered_at=clock.now(),
                valid_to=None if length is None else day(first + length),
                ended_on=None if ended is None else day(first + ended),
            )  # fmt: skip
            db.session.add(row)
            db.session.flush()
            entered.append(row)
    days = [day(number) for number in range(-11, 21)]
    for one in days[::4]:
        held = [row for row in entered if row.holds_on(one)]
        found = standing_of(office, deputy.id, SignedKind.LETTER, one)
        assert ([found.delegation] if found else []) == held
    first, length, _ended = wanted
    asked = [
        one for one in days if one >= day(first) and (length is None or one <= day(first + length))
    ]
    taken = any(row.holds_on(one) for row in entered for one in asked)
    assert (clash(first, length) is not None) == taken


@pytest.mark.parametrize(
    ("way", "post", "body", "prefix"),
    [
        (None, "Cục trưởng", "", ""),
        (Way.DEPUTY, "Phó Cục trưởng", "", "KT. CỤC TRƯỞNG"),
        (Way.BY_ORDER, "Chánh Văn phòng", "", "TL. CỤC TRƯỞNG"),
        (Way.BY_MANDATE, "Đội trưởng", "", "TUQ. CỤC TRƯỞNG"),
        (Way.COLLECTIVE, "Cục trưởng", "Ban Chấp hành", "TM. BAN CHẤP HÀNH"),
        (Way.COLLECTIVE, "Phó Cục trưởng", "Ban Chấp hành", "TM. BAN CHẤP HÀNH\nKT. CỤC TRƯỞNG"),
    ],
)
def test_the_block_says_by_which_right(way, post, body, prefix):
    made = block(post, "Nguyễn Văn A", head_post="Cục trưởng", way=way, body=body)
    assert made == {"prefix": prefix, "post_caps": post.upper(), "name": "Nguyễn Văn A"}


@pytest.mark.parametrize(
    ("title", "head_post", "heads"),
    [
        ("Cục trưởng", "Cục trưởng", True),
        ("Phó Cục trưởng", "Cục trưởng", False),
        ("Phó Cục trưởng, Chủ tịch CĐCS", "Cục trưởng", False),
        ("Phó Cục trưởng, Chủ tịch CĐCS", "Chủ tịch", True),
        ("Bộ trưởng Bộ Công Thương", "Bộ trưởng", True),
        ("Chánh Văn phòng", "Cục trưởng", False),
        ("", "Cục trưởng", True),
        ("Phó Giám đốc", "", False),
    ],
)
def test_a_man_who_is_deputy_here_and_head_there_is_each(title, head_post, heads):
    assert is_heads_title(title, head_post) is heads


@pytest.mark.parametrize(
    ("title", "post"),
    [
        ("Cục trưởng", "Cục trưởng"), ("", "Cục trưởng"), ("Quyền Cục trưởng", "Q. Cục trưởng"),
        ("Q. Cục trưởng", "Q. Cục trưởng"), ("Q.Cục trưởng", "Q. Cục trưởng"),
        ("Phó Cục trưởng, Quyền Cục trưởng", "Q. Cục trưởng"),
    ],
)  # fmt: skip
def test_an_acting_head_signs_as_such_and_in_nobodys_place(title, post, long_an):
    head = long_an.head
    head.title = title
    db.session.commit()
    [standing] = signers_for(long_an.department, SignedKind.DECISION, clock.today())
    assert (standing.post, standing.delegation) == (post, None)
    assert standing.block == {
        "prefix": "", "post_caps": post.upper(), "name": head.name
    }  # fmt: skip


def test_an_acting_head_signs_for_a_collective_without_being_its_deputy():
    acting = block("Q. Chủ tịch", "A", head_post="Chủ tịch", way=Way.COLLECTIVE, body="UBND")
    deputy = block("Phó Chủ tịch", "B", head_post="Chủ tịch", way=Way.COLLECTIVE, body="UBND")
    assert acting == {"prefix": "TM. UBND", "post_caps": "Q. CHỦ TỊCH", "name": "A"}
    assert deputy["prefix"] == "TM. UBND\nKT. CHỦ TỊCH"
