"""A signed PDF as it comes in: compared with what was offered before any row names it."""

from dataclasses import dataclass

from workflow.core.actors import Actor
from workflow.core.errors import BadInput
from workflow.core.i18n import _
from workflow.documents import contents, queries
from workflow.documents.contents import PDF, TakenFile
from workflow.documents.engine.checks import extends
from workflow.documents.models import Document


@dataclass(frozen=True)
class SignedUpload:
    """A signed PDF in the store; `begins_with` is the digest of the offered file it extends."""

    taken: TakenFile
    begins_with: str | None


def prepare_signed(public_id: str, taken: TakenFile, *, actor: Actor) -> SignedUpload:
    """Compare an uploaded signed PDF with what was offered; before the transaction keeps it."""
    paper = queries.get_visible(public_id, actor)
    if taken.media_type != PDF:
        raise BadInput(
            _("Bản đã ký phải là tệp PDF. Hãy quét thành PDF rồi tải lên lại."), field="file"
        )
    offered = queries.offered_file_of(paper.id)
    if not paper.organisation.numbers_first or offered is None:
        return SignedUpload(taken, None)
    if not extends(contents.current_store().open(taken.digest), contents.read(offered)):
        return SignedUpload(taken, None)
    return SignedUpload(taken, offered.file.digest)


def refuse_other_bytes(offered: Document, upload: SignedUpload) -> None:
    """Let nothing in but the very bytes offered with something added (promise P12)."""
    wanted = offered.file.digest
    if upload.taken.digest == wanted:
        raise BadInput(
            _("Tệp này chính là bản trình ký, chưa có chữ ký. Hãy ký số rồi tải lên lại."),
            field="file",
        )
    if upload.begins_with != wanted:
        raise BadInput(
            _("Tệp này không bắt đầu bằng đúng bản đã trình ký. "
              "Hãy tải bản trình ký xuống, ký chính tệp đó rồi tải lên lại."),
            field="file",
        )  # fmt: skip


def compare_pages(offered: Document | None, taken: TakenFile, *, known: bool) -> dict[str, int]:
    """Refuse another number of pages than offered until somebody says that they know.

    Returns what the journal says of the difference; nothing when there is none.
    """
    wanted = offered.pages if offered is not None else None
    if not wanted or not taken.pages or taken.pages == wanted:
        return {}
    if not known:
        raise BadInput(
            _("Bản quét có %(scanned)s trang, bản trình ký có %(offered)s trang. Hãy xem đã quét "
              "đủ các trang và phụ lục chưa; nếu đúng là bản cần lưu, hãy đánh dấu xác nhận rồi "
              "lưu lại.", scanned=taken.pages, offered=wanted),
            field="pages_known",
        )  # fmt: skip
    return {"pages": taken.pages, "offered_pages": wanted}
