"""A secret ballot from the naming of tellers to the count: who may, what is refused, what is kept."""

import secrets

import pytest
from sqlalchemy import delete, func, select, update

from tests.councils.sealed.conftest import Vault
from tests.factories.councils import member_actor
from workflow.core.audit import AuditRecord
from workflow.core.db import db
from workflow.core.errors import BadInput, Incomplete, InvalidStep, NotAllowed, NotVisible
from workflow.core.unit_of_work import unit_of_work
from workflow.councils.models import AgendaItem, Ballot, Elector, NamedVote, TallyLine
from workflow.councils.sealed.keys import draw_code, public_of
from workflow.councils.sealed.models import BoxPaper, SecretBallot, Teller
from workflow.councils.sealed.process import ask
from workflow.councils.sealed.queries import box_of, without_key_file
from workflow.councils.sealed.sealing import Mark, binding, seal
from workflow.councils.services import ballots, counting, opening
from workflow.councils.services.secret.casting import cast_secret, enter_envelopes
from workflow.councils.services.secret.counting import count_box, exported, look_up
from workflow.councils.services.secret.preparing import draw, open_secret, prepare
from workflow.councils.states import BallotStatus, Choice

A, D, X = Choice.AGREE, Choice.DISAGREE, Choice.OTHER


def papers():
    return db.session.scalar(select(func.count()).select_from(BoxPaper))


def lines():
    rows = db.session.scalars(select(TallyLine).order_by(TallyLine.ballot_item_id))
    return [(r.agree, r.disagree, r.other, r.recused, r.silent, r.total, r.passed) for r in rows]


def test_strangers_see_nothing_of_it(make_vault, long_an, actor):
    vault = make_vault()
    stranger = actor(long_an.stranger, long_an.elsewhere)
    for act in (
        lambda: prepare(vault.meeting.session.public_id, [], needed=0, actor=stranger),
        lambda: draw(vault.id, actor=stranger),
        lambda: open_secret(vault.id, vault.keys, actor=stranger),
        lambda: cast_secret(vault.id, vault.meeting.answers(), actor=stranger),
        lambda: enter_envelopes(vault.id, [1], [{}], beside="", actor=stranger),
        lambda: count_box(vault.id, [], vault.keys, actor=stranger),
    ):
        with pytest.raises(NotVisible), unit_of_work():
            act()
    assert papers() == 0


def test_the_count_is_what_was_cast_over_all_members(make_vault):
    vault = make_vault()
    for at, choice in enumerate((A, A, A, A, A, D, X)):
        vault.cast(at, choice)
    vault.close().count()
    assert lines() == [(5, 1, 1, 0, 2, 9, True)] * 3
    assert vault.meeting.ballot.status is BallotStatus.TALLIED


def test_no_row_joins_a_member_to_a_paper(make_vault):
    vault = make_vault()
    code = vault.cast(0, D)
    assert db.session.scalar(select(func.count()).select_from(NamedVote)) == 0
    assert {column.name for column in BoxPaper.__table__.columns} == {"ballot_id", "slot", "sealed"}
    told = [
        (one.act, one.actor_id, one.detail) for one in db.session.scalars(
            select(AuditRecord).where(AuditRecord.act.in_(("ballot.cast", "ballot.paper")))
            .order_by(AuditRecord.id)
        )
    ]  # fmt: skip
    member = vault.meeting.members[0]
    (paper, nobody, digest), cast = told
    assert (paper, nobody, set(digest)) == ("ballot.paper", None, {"digest"})
    assert cast == ("ballot.cast", member.id, {"name": member.name})
    assert digest["digest"].startswith(code)


def test_papers_before_the_count_show_no_result_to_anybody(make_vault, client_as):
    vault = make_vault()
    for at in range(4):
        vault.cast(at, D)
    for user in (vault.meeting.members[0], vault.meeting.members[2]):
        page = client_as(user).get(f"/councils/sessions/{vault.meeting.session.public_id}").text
        assert "4 <small>" in page
        assert "Không đồng ý" not in page
    assert lines() == []


def test_a_vote_is_cast_once_and_never_after_the_close(make_vault):
    vault = make_vault()
    vault.cast(0)
    with pytest.raises(InvalidStep, match="Mỗi thành viên bỏ phiếu một lần"):
        vault.cast(0, D)
    vault.fill().close()
    with pytest.raises(InvalidStep, match="đã đóng"):
        vault.cast(1)
    assert papers() == 4


