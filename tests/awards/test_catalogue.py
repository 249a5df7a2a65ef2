"""The catalogue: dated rows, read once, nothing guessed."""

from datetime import date

import pytest
from sqlalchemy import select

from workflow.awards import browsing, catalogue
from workflow.awards.catalogue import decider_kind
from workflow.awards.demands import demands_of, is_verified
from workflow.awards.models import Award, AwardKind, AwardVersion
from workflow.awards.queries import decider_of, decides_here, find_version, fits, offered_to
from workflow.awards.rule_words import said
from workflow.awards.services import add_own_award
from workflow.awards.versioning import VersionFields, add_version, refuse_overlap
from workflow.awards.wording import printed_name
from workflow.core import audit
from workflow.core.actors import SYSTEM
from workflow.core.db import db
from workflow.core.errors import BadInput, NotAllowed, NotVisible
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


# Versions of an organisation's own awards


@pytest.fixture
def own(long_an):
    add_own_award(long_an.department, code="NLD", name="Người lao động giỏi", subject="individual",
                  valid_from=date(2018, 1, 1), actor=SYSTEM)  # fmt: skip
    db.session.commit()
    return db.session.query(Award).filter_by(code="NLD").one()


def rules(**changes):
    fields = {
        "name": "Người lao động giỏi", "criteria": "", "prerequisite": "NLD:2 consecutive",
        "vote_numerator": 4, "vote_denominator": 5, "vote_strict": False, "secret_ballot": True,
        "checklist": "Tờ trình\nBiên bản", "legal_basis": "Quy chế 12/QC-CQLTT",
        "valid_from": date(2021, 1, 1), "valid_to": None,
    }  # fmt: skip
    return VersionFields(**(fields | changes))


def spans(award):
    return [(one.valid_from, one.valid_to) for one in browsing.versions_of(award)]


def test_a_new_version_ends_the_open_one_the_day_before(own, long_an, actor):
    secretary = actor(long_an.secretary, long_an.department)

    version = add_version(own.public_id, rules(), actor=secretary)

    assert spans(own) == [(date(2021, 1, 1), None), (date(2018, 1, 1), date(2020, 12, 31))]
    assert (version.subject, version.decider_kind, version.verified) == (
        "individual", OrganisationKind.DEPARTMENT, "yes",
    )  # fmt: skip
    assert [entry.act for entry in audit.journal("award", own.id)] == ["award.version", "award.add"]


@pytest.mark.parametrize(("first", "last"), [
    (date(2018, 1, 1), None), (date(2017, 1, 1), date(2018, 1, 1)), (date(2017, 6, 1), None),
])  # fmt: skip
def test_overlapping_days_are_refused(own, long_an, actor, first, last):
    secretary = actor(long_an.secretary, long_an.department)

    with pytest.raises(BadInput, match="Trùng thời gian") as refused:
        add_version(own.public_id, rules(valid_from=first, valid_to=last), actor=secretary)

    assert refused.value.field == "valid_from"


def test_days_before_the_first_version_are_free(own, long_an, actor):
    earlier = rules(valid_from=date(2017, 1, 1), valid_to=date(2017, 12, 31))

    add_version(own.public_id, earlier, actor=actor(long_an.secretary, long_an.department))

    assert spans(own) == [
        (date(2018, 1, 1), None), (date(2017, 1, 1), date(2017, 12, 31)),
    ]  # fmt: skip


def test_no_two_versions_of_the_national_catalogue_overlap(loaded):
    for award in db.session.scalars(select(Award)):
        versions = list(browsing.versions_of(award))
        for number, one in enumerate(versions):
            refuse_overlap(versions[number + 1 :], one.valid_from, one.valid_to)


@pytest.mark.parametrize(("text", "said_so"), [
    ("NLD:2 &\n& LDTT:1", "Dòng 2, cột 1: không đọc được từ chỗ này."),
    ("NLD:1 &\n  NLDX:1", "Dòng 2, cột 3: danh mục không có mã “NLDX”."),
    ("INIT:province:1", "Dòng 1, cột 6: không có phạm vi sáng kiến “province”."),
])  # fmt: skip
def test_a_rule_that_cannot_be_read_says_where(own, long_an, actor, text, said_so):
    secretary = actor(long_an.secretary, long_an.department)

    with pytest.raises(BadInput) as refused:
        add_version(own.public_id, rules(prerequisite=text), actor=secretary)

    assert (str(refused.value), refused.value.field) == (said_so, "prerequisite")


@pytest.mark.parametrize("vote", [(4, None), (None, 5), (6, 5), (0, 5)])
def test_a_vote_that_is_no_share_is_refused(own, long_an, actor, vote):
    fields = rules(vote_numerator=vote[0], vote_denominator=vote[1])

    with pytest.raises(BadInput) as refused:
        add_version(own.public_id, fields, actor=actor(long_an.secretary, long_an.department))

    assert refused.value.field == "vote_denominator"


