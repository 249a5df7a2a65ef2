"""Discarding a draft that holds state secrets: place by place, nothing of it stays."""

import io
import logging
import subprocess
from itertools import count

import pytest
from PIL import Image
from sqlalchemy import select

from tests.factories.documents import draw_all, taken_pdf
from tests.factories.proposals import make_nomination
from workflow.awards.models import Ground
from workflow.awards.suggestions import Standing
from workflow.core.actors import SYSTEM
from workflow.core.audit import AuditRecord
from workflow.core.db import Base, db
from workflow.core.jobs import Job, JobState
from workflow.core.numbers import NumberEntry
from workflow.core.text import fold
from workflow.core.unit_of_work import DoneAct, unit_of_work
from workflow.documents import contents, generation
from workflow.documents.models import (
    Document,
    DocumentLink,
    Drawing,
    StoredFile,
)
from workflow.documents.queries import documents_of
from workflow.proposals.models import Nomination, Proposal, Suggestion, UnitMeeting
from workflow.proposals.queries import nominations_of
from workflow.proposals.services import drafting, nominating
from workflow.proposals.services.nominating import Row
from workflow.recipients.models import Membership, Recipient, RecipientKind
from workflow.recipients.services import Particulars, register

STAYED, REMOVED = "Hoàng Thị Mật Danh", "Cao Văn Mật Bỏ"
WORDS = ["Kế hoạch Mật Một", "Tình hình Mật Hai", STAYED, REMOVED, "Chức vụ Mật Bốn",
         "Thành tích Mật Năm", "Minh chứng Mật Sáu", "mat-bay.png"]  # fmt: skip


@pytest.fixture
def officer(long_an, actor):
    return actor(long_an.officer, long_an.team3)


def row(award, **fields):
    return Row(award.id, **({"ground": Ground.MERIT, "year": 2020} | fields))


def test_a_state_secret_leaves_nothing_but_who_and_when(make_proposal, officer, draw_papers):
    proposal = make_proposal(nominees=2)
    draw_papers(proposal)
    proposal_id, public_id = proposal.id, proposal.public_id

    with unit_of_work():
        drafting.discard_secret(public_id, actor=officer)

    left = [db.session.query(model).count() for model in
            (Proposal, Nomination, UnitMeeting, Drawing, DocumentLink, Document)]  # fmt: skip
    record = (
        db.session.query(AuditRecord).filter_by(stream_kind="proposal", stream_id=proposal_id).one()
    )
    assert left == [0, 0, 0, 0, 0, 0]
    assert (record.act, record.detail, record.actor_name) == (
        "proposal.discard_secret",
        {},
        "Trần Thị B",
    )


def enter(name, long_an, officer, post=""):
    return register(
        Particulars(name, post), kind=RecipientKind.PERSON,
        organisation_id=long_an.team3.id, actor=officer,
    )  # fmt: skip


def words_left_in_the_files(words):
    """Return which of the words SQLite's file or its log of writes still holds.

    Read by a process of its own: closing the file in this one would drop the locks SQLite
    holds here, and the next process to open the database would part ways with ours.
    """
    if db.engine.dialect.name != "sqlite":
        return []
    path = db.engine.url.database
    held = subprocess.run(["cat", path, f"{path}-wal"], capture_output=True, check=True).stdout
    return [word for word in words if word.encode() in held]


def test_the_words_of_a_state_secret_leave_the_database_and_its_files(long_an, officer):
    words = ["Kế hoạch Mật Một", "Tình hình Mật Hai", "Họ tên Mật Ba", "Chức vụ Mật Bốn",
             "Thành tích Mật Năm"]  # fmt: skip
    title, summary, name, post, achievements = words
    with unit_of_work():
        before = enter("Lê Thị Có Trước", long_an, officer).id
    with unit_of_work():
        opened = drafting.open_dossier(
            long_an.round.public_id, title=title, summary=summary, actor=officer
        )
        public_id = opened.public_id
        for person in (enter(name, long_an, officer, post), db.session.get_one(Recipient, before)):
            nominating.add_nomination(
                public_id, person.public_id,
                row(long_an.certificate_person, achievements=achievements), actor=officer,
            )  # fmt: skip
        secret = db.session.query(Recipient.id).filter_by(name=name).scalar()
    if db.engine.dialect.name == "sqlite":
        assert words_left_in_the_files(words) == words

    with unit_of_work():
        drafting.discard_secret(public_id, actor=officer)

    assert db.session.get(Recipient, secret) is None
    assert db.session.query(Membership).filter_by(recipient_id=secret).count() == 0
    assert db.session.get_one(Recipient, before).name == "Lê Thị Có Trước"
    assert db.session.query(Membership).filter_by(recipient_id=before).count() == 1
    db.session.rollback()
    assert words_left_in_the_files(words) == []


