"""Votes that are refused: the reason and the attempt on record, the choice nowhere (P7, P30)."""

import logging

import pytest
from sqlalchemy import select

from workflow.core.audit import AuditRecord, faults
from workflow.core.db import db
from workflow.councils.models import NamedVote
from workflow.councils.sealed.models import BoxPaper
from workflow.councils.services.refusals import MOST_OF_ONE, REFUSED

CHOICE = "disagree"


def refusals():
    rows = select(AuditRecord).where(AuditRecord.act == REFUSED).order_by(AuditRecord.id)
    return [(row.actor_id, row.detail) for row in db.session.scalars(rows)]


def papers():
    return len(db.session.scalars(select(BoxPaper.slot)).all())


def fields(vault, **changes):
    return {f"v{item.id}": CHOICE for item in vault.meeting.items} | changes


def send(client_as, user, vault, data, organisation=None):
    return client_as(user, organisation).post(f"/councils/ballots/{vault.id}/cast", data=data)


def _twice(vault):
    vault.cast(0)


def _closed(vault):
    vault.close()


def _nothing(_vault):
    pass


def _row(vault, at=0):
    return f"v{vault.meeting.items[at].id}"


CASES = {
    "twice": (_twice, 0, lambda v: {}, 409),
    "not open": (_closed, 0, lambda v: {}, 409),
    "absent": (_nothing, 8, lambda v: {}, 403),
    "foreign row": (_nothing, 0, lambda v: {"v999999": CHOICE}, 422),
    "recused row": (_nothing, 1, lambda v: {}, 403),
    "malformed": (_nothing, 0, lambda v: {_row(v): "disagree; DROP"}, 422),
    "rows missing": (_nothing, 0, None, 422),
}


@pytest.mark.parametrize("reason", CASES)
def test_a_refused_vote_is_on_record_with_its_reason_and_without_its_choice(
    make_vault, client_as, caplog, reason
):
    caplog.set_level(logging.DEBUG)
    before, at, changes, status = CASES[reason]
    vault = make_vault(own=True)
    before(vault)
    held, user = papers(), vault.meeting.members[at]
    data = fields(vault, **changes(vault)) if changes else {_row(vault): CHOICE}

    answer = send(client_as, user, vault, data)

    assert (answer.status_code, refusals()) == (status, [(user.id, {"reason": reason})])
    assert papers() == held
    assert faults("session", vault.meeting.session.id) == []
    assert answer.headers["Cache-Control"] == "no-store"
    told = [str(row.detail) for row in db.session.scalars(select(AuditRecord))]
    assert not [one for one in [*told, caplog.text] if CHOICE in one or "Không đồng ý" in one]


@pytest.mark.parametrize(
    "extra", [{"x": "1"}, {"v1e3": CHOICE}, {"v" + "1" * 5000: CHOICE}, {"v-1": CHOICE}, {"v": CHOICE},
              {"": CHOICE}, {"v１": CHOICE}]
)  # fmt: skip
def test_a_paper_with_more_than_its_rows_is_refused(make_vault, client_as, extra):
    vault = make_vault()
    user = vault.meeting.members[0]
    assert send(client_as, user, vault, fields(vault) | extra).status_code == 422
    assert (papers(), refusals()) == (0, [(user.id, {"reason": "malformed"})])
    twice = fields(vault) | {_row(vault): [CHOICE, "agree"]}
    assert send(client_as, user, vault, twice).status_code == 422
    assert send(client_as, user, vault, fields(vault)).status_code == 200
    assert papers() == 1


def test_who_is_no_elector_is_on_record_and_learns_nothing(make_vault, client_as, long_an):
    vault = make_vault()
    for user, organisation, status in (
        (long_an.secretary, long_an.department, 403), (long_an.stranger, long_an.elsewhere, 404),
    ):  # fmt: skip
        assert send(client_as, user, vault, fields(vault), organisation).status_code == status
    assert refusals() == [
        (long_an.secretary.id, {"reason": "no elector"}), (long_an.stranger.id, {"reason": "no elector"}),
    ]  # fmt: skip
    nowhere = client_as(long_an.stranger, long_an.elsewhere).post("/councils/ballots/none/cast")
    assert (nowhere.status_code, len(refusals()), papers()) == (404, 2, 0)


def test_one_person_cannot_fill_the_journal_with_refusals(make_vault, client_as):
    vault = make_vault()
    browser = client_as(vault.meeting.members[0])
    for _time in range(MOST_OF_ONE + 3):
        browser.post(f"/councils/ballots/{vault.id}/cast", data={"x": "1"})
    assert len(refusals()) == MOST_OF_ONE


def test_the_booth_is_never_kept_and_its_choices_stand_in_no_row_or_page_of_others(
    make_vault, client_as, caplog
):
    caplog.set_level(logging.DEBUG)
    vault = make_vault()
    browser = client_as(vault.meeting.members[0])
    chosen = fields(vault)
    pages = [browser.get(f"/councils/ballots/{vault.id}"),
             browser.post(f"/councils/ballots/{vault.id}", data=chosen | {"den": "review"}),
             browser.post(f"/councils/ballots/{vault.id}/cast", data=chosen),
             browser.get(f"/councils/ballots/{vault.id}/receipt")]  # fmt: skip
    assert [(one.status_code, one.headers["Cache-Control"]) for one in pages] == [
        (200, "no-store")
    ] * 4
    assert [CHOICE in one.text for one in pages[2:]] == [False, False]
    assert db.session.scalars(select(NamedVote)).all() == []
    stored = [
        repr(row) for table in db.metadata.sorted_tables
        for row in db.session.execute(table.select())
        if table.name not in {"box_papers"}
    ]  # fmt: skip
    assert not [
        one for one in [*stored, caplog.text] if f"'{CHOICE}'" in one or f"={CHOICE}" in one
    ]