def test_national_rows_and_those_of_others_are_not_changed(own, long_an, actor):
    secretary, other = (
        actor(long_an.secretary, long_an.department), actor(long_an.officer, long_an.team3)
    )  # fmt: skip
    national = long_an.certificate_person.award

    with pytest.raises(NotAllowed):
        add_version(national.public_id, rules(), actor=secretary)
    with pytest.raises(NotAllowed):
        add_version(own.public_id, rules(), actor=other)
    with pytest.raises(NotVisible):
        add_version(own.public_id, rules(), actor=actor(long_an.stranger, long_an.elsewhere))


# Pages


def test_the_list_finds_names_without_marks_in_one_rule_set(long_an, loaded, client_as):
    page = client_as(long_an.secretary, long_an.department)

    old = page.get("/catalogue/?q=chien si thi dua co so").get_data(as_text=True)
    new = page.get("/catalogue/?q=chien+si+thi+dua+co+so&rules=since-2024").get_data(as_text=True)

    assert ("Chiến sĩ thi đua cơ sở" in old, "Chưa kiểm chứng" in old) == (True, True)
    assert ("Đã kiểm chứng" in new, "từ 01/01/2024" in new) == (True, True)


def test_an_award_is_said_in_words_beside_the_text(long_an, loaded, client_as):
    award = find_version("BKTTG_CN", YEAR_2024).award

    page = client_as(long_an.secretary, long_an.department).get(f"/catalogue/{award.public_id}")
    told = page.get_data(as_text=True)

    assert [words in told for words in (
        "Một trong các điều kiện:", "Tính từ sau đó:", "Bằng khen của bộ, ban, ngành, tỉnh",
        "BKBT_CN:1&amp;THEN PERF:HTTNV:5 consecutive", "Thêm quy định mới",
    )] == [True, True, True, True, False]  # fmt: skip


def test_the_administrator_writes_a_version_on_the_page(own, long_an, make_user, client_as):
    browser = client_as(make_user(long_an.department, "administrator"), long_an.department)
    address, typed = f"/catalogue/{own.public_id}/add-version", {
        "name": "Người lao động giỏi", "legal_basis": "Quy chế 12", "valid_from": "01/01/2021",
        "prerequisite": "NLD:0",
    }  # fmt: skip

    refused = browser.post(address, data=typed)
    done = browser.post(address, data=typed | {"prerequisite": "NLD:1", "checklist": "A\r\n\r\n B"})

    assert (refused.status_code, done.status_code) == (422, 302)
    assert "Dòng 1, cột 5: “0” phải là một số từ 1 đến 100." in refused.get_data(as_text=True)
    newest = browsing.versions_of(own)[0]
    assert (newest.prerequisite, newest.checklist, newest.vote_strict) == ("NLD:1", "A\nB", None)


def test_an_own_award_asks_for_its_own_parts_length_and_offices(own, long_an, make_user, client_as):
    browser = client_as(make_user(long_an.department, "administrator"), long_an.department)
    address, typed = f"/catalogue/{own.public_id}/add-version", {
        "name": "Người lao động giỏi", "legal_basis": "Quy chế 12", "valid_from": "01/01/2021",
        "report_parts": "Lý lịch <A & B>\r\n\r\nThành tích\r\nThành tích",
        "confirmations": "Công an {{ 7*7 }}", "word_limit": "800",
    }  # fmt: skip

    refused = browser.post(address, data=typed | {"word_limit": "0"})
    done = browser.post(address, data=typed)
    shown = browser.get(done.location).get_data(as_text=True)
    again = browser.get(address).get_data(as_text=True)

    newest = browsing.versions_of(own)[0]
    assert (refused.status_code, newest.word_limit) == (422, 800)
    assert [(one.text, is_verified(one)) for one in demands_of([newest.id])[newest.id]] == [
        ("Công an {{ 7*7 }}", True), ("Lý lịch <A & B>", True), ("Thành tích", True)
    ]  # fmt: skip
    for page in (shown, again):
        assert ("Lý lịch &lt;A &amp; B&gt;" in page, "Công an {{ 7*7 }}" in page) == (True, True)


def test_the_page_of_a_national_award_cannot_be_written(long_an, loaded, client_as):
    award = find_version("CSTDCS", YEAR_2024).award
    browser = client_as(long_an.secretary, long_an.department)

    assert browser.get(f"/catalogue/{award.public_id}/add-version").status_code == 403


def test_every_rule_of_the_catalogue_can_be_said(loaded):
    names = browsing.names_by_code()
    texts = [text for text in catalogue.rule_texts().values() if text]

    assert [text for text in texts if said(text, names) is None] == []
