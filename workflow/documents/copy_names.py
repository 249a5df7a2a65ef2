"""What each copy of a paper is called, on its own page and in the record: in one place."""

from workflow.core.i18n import _
from workflow.documents.models import Paper
from workflow.documents.states import FileRole, Medium


def names_of_copies(paper: Paper) -> dict[FileRole, str]:
    """Return the name of each file by its role, the copy that counts most first."""
    electronic = paper.medium is Medium.DIGITAL
    return {
        FileRole.RENEWED: _("Bản đã gia hạn chữ ký"),
        FileRole.RENEWED_COPY: _("Bản số hóa đã gia hạn chữ ký"),
        FileRole.DIGITISED: _("Bản số hóa có ký số"),
        FileRole.SIGNED: _("Bản điện tử đã ký") if electronic else _("Bản đã ký, đóng dấu"),
        FileRole.PERSON_SIGNED: _("Bản đã ký số, chưa đóng dấu"),
        FileRole.NUMBERED: _("Bản có số"),
        FileRole.OFFERED: _("Bản trình ký"), FileRole.RECEIVED: _("Bản nhận từ ngoài"),
        FileRole.RENEWED_ANNEX: _("Phụ lục đã gia hạn chữ ký"),
        FileRole.SEALED_ANNEX: _("Phụ lục có ký số"), FileRole.ANNEX: _("Phụ lục"),
        FileRole.SOURCE: _("Bản Word"), FileRole.EVIDENCE: _("Minh chứng"),
        FileRole.OPINION: _("Ý kiến bằng văn bản"), FileRole.CERTIFICATE: _("Giấy khen"),
    }  # fmt: skip
