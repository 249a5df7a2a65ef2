"""A person signs and the agency seals with keys of the signing process."""

import pytest

from tests.factories.signing import PASSWORD
from workflow.core import audit, clock
from workflow.core.db import db
from workflow.core.errors import (
    Incomplete,
    InvalidStep,
    NotAllowed,
    NotVisible,
    StaleEdit,
    Unavailable,
    WorkflowError,
)
from workflow.core.unit_of_work import unit_of_work
from workflow.documents import contents, queries, services
from workflow.documents.states import FileRole, Medium, PaperStatus
from workflow.signatures.engine.report import Expected, Signer
from workflow.signatures.engine.verifying import verify
from workflow.signatures.queries import made_on
from workflow.signatures.services import means, signing
from workflow.signatures.services.signing import seal_here, sign_here
from workflow.signatures.states import Level, Part, Verdict, Way


def sign(office, pin=PASSWORD, *, actor=None, seen=None):
    return sign_here(
        office.paper.public_id, pin, seen=office.seen if seen is None else seen,
        actor=actor or office.head,
    )  # fmt: skip


def seal(office, pin=PASSWORD, *, actor=None):
    return seal_here(office.paper.public_id, pin, actor=actor or office.clerk)


def report_on(office):
    paper = office.paper
    made = made_on(paper)
    plan = means.plan_for(paper, made[-1].certificate)
    signers = [
        Signer(name, frozenset({one.certificate.fingerprint}))
        for name, one in zip(("NguoiKy", "CoQuan"), made, strict=True)
    ]
    content = contents.read(queries.signed_file_of(paper.id))
    expected = Expected(signers, queries.signed_file_of(paper.id).file.digest)
    return verify(content, means.gather(plan).trust(), expected, clock.now())


@pytest.mark.parametrize("level", [Level.STAMPED, Level.ARCHIVAL])
def test_a_decision_is_signed_numbered_sealed_and_proven(office, level):
    office = office(level)

    sign(office)
    office.number()
    seal(office)

    assert office.paper.status is PaperStatus.SEALED
    made = [(one.part, one.way, one.level) for one in made_on(office.paper)]
    assert made == [(Part.PERSON, Way.HERE, level), (Part.SEAL, Way.HERE, level)]
    report = report_on(office)
    assert (report.verdict, [one.verdict for one in report.findings]) == (
        Verdict.VALID, [Verdict.VALID_WITH_CHANGES, Verdict.VALID],
    )  # fmt: skip
    assert report.findings[0].filled == ("So", "Ngay", "Thang", "Nam")


def test_an_office_that_numbers_first_signs_and_seals_with_nothing_left_to_fill_in(office):
    office = office(Level.ARCHIVAL, numbers_first=True)

    sign(office)
    assert office.paper.status is PaperStatus.NUMBERED
    seal(office)

    report = report_on(office)
    assert (office.paper.status, report.verdict) == (PaperStatus.SEALED, Verdict.VALID)
    assert [one.filled for one in report.findings] == [(), ()]


def test_a_basic_signature_is_taken_though_nobody_can_say_who_was_revoked(office):
    office = office(Level.BASIC)

    sign(office)
    office.number()
    seal(office)

    assert (office.paper.status, report_on(office).verdict) == (
        PaperStatus.SEALED, Verdict.UNKNOWN,
    )  # fmt: skip


def test_strangers_and_colleagues_sign_and_seal_nothing(office):
    office = office()

    with pytest.raises(NotVisible):
        sign(office, actor=office.stranger)
    with pytest.raises(NotAllowed):
        sign(office, actor=office.secretary)
    sign(office)
    office.number()
    with pytest.raises(NotVisible):
        seal(office, actor=office.stranger)
    for wrong in (office.secretary, office.head):
        with pytest.raises(NotAllowed):
            seal(office, actor=wrong)
    assert office.paper.status is PaperStatus.NUMBERED


def test_a_wrong_pin_changes_nothing_and_the_right_one_signs_after_it(office):
    office = office()

    with pytest.raises(WorkflowError):
        sign(office, "sai")
    assert (office.paper.status, list(made_on(office.paper))) == (PaperStatus.OFFERED, [])
    sign(office)
    assert office.paper.status is PaperStatus.SIGNED


