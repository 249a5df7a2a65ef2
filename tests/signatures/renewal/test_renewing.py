"""Sealed files are renewed by the product's own job before what proves them ages."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.signatures.making import SEALED
from workflow.archive.queries import best_file, own_files
from workflow.check.papers import files_of
from workflow.core import audit, clock
from workflow.core.db import db
from workflow.documents.models import Document, DocumentLink
from workflow.signatures import verdicts
from workflow.signatures.engine.reasons import Code
from workflow.signatures.engine.verifying import verify
from workflow.signatures.records import expected_of, paper_of
from workflow.signatures.renewal.models import FileProof, RetiredAlgorithm
from workflow.signatures.renewal.states import RetirementStatus, Trouble, Why
from workflow.signatures.states import Level, Verdict
from workflow.signatures.trust import trust_now

IN_FOUR, IN_FOURTEEN, IN_THIRTY = (datetime(year, 6, 1, tzinfo=UTC) for year in (2024, 2034, 2050))


def verdict_on(archive, content, digest=""):
    """What anybody would be told now, from the file's own evidence."""
    expected = expected_of(archive.papers[0], digest)
    return verify(content, trust_now(), expected, clock.now())


def test_a_file_is_read_once_and_left_alone_while_it_lasts(archive):
    archive = archive()
    archive.day()
    archive.day(IN_FOUR)

    assert archive.renewals() == []
    proof = archive.proof()
    until = datetime(2035, 1, 1, tzinfo=UTC)
    assert (proof.good, proof.until, proof.trouble) == (True, until, None)
    assert proof.algorithms == "|sha256|rsa-2048|"


def test_a_year_before_its_time_stamp_ends_a_file_is_renewed_once_and_both_are_kept(archive, quick):
    archive = archive()
    paper, sealed = archive.papers[0], archive.newest()
    archive.stamped_by("tsa-2034")
    archive.day(IN_FOURTEEN)
    archive.day()

    [one] = archive.renewals()
    assert (one.why, one.until) == (Why.ENDS, datetime(2052, 1, 1, tzinfo=UTC))
    [(first, before), (second, after)] = archive.files()
    assert (first, second, archive.newest()[: len(sealed)]) == ("signed", "renewed", sealed)
    assert files_of(paper) == {before, after}  # whoever holds either file is told it is genuine
    assert [paper_of(digest).id for digest in (before, after)] == [paper.id] * 2
    assert verdicts.current_file(paper).file.digest == after
    assert verdicts.judged(paper).report.verdict is Verdict.VALID
    links = own_files(paper.id)
    assert best_file(links).document.file.digest == after
    assert {link.document.file.digest for link in links} == {before, after}  # both are read again
    [told] = [one for one in audit.journal("paper", paper.id) if one.act == "signature.renew"]
    assert (told.by_system, told.detail["before"], told.detail["file"]) == (True, before, after)


def test_renewed_by_the_job_a_file_holds_after_thirty_years_and_without_it_does_not(
    archive, no_network
):
    archive = archive()
    sealed, archive.terms.renew_days = archive.newest(), 700
    with no_network(allowed=archive.servers.url):
        for year, name in ((IN_FOURTEEN, "tsa-2034"), (IN_THIRTY, "tsa-2050")):
            archive.stamped_by(name)
            archive.day(year)
    archive.move(datetime(2051, 1, 5, tzinfo=UTC))

    with no_network():
        kept = verdict_on(archive, archive.newest())
        lost = verdict_on(archive, sealed)
    assert (kept.verdict, [one.proven for one in kept.archival]) == (Verdict.VALID, [True] * 3)
    assert (lost.verdict, lost.archival[0].reasons[0].code) == (
        Verdict.UNKNOWN, Code.EXPIRED_SINCE,
    )  # fmt: skip
    assert len(archive.renewals()) == 2


def retire(name, day):
    db.session.add(
        RetiredAlgorithm(name=name, last_day=day, source="thông tư", added_at=clock.now(),
                         status=RetirementStatus.HOLDING)
    )  # fmt: skip
    db.session.commit()


def test_an_algorithm_that_ages_is_renewed_away_before_its_last_day(archive):
    archive = archive()
    sealed = archive.newest()
    archive.move(IN_FOUR)
    retire("rsa-2048", IN_FOUR.date().replace(year=2025, month=5))
    archive.day()
    stuck = [archive.proof().trouble]
    archive.stamped_by("tsa-curve")
    archive.day(IN_FOUR.replace(day=9))
    stuck.append(archive.proof().trouble)
    archive.trusts("curves")
    archive.day(IN_FOUR.replace(day=18))
    archive.move(IN_FOUR.replace(year=2026))

    # the same authority, then one whose own root still uses the algorithm: nothing is won
    assert stuck == [Trouble.NO_BETTER] * 2
    [one] = archive.renewals()
    assert one.why is Why.AGES
    kept, lost = verdict_on(archive, archive.newest()), verdict_on(archive, sealed)
    assert (kept.verdict, lost.verdict) == (Verdict.VALID, Verdict.UNKNOWN)
    assert lost.archival[0].reasons[0].code is Code.ALGORITHM_AGED


