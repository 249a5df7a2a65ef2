"""Whoever presides ticks several conflicts, reads them once more and decides all in one act."""

import pytest
from sqlalchemy import select

from tests.councils.recusing.test_recusing import CHAIR, OTHER, VICE, asking, declares, rows_of
from workflow.core.audit import AuditRecord
from workflow.core.db import db
from workflow.councils.recusing.models import ConflictRuling

__all__ = ["asking"]


@pytest.fixture
def three(asking):
    """A session where two members declared ties: one to two nominees, one to one."""
    meeting = asking(nominees=2)
    declares(meeting, OTHER, position=1)
    declares(meeting, OTHER, position=2)
    declares(meeting, VICE, position=1)
    return meeting


def url_of(meeting):
    return f"/councils/sessions/{meeting.session.public_id}/recusals"


def key(meeting, member, position=1):
    return f"{rows_of(meeting)[position - 1].id}-{meeting.members[member].public_id}"


def rulings(meeting):
    rows = {row.id: row.position for row in rows_of(meeting)}
    people = {user.id: place for place, user in enumerate(meeting.members)}
    return sorted(
        (people[one.user_id], rows[one.agenda_item_id], one.recused, one.reason)
        for one in db.session.scalars(select(ConflictRuling))
    )


def told(answer, client):
    """Return what the page says after the answer led back to it."""
    assert answer.status_code == 302
    return client.get(answer.location).text


def test_nobody_but_who_presides_decides_ticked_rows(three, long_an, client_as, client):
    sent = {"row": [key(three, OTHER)], "word": "out", "confirmed": 1}
    decide = f"{url_of(three)}/decide"

    assert client.post(decide, data=sent).status_code == 401
    assert client_as(long_an.stranger, long_an.elsewhere).post(decide, data=sent).status_code == 404
    for user, organisation in (
        (long_an.secretary, long_an.department), (three.members[7], None),
        (three.members[OTHER], None), (three.members[VICE], None),
    ):  # fmt: skip
        person = client_as(user, organisation)
        assert "không còn chờ đồng chí quyết định" in told(person.post(decide, data=sent), person)
    assert rulings(three) == []

    chair = client_as(three.members[CHAIR])
    assert "Đã ghi 1 quyết định." in told(chair.post(decide, data=sent), chair)
    assert rulings(three) == [(OTHER, 1, True, "")]


def test_what_is_ticked_is_shown_once_more_and_decided_with_a_reason_for_each(three, client_as):
    chair = client_as(three.members[CHAIR])
    keys = [key(three, OTHER, 1), key(three, OTHER, 2), key(three, VICE)]

    before = chair.post(f"{url_of(three)}/decide", data={"row": keys, "word": "in"})
    assert before.status_code == 200
    assert "3 trường hợp được quyết định cùng một lúc" in before.text
    assert "Ghi 3 quyết định" in before.text
    assert rulings(three) == []

    sent = {"row": keys, "word": "in", "confirmed": 1, "why": "Quan hệ xa",
            f"why-{keys[2]}": "Không cùng đơn vị"}  # fmt: skip
    assert "Đã ghi 3 quyết định." in told(chair.post(f"{url_of(three)}/decide", data=sent), chair)

    assert rulings(three) == [
        (VICE, 1, False, "Không cùng đơn vị"), (OTHER, 1, False, "Quan hệ xa"),
        (OTHER, 2, False, "Quan hệ xa"),
    ]  # fmt: skip
    acts = select(AuditRecord).where(AuditRecord.act == "session.rule_conflict")
    assert len(db.session.scalars(acts).all()) == 3


def test_one_row_without_a_reason_leaves_all_undecided_and_keeps_what_was_typed(three, client_as):
    chair = client_as(three.members[CHAIR])
    keys = [key(three, OTHER, 1), key(three, OTHER, 2)]
    sent = {"row": keys, "word": "in", "confirmed": 1, f"why-{keys[0]}": "A & B <x> {{ 7*7 }}"}

    refused = chair.post(f"{url_of(three)}/decide", data=sent)

    assert refused.status_code == 422
    assert "hãy ghi lý do" in refused.text
    assert 'value="A &amp; B &lt;x&gt; {{ 7*7 }}"' in refused.text
    assert rulings(three) == []


def test_a_row_that_left_meanwhile_sends_back_and_decides_none(three, client_as):
    chair = client_as(three.members[CHAIR])
    sent = {"row": [key(three, OTHER), "999-nobody"], "word": "out", "confirmed": 1}

    assert "Hãy chọn lại." in told(chair.post(f"{url_of(three)}/decide", data=sent), chair)
    nothing = chair.post(f"{url_of(three)}/decide", data={"word": "out"})
    assert "Hãy chọn ít nhất một trường hợp" in told(nothing, chair)
    assert rulings(three) == []


def test_the_address_ticks_all_that_wait_or_those_of_one_member(three, client_as):
    chair = client_as(three.members[CHAIR])

    def ticked(asked):
        page = chair.get(f"{url_of(three)}{asked}").text
        return [
            which for which in (key(three, OTHER, 1), key(three, OTHER, 2), key(three, VICE))
            if f'value="{which}" id="row-{which}" checked' in page
        ]  # fmt: skip

    assert ticked("") == []
    assert len(ticked("?tick=all")) == 3
    assert ticked(f"?tick={three.members[OTHER].public_id}") == [
        key(three, OTHER, 1), key(three, OTHER, 2),
    ]  # fmt: skip
