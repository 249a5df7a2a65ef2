"""An organisation's own award: who enters one, what is refused where, and the rule made of ticks."""

from datetime import date

import pytest

from workflow.awards import browsing, catalogue
from workflow.awards.eligibility.parsing import parse
from workflow.awards.models import Award, AwardKind, AwardVersion, Ground, Route
from workflow.awards.own_awards import OwnAward, create
from workflow.awards.queries import decides_here, offered_to
from workflow.awards.rule_building import COMMON, EXAMPLES, Limits, composed, examples, ticks
from workflow.awards.rule_words import said
from workflow.awards.versioning import VersionFields, add_version
from workflow.core.db import db
from workflow.core.errors import BadInput, NotAllowed
from workflow.core.unit_of_work import unit_of_work
from workflow.recipients.models import RecipientKind

MERIT, SUDDEN, MOVEMENT = Ground.MERIT, Ground.SUDDEN, Ground.MOVEMENT


def rules(**changes):
    return VersionFields(**{
        "name": "Người tốt, việc tốt", "criteria": "", "prerequisite": "",
        "vote_numerator": None, "vote_denominator": None, "vote_strict": False,
        "secret_ballot": False, "checklist": "Tờ trình", "legal_basis": "Quy chế 12",
        "valid_from": date(2020, 1, 1), "valid_to": None,
    } | changes)  # fmt: skip


def own(**changes):
    fields = {
        "kind": AwardKind.FORM, "subjects": ("individual", "collective"), "grounds": (MERIT,),
        "ticked": (), "limits": Limits(), "route": Route.COUNCIL,
    }  # fmt: skip
    said_of_rules = {key: changes.pop(key) for key in list(changes) if key not in fields}
    return OwnAward(**(fields | changes), rules=rules(**said_of_rules))


@pytest.fixture
def loaded(long_an):
    catalogue.load()
    db.session.commit()


@pytest.fixture
def secretary(long_an, actor):
    return actor(long_an.secretary, long_an.department)


@pytest.mark.parametrize(("ticked", "typed", "grounds", "limits", "text"), [
    ((), "", (MERIT,), Limits(), ""),
    (("LDTT:1 same_year", "NODISC:any"), "", (MERIT,), Limits(), "LDTT:1 same_year&NODISC:any"),
    (("NODISC:any",), "CSTDCS:1|CSTDBT:1", (MERIT,), Limits(), "NODISC:any&(CSTDCS:1|CSTDBT:1)"),
    (("NODISC:any",), "", (MERIT, SUDDEN), Limits(), "NODISC:any|SUDDEN"),
    (("NODISC:any",), "", (SUDDEN, MOVEMENT), Limits(), "(SUDDEN|MOVEMENT)&NODISC:any"),
    ((), "", (MERIT, SUDDEN), Limits(), ""),
    ((), "", (SUDDEN,), Limits(), "SUDDEN"),
    ((), "", (MERIT,), Limits(once=True, a_year=10, consultation_days=7),
     "ONCE&QUOTA:10/year&CONSULT:7wd"),
    ((), "CSTDCS:1|LDTT:5", (MERIT,), Limits(once=True), "(CSTDCS:1|LDTT:5)&ONCE"),
    ((), "BKBT_CN:1&THEN PERF:HTTNV:5 consecutive", (MERIT,), Limits(once=True),
     "(BKBT_CN:1&THEN PERF:HTTNV:5 consecutive)&ONCE"),
])  # fmt: skip
def test_ticks_grounds_and_limits_become_one_rule(ticked, typed, grounds, limits, text):
    made = composed(ticked, typed, grounds, limits)

    assert made == text
    parse(made)  # it can be read


