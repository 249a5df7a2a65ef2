"""The refusals of the document engine, each a sentence with the way out."""

from workflow.core.errors import BadInput, Unavailable, WorkflowError
from workflow.core.i18n import _, lazy

NO_FONTS = lazy(
    "Máy chủ chưa có phông chữ Times New Roman hoặc Liberation Serif 2 nên chưa dựng trang, để văn "
    "bản không bị thay phông. Hãy báo quản trị viên cài gói fonts-liberation2."
)
_NO_PDF = lazy(
    "Không chuyển được văn bản sang PDF. Hãy thử dựng lại; nếu vẫn không được, hãy báo quản trị "
    "viên xem LibreOffice trên máy chủ."
)
_TOO_LONG = lazy(
    "Chuyển văn bản sang PDF quá lâu nên đã dừng. Hãy thử dựng lại; nếu vẫn không được, hãy báo "
    "quản trị viên xem LibreOffice trên máy chủ."
)
_UNCONVERTED = {
    "SIGKILL": _TOO_LONG, "SIGXCPU": _TOO_LONG, "TimeoutError": _TOO_LONG,
    "words lost": lazy(
        "Bản PDF vừa dựng thiếu chữ “%(word)s” của văn bản nên không được dùng. Hãy thử dựng "
        "lại; nếu vẫn thiếu, hãy rút ngắn hoặc gõ lại chỗ có chữ đó."
    ),
    "disk": lazy(
        "Ổ đĩa của máy chủ đã đầy nên chưa dựng được trang. Hãy báo quản trị viên dọn ổ đĩa, rồi "
        "dựng lại."
    ),
}  # fmt: skip


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
    """No PDF that may be used came out of the document; `index` is its place in the list."""

    def __init__(self, index: int, *, reason: str, word: str = "") -> None:
        super().__init__(str(_UNCONVERTED.get(reason, _NO_PDF)) % {"word": word})
        self.index = index
        self.reason = reason


class FontsMissing(Unavailable):
    """Another font would be put in without a word, and break every line elsewhere."""

    def __init__(self) -> None:
        super().__init__(str(NO_FONTS))


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
