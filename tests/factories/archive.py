"""Papers as they are once issued, and their records, for tests of the archive."""

from contextlib import contextmanager
from datetime import UTC, date, datetime
from itertools import count
from uuid import uuid4

import pytest
from sqlalchemy import event

from workflow.archive.services import file_record
from workflow.core import numbers
from workflow.core.actors import SYSTEM
from workflow.core.db import db
from workflow.core.text import fold
from workflow.decisions.models import Decision, DecisionItem, ItemStatus
from workflow.documents import contents
from workflow.documents.attaching import add_document, attach
from workflow.documents.models import Paper
from workflow.documents.states import FileRole, PaperKind, PaperStatus
from workflow.recipients.models import RecipientKind


@contextmanager
def statements():
    """Collect the SQL run inside the block, the opening of transactions aside."""
    ran = []

    def note(_connection, _cursor, statement, *_rest):
        if not statement.startswith("BEGIN"):
            ran.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield ran
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


@pytest.fixture
def make_numbered_paper(database):
    """An issued paper with its number out of the organisation's book."""
    keys = count(1)

    def make(organisation, *, title="Về việc tặng Giấy khen", kind=PaperKind.DECISION,
             dated=date(2020, 12, 18), series="QĐ", signer="Nguyễn Văn A", **fields):  # fmt: skip
        symbol = f"{kind.value}-{organisation.symbol}"
        paper = Paper(
            organisation_id=organisation.id, kind=kind, title=title, series=series, symbol=symbol,
            status=PaperStatus.ISSUED, signer_name=signer, signer_post="Cục trưởng",
            signed_at=datetime(2020, 12, 18, 2, tzinfo=UTC),
            issued_at=datetime(2020, 12, 18, 3, tzinfo=UTC), destinations=["Như Điều 3", "Lưu: VT"],
            organisation=organisation, **fields,
        )  # fmt: skip
        db.session.add(paper)
        db.session.flush()
        entry = numbers.take(organisation.id, series, dated=dated, holder=("paper", paper.id),
                             act_key=f"test:{next(keys)}")  # fmt: skip
        paper.number_entry, paper.dated = entry, entry.dated
        paper.number_text = numbers.written(entry.number, entry.suffix, symbol)
        db.session.commit()
        return paper

    return make


@pytest.fixture
def make_decision_paper(make_numbered_paper):
    """An issued decision; `names` are (name, unit) pairs or names."""

    def make(organisation, *names, award_name="Giấy khen", nominations=(), **fields):
        paper = make_numbered_paper(organisation, **fields)
        decision = Decision(
            paper_id=paper.id, organisation_id=organisation.id, award_name=award_name
        )
        db.session.add(decision)
        db.session.flush()
        paper.owner_kind, paper.owner_id = "decision", decision.id
        for ordinal, given in enumerate(names, start=1):
            name, unit = given if isinstance(given, tuple) else (given, "")
            nomination = nominations[ordinal - 1] if ordinal <= len(nominations) else None
            db.session.add(
                DecisionItem(
                    decision_id=decision.id, kind=RecipientKind.PERSON, name=name,
                    name_fold=fold(name), unit_name=unit, award_name=award_name, ordinal=ordinal,
                    status=ItemStatus.AWARDED,
                    nomination_id=nomination.id if nomination else None,
                )
            )  # fmt: skip
        db.session.commit()
        return paper

    return make


@pytest.fixture
def make_record(make_decision_paper):
    """A filed decision."""

    def make(organisation, *names, **fields):
        record = file_record(make_decision_paper(organisation, *names, **fields).id, actor=SYSTEM)
        db.session.commit()
        return record

    return make


@pytest.fixture
def give_file(app, database):
    """Put bytes into the store as a paper's file in a role."""

    def give(paper, role=FileRole.SIGNED, title="Quyết định đã ký"):
        content = b"%PDF-1.7 signed " + uuid4().bytes
        taken = contents.put(content, media_type="application/pdf", extension="pdf", name="qd.pdf")
        document = add_document(
            taken, title=title, organisation_id=paper.organisation_id, actor=SYSTEM
        )
        attach(document, ("paper", paper.id), role, actor=SYSTEM)
        db.session.commit()
        return document

    return give


@pytest.fixture
def damage(app):
    """Change the stored bytes behind the product's back."""

    def change(digest):
        store = contents.current_store()
        path = store._root / "sha256" / digest[:2] / digest[2:4] / digest
        path.chmod(0o600)
        path.write_bytes(b"something else")

    return change
