"""The journal's chain shows what was changed, taken out or cut off."""

import pytest
from sqlalchemy import delete, update

from workflow.core import audit
from workflow.core.actors import SYSTEM
from workflow.core.audit import AuditRecord
from workflow.core.db import db

STREAM = ("proposal", 7)


@pytest.fixture
def three_acts(database):
    for act in ("proposal.create", "proposal.edit", "proposal.submit"):
        audit.record(act, stream=STREAM, actor=SYSTEM, detail={"note": "Đội số 3"}, after={"a": 1})
    db.session.commit()


def test_acts_are_numbered_without_a_gap_and_read_newest_first(three_acts):
    assert [(r.seq, r.act) for r in audit.journal(*STREAM)] == [
        (3, "proposal.submit"), (2, "proposal.edit"), (1, "proposal.create"),
    ]  # fmt: skip


def test_an_untouched_chain_has_no_faults(three_acts):
    assert audit.faults(*STREAM) == []


def test_a_changed_record_is_found(three_acts):
    db.session.execute(update(AuditRecord).where(AuditRecord.seq == 2).values(actor_name="Khác"))

    assert audit.faults(*STREAM) == ["proposal 7: record 2 was changed"]


def test_a_record_taken_out_is_found(three_acts):
    db.session.execute(delete(AuditRecord).where(AuditRecord.seq == 2))

    assert "proposal 7: record 2 is missing" in audit.faults(*STREAM)


def test_a_cut_off_tail_is_found(three_acts):
    db.session.execute(delete(AuditRecord).where(AuditRecord.seq == 3))

    assert audit.faults(*STREAM) == ["proposal 7: records after 2 were removed"]


def test_before_and_after_are_kept_as_digests_only(three_acts):
    newest = audit.journal(*STREAM)[0]

    assert newest.after_digest == audit.digest_of({"a": 1})
    assert newest.before_digest is None
