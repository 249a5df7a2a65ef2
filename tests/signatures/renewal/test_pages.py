"""Who keeps the archive is told what could not be renewed, and only what needs a person."""

import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from tests.signatures.renewal.test_renewing import IN_FOURTEEN
from workflow.core import audit, jobs
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep, NotVisible
from workflow.core.unit_of_work import unit_of_work
from workflow.signatures.renewal import keeping
from workflow.signatures.renewal.states import Trouble
from workflow.signatures.renewal.tasks import count_waiting, tasks_for
from workflow.signatures.states import Level

PAGE = "/signatures/renewals"
LATE = datetime(2035, 6, 1, tzinfo=UTC)


@pytest.fixture
def people(long_an, make_user, actor, client_as):
    made = {
        "archivist": (long_an.department, "archivist"), "admin": (long_an.department, "administrator"),
        "above": (long_an.ministry, "administrator"), "stranger": (long_an.elsewhere, "archivist"),
        "officer": (long_an.department, "officer"),
    }  # fmt: skip
    users = {who: make_user(place, role) for who, (place, role) in made.items()}
    acting = {who: actor(users[who], place) for who, (place, _role) in made.items()}
    return SimpleNamespace(browser=lambda who: client_as(users[who], made[who][0]), **acting)


@pytest.fixture
def lost(archive, quick):
    """A decision whose proof ended before anybody renewed it."""
    archive = archive()
    archive.move(LATE)
    archive.day()
    return archive


def inboxes(people, *who):
    return {one: len(tasks_for(getattr(people, one))) for one in who}


def test_strangers_see_and_do_nothing_and_the_office_s_archivist_does(lost, people):
    paper = lost.papers[0]
    before = people.browser("archivist").get(PAGE).get_data(as_text=True)
    seen = {who: people.browser(who).get(PAGE) for who in ("stranger", "officer", "admin", "above")}

    told = {who: (page.status_code, paper.number_text in page.get_data(as_text=True))
            for who, page in seen.items()}  # fmt: skip
    assert told == {
        "stranger": (200, False), "officer": (403, False), "admin": (200, True),
        "above": (200, True),
    }  # fmt: skip
    assert "Không còn chứng minh được" in before
    for act in ("retry", "settle"):
        sent = {"reason": "mất bằng chứng"}
        url = f"{PAGE}/{lost.sealed().public_id}/{act}"
        for typed in (sent, {}):
            assert people.browser("stranger").post(url, data=typed).status_code == 404
        assert people.browser("officer").post(url, data=sent).status_code == 403
    proof = lost.proof()
    assert (proof.settled_at, proof.next_at, proof.trouble) == (
        None, proof.seen_at + timedelta(days=30), Trouble.UNPROVEN,
    )  # fmt: skip


def test_while_all_is_well_nobody_is_told_anything(archive, quick, people):
    archive = archive()
    archive.day()

    every = ("archivist", "admin", "above", "stranger", "officer")
    assert inboxes(people, *every) == dict.fromkeys(every, 0)
    page = people.browser("archivist").get(PAGE).get_data(as_text=True)
    assert "Không tệp nào phải gia hạn lúc này" in page
    assert "1 tệp ký số đang được theo dõi; sớm nhất hết hạn chứng minh ngày 01/01/2035" in page


def test_a_server_that_is_down_for_a_day_is_no_task_and_for_four_days_is_one(
    archive, quick, people
):
    archive = archive()
    quick.down = True
    archive.day(IN_FOURTEEN)
    first = inboxes(people, "archivist", "admin")
    page = people.browser("archivist").get(PAGE).get_data(as_text=True)
    archive.day(IN_FOURTEEN + timedelta(days=4))

    assert first == {"archivist": 0, "admin": 0}
    assert "không trả lời. Hệ thống tự thử lại mỗi ngày." in page
    assert inboxes(people, "archivist", "admin", "above", "stranger") == {
        "archivist": 1, "admin": 1, "above": 0, "stranger": 0,
    }  # fmt: skip
    assert [count_waiting(people.admin), count_waiting(people.stranger)] == [1, 0]
    quick.down = False
    archive.day(IN_FOURTEEN + timedelta(days=6))
    assert inboxes(people, "archivist") == {"archivist": 0}