def test_a_paper_with_rows_missing_or_foreign_is_refused(make_vault):
    vault = make_vault()
    answers = vault.meeting.answers()
    first = next(iter(answers))
    member = member_actor(vault.meeting.members[0])
    for wrong in ({first: answers[first]}, {**answers, 999_999: answers[first]}):
        with pytest.raises(BadInput), unit_of_work():
            cast_secret(vault.id, wrong, actor=member)
    assert papers() == 0


def test_one_who_is_considered_leaves_the_row_blank_and_the_base_stays(make_vault):
    vault = make_vault(own=True)
    item = min(vault.meeting.answers())
    own = {key: value for key, value in vault.meeting.answers(D).items() if key != item}
    with unit_of_work():
        cast_secret(vault.id, own, actor=member_actor(vault.meeting.members[1]))
    vault.fill().close().count()
    assert lines() == [(3, 0, 0, 1, 5, 9, False), *[(3, 1, 0, 0, 5, 9, False)] * 2]


def test_envelopes_of_the_absent_are_put_in_by_a_teller_together(make_vault):
    vault = make_vault(absent=2)
    away = [one.id for one in vault.meeting.members[-2:]]
    ballots_given = [vault.meeting.answers(A), vault.meeting.answers(D)]
    with pytest.raises(NotAllowed), unit_of_work():
        enter_envelopes(
            vault.id, away, ballots_given, beside=vault.codes[2], actor=vault.meeting.secretary
        )
    teller = member_actor(vault.meeting.members[2])
    for people, given in (
        (away, ballots_given[:1]),
        ([vault.meeting.members[0].id], [{}]),
        ([], []),
    ):
        with pytest.raises(BadInput), unit_of_work():
            enter_envelopes(vault.id, people, given, beside=vault.codes[2], actor=teller)
    for alone in ("", vault.codes[1], draw_code(2)):
        with pytest.raises(BadInput, match="mã của một người kiểm phiếu khác"), unit_of_work():
            enter_envelopes(vault.id, away, ballots_given, beside=alone, actor=teller)
    assert papers() == 0
    with unit_of_work():
        enter_envelopes(vault.id, away, ballots_given, beside=vault.codes[2], actor=teller)
    told = db.session.scalars(
        select(AuditRecord).where(AuditRecord.act == "ballot.envelopes")
    ).one()
    assert (told.actor_id, told.detail["beside"]) == (
        vault.meeting.members[2].id, vault.meeting.members[3].name,
    )  # fmt: skip
    vault.fill().close().count()
    assert lines() == [(4, 1, 0, 0, 4, 9, False)] * 3


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda: db.session.execute(delete(BoxPaper).where(BoxPaper.slot == db.session.scalar(
            select(BoxPaper.slot).limit(1)))), "ít phiếu hơn"),
        (lambda: db.session.add(BoxPaper(ballot_id=db.session.scalar(select(BoxPaper.ballot_id).limit(1)),
                                         slot=b"x" * 16, sealed=b"y" * 51)), "nhiều phiếu hơn"),
        (lambda: db.session.execute(update(BoxPaper).values(slot=b"z" * 16).where(
            BoxPaper.slot == db.session.scalar(select(BoxPaper.slot).limit(1)))), "lúc đóng hòm"),
        (lambda: db.session.execute(update(SecretBallot).values(box_root=b"0" * 32)), "lúc đóng hòm"),
    ],
)  # fmt: skip
def test_a_box_changed_behind_the_product_is_named_and_not_counted(make_vault, change, told):
    vault = make_vault()
    for at in range(3):
        vault.cast(at)
    vault.close()
    change()
    db.session.commit()
    with pytest.raises(InvalidStep, match=told):
        vault.count()
    assert (lines(), db.session.get_one(Ballot, vault.meeting.ballot.id).status) == (
        [], BallotStatus.CLOSED,
    )  # fmt: skip


def test_one_code_or_a_foreign_one_opens_nothing_and_two_do(make_vault):
    vault = make_vault()
    vault.fill().close()
    for codes in ([], [vault.codes[1]], [vault.codes[1], draw_code(2)], [vault.codes[1]] * 2):
        with pytest.raises(BadInput):
            vault.count(codes)
    teller = member_actor(vault.meeting.members[2])
    vault.count([vault.codes[2], vault.codes[3].lower()], actor=teller)
    assert lines()[0][0] == 3


def test_a_member_who_is_no_teller_opens_no_box(make_vault):
    vault = make_vault()
    vault.close()
    with pytest.raises(NotAllowed):
        vault.count(actor=member_actor(vault.meeting.members[0]))


