"""The benchmark at a thousandth of its size: what is generated holds together, pages are measured."""

import unicodedata

import pytest
from sqlalchemy import func, select

from bench.databases import model_digest
from bench.generate import generate, open_database
from bench.worker import run
from tests.servers.postgres import postgres_server
from workflow.archive.models import Record, RecordReader, RecordRecipient
from workflow.archive.services import file_record
from workflow.core.actors import SYSTEM
from workflow.core.audit import AuditStream, faults
from workflow.core.db import db
from workflow.core.numbers import NumberBook, gaps
from workflow.decisions.models import Decision, DecisionItem
from workflow.documents.models import Paper
from workflow.proposals.models import Nomination, Proposal
from workflow.proposals.states import NominationStatus

pytestmark = pytest.mark.prove  # on both databases there

SCALE = 0.001
NOT_BY_US = {"id", "public_id", "filed_at"}


@pytest.fixture(scope="module")
def url(engine_name, tmp_path_factory):
    if engine_name == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('bench')}/small.db"
    else:
        with postgres_server() as url:
            yield url


@pytest.fixture(scope="module")
def generated(url):
    app = open_database(url)
    with app.app_context():
        totals = generate(SCALE)
        yield totals
        db.session.remove()
        db.engine.dispose()


def count(rows):
    return db.session.scalar(select(func.count()).select_from(rows.subquery()))


def test_every_size_is_about_what_was_asked_for(generated):
    sizes = {name: generated[name] for name in ("organisations", "nominations", "decisions")}

    assert sizes["organisations"] == 6
    assert 190 <= sizes["nominations"] <= 270  # with those kept ready for acts
    assert 18 <= sizes["decisions"] <= 25


def test_books_have_no_gaps_and_chains_are_whole(generated):
    books = db.session.scalars(select(NumberBook)).all()
    streams = db.session.scalars(select(AuditStream)).all()

    assert [book.id for book in books if gaps(book)] == []
    assert [fault for one in streams for fault in faults(one.kind, one.subject_id)] == []


def test_every_awarded_nomination_stands_in_one_decision_or_goes_on_above(generated):
    awarded = select(Nomination.id).where(Nomination.status == NominationStatus.AWARDED)
    decided = select(DecisionItem.nomination_id).where(DecisionItem.nomination_id.is_not(None))
    gone_up = select(Nomination.origin_id).where(Nomination.origin_id.is_not(None))

    assert count(awarded.where(Nomination.id.not_in(decided), Nomination.id.not_in(gone_up))) == 0


def test_texts_are_in_the_normal_form(generated):
    texts = [
        *db.session.scalars(select(Proposal.title)), *db.session.scalars(select(Nomination.post)),
        *db.session.scalars(select(DecisionItem.name)), *db.session.scalars(select(Paper.title)),
    ]  # fmt: skip

    assert [text for text in texts if text != unicodedata.normalize("NFC", text).strip()] == []


def test_records_are_what_the_archive_would_file(generated):
    paper_id = db.session.scalars(select(Decision.paper_id).order_by(Decision.id)).first()
    filed = db.session.scalars(select(Record).where(Record.paper_id == paper_id)).one()
    readers = select(RecordReader.organisation_id)
    bulk = {c.key: getattr(filed, c.key) for c in Record.__table__.c if c.key not in NOT_BY_US}
    bulk_readers = set(db.session.scalars(readers.where(RecordReader.record_id == filed.id)))
    for model in (RecordReader, RecordRecipient):
        db.session.execute(model.__table__.delete().where(model.record_id == filed.id))
    db.session.delete(filed)
    db.session.flush()

    again = file_record(paper_id, actor=SYSTEM)
    own = {c.key: getattr(again, c.key) for c in Record.__table__.c if c.key not in NOT_BY_US}
    own_readers = set(db.session.scalars(readers.where(RecordReader.record_id == again.id)))
    db.session.rollback()

    assert bulk == own
    assert bulk_readers - own_readers <= {1}  # the ministry reads everything in this database


def test_every_page_and_act_is_measured(generated, url, capsys):
    failed = run(url, requests=1, warm_up=0)
    printed = capsys.readouterr().out

    assert failed == 0, printed
    assert "act_submit.p50: " in printed
    assert "archive_full_name.queries: " in printed


def test_the_kept_databases_are_named_for_what_made_them():
    assert model_digest() == model_digest()
