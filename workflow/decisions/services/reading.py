"""Which copy people read, and that what they approve is that very copy (promise P12)."""

from dataclasses import dataclass

from workflow.core.errors import Incomplete, InvalidStep
from workflow.core.i18n import _
from workflow.documents.models import Document
from workflow.documents.queries import drawing_of, offered_file_of


@dataclass(frozen=True)
class Copy:
    """The copy before the reader: its digest, and whether it is the latest drawing."""

    document: Document | None
    current: bool

    @property
    def digest(self) -> str:
        return self.document.file.digest if self.document is not None else ""


def read_copy(paper_id: int) -> Copy:
    drawing = drawing_of(("paper", paper_id))
    current = drawing is not None and drawing.drawn_round == drawing.round
    return Copy(offered_file_of(paper_id), current)


def compare(paper_id: int, digest: str) -> None:
    """Refuse when the copy has changed since the reader's page was drawn, or is being drawn."""
    copy = read_copy(paper_id)
    if not copy.current or not copy.digest:
        raise Incomplete(
            _("Bản xem đang được dựng lại. Hãy chờ ít giây, tải lại trang và đọc lại.")
        )
    if copy.digest != digest:
        raise InvalidStep(
            _("Văn bản đã thay đổi sau khi bạn mở trang. Hãy tải lại trang và đọc lại bản mới.")
        )
