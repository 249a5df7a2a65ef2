"""The refusals of the document engine, each a sentence with the way out."""

from workflow.core.errors import BadInput, Unavailable, WorkflowError
from workflow.core.i18n import _


class Refused(BadInput):
    """The file is not acceptable; `code` names the reason."""

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__(message)
        self.code = code


class LimitExceeded(BadInput):
    """The file asked for more memory or time than one file may use, or broke its reader."""

    def __init__(self, message: str | None = None, *, reason: str) -> None:
        sentence = message or _(
            "Tệp quá lớn hoặc quá phức tạp nên không xử lý xong trong giới hạn cho phép. "
            "Hãy chia nhỏ hoặc lưu lại tệp rồi thử lại."
        )
        super().__init__(sentence)
        self.reason = reason


class TemplateFault(BadInput):
    """The template cannot be filled in; `variable` is the field it lacks, if that is why."""

    def __init__(self, message: str, *, code: str, variable: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.variable = variable


class ConversionFailed(WorkflowError):
    """No PDF came out of the document; `index` is its place in the list."""

    def __init__(self, index: int, *, reason: str) -> None:
        super().__init__(
            _(
                "Không chuyển được văn bản sang PDF. Hãy tải bản .docx, mở thử bằng Word để "
                "kiểm tra, rồi thử lại."
            )
        )
        self.index = index
        self.reason = reason


class ConverterMissing(Unavailable):
    """LibreOffice is not installed; the .docx remains available."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Máy chủ chưa cài LibreOffice nên chưa tạo được bản PDF. Bạn vẫn tải được bản "
                ".docx; hãy báo quản trị viên cài LibreOffice."
            )
        )


class EngineBusy(Unavailable):
    """Too many files at once, or the child server cannot start."""