def test_every_tick_and_every_example_can_be_said(loaded):
    names = browsing.names_by_code()

    assert [text for text, _words in ticks(names)] == list(COMMON)
    assert [text for text, _words in examples(names)] == list(EXAMPLES)
    assert dict(ticks(names))["LDTT:1 same_year"] == "Đạt “Lao động tiên tiến” cùng năm"
    limits = said("ONCE&QUOTA:10/year&CONSULT:7wd", names)
    assert [part.text for part in limits.parts] == [
        "Chưa từng được tặng", "Mỗi năm tặng nhiều nhất 10",
        "Đã lấy ý kiến công khai 7 ngày làm việc",
    ]  # fmt: skip


def test_nobody_but_administrators_and_secretaries_enters_one(long_an, actor, secretary):
    for who in (actor(long_an.officer, long_an.team3), actor(long_an.head, long_an.department)):
        with pytest.raises(NotAllowed), unit_of_work():
            create(own(), actor=who)

    with unit_of_work():
        version = create(own(), actor=secretary)

    assert (version.award.owner_id, version.decider_post, version.verified, version.subject) == (
        long_an.department.id, "Cục trưởng", "yes", "individual|collective",
    )  # fmt: skip
    assert version.award.code == f"DV{long_an.department.id}_NTVT"


def test_it_is_offered_below_and_decided_here_and_nobody_else_sees_it(long_an, actor, secretary):
    with unit_of_work():
        version = create(own(), actor=secretary)

    kinds = (RecipientKind.PERSON, RecipientKind.COLLECTIVE, RecipientKind.HOUSEHOLD)
    day = date(2020, 12, 18)
    offered = [version in offered_to(long_an.team3, day, kind) for kind in kinds]
    assert offered == [True, True, False]
    assert decides_here(version, long_an.department)
    assert version not in offered_to(long_an.elsewhere, day)
    stranger = actor(long_an.stranger, long_an.elsewhere)
    listed = browsing.search(stranger, text="nguoi tot", rules=browsing.RuleSet.BEFORE_2024, page=0)
    assert listed == []


@pytest.mark.parametrize(("changes", "field"), [
    ({"subjects": ()}, "subjects"), ({"subjects": ("province",)}, "subjects"),
    ({"grounds": ()}, "grounds"), ({"limits": Limits(a_year=0)}, "a_year"),
    ({"limits": Limits(consultation_days=366)}, "consultation_days"),
    ({"valid_to": date(2019, 1, 1)}, "valid_to"), ({"vote_numerator": 4}, "vote_denominator"),
])  # fmt: skip
def test_what_cannot_be_is_refused_beside_its_field(secretary, changes, field):
    with pytest.raises(BadInput) as refused, unit_of_work():
        create(own(**changes), actor=secretary)

    assert (refused.value.field, db.session.query(AwardVersion).filter_by(verified="yes").count()) == (
        field, 0,
    )  # fmt: skip


def test_a_typed_rule_is_refused_at_its_own_line_and_column(loaded, secretary):
    new = own(ticked=("NODISC:any",), prerequisite="LDTT:1 &\n NLDX:1")

    with pytest.raises(BadInput) as refused, unit_of_work():
        create(new, actor=secretary)

    assert (str(refused.value), refused.value.field) == (
        "Dòng 2, cột 2: danh mục không có mã “NLDX”.", "prerequisite",
    )  # fmt: skip


def test_the_same_name_in_the_same_days_is_refused_and_in_others_has_a_code_of_its_own(secretary):
    with unit_of_work():
        first = create(own(valid_to=date(2020, 12, 31)), actor=secretary)
    with pytest.raises(BadInput, match="Đơn vị đã có hình thức tên này") as refused, unit_of_work():
        create(own(name="NGƯỜI TỐT, việc tốt", valid_from=date(2020, 6, 1)), actor=secretary)
    assert refused.value.field == "name"

    with unit_of_work():
        second = create(own(valid_from=date(2021, 1, 1)), actor=secretary)
    assert second.award.code == f"{first.award.code}_2"