def test_who_is_also_named_in_another_dossier_stays(long_an, officer, make_proposal):
    with unit_of_work():
        secret = drafting.open_dossier(long_an.round.public_id, title="Hồ sơ", actor=officer)
        public_id = secret.public_id
        person = enter("Phạm Văn Hai Nơi", long_an, officer)
        person_id, person_public_id = person.id, person.public_id
        nominating.add_nomination(
            public_id, person_public_id, row(long_an.certificate_person), actor=officer
        )
    other = make_proposal(nominees=0)
    make_nomination(other, db.session.get_one(Recipient, person_id), long_an.certificate_person)

    with unit_of_work():
        drafting.discard_secret(public_id, actor=officer)

    assert db.session.get_one(Recipient, person_id).public_id == person_public_id


def test_the_id_of_a_discarded_draft_never_comes_back(make_proposal, officer, long_an):
    proposal = make_proposal(nominees=0)
    gone, public_id = proposal.id, proposal.public_id
    with unit_of_work():
        drafting.discard_secret(public_id, actor=officer)

    fresh = drafting.open_dossier(long_an.round.public_id, title="Hồ sơ", actor=officer)

    assert fresh.id > gone


def a_picture(colour):
    content = io.BytesIO()
    Image.new("RGB", (40, 40), colour).save(content, "PNG")
    return content.getvalue()


class Told:
    """A secret dossier typed in at the desk, page by page, with much taken back again."""

    def __init__(self, desk, long_an):
        self.desk, self.award, self.keys = desk, long_an.certificate_person.id, count()
        answer = desk.post("/proposals/open", data={
            "round": long_an.round.public_id, "title": WORDS[0], "summary": WORDS[1],
            "idempotency_key": "open",
        })  # fmt: skip
        self.url = answer.location.removesuffix("/nominations")
        self.id, self.code = db.session.execute(select(Proposal.id, Proposal.code)).one()

    def add(self, name):
        answer = self.desk.post(f"{self.url}/add-nomination", data={
            "recipient": "new", "new_name": name, "post": WORDS[4], "award": self.award,
            "ground": "merit", "year": 2020, "achievements": WORDS[5], "idempotency_key": str(next(self.keys)),
        })  # fmt: skip
        assert answer.status_code == 302, answer.get_data(as_text=True)
        return next(row for row in nominations_of(self.id) if row.recipient.name == name)

    def attach(self, row, colour):
        answer = self.desk.post(f"{self.url}/attach-evidence/{row.public_id}", data={
            "file": (io.BytesIO(a_picture(colour)), WORDS[7]), "title": WORDS[6],
        })  # fmt: skip
        assert answer.status_code == 302
        return documents_of("nomination", row.id)[-1].document

    def discard(self):
        return self.desk.post(f"{self.url}/general", data={
            "secret": "1", "title": WORDS[0], "version": 1, "idempotency_key": "gone",
        })  # fmt: skip


@pytest.fixture
def told(long_an, client_as):
    """Two people typed in, one removed again with a file; the other had a file taken off."""
    told = Told(client_as(long_an.officer, long_an.team3), long_an)
    removed = told.add(REMOVED)
    told.attach(removed, "red")
    told.desk.post(f"{told.url}/remove-nomination/{removed.public_id}")
    stayed = told.add(STAYED)
    taken_off = told.attach(stayed, "blue")
    told.desk.post(f"{told.url}/remove-evidence/{stayed.public_id}",
                   data={"document": taken_off.public_id})  # fmt: skip
    told.attach(stayed, "green")
    return told


def words_in_rows():
    """Return which of the words, or what search makes of them, any row of any table holds."""
    rows = [
        str(tuple(row))
        for table in Base.metadata.sorted_tables
        for row in db.session.execute(select(table))
    ]
    held = "\n".join(rows)
    return [word for word in WORDS if word in held or fold(word) in held]


def test_no_row_of_any_table_keeps_a_word_of_it(told):
    assert words_in_rows() == WORDS

    told.discard()

    assert words_in_rows() == []


def test_the_databases_own_files_keep_no_word_of_it(told):
    told.discard()
    db.session.rollback()

    assert words_left_in_the_files([*WORDS, *map(fold, WORDS)]) == []


def test_a_person_entered_and_removed_from_the_list_is_erased(told):
    told.discard()

    assert db.session.scalars(select(Recipient.name)).all() == []
    assert db.session.scalars(select(Membership.id)).all() == []


def test_what_was_computed_of_a_person_keeps_nobody(told, long_an):
    stayed = db.session.query(Recipient).filter_by(name=STAYED).one()
    db.session.add(Suggestion(
        organisation_id=long_an.team3.id, unit_id=long_an.team3.id, recipient_id=stayed.id,
        award_version_id=told.award, year=2020, standing=Standing.DUE, told=WORDS[5],
    ))  # fmt: skip
    db.session.commit()

    told.discard()

    assert (words_in_rows(), db.session.query(Suggestion).count()) == ([], 0)


