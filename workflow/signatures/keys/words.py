"""What a refusal of a key says to the person, and what they can do."""

from workflow.core.errors import BadInput, Unavailable, WorkflowError
from workflow.core.i18n import _, lazy
from workflow.signatures.keys.refusals import Reason, Refused

NO_ANSWER = lazy(
    "Tiến trình ký không trả lời hoặc đã dừng giữa chừng: chưa ký gì. Hãy thử lại; nếu vẫn không "
    "được, hãy báo quản trị viên."
)
_SENTENCES = {
    Reason.PIN_LOCKED: lazy(
        "Thiết bị ký đã khóa vì nhập sai mã PIN nhiều lần: chưa ký gì. Hãy liên hệ nơi cấp thiết "
        "bị để mở khóa."
    ),
    Reason.NO_KEY: lazy(
        "Khóa ký này không còn trên máy chủ: chưa ký gì. Hãy chọn khóa khác hoặc báo quản trị viên."
    ),
    Reason.NO_TOKEN: lazy(
        "Không thấy thiết bị ký: chưa ký gì. Hãy cắm đúng thiết bị vào máy chủ rồi thử lại."
    ),
    Reason.NO_OBJECT: lazy(
        "Không thấy khóa hoặc chứng thư đã khai: chưa ký gì. Hãy báo quản trị viên khai lại khóa."
    ),
    Reason.MODULE: lazy(
        "Không nạp được thư viện của thiết bị ký: chưa ký gì. Hãy báo quản trị viên cài lại thư "
        "viện."
    ),
    Reason.FILE: lazy(
        "Tệp khóa không đọc được hoặc đã hỏng: chưa ký gì. Hãy báo quản trị viên thêm lại tệp khóa."
    ),
    Reason.REGISTER: lazy(
        "Sổ khóa ký hỏng hoặc để người khác đọc được nên không dùng: chưa ký gì. Hãy báo quản trị "
        "viên xem thư mục khóa (tệp 0600, đúng chủ sở hữu)."
    ),
    Reason.MECHANISM: lazy(
        "Khóa này không ký được bằng thuật toán đang chọn: chưa ký gì. Hãy báo quản trị viên."
    ),
    Reason.OTHER_KEY: lazy(
        "Khóa không khớp với chứng thư đã khai: chưa ký gì. Hãy báo quản trị viên khai lại khóa."
    ),
    Reason.STRANGER: lazy(
        "Tiến trình ký không phục vụ người dùng hệ thống này: chưa ký gì. Hãy báo quản trị viên."
    ),
}


class WrongPin(BadInput):
    """The PIN does not open the key; `left` is how many tries are left, where the token tells."""

    def __init__(self, left: int | None) -> None:
        sentence = _("Mã PIN hoặc mật khẩu của khóa không đúng: chưa ký gì. Hãy nhập lại.")
        if left is not None:
            sentence = _(
                "Mã PIN không đúng: chưa ký gì. Thiết bị chỉ còn %(left)s lần thử trước khi khóa.",
                left=left,
            )
        super().__init__(sentence, field="pin")
        self.left = left


class KeyRefused(WorkflowError):
    """The key did not sign, for a reason nobody mends by trying again."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(_SENTENCES[reason]))
        self.reason = reason


class SignerDown(Unavailable):
    """The signing process is not there, or went away before it answered."""

    def __init__(self) -> None:
        super().__init__(str(NO_ANSWER))


def say(refused: Refused) -> WorkflowError:
    """Return the refusal as the person is to read it."""
    if refused.reason is Reason.WRONG_PIN:
        return WrongPin(refused.left)
    if refused.reason is Reason.FAILED:
        return SignerDown()
    return KeyRefused(refused.reason)