def test_what_was_drawn_anew_is_not_signed_unseen(office):
    office = office()

    with pytest.raises(StaleEdit):
        sign(office, seen="0" * 64)
    assert office.paper.status is PaperStatus.OFFERED


def test_the_second_of_two_clicks_finds_it_signed_and_one_file_is_kept(office):
    office = office()
    seen = office.seen
    sign(office)

    with pytest.raises(InvalidStep):
        sign(office, seen=seen)
    kept = queries.documents_of("paper", office.paper.id, FileRole.PERSON_SIGNED)
    assert (len(kept), len(made_on(office.paper))) == (1, 1)


def test_a_digital_paper_is_not_signed_by_a_click_nor_sealed_by_a_scan(office):
    office = office()

    with pytest.raises(InvalidStep, match="ký số"), unit_of_work():
        services.sign_paper(office.paper.public_id, actor=office.head)


@pytest.mark.parametrize("level", [Level.STAMPED, Level.ARCHIVAL])
def test_while_the_authorities_are_down_the_act_waits_and_is_not_made_weaker(office, level):
    office = office(level)
    office.servers.down = True

    with pytest.raises(Unavailable):
        sign(office)
    assert (office.paper.status, list(made_on(office.paper))) == (PaperStatus.OFFERED, [])
    office.servers.down = False
    sign(office)
    assert office.paper.status is PaperStatus.SIGNED


def test_a_seal_that_fails_loses_no_number_and_takes_no_second_one(office):
    office = office(Level.STAMPED)
    sign(office)
    office.number()
    number = office.paper.number_text
    office.servers.down = True

    with pytest.raises(Unavailable):
        seal(office)
    assert office.paper.status is PaperStatus.NUMBERED
    office.servers.down = False
    office.number()
    seal(office)
    assert (office.paper.status, office.paper.number_text) == (PaperStatus.SEALED, number)


def test_a_paper_is_turned_over_to_the_pen_until_somebody_has_signed(office):
    office = office()

    with unit_of_work():
        services.choose_medium(office.paper.public_id, Medium.SHEET, actor=office.secretary)
    assert office.paper.medium is Medium.SHEET
    with pytest.raises(InvalidStep):
        sign(office)


def test_a_signed_paper_keeps_its_medium(office):
    office = office()
    sign(office)

    with pytest.raises(InvalidStep), unit_of_work():
        services.choose_medium(office.paper.public_id, Medium.SHEET, actor=office.secretary)


def test_an_office_without_a_certificate_is_told_whom_to_ask(office):
    office = office()
    for one in db.session.query(means.SigningCertificate):
        one.ended_at = clock.now()
    db.session.commit()

    with pytest.raises(Incomplete, match="quản trị viên"):
        sign(office)


def test_the_journal_tells_of_each_signature_and_no_pin(office):
    office = office()
    sign(office)

    told = [one for one in audit.journal("paper", office.paper.id) if one.act == "signature.make"]
    assert [(one.detail["part"], one.detail["way"], one.detail["level"]) for one in told] == [
        ("person", "here", "basic")
    ]
    assert PASSWORD not in str([one.detail for one in audit.journal("paper", office.paper.id)])


class Killed(BaseException):
    """The process ends here: nothing that follows runs, nothing open is committed."""


@pytest.mark.parametrize("step", ["before the store", "before the record", "within the record"])
def test_killed_between_signing_and_storing_at_most_one_file_becomes_the_record(
    office, monkeypatch, step
):
    office = office()
    sign(office)
    office.number()
    number = office.paper.number_text
    where = {
        "before the store": "stored_pdf", "before the record": "record_seal",
        "within the record": "record",
    }[step]  # fmt: skip

    def killed(*_args, **_kwargs):
        raise Killed

    with monkeypatch.context() as dying:
        dying.setattr(signing, where, killed)
        with pytest.raises(Killed):
            seal(office)
    db.session.rollback()
    kept = queries.documents_of("paper", office.paper.id, FileRole.SIGNED)
    assert (office.paper.status, kept) == (PaperStatus.NUMBERED, [])

    seal(office)
    [kept] = queries.documents_of("paper", office.paper.id, FileRole.SIGNED)
    assert (office.paper.status, office.paper.number_text) == (PaperStatus.SEALED, number)
    assert [one.file_id for one in made_on(office.paper)][-1] == kept.document.file_id
    assert len(made_on(office.paper)) == 2