@pytest.mark.parametrize("what", ["all", "lists"])
def test_while_a_server_is_down_nothing_is_kept_and_the_office_s_others_wait_with_it(archive, what):
    archive = archive(2)
    archive.stamped_by("tsa-2034")
    files = archive.files()
    archive.servers.down = what == "all"
    archive.servers.silent = "/crls/" if what == "lists" else ""
    archive.day(IN_FOURTEEN)
    db.session.rollback()
    [tried] = db.session.scalars(db.select(FileProof)).all()

    assert (archive.renewals(), archive.files()) == ([], files)
    assert (tried.trouble, tried.failing_since) == (Trouble.SERVER, tried.seen_at)
    assert "không trả lời. Hệ thống tự thử lại mỗi ngày." in tried.failure


def test_when_the_server_answers_again_all_that_waited_is_renewed(archive, quick):
    archive = archive(2)
    quick.down = True
    archive.day(IN_FOURTEEN)
    before = (archive.renewals(), archive.proof().trouble)
    quick.down = False
    archive.day(IN_FOURTEEN.replace(day=2, hour=1))

    assert before == ([], Trouble.SERVER)
    assert [one.paper_id for one in archive.renewals()] == [one.id for one in archive.papers]
    assert (archive.proof().trouble, archive.proof().failing_since) == (None, None)


def test_what_cannot_be_proven_any_more_is_said_and_tried_again_a_month_later(archive):
    archive = archive()
    archive.stamped_by("tsa-2034")
    archive.day(datetime(2035, 6, 1, tzinfo=UTC))

    proof = archive.proof()
    assert (archive.renewals(), proof.trouble) == ([], Trouble.UNPROVEN)
    assert proof.failure.startswith("Không còn chứng minh được: Chứng thư nay đã hết hạn")
    assert (proof.next_at - proof.seen_at).days == 30


@pytest.mark.parametrize(
    ("lacks", "said"), [("stamp", "chưa ghi máy chủ dấu thời gian"), ("lists", "Gốc tin cậy")]
)
def test_an_address_that_is_missing_is_asked_for(archive, lacks, said):
    archive = archive()
    if lacks == "stamp":
        archive.terms.stamp_url = ""
    else:
        archive.root.crl_urls = []
    archive.day(IN_FOURTEEN)

    assert (archive.renewals(), archive.proof().trouble) == ([], Trouble.LACKS)
    assert said in archive.proof().failure


def test_a_lower_level_is_raised_once_the_terms_ask_for_it(archive):
    archive = archive(level="B", terms=Level.BASIC)
    before = verdict_on(archive, archive.newest()).verdict
    archive.day()
    archive.terms.level = Level.STAMPED  # says how files are signed from now on
    archive.day(SEALED + timedelta(days=9))
    left_alone = archive.renewals()
    archive.terms.level = Level.ARCHIVAL
    archive.day(IN_FOUR)

    assert (before, left_alone) == (Verdict.UNKNOWN, [])
    [one] = archive.renewals()
    assert (one.why, archive.proof().good) == (Why.RAISED, True)
    assert verdict_on(archive, archive.newest()).verdict is Verdict.VALID


def test_a_lower_level_whose_certificates_have_ended_cannot_be_raised(archive):
    archive = archive(level="B")
    archive.day(datetime(2031, 1, 1, tzinfo=UTC))

    assert (archive.renewals(), archive.proof().trouble) == ([], Trouble.UNPROVEN)


def test_an_office_renews_as_early_as_its_terms_say(archive, quick):
    archive = archive()
    archive.stamped_by("tsa-2034")
    early = datetime(2034, 1, 5, tzinfo=UTC)
    archive.terms.renew_days = 60
    archive.day(early)
    assert archive.renewals() == []
    archive.terms.renew_days = 400
    archive.day(early.replace(day=6))
    assert [one.why for one in archive.renewals()] == [Why.ENDS]


def test_papers_of_others_and_papers_signed_by_pen_are_not_touched(archive):
    archive = archive()
    db.session.execute(db.update(DocumentLink).values(removed_at=clock.now()))
    db.session.commit()
    archive.day(IN_FOURTEEN)

    assert (archive.renewals(), archive.proof()) == ([], None)
    assert db.session.scalars(db.select(Document.id)).all() != []
