"""What is said of renewals: why one is due, and why one was not made, with the way out."""

from datetime import datetime

from workflow.core.clock import local
from workflow.core.errors import Unavailable
from workflow.core.i18n import _, lazy
from workflow.signatures.engine.report import Report
from workflow.signatures.evidence.refusals import (
    InnerServer,
    NoEvidence,
    Revoked,
    SelfSigned,
    ServerDown,
    WrongAnswer,
)
from workflow.signatures.renewal.finding import Due
from workflow.signatures.renewal.states import Trouble, Why
from workflow.signatures.states import Verdict
from workflow.signatures.words import sentence_of

ALGORITHMS = {
    "sha256": "SHA-256", "sha384": "SHA-384", "sha512": "SHA-512", "sha3_256": "SHA3-256",
    "sha3_384": "SHA3-384", "sha3_512": "SHA3-512", "rsa-2048": "RSA 2048", "rsa-3072": "RSA 3072",
    "rsa-4096": "RSA 4096", "secp256r1": "ECDSA P-256", "secp384r1": "ECDSA P-384",
    "secp521r1": "ECDSA P-521", "ed25519-256": "Ed25519", "ed448-456": "Ed448",
}  # fmt: skip
TROUBLES = {
    Trouble.SERVER: lazy("Máy chủ bên ngoài trục trặc"),
    Trouble.NO_BETTER: lazy("Máy chủ dấu thời gian chưa có chứng thư mới"),
    Trouble.LACKS: lazy("Thiếu địa chỉ"),
    Trouble.UNPROVEN: lazy("Không gia hạn được nữa"),
    Trouble.CUT_SHORT: lazy("Bị ngắt giữa chừng"),
}
_GOOD = {Verdict.VALID, Verdict.VALID_WITH_CHANGES}


class Hindered(Exception):
    """A renewal that is due was not made; nothing was kept."""

    def __init__(self, trouble: Trouble, sentence: str) -> None:
        super().__init__(sentence)
        self.trouble = trouble


def on(moment: datetime) -> str:
    return f"{local(moment):%d/%m/%Y}"


def why_due(due: Due) -> str:
    """Return in a sentence why the file is due."""
    if due.why is Why.AGES:
        names = ", ".join(ALGORITHMS.get(one, one) for one in due.names)
        return _("Thuật toán %(names)s chỉ được tin đến trước ngày %(day)s.", names=names,
                 day=on(due.by) if due.by else "")  # fmt: skip
    if due.why is Why.RAISED and due.by is not None:
        return _("Bằng chứng trong tệp không còn đủ; cần bổ sung và đóng dấu thời gian mới.")
    if due.by is not None:
        return _("Chứng thư của dấu thời gian cuối hết hạn ngày %(day)s.", day=on(due.by))
    return _("Cách ký của đơn vị nay là lưu trữ lâu dài; tệp được đóng dấu ở mức thấp hơn.")


def hindered(error: Unavailable | Revoked | SelfSigned) -> Hindered:
    """Return what a server's refusal means for a renewal."""
    if isinstance(error, ServerDown):
        return Hindered(Trouble.SERVER, _(
            "Máy chủ %(host)s không trả lời. Hệ thống tự thử lại mỗi ngày.", host=error.host
        ))  # fmt: skip
    if isinstance(error, WrongAnswer):
        return Hindered(Trouble.SERVER, _(
            "Máy chủ %(host)s trả lời không đúng (%(why)s). Hệ thống tự thử lại mỗi ngày; nếu vẫn "
            "vậy, hãy báo nơi cấp dịch vụ.", host=error.host, why=error.why
        ))  # fmt: skip
    if isinstance(error, NoEvidence):
        return Hindered(Trouble.LACKS, _(
            "Chưa nơi nào trả lời chứng thư “%(name)s” còn hiệu lực hay không. Thêm địa chỉ kiểm "
            "tra thu hồi và chứng thư trung gian của nơi cấp ở mục Gốc tin cậy.", name=error.name
        ))  # fmt: skip
    if isinstance(error, (Revoked, SelfSigned)):
        return Hindered(Trouble.UNPROVEN, beyond(_of_certificate(error)))
    if isinstance(error, InnerServer):
        return Hindered(Trouble.LACKS, _(
            "Một địa chỉ đã ghi dẫn vào mạng nội bộ nên không được hỏi. Ghi địa chỉ công khai ở "
            "mục Cách ký hoặc Gốc tin cậy, hoặc nhờ người vận hành cho phép máy chủ ấy."
        ))  # fmt: skip
    return Hindered(Trouble.SERVER, str(error))


def _of_certificate(error: Revoked | SelfSigned) -> str:
    if isinstance(error, SelfSigned):
        return str(error)
    return _("chứng thư “%(name)s” đã bị thu hồi.", name=error.name)


def cut_short() -> str:
    return _("Máy chủ dừng khi đang gia hạn tệp này, chưa lưu gì. Hệ thống tự thử lại ngày mai.")


def lacking_stamp() -> Hindered:
    return Hindered(Trouble.LACKS, _(
        "Đơn vị chưa ghi máy chủ dấu thời gian. Quản trị viên ghi ở mục Cách ký."
    ))  # fmt: skip


def lacking_evidence() -> Hindered:
    return Hindered(Trouble.LACKS, _(
        "Chưa gốc tin cậy nào có địa chỉ kiểm tra thu hồi. Quản trị viên của cơ quan cấp cao nhất "
        "ghi ở mục Gốc tin cậy."
    ))  # fmt: skip


def no_better(host: str, until: datetime) -> Hindered:
    return Hindered(Trouble.NO_BETTER, _(
        "Máy chủ dấu thời gian %(host)s hiện chỉ chứng minh được đến ngày %(day)s, không lâu hơn "
        "dấu đang có. Chờ nơi cấp đổi chứng thư, hoặc ghi máy chủ khác ở mục Cách ký.",
        host=host, day=on(until),
    ))  # fmt: skip


def unproven(report: Report) -> Hindered:
    """Say what cannot be proven any more, by the heaviest of what was found."""
    every = [
        reason
        for listed in ([report], report.archival[-1:], report.findings)
        for one in listed
        for reason in one.reasons
    ]
    told = dict.fromkeys(sentence_of(one) for one in every if one.weight not in _GOOD)
    return Hindered(Trouble.UNPROVEN, beyond(" ".join(list(told)[:2])))


def beyond(why: str) -> str:
    """Say that a file is beyond proof and what is left of it."""
    return _(
        "Không còn chứng minh được: %(why)s Tệp và mã băm SHA-256 ghi lúc đóng dấu vẫn còn nguyên: "
        "giữ cùng nhật ký làm căn cứ, hoặc hỏi nơi cấp về bằng chứng còn thiếu rồi thử lại.",
        why=why,
    )  # fmt: skip