def test_a_later_version_keeps_what_the_first_said_of_kind_and_subjects(secretary):
    with unit_of_work():
        first = create(own(), actor=secretary)
    with unit_of_work():
        later = add_version(
            first.award.public_id, rules(valid_from=date(2021, 1, 1)), actor=secretary
        )
    assert (later.subject, later.decider_post) == ("individual|collective", "Cục trưởng")


TYPED = {
    "name": "A & B <x> {{ 7*7 }}", "kind": "form", "subjects": ["individual"],
    "grounds": ["merit", "sudden"], "ticked": ["NODISC:any"], "route": "council",
    "legal_basis": "Quy chế 12", "valid_from": "01/01/2020", "once": "y", "a_year": "10",
    "checklist": "Tờ trình\r\n\r\nBiên bản",
}  # fmt: skip


def test_the_page_says_the_rule_in_words_first_and_keeps_nothing(long_an, loaded, client_as):
    page = client_as(long_an.secretary, long_an.department)
    before = db.session.query(Award).count()

    told = page.post("/catalogue/create", data=TYPED | {"preview": "1"})

    assert told.status_code == 200
    text = told.get_data(as_text=True)
    assert "Mỗi năm tặng nhiều nhất 10" in text
    assert "A &amp; B &lt;x&gt; {{ 7*7 }}" in text
    assert db.session.query(Award).count() == before
    wrong = page.post("/catalogue/create", data=TYPED | {"preview": "1", "prerequisite": "LDTT:"})
    assert (wrong.status_code, "Dòng 1, cột" in wrong.get_data(as_text=True)) == (422, True)


def test_the_page_enters_the_award_and_leads_to_it(long_an, loaded, client_as):
    stranger_below = client_as(long_an.officer, long_an.team3)
    assert stranger_below.get("/catalogue/create").status_code == 403
    assert "/catalogue/create" not in stranger_below.get("/catalogue/").get_data(as_text=True)
    page = client_as(long_an.secretary, long_an.department)
    assert "/catalogue/create" in page.get("/catalogue/").get_data(as_text=True)
    empty = page.get("/catalogue/create").get_data(as_text=True)
    assert "Đạt “Lao động tiên tiến” cùng năm" in empty
    assert page.post("/catalogue/create", data={"kind": "form"}).status_code == 422

    done = page.post("/catalogue/create", data=TYPED)

    assert done.status_code == 302
    shown = page.get(done.location).get_data(as_text=True)
    assert "A &amp; B &lt;x&gt; {{ 7*7 }}" in shown
    assert "(NODISC:any|SUDDEN)&amp;ONCE&amp;QUOTA:10/year" in shown
    version = db.session.query(AwardVersion).filter_by(legal_basis="Quy chế 12").one()
    assert (version.checklist, version.award.owner_id) == (
        "Tờ trình\nBiên bản", long_an.department.id,
    )  # fmt: skip
    assert "A &amp; B" in stranger_below.get("/catalogue/").get_data(as_text=True)
    outsider = client_as(long_an.stranger, long_an.elsewhere)
    assert outsider.get(done.location).status_code == 404


@pytest.mark.parametrize(
    ("code", "shown", "absent"),
    [
        ("LDTT", ["Cá nhân: 0,3 lần mức lương cơ sở<", "10 năm"], "chưa kiểm chứng với văn bản"),
        ("BKBT_CN", ["1,5 lần mức lương cơ sở, chưa kiểm chứng", "20 năm"], "Vĩnh viễn"),
        ("HCLD3_TT", ["Vĩnh viễn"], "lần mức lương cơ sở"),
    ],
)
def test_the_page_of_an_award_says_prize_and_keeping(
    long_an, loaded, client_as, code, shown, absent
):
    page = client_as(long_an.officer, long_an.team3)
    award = db.session.query(Award).filter_by(code=code).one()
    text = page.get(f"/catalogue/{award.public_id}").text
    assert ([one in text for one in shown], absent in text) == ([True] * len(shown), False)