def test_it_opens_only_once_every_teller_has_a_code(make_meeting, keys):
    vault = Vault(make_meeting(), keys).prepare()
    with pytest.raises(Incomplete, match="Thành viên 03, Thành viên 04, Thành viên 05"):
        vault.open()
    vault.draw_all().open()
    with pytest.raises(InvalidStep, match="đã mở"):
        vault.draw_all()


def test_a_new_code_takes_the_place_of_one_that_was_not_written_down(make_vault):
    vault = make_vault(opened=False)
    lost = dict(vault.codes)
    vault.draw_all().open()
    vault.fill().close()
    with pytest.raises(BadInput):
        vault.count([lost[1], lost[2]])
    vault.count()


@pytest.mark.parametrize(
    ("tellers", "needed"), [((2,), 1), ((2, 3), 1), ((2, 3), 3), ((2, 8), 2), ((1, 2), 2)]
)
def test_tellers_that_cannot_be_are_refused(make_meeting, keys, tellers, needed):
    """One alone, more needed than there are, one who is away, one who is considered."""
    vault = Vault(make_meeting(own=True), keys)
    with pytest.raises(BadInput):
        vault.prepare(tellers, needed)
    vault.prepare((2, 3), 2)


def test_without_tellers_the_key_is_a_file_that_is_gone_after_the_count(make_meeting, keys):
    vault = Vault(make_meeting(), keys).prepare((), 0).open()
    held = list(keys.folder.iterdir())
    assert [(one.name, oct(one.stat().st_mode & 0o777)) for one in held] == [
        (f"{vault.id}.key", "0o600")
    ]
    vault.fill().close().count([])
    assert (lines()[0][0], list(keys.folder.iterdir())) == (3, [])


def test_without_its_file_a_box_without_tellers_stays_shut(make_meeting, keys):
    vault = Vault(make_meeting(), keys).prepare((), 0).open()
    vault.close()
    keys.destroy(vault.id)
    with pytest.raises(InvalidStep, match="không còn trên máy chủ"):
        vault.count([])


def test_what_the_rule_wants_secret_is_never_put_to_a_vote_by_name(make_meeting, keys, long_an):
    meeting = make_meeting()
    long_an.certificate_person.secret_ballot = True
    db.session.commit()
    with pytest.raises(Incomplete, match="phải bỏ phiếu kín"), unit_of_work():
        opening.open_ballot(meeting.session.public_id, actor=meeting.secretary)
    Vault(meeting, keys).prepare().draw_all().open()


def test_the_ways_of_the_other_mode_are_shut(make_vault):
    vault = make_vault()
    with pytest.raises(InvalidStep, match="bỏ phiếu kín"), unit_of_work():
        ballots.cast_votes(
            vault.id, vault.meeting.answers(), actor=member_actor(vault.meeting.members[0])
        )
    vault.close()
    with pytest.raises(InvalidStep, match="ban kiểm phiếu"), unit_of_work():
        counting.count_ballot(vault.id, actor=vault.meeting.secretary)


def test_nobodys_opinion_is_entered_by_name(make_vault, client_as, long_an):
    vault = make_vault()
    away = vault.meeting.members[-1]
    page = client_as(long_an.secretary, long_an.department).get(
        f"/councils/ballots/{vault.id}/opinion/{away.public_id}"
    )
    assert (page.status_code, "không nhập theo tên" in page.text) == (409, True)
    with pytest.raises(InvalidStep, match="không nhập theo tên"), unit_of_work():
        ballots.enter_opinion(
            vault.id, away, vault.meeting.answers(), None, actor=vault.meeting.secretary
        )


def test_a_receipt_finds_its_paper_in_the_box_and_tells_no_choice(make_vault):
    vault = make_vault()
    code = vault.cast(0, D)
    vault.fill().close()
    ballot = vault.meeting.ballot
    assert (look_up(ballot, code), look_up(ballot, "0" * 24), look_up(ballot, "")) == (
        True, False, False,
    )  # fmt: skip


def test_what_is_handed_out_for_a_recount_names_nobody(make_vault):
    vault = make_vault()
    vault.fill().close().count()
    box = exported(vault.meeting.ballot)
    names = [one.name for one in db.session.scalars(select(Elector))]
    assert not [name for name in names if name in str(box)]
    assert set(box["published"].values().__iter__().__next__()) == {"agree", "disagree", "other"}


def _swap_one_paper(vault):
    """What whoever writes to the database can do while the ballot is open: seal an own paper."""
    secret = db.session.get_one(SecretBallot, vault.meeting.ballot.id)
    own = seal([Mark.DISAGREE] * 3, secret.public_key, binding(vault.id, secret.items))
    taken = db.session.scalar(select(BoxPaper.slot).limit(1))
    db.session.execute(update(BoxPaper).values(sealed=own).where(BoxPaper.slot == taken))


