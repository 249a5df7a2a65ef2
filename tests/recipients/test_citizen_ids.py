"""Identity numbers: whole for keepers of the person's own organisation, masked for everybody else."""

import logging

import pytest

from workflow.core import audit
from workflow.core.db import db
from workflow.core.errors import BadInput
from workflow.recipients.citizen_ids import checked, masked, twelve_digits
from workflow.recipients.models import Recipient, RecipientKind
from workflow.recipients.services import Particulars, edit, register

NUMBER = "079090000123"
MASK = "•••••••••123"


@pytest.fixture
def officer(long_an, actor):
    return actor(long_an.officer, long_an.team3)


@pytest.fixture
def enter(long_an, officer):
    def enter(name="Bùi Thị H", number=NUMBER, kind=RecipientKind.PERSON):
        found = register(Particulars(name, citizen_id=number), kind=kind,
                         organisation_id=long_an.team3.id, actor=officer)  # fmt: skip
        db.session.commit()
        return found

    return enter


@pytest.mark.parametrize("text", [NUMBER, "079 090 000 123", "079.090.000.123"])
def test_blanks_and_dots_do_not_count(text):
    assert checked(text) == NUMBER


@pytest.mark.parametrize(
    "text", ["1.23E+11", "07909000012", "0790900001234", "07909000012x", "０７９０９００００１２３"]
)
def test_any_other_text_is_refused(text):
    with pytest.raises(BadInput, match="đúng 12 chữ số"):
        checked(text)


def test_a_lost_zero_is_put_back_for_matching_alone():
    assert (twelve_digits("79090000123"), twelve_digits("7909000012")) == (NUMBER, "7909000012")


def test_the_mask_leaves_the_end():
    assert (masked(NUMBER), masked("")) == (MASK, "")


def test_one_number_is_one_person_and_no_collective(enter):
    enter()
    with pytest.raises(BadInput, match="đã ghi cho Bùi Thị H"):
        enter("Bùi Thị K")
    with pytest.raises(BadInput, match="Tập thể không có số định danh"):
        enter("Tổ 1", "079090000999", RecipientKind.COLLECTIVE)


def test_two_of_one_name_are_told_apart_by_it(enter):
    enter()
    assert enter(number="079090000999").citizen_id == "079090000999"


@pytest.mark.parametrize(
    ("who", "where", "seen"),
    [
        ("officer", "team3", NUMBER), ("unit_head", "team3", MASK),
        ("secretary", "department", MASK), ("head", "department", MASK),
    ],
)  # fmt: skip
def test_the_page_shows_it_whole_to_the_own_organisation_only(
    enter, client_as, long_an, who, where, seen
):
    person = enter()
    page = client_as(getattr(long_an, who), getattr(long_an, where)).get(
        f"/recipients/{person.public_id}"
    )
    assert (seen in page.text, NUMBER in page.text) == (True, seen == NUMBER)


def test_only_the_own_organisation_finds_by_it(enter, client_as, long_an):
    person = enter()
    sent = {"citizen_id": "079 090 000 123"}
    found = client_as(long_an.officer, long_an.team3).post("/recipients/find-by-number", data=sent)
    above = client_as(long_an.secretary, long_an.department).post(
        "/recipients/find-by-number", data=sent
    )
    assert (found.location, above.location) == (f"/recipients/{person.public_id}", "/recipients")
    head = client_as(long_an.head, long_an.department).post("/recipients/find-by-number", data=sent)
    assert head.status_code == 403


def test_nothing_is_found_without_a_number(enter, client_as, long_an):
    enter(number="")
    desk = client_as(long_an.officer, long_an.team3)
    assert desk.post("/recipients/find-by-number", data={}).location == "/recipients"


def test_the_form_of_the_list_is_for_keepers(enter, client_as, long_an):
    enter()
    officer = client_as(long_an.officer, long_an.team3).get("/recipients").text
    head = client_as(long_an.unit_head, long_an.team3).get("/recipients").text
    assert ("find-by-number" in officer, "find-by-number" in head) == (True, False)
    assert NUMBER not in officer


def test_it_is_mended_and_neither_journal_nor_log_holds_it(enter, officer, caplog):
    caplog.set_level(logging.DEBUG)
    person = enter()
    edit(
        person.public_id,
        Particulars("Bùi Thị H", citizen_id="079090000999"),
        version=1,
        actor=officer,
    )
    db.session.commit()
    acts = audit.journal("recipient", person.id)
    assert db.session.get_one(Recipient, person.id).citizen_id == "079090000999"
    assert [
        one for one in acts if NUMBER in str(one.detail) or "079090000999" in str(one.detail)
    ] == []
    assert (NUMBER in caplog.text, "079090000999" in caplog.text) == (False, False)


def test_an_error_of_the_database_does_not_tell_what_was_typed(database):
    assert db.engine.hide_parameters is True
