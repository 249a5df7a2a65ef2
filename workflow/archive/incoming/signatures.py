"""A signature that is not valid stops no entry, but it is entered by somebody who has seen it."""

from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlalchemy import String, cast, select
from sqlalchemy.orm import joinedload

from workflow.archive.incoming.models import Arrival
from workflow.archive.incoming.policies import clerk_of
from workflow.archive.incoming.queries import get_for_change, visible_to
from workflow.archive.incoming.states import ArrivalStatus
from workflow.archive.queries import own_files
from workflow.core import audit, clock
from workflow.core.actors import Actor
from workflow.core.audit import AuditRecord
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep, NotAllowed
from workflow.core.i18n import _
from workflow.documents.contents import TakenFile
from workflow.documents.models import DocumentLink, StoredFile
from workflow.documents.states import FileRole
from workflow.signatures import received, verdicts
from workflow.signatures.sentences import why
from workflow.signatures.states import Verdict

SEEN = "arrival.signature_seen"
LATELY = timedelta(days=30)
MOST = 20


def refuse_unseen(files: Sequence[TakenFile], seen: Collection[str]) -> dict[str, str]:
    """Return the names, by digest, of files whose signature is not valid, for the journal.

    Raises BadInput with the reasons and the way out until all of them are in `seen`: the digests
    of those a clerk was told of and confirmed.
    """
    kept = verdicts.kept([one.digest for one in files])
    reports = {digest: row.said for digest, row in kept.items()}
    bad = {
        one.digest: one.name for one in files
        if one.digest in reports and reports[one.digest].verdict is Verdict.INVALID
    }  # fmt: skip
    if bad.keys() <= set(seen):
        return bad
    told = " ".join(f"“{name}”: {why(reports[digest])}" for digest, name in bad.items())
    raise BadInput(
        _("Chữ ký số trên tệp không hợp lệ. %(told)s Hãy hỏi cơ quan ban hành và xin lại bản đúng. "
          "Nếu vẫn vào sổ, chẳng hạn để trả lại nơi gửi, hãy đánh dấu ô xác nhận rồi gửi lại.",
          told=told),
        field="signature_seen",
    )  # fmt: skip


def note_seen(paper_id: int, bad: dict[str, str], *, actor: Actor) -> None:
    """Keep in the paper's journal which signatures were known not to be valid."""
    if bad:
        audit.record(
            SEEN, stream=("paper", paper_id), actor=actor,
            detail={"files": list(bad.values()), "digests": list(bad)},
        )  # fmt: skip


def see(public_id: str, *, actor: Actor) -> Arrival:
    """Confirm what was found out only after the paper was entered."""
    arrival = get_for_change(public_id, actor)
    if not clerk_of(actor, arrival):
        raise NotAllowed(_("Chỉ văn thư xác nhận đã xem kết quả kiểm tra chữ ký số."))
    links = [one for one in own_files(arrival.paper_id) if one.role is FileRole.RECEIVED]
    names = {one.document.file.digest: one.document.file_name for one in links}
    told = seen_in(audit.journal("paper", arrival.paper_id))
    bad = {
        digest: names[digest] for digest, row in verdicts.kept(names).items()
        if row.said.verdict is Verdict.INVALID and digest not in told
    }  # fmt: skip
    if not bad:
        raise InvalidStep(_("Không có chữ ký số nào chờ xác nhận. Hãy tải lại trang."))
    note_seen(arrival.paper_id, bad, actor=actor)
    return arrival


def unseen_signatures(actor: Actor) -> Sequence[Arrival]:
    """Return what came in lately with a bad signature that no clerk has confirmed; one query.

    For a clerk: whoever entered it may have gone on before the file was judged.
    """
    seen = (
        select(AuditRecord.id)
        .where(
            AuditRecord.stream_kind == "paper", AuditRecord.stream_id == DocumentLink.owner_id,
            AuditRecord.act == SEEN, cast(AuditRecord.detail, String).contains(StoredFile.digest),
        )
        .correlate_except(AuditRecord)
    )  # fmt: skip
    bad = received.papers_with_bad().where(
        DocumentLink.owner_id == Arrival.paper_id, ~seen.exists()
    )
    return db.session.scalars(
        visible_to(actor)
        .where(
            Arrival.entered_on >= clock.today() - LATELY,
            Arrival.status != ArrivalStatus.SENT_BACK, bad.exists(),
        )
        .options(joinedload(Arrival.paper))
        .order_by(Arrival.id)
        .limit(MOST)
    ).all()  # fmt: skip


def seen_in(journal: Sequence[AuditRecord]) -> set[str]:
    """Return the digests somebody confirmed having seen."""
    rows = [row for row in journal if row.act == SEEN]
    return {digest for row in rows for digest in row.detail.get("digests", ())}
