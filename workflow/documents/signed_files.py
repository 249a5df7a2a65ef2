"""The scan of a sheet signed by pen, as it comes in: held against what was drawn for it."""

from collections.abc import Sequence

from workflow.core.errors import BadInput
from workflow.core.i18n import _
from workflow.documents.contents import PDF, TakenFile
from workflow.documents.models import Document, DocumentLink


def refuse_unsigned(drawn: Sequence[DocumentLink], taken: TakenFile) -> None:
    """Refuse what cannot be a scan of the signed sheet: no PDF, or a file nobody has signed yet.

    A scan never begins with the bytes that were drawn, whoever numbers first; a paper signed in
    its very file is judged by its signatures instead (`workflow.signatures.services`).
    """
    if taken.media_type != PDF:
        raise BadInput(
            _("Bản đã ký phải là tệp PDF. Hãy quét thành PDF rồi tải lên lại."), field="file"
        )
    if taken.digest in {link.document.file.digest for link in drawn}:
        raise BadInput(
            _("Tệp này chính là bản hệ thống dựng ra, chưa có chữ ký. Hãy quét tờ đã ký và đóng "
              "dấu rồi tải lên."), field="file",
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
