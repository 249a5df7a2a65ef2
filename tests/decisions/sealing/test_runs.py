"""Certificates signed and sealed with one PIN: who, in which order, what stays after a death."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.conftest import START
from tests.decisions.sealing.conftest import (
    annulled_by,
    certificate,
    drawn_certificate,
    redrawn,
)
from tests.factories.documents import draw_all
from tests.factories.signing import PASSWORD
from tests.signatures.making import expected
from workflow.accounts.models import RoleGrant
from workflow.core import audit, clock
from workflow.core.db import db
from workflow.core.errors import Incomplete, InvalidStep, NotAllowed, NotVisible, WorkflowError
from workflow.core.unit_of_work import unit_of_work
from workflow.decisions.sealing import making, running
from workflow.decisions.sealing.models import SignedCertificate, SigningRun
from workflow.decisions.sealing.queries import SILENCE
from workflow.decisions.sealing.records import record_of
from workflow.documents.models import DocumentLink
from workflow.signatures.engine.verifying import verify
from workflow.signatures.keys.words import WrongPin
from workflow.signatures.states import Level, Part, Verdict

pytestmark = pytest.mark.usefixtures("at_once")
NONE, SIGNED, SEALED = (False, False), (True, False), (True, True)


class Killed(BaseException):
    """The process is gone: nothing is said any more."""


def dies_after(monkeypatch, count):
    """Let a run make so many files, then die."""
    made, make = [], making.make

    def counted(*args):
        if len(made) == count:
            raise Killed
        made.append(args)
        return make(*args)

    monkeypatch.setattr(running, "make", counted)
    monkeypatch.setattr(running, "AT_ONCE", 1)
    return lambda: monkeypatch.setattr(running, "make", make)


def time_passes(office):
    """Let the last run be silent for longer than a living one is."""
    with unit_of_work():
        for run in db.session.scalars(select(SigningRun)):
            run.heard_at -= SILENCE
    assert office.state()


def test_whoever_may_not_or_does_not_know_the_pin_begins_nothing(office, long_an):
    made = office()
    with pytest.raises(NotVisible):
        made.start(made.desk.stranger)
    with pytest.raises(NotAllowed, match="Chỉ người có tên ở chỗ ký và văn thư"):
        made.start(made.desk.secretary)
    with pytest.raises(WrongPin, match="chưa ký gì"):
        made.start(made.desk.head, "sai-123")
    grants = select(RoleGrant).where(RoleGrant.user_id == long_an.head.id)
    for grant in db.session.scalars(grants):
        grant.valid_to = clock.today() - timedelta(days=1)
    db.session.commit()
    with pytest.raises(NotAllowed):  # named on the sheets, but with the right no more
        made.sign()
    assert (made.state(), made.runs()) == ([NONE] * 2, [])


def test_the_person_named_signs_all_and_then_the_clerk_seals_all(office, maker):
    made = office()
    with pytest.raises(InvalidStep, match="Dấu chỉ đóng sau chữ ký của người có thẩm quyền"):
        made.seal()

    made.sign()
    signed = made.state()
    made.seal()

    assert (signed, made.state()) == ([SIGNED] * 2, [SEALED] * 2)
    assert made.runs() == [("person", 2, 2, ""), ("seal", 2, 2, "")]
    want, files = expected(maker.key("head"), maker.key("seal")), made.files("seal")
    told = [verify(pdf, maker.trust(START), want, clock.now()) for pdf in files]
    assert ([one.verdict for one in told], len(set(files))) == ([Verdict.VALID] * 2, 2)
    assert [one.field for one in told[0].findings] == ["NguoiKy", "CoQuan"]
    sealed = made.sheets()[0].seal.document
    record = record_of(sealed.file.digest)
    assert (record.name, record.expected.digest) == (sealed.title, sealed.file.digest)
    assert record_of(made.sheets()[0].person.document.file.digest) is None
    lines = [one for one in audit.journal("paper", made.decision.paper_id)
             if one.act.startswith("certificates.sign")]  # fmt: skip
    begun_and_done = ["certificates.sign"] * 2 + ["certificates.signing_begin"] * 2
    assert sorted(one.act for one in lines) == begun_and_done
    assert PASSWORD not in str([one.detail for one in lines])
    with pytest.raises(InvalidStep, match="đã đóng dấu cả"):
        made.seal()


def test_after_a_kill_the_signed_stay_and_the_rest_goes_on(office, monkeypatch):
    made, mend = office(), dies_after(monkeypatch, 1)
    with pytest.raises(Killed):
        made.sign()
    before = [one.person and one.person.document_id for one in made.sheets()]
    with pytest.raises(InvalidStep, match="đang ký, đã xong 1 trên 2 giấy"):
        made.sign()

    mend()
    time_passes(made)
    made.sign()

    after = [one.person.document_id for one in made.sheets()]
    assert (before[1], after[0], made.state()) == (None, before[0], [SIGNED] * 2)
    assert made.runs() == [("person", 1, 2, "Đợt ký dừng giữa chừng."), ("person", 1, 1, "")]


def test_a_run_taken_for_dead_records_nothing_more(office, monkeypatch):
    made = office()
    orders, make = [], making.make

    def overtaken(order, *args):
        orders.append(order)
        if len(orders) == 1:  # before this one is recorded, somebody else begins and signs all
            time_passes(made)
            made.sign()
        return make(order, *args)

    monkeypatch.setattr(running, "make", overtaken)
    made.sign()

    rows = db.session.scalars(select(SignedCertificate)).all()
    assert ({one.run_id for one in rows}, len(rows)) == ({orders[1].run_id}, 2)
    assert [run[:3] for run in made.runs()] == [("person", 0, 2), ("person", 2, 2)]


def test_a_corrected_name_is_signed_anew_and_its_former_file_is_void(office, mending):
    made = office()
    made.sign()
    made.seal()
    former = made.sheets()[0].seal.document
    made.decision.organisation.signs_digitally = False  # the letter itself is signed by pen
    db.session.commit()
    mending.issue(mending.correct(0, "Trần Quốc Bão"))
    made.decision.organisation.signs_digitally = True
    db.session.commit()
    voided = made.state()
    draw_all()
    with pytest.raises(InvalidStep, match="chưa ký số"):
        made.seal()

    made.sign()
    made.seal()

    assert (voided, made.state()) == ([NONE, SEALED], [SEALED] * 2)
    assert made.sheets()[0].seal.document_id != former.id
    assert record_of(former.file.digest) is None
    links = select(DocumentLink).where(DocumentLink.document_id == former.id)
    assert db.session.scalars(links).one().removed_at is not None


def test_an_annulled_line_is_not_signed_though_it_is_annulled_meanwhile(
    office, mending, monkeypatch
):
    made, make, seen = office(), making.make, []

    def annulling(*args):
        if not seen:
            annulled_by(made, mending)
        seen.append(args)
        return make(*args)

    monkeypatch.setattr(running, "make", annulling)
    made.sign()

    assert (made.state(), made.runs()) == ([SIGNED], [("person", 1, 2, "")])
    assert len(db.session.scalars(select(SignedCertificate)).all()) == 1


def test_a_sheet_drawn_anew_while_it_is_signed_is_signed_as_it_is_by_then(office, monkeypatch):
    made, make, seen = office(), making.make, []

    def drawn_meanwhile(*args):
        done = make(*args)
        if not seen:
            redrawn(drawn_certificate("vẽ lại"))
        seen.append(args)
        return done

    monkeypatch.setattr(running, "make", drawn_meanwhile)
    made.sign()
    assert (len(seen), made.state(), made.runs()) == (3, [SIGNED] * 2, [("person", 2, 2, "")])


def test_neither_an_expired_nor_a_revoked_certificate_opens_a_key(office, long_an):
    made = office(asked=True, names=("head-expired", "seal"))
    with pytest.raises(Incomplete, match="Chứng thư số của bạn đã hết hạn từ 01/06/2019"):
        made.sign()
    house = made.decision.organisation.id
    revoked = certificate(
        made.servers.authorities, "head-revoked", Part.PERSON, house, long_an.head.id, "head"
    )
    db.session.add(revoked)
    db.session.commit()
    with pytest.raises(WorkflowError, match="thu hồi"):
        made.start(made.desk.head, "sai-123")
    assert (made.state(), made.runs()) == ([NONE] * 2, [])


def test_what_speaks_against_a_run_ends_it_with_the_reason_and_keeps_what_was_made(
    office, monkeypatch
):
    made = office(Level.STAMPED)
    redrawn(drawn_certificate(signer="Người khác"))
    made.sign()
    redrawn(drawn_certificate())
    make, done = making.make, []

    def down_after_one(*args):
        made.servers.down = len(done) >= 1
        done.append(args)
        return make(*args)

    monkeypatch.setattr(running, "make", down_after_one)
    made.sign()
    made.servers.down = False

    (no_room, down), state = made.runs(), made.state()
    assert (no_room[:3], down[:3]) == (("person", 0, 2), ("person", 1, 2))
    said = "Giấy của “Trần Quốc Bảo” không để chỗ ký phía trên “Nguyễn Văn A”"
    assert no_room[3].startswith(said)
    assert ("dấu thời gian" in down[3], state) == (True, [SIGNED, NONE])