def _swap_the_key(vault):
    own = ask(
        "make", {"needed": 2, "tellers": [public_of(vault.codes[n]).hex() for n in (1, 2, 3)]}
    )
    secret = db.session.get_one(SecretBallot, vault.meeting.ballot.id)
    secret.public_key = bytes.fromhex(own["public"])
    for number, share in enumerate(own["shares"], start=1):
        values = {"share": bytes.fromhex(share)}
        db.session.execute(update(Teller).values(values).where(Teller.number == number))
    db.session.execute(delete(BoxPaper))
    for _one in range(3):
        sealed = seal([Mark.AGREE] * 3, secret.public_key, binding(vault.id, secret.items))
        db.session.add(BoxPaper(ballot_id=vault.meeting.ballot.id, slot=secrets.token_bytes(16),
                                sealed=sealed))  # fmt: skip


def _rewrite_the_journal(vault):
    """The swapped paper is put on record too, but not the records that follow it."""
    _swap_one_paper(vault)
    db.session.flush()
    now = {one.digest.hex() for one in box_of(vault.meeting.ballot.id)}
    for one in db.session.scalars(select(AuditRecord).where(AuditRecord.act == "ballot.paper")):
        if one.detail["digest"] not in now:
            kept = {r.detail["digest"] for r in db.session.scalars(
                select(AuditRecord).where(AuditRecord.act == "ballot.paper"))}  # fmt: skip
            one.detail = {"digest": (now - kept).pop()}


@pytest.mark.parametrize("change", [_swap_one_paper, _swap_the_key, _rewrite_the_journal])
def test_a_box_changed_while_the_vote_was_open_is_not_counted(make_vault, change):
    vault = make_vault()
    for at in range(3):
        vault.cast(at)
    change(vault)
    db.session.commit()
    vault.close()
    with pytest.raises(InvalidStep, match="đã ghi vào nhật ký"):
        vault.count()
    assert lines() == []


def test_a_code_in_the_second_place_is_named_by_that_place(make_vault):
    vault = make_vault()
    vault.fill().close()
    with pytest.raises(BadInput) as refused:
        vault.count(["", draw_code(1), vault.codes[2]])
    assert refused.value.field == "code_2"
    vault.count(["", vault.codes[1], " ", vault.codes[2]])


def test_an_envelope_with_a_row_of_another_ballot_is_refused(make_vault):
    vault = make_vault(absent=1)
    away, teller = [vault.meeting.members[-1].id], member_actor(vault.meeting.members[2])
    paper = vault.meeting.answers(A)
    with pytest.raises(BadInput, match="không thuộc cuộc bỏ phiếu này"), unit_of_work():
        enter_envelopes(vault.id, away, [{**paper, 999_999: paper[min(paper)]}], beside="",
                        actor=teller)  # fmt: skip
    with unit_of_work():
        enter_envelopes(vault.id, away, [paper], beside=vault.codes[3], actor=teller)


def test_a_teller_who_is_considered_by_the_time_it_opens_keeps_it_shut(make_vault):
    vault = make_vault(opened=False)
    nominee = db.session.scalars(select(AgendaItem)).first().nomination.recipient
    nominee.user_id = vault.meeting.members[2].id
    db.session.commit()
    with pytest.raises(InvalidStep, match="nay là người được xét"):
        vault.open()


def test_a_key_left_by_a_server_that_died_after_the_count_is_removed_at_the_next(
    make_meeting, keys
):
    vault = Vault(make_meeting(), keys).prepare((), 0).open()
    left = keys.seed(vault.id)
    vault.fill().close().count([])
    (keys.folder / f"{vault.id}.key").write_bytes(left)
    keys.sweep(without_key_file())
    assert list(keys.folder.iterdir()) == []


def test_the_booth_says_what_kind_of_vote_it_is(make_meeting, keys, client_as):
    vault = Vault(make_meeting(), keys).prepare((), 0).open()
    booth = client_as(vault.meeting.members[0])
    page = booth.get(f"/councils/ballots/{vault.id}").text
    assert ("Bỏ phiếu kín." in page, "Biểu quyết ghi tên" in page) == (True, False)
    assert "người quản trị máy chủ mở được hòm" in page
    review = booth.post(f"/councils/ballots/{vault.id}", data={"den": "review"}).text
    assert ("bỏ phiếu kín: chỉ tổng số" in review, "ghi tên" in review) == (True, False)
