"""What this machine lacks to draw papers, in sentences for whoever installs it."""

import shutil

from workflow.core.i18n import _
from workflow.documents.engine import conversion
from workflow.documents.engine.child import network_isolated
from workflow.documents.engine.errors import NO_FONTS, ConverterMissing


def lacking() -> list[str]:
    """Return a sentence for each thing that keeps papers from being drawn, or drawn safely."""
    found = []
    if not conversion.available():
        found.append(str(ConverterMissing()))
    if not conversion.fonts_ready():
        found.append(str(NO_FONTS))
    if shutil.which("pdftotext") is None:
        found.append(_("Máy chủ chưa cài poppler nên không đọc, không vẽ được trang PDF."
                       " Hãy cài gói poppler-utils."))  # fmt: skip
    if not network_isolated():
        found.append(_("Bộ xử lý tệp không tách được khỏi mạng (unshare). Hãy chặn mạng của tiến "
                       "trình này từ bên ngoài."))  # fmt: skip
    return found