def test_what_is_lost_is_told_until_somebody_takes_note_with_a_reason(lost, people):
    paper = lost.papers[0]
    url = f"{PAGE}/{lost.sealed().public_id}/settle"
    assert inboxes(people, "archivist", "stranger") == {"archivist": 1, "stranger": 0}
    browser = people.browser("archivist")
    assert browser.post(url, data={"reason": " "}).status_code == 422
    assert browser.post(url, data={"reason": "Nơi cấp đã giải thể"}).status_code == 302

    assert inboxes(people, "archivist") == {"archivist": 0}
    assert "Nơi cấp đã giải thể" in browser.get(PAGE).get_data(as_text=True)
    assert audit.journal("paper", paper.id)[0].act == "signature.settle_renewal"
    with pytest.raises(InvalidStep), unit_of_work():
        keeping.settle(lost.sealed().public_id, "lần nữa", actor=people.archivist)


def test_only_what_is_lost_can_be_taken_note_of(archive, quick, people):
    archive = archive()
    archive.day()
    public_id = archive.sealed().public_id

    with pytest.raises(NotVisible), unit_of_work():
        keeping.settle(public_id, "mất", actor=people.stranger)
    with pytest.raises(InvalidStep), unit_of_work():
        keeping.settle(public_id, "mất", actor=people.archivist)
    archive.proof().trouble = Trouble.UNPROVEN
    db.session.commit()
    with pytest.raises(BadInput), unit_of_work():
        keeping.settle(public_id, " ", actor=people.archivist)


def test_tried_again_by_hand_what_can_be_proven_now_is_renewed(lost, people):
    lost.move(IN_FOURTEEN)  # as if what was missing had been found
    answer = people.browser("admin").post(f"{PAGE}/{lost.sealed().public_id}/retry")
    jobs.run_all()

    assert (answer.status_code, len(lost.renewals())) == (302, 1)
    page = people.browser("archivist").get(PAGE).get_data(as_text=True)
    assert re.search("Gia hạn gần đây.*01/01/2052", page, re.DOTALL)
    assert [one.act for one in audit.journal("paper", lost.papers[0].id)].count(
        "signature.retry_renewal"
    ) == 1


def test_the_commands_say_what_is_due_try_without_doing_and_do(archive, quick, app):
    archive = archive()
    archive.move(IN_FOURTEEN)
    run = app.test_cli_runner().invoke
    unread = run(args=["signatures", "due"])
    dry = run(args=["signatures", "renew", "--dry-run"])
    untouched = (archive.proof(), archive.renewals())
    done = run(args=["signatures", "renew"])
    again = run(args=["signatures", "renew"])

    number = f"{archive.papers[0].number_text}  {archive.papers[0].title}"
    assert (unread.exit_code, "0 chưa gia hạn được, 1 chưa đọc." in unread.output) == (0, True)
    assert dry.output.startswith(
        f"{number}  sẽ gia hạn: Chứng thư của dấu thời gian cuối hết hạn ngày 01/01/2035."
    )
    assert untouched == (None, [])
    assert f"{number}  đã gia hạn, SHA-256 {archive.files()[1][1]}" in done.output
    assert (done.exit_code, again.exit_code) == (0, 0)
    assert again.output == "Không tệp nào phải gia hạn lúc này.\n"


def test_the_commands_end_with_one_while_something_fails(lost, app):
    run = app.test_cli_runner().invoke
    due = run(args=["signatures", "due"])

    assert due.exit_code == 1
    assert "Không còn chứng minh được" in due.output
    hoped = run(args=["signatures", "renew", "--dry-run"])
    assert (hoped.exit_code, "sẽ gia hạn: Bằng chứng trong tệp không" in hoped.output) == (0, True)
    lost.terms.level = Level.BASIC  # nothing is asked for beyond what was there
    db.session.commit()
    dry, done = (run(args=["signatures", "renew", *way]) for way in (["--dry-run"], []))
    assert (dry.exit_code, "KHÔNG GIA HẠN ĐƯỢC: Không còn chứng" in dry.output) == (1, True)
    assert (done.exit_code, "CHƯA GIA HẠN ĐƯỢC: Không còn chứng" in done.output) == (1, True)