def test_a_person_removed_from_the_list_but_named_elsewhere_stays(told, make_proposal, long_an):
    removed = db.session.query(Recipient).filter_by(name=REMOVED).one()
    make_nomination(make_proposal(nominees=0), removed, long_an.certificate_person)

    told.discard()

    assert db.session.scalars(select(Recipient.name)).all() == [REMOVED]


def test_files_attached_and_removed_before_leave_the_store(told):
    digests = db.session.scalars(select(StoredFile.digest)).all()
    store = contents.current_store()
    assert [store.exists(digest) for digest in digests] == [True, True, True]

    told.discard()

    assert [store.exists(digest) for digest in digests] == [False, False, False]
    assert db.session.scalars(select(StoredFile.digest)).all() == []


def test_a_file_that_another_dossier_holds_too_stays_there(told, make_proposal, officer):
    other = make_proposal()
    shared = db.session.query(StoredFile).order_by(StoredFile.id).first()
    taken = contents.TakenFile(shared.digest, shared.size, shared.media_type, "png", "x.png", None)
    nominating.attach_evidence(
        other.public_id, nominations_of(other.id)[0].public_id, taken, title="x", actor=officer
    )
    db.session.commit()

    told.discard()

    assert db.session.scalars(select(StoredFile.digest)).all() == [taken.digest]
    assert contents.current_store().exists(taken.digest)


def test_drawings_and_the_jobs_of_every_round_go(told):
    proposal = db.session.get_one(Proposal, told.id)
    for title in ("Tờ trình", "Tờ trình lần hai"):
        with unit_of_work():
            generation.request(
                "proposals/submission_letter", {"name": STAYED}, title=title,
                owner=("proposal", told.id), purpose="submission_letter",
                organisation_id=proposal.proposing_id, actor=SYSTEM,
            )  # fmt: skip
        draw_all()
    drawn = db.session.scalars(
        select(StoredFile.digest).join(Document).join(DocumentLink)
        .where(DocumentLink.owner_kind == "proposal")
    ).all()  # fmt: skip
    assert (len(drawn), db.session.query(Job).count()) == (4, 2)

    told.discard()

    left = [db.session.query(model).count() for model in (Drawing, Job, Document, DocumentLink)]
    assert left == [0, 0, 0, 0]
    assert [contents.current_store().exists(digest) for digest in drawn] == [False] * 4


def test_what_a_worker_draws_meanwhile_is_dropped(told):
    with unit_of_work():
        job = generation.request(
            "proposals/submission_letter", {"name": STAYED}, title="Tờ trình",
            owner=("proposal", told.id), purpose="submission_letter",
            organisation_id=db.session.get_one(Proposal, told.id).proposing_id, actor=SYSTEM,
        )  # fmt: skip
        job.state, drawing = JobState.RUNNING, db.session.query(Drawing).one()
        plan = generation.Plan(drawing.id, drawing.round, 1, "", "Tờ trình", {"name": STAYED})
    drawn = taken_pdf(STAYED.encode())

    told.discard()
    with unit_of_work():
        generation.settle(plan, drawn, None)

    left = db.session.query(Job).one()
    assert (left.state, left.key.partition(":")[0]) == (JobState.RUNNING, "erased")
    assert not contents.current_store().exists(drawn.digest)


def test_the_keys_of_forms_sent_keep_no_word_and_lead_to_no_page_of_it(told):
    told.discard()

    again = told.discard()
    kept = [f"{one.key} {one.location}" for one in db.session.query(DoneAct)]
    assert [word for word in WORDS if word in " ".join(kept)] == []
    assert again.status_code in {302, 404}


def test_no_sentence_waiting_to_be_shown_names_a_person_of_it(told):
    told.add("Đinh Văn Mật Chờ")  # its “Đã thêm …” was not shown yet

    page = told.discard().get_data(as_text=True)
    following = told.desk.get("/proposals/").get_data(as_text=True)

    assert "Không nhập hồ sơ này vào phần mềm" in page
    assert ["Mật Chờ" in page, "Mật Chờ" in following] == [False, False]


def test_no_log_line_keeps_a_word_of_it(told, caplog):
    caplog.set_level(logging.DEBUG)

    told.discard()

    assert [word for word in WORDS if word in caplog.text] == []


def test_its_number_stays_in_the_book_with_a_reason_that_says_nothing(told):
    told.discard()

    entry = db.session.query(NumberEntry).filter_by(holder_kind="proposal").one()
    assert (entry.number, entry.state.value, entry.reason) == (
        1, "void", "Hồ sơ không thuộc hệ thống này",
    )  # fmt: skip


def test_the_journal_of_the_list_names_rows_and_people_by_id_alone(told):
    person = db.session.query(Recipient).filter_by(name=REMOVED).one()

    acts = db.session.query(AuditRecord).filter_by(stream_id=told.id, act="proposal.add_nomination")

    first = acts.order_by(AuditRecord.seq).first()
    assert set(first.detail) == {"row", "nomination", "recipient"}
    assert first.detail["recipient"] == person.id
