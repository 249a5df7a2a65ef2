"""What is said when a server that a signature needs does not help: the act waits."""

from enum import StrEnum
from urllib.parse import urlsplit

from workflow.core.errors import Unavailable, WorkflowError
from workflow.core.i18n import _, lazy


class Server(StrEnum):
    """What a configured address answers for."""

    STAMP = "stamp"
    OCSP = "ocsp"
    CRL = "crl"


_SILENT = {
    Server.STAMP: lazy(
        "Máy chủ dấu thời gian %(host)s không trả lời: chưa ký, hãy thử lại sau ít phút."
    ),
    Server.OCSP: lazy(
        "Máy chủ trả lời thu hồi %(host)s không trả lời: chưa ký, hãy thử lại sau ít phút."
    ),
    Server.CRL: lazy(
        "Không tải được danh sách thu hồi từ %(host)s: chưa ký, hãy thử lại sau ít phút."
    ),
}
_WRONG = {
    Server.STAMP: lazy(
        "Máy chủ dấu thời gian %(host)s trả lời không đúng (%(why)s): chưa ký. Hãy thử lại; nếu "
        "vẫn vậy, hãy báo quản trị viên."
    ),
    Server.OCSP: lazy(
        "Máy chủ trả lời thu hồi %(host)s trả lời không đúng (%(why)s): chưa ký. Hãy thử lại; nếu "
        "vẫn vậy, hãy báo quản trị viên."
    ),
    Server.CRL: lazy(
        "Danh sách thu hồi từ %(host)s không dùng được (%(why)s): chưa ký. Hãy thử lại; nếu vẫn "
        "vậy, hãy báo quản trị viên."
    ),
}


class Fault(StrEnum):
    """What is wrong with an answer."""

    STATUS = "status"
    SIZE = "size"
    FORM = "form"
    SIGNATURE = "signature"
    AGE = "age"
    OTHER = "other"
    REFUSED = "refused"


_WHY = {
    Fault.STATUS: lazy("báo lỗi"), Fault.SIZE: lazy("quá dài"), Fault.FORM: lazy("sai định dạng"),
    Fault.SIGNATURE: lazy("không đúng chữ ký"), Fault.AGE: lazy("đã cũ hoặc sai giờ"),
    Fault.OTHER: lazy("trả lời cho câu hỏi khác"), Fault.REFUSED: lazy("từ chối"),
}  # fmt: skip


class ServerDown(Unavailable):
    """A configured server cannot be reached."""

    def __init__(self, server: Server, address: str) -> None:
        self.server, self.host = server, urlsplit(address).netloc
        super().__init__(str(_SILENT[server]) % {"host": self.host})


class InnerServer(Unavailable):
    """A configured name leads into our own network, where nobody allowed us to ask."""

    def __init__(self, server: Server, address: str) -> None:
        sentence = _(
            "Máy chủ %(host)s dẫn vào mạng nội bộ nên không được hỏi: chưa ký. Hãy báo quản trị "
            "viên ghi địa chỉ công khai, hoặc nhờ người vận hành cho phép máy chủ này.",
            host=urlsplit(address).netloc,
        )
        super().__init__(sentence)
        self.server, self.host = server, urlsplit(address).netloc


class WrongAnswer(Unavailable):
    """A configured server answered what cannot be used."""

    def __init__(self, server: Server, address: str, fault: Fault) -> None:
        self.server, self.fault, self.host = server, fault, urlsplit(address).netloc
        super().__init__(str(_WRONG[server]) % {"host": self.host, "why": self.why})

    @property
    def why(self) -> str:
        return str(_WHY[self.fault])


class NoEvidence(Unavailable):
    """None of the configured servers answers for that certificate."""

    def __init__(self, name: str) -> None:
        sentence = _(
            "Chưa có bằng chứng chứng thư “%(name)s” còn hiệu lực: chưa ký. Hãy báo quản trị viên "
            "thêm địa chỉ kiểm tra thu hồi và chứng thư cấp trên của nơi cấp.",
            name=name,
        )
        super().__init__(sentence)
        self.name = name


class Revoked(WorkflowError):
    """The certificate was revoked or suspended by who issued it."""

    def __init__(self, name: str) -> None:
        sentence = _(
            "Chứng thư “%(name)s” đã bị thu hồi hoặc tạm dừng nên không ký được. Hãy dùng chứng "
            "thư khác hoặc liên hệ nơi cấp.",
            name=name,
        )
        super().__init__(sentence)
        self.name = name


class SelfSigned(WorkflowError):
    """The certificate was issued by nobody but itself."""

    def __init__(self, name: str) -> None:
        sentence = _(
            "Chứng thư tự ký “%(name)s” không do tổ chức chứng thực nào cấp nên không ký được. Hãy "
            "dùng chứng thư khác.",
            name=name,
        )
        super().__init__(sentence)
