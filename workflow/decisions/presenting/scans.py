"""The signed lists of a ceremony, scanned: what was signed on paper lies beside what was ticked."""

from workflow.core import audit
from workflow.core.actors import Actor
from workflow.core.errors import BadInput, InvalidStep, NotAllowed, NotVisible
from workflow.core.i18n import _
from workflow.decisions.presenting import queries
from workflow.decisions.presenting.models import Ceremony
from workflow.decisions.presenting.policies import may_tick
from workflow.decisions.presenting.states import CeremonyStatus
from workflow.documents import attaching
from workflow.documents.contents import TakenFile
from workflow.documents.models import DocumentLink
from workflow.documents.queries import documents_of
from workflow.documents.states import FileRole

SIGNED_PAPERS = ("receipts", "deliveries")
OTHER = "other"
MOST = 50


def scans_of(ceremony_id: int) -> list[DocumentLink]:
    """Return the signed sheets, the oldest first; `purpose` says which list it is."""
    return documents_of("ceremony", ceremony_id, FileRole.SIGNED)


def find_scan(ceremony_id: int, document_id: str) -> DocumentLink:
    rows = scans_of(ceremony_id)
    found = next((one for one in rows if one.document.public_id == document_id), None)
    if found is None:
        raise NotVisible(_("Tệp này không còn ở buổi trao thưởng."))
    return found


def attach_scan(
    public_id: str, taken: TakenFile, paper: str, *, title: str, actor: Actor
) -> DocumentLink:
    """Keep the scan of a signed list, of which there may be several sheets."""
    ceremony = _open(public_id, actor)
    if paper not in (*SIGNED_PAPERS, OTHER):
        raise BadInput(_("Hãy chọn danh sách đã ký."), field="paper")
    if len(scans_of(ceremony.id)) >= MOST:
        raise BadInput(_("Mỗi buổi trao lưu tối đa %(most)s tệp.", most=MOST), field="file")
    document = attaching.add_document(
        taken, title=title, organisation_id=ceremony.organisation_id, actor=actor
    )
    link = attaching.attach(document, ("ceremony", ceremony.id), FileRole.SIGNED, actor=actor)
    link.purpose = paper
    return link


def remove_scan(public_id: str, document_id: str, reason: str, *, actor: Actor) -> DocumentLink:
    """Take off a file that was kept by mistake; the journal keeps who took off what and why."""
    ceremony = _open(public_id, actor)
    link = find_scan(ceremony.id, document_id)
    if not reason.strip():
        raise BadInput(_("Hãy ghi vì sao gỡ tệp này."), field="reason")
    attaching.detach(link.id, ("ceremony", ceremony.id), actor=actor)
    audit.record(
        "ceremony.scan_off", stream=("ceremony", ceremony.id), actor=actor,
        detail={"title": link.document.title, "reason": reason.strip()},
    )  # fmt: skip
    return link


def _open(public_id: str, actor: Actor) -> Ceremony:
    ceremony = queries.get_for_change(public_id, actor)
    if not may_tick(actor, ceremony):
        raise NotAllowed(_("Chỉ thư ký và văn thư của cơ quan tổ chức lưu bản đã ký."))
    if ceremony.status not in (CeremonyStatus.HELD, CeremonyStatus.CLOSED):
        raise InvalidStep(
            _("Bản đã ký lưu được từ khi bắt đầu trao. Buổi này đang ở bước khác.")
        )  # fmt: skip
    return ceremony
