"""What is said of certificates, roots and pictures that are looked at or refused."""

from typing import Any

from workflow.core import clock
from workflow.core.errors import BadInput, Unavailable, WorkflowError
from workflow.core.i18n import _, lazy
from workflow.signatures.evidence.refusals import Fault, InnerServer, WrongAnswer
from workflow.signatures.keys.refusals import Reason
from workflow.signatures.keys.words import KeyRefused
from workflow.signatures.registry.checks import Check, Point
from workflow.signatures.registry.unfit import Unfit, Why
from workflow.signatures.states import Level, Part, TrustClass

CLASSES = {
    TrustClass.OFFICIAL: lazy("Chuyên dùng công vụ"),
    TrustClass.PUBLIC: lazy("Công cộng"),
}
PARTS = {Part.PERSON: lazy("Cá nhân"), Part.SEAL: lazy("Con dấu cơ quan")}
LEVELS = {
    Level.BASIC: lazy("Chữ ký thường"),
    Level.STAMPED: lazy("Kèm dấu thời gian"),
    Level.ARCHIVAL: lazy("Lưu trữ lâu dài"),
}
MEANINGS = {
    Level.BASIC: lazy("Kiểm tra được khi chứng thư còn hạn. Không cần máy chủ nào bên ngoài."),
    Level.STAMPED: lazy(
        "Chứng minh được thời điểm ký. Cần máy chủ dấu thời gian; máy chủ không trả lời thì chưa "
        "ký được."
    ),
    Level.ARCHIVAL: lazy(
        "Kiểm tra được nhiều chục năm: tệp giữ sẵn dấu thời gian và bằng chứng chứng thư chưa bị "
        "thu hồi, gia hạn định kỳ. Cần máy chủ dấu thời gian và địa chỉ thu hồi của gốc tin cậy."
    ),
}
POINTS = {
    Point.DATES: lazy("Thời hạn"), Point.USAGE: lazy("Mục đích sử dụng"),
    Point.STRENGTH: lazy("Thuật toán"), Point.CHAIN: lazy("Nơi cấp"),
    Point.HOLDER: lazy("Chủ chứng thư"), Point.REVOCATION: lazy("Thu hồi"),
}  # fmt: skip
_CHECKS = {
    "good": lazy("Dùng được từ %(since)s đến %(until)s."),
    "ends_soon": lazy("Sắp hết hạn: dùng được đến %(until)s. Hãy xin cấp lại."),
    "coming": lazy("Chưa có hiệu lực: chỉ ký được từ %(since)s."),
    "expired": lazy("Đã hết hạn từ %(until)s. Hãy xin cấp chứng thư mới."),
    "signs": lazy("Dùng để ký số."),
    "other_use": lazy(
        "Không dùng để ký số (chứng thư mã hóa hoặc xác thực). Hãy chọn chứng thư ký số."
    ),
    "authority": lazy(
        "Là chứng thư của nơi cấp chứng thư, không phải của người ký. Hãy chọn chứng thư ký số."
    ),
    "strong": lazy("%(what)s, đủ mạnh."),
    "weak": lazy("%(what)s không đủ mạnh. Cần RSA từ 2048 bit hoặc ECDSA từ 256 bit, và SHA-256."),
    "trusted": lazy("Cấp dưới gốc tin cậy “%(root)s”, loại %(class)s."),
    "unknown_issuer": lazy(
        "“%(issuer)s” không đứng dưới gốc tin cậy nào. Quản trị viên của cơ quan cấp cao nhất "
        "thêm gốc và chứng thư trung gian ở mục Gốc tin cậy."
    ),
    "self_signed": lazy("Tự ký, không do nơi nào cấp. Hãy xin chứng thư của một nơi cấp."),
    "broken_chain": lazy(
        "Có tên của gốc tin cậy “%(root)s” nhưng chuỗi chứng thư không hợp lệ. Hãy hỏi nơi cấp."
    ),
    "same": lazy("“%(name)s”, đúng tên đang ghi."),
    "differs": lazy(
        "Chứng thư ghi “%(name)s”, còn ở đây là “%(holder)s”. Hãy xem có đúng một người, một cơ "
        "quan không."
    ),
    "unrevoked": lazy("Nơi cấp trả lời: không bị thu hồi."),
    "revoked": lazy(
        "Nơi cấp đã thu hồi hoặc tạm dừng “%(name)s” nên không ký được. Hãy hỏi nơi cấp hoặc xin "
        "chứng thư mới."
    ),
    "unanswered": lazy(
        "Chưa hỏi được có bị thu hồi không: máy chủ %(host)s không trả lời hoặc trả lời không "
        "đúng. Hãy thử lại sau ít phút; nếu vẫn ghi thì mỗi lần ký còn hỏi lại."
    ),
    "unsaid": lazy(
        "Chưa hỏi được có bị thu hồi không: không địa chỉ thu hồi nào đã ghi trả lời về "
        "“%(name)s”. Quản trị viên của cơ quan cấp cao nhất bổ sung địa chỉ ở mục Gốc tin cậy; "
        "nếu vẫn ghi thì mỗi lần ký còn hỏi lại."
    ),
    "no_address": lazy(
        "Chưa hỏi được có bị thu hồi không: gốc tin cậy chưa có địa chỉ thu hồi nào."
    ),
}
_WHYS = {
    Why.PRIVATE_KEY: lazy(
        "Tệp này có khóa bí mật bên trong nên không nhận và không lưu gì. Chỉ tải lên phần công "
        "khai của chứng thư (.cer, .crt, .pem). Khóa chỉ nằm trong thiết bị hoặc trong tiến trình "
        "ký."
    ),
    Why.TOO_LARGE: lazy("Tệp chứng thư lớn hơn 256 KB. Hãy chọn đúng tệp chứng thư."),
    Why.NO_CERTIFICATE: lazy(
        "Tệp không chứa chứng thư. Hãy chọn tệp chứng thư dạng .cer, .crt, .pem hoặc .p7b."
    ),
    Why.REQUEST: lazy(
        "Tệp này là yêu cầu cấp chứng thư, chưa phải chứng thư. Hãy chọn tệp do nơi cấp gửi lại."
    ),
    Why.BROKEN: lazy("Tệp chứng thư bị hỏng. Hãy xin lại tệp từ nơi cấp."),
    Why.TOO_MANY: lazy("Tệp có hơn %(most)s chứng thư. Hãy tách tệp ra."),
    Why.ONE_WANTED: lazy(
        "Tệp có %(count)s chứng thư của người ký. Hãy chọn tệp chỉ có một chứng thư."
    ),
    Why.NO_ROOT: lazy(
        "Tệp không có chứng thư gốc (tự ký). Hãy tải lên chứng thư gốc của nơi cấp, không phải "
        "chứng thư trung gian."
    ),
    Why.MANY_ROOTS: lazy("Mỗi lần chỉ thêm một gốc; tệp có nhiều gốc: %(names)s. Hãy tách tệp ra."),
    Why.FALSE_ROOT: lazy("“%(name)s” không được ký bằng khóa của chính nó nên không phải là gốc."),
    Why.NOT_CA: lazy("“%(name)s” không phải chứng thư của nơi cấp chứng thư (CA)."),
    Why.STRAY: lazy("“%(name)s” không đứng dưới gốc “%(root)s”. Hãy bỏ chứng thư đó ra."),
    Why.EXPIRED: lazy("“%(name)s” đã hết hạn từ %(day)s."),
    Why.NOT_YET: lazy("“%(name)s” chưa có hiệu lực đến %(day)s."),
    Why.WEAK_DIGEST: lazy("“%(name)s” được ký bằng %(told)s, không đủ mạnh. Cần SHA-256 trở lên."),
    Why.WEAK_KEY: lazy(
        "“%(name)s” có khóa %(told)s, không đủ mạnh. Cần RSA từ 2048 bit hoặc ECDSA từ 256 bit."
    ),
    Why.OTHER_FINGERPRINT: lazy(
        "Dấu vân tay đã gõ không phải của gốc trong tệp. Hãy so lại với bản nơi cấp công bố; nếu "
        "gõ đúng mà vẫn khác thì đừng tin tệp này, hãy lấy tệp khác từ nơi cấp."
    ),
    Why.BAD_ADDRESS: lazy(
        "“%(address)s” không phải địa chỉ dùng được. Ghi đầy đủ, mỗi dòng một địa chỉ, dạng "
        "http://… hoặc https://…, không kèm mật khẩu."
    ),
    Why.INNER_ADDRESS: lazy(
        "“%(host)s” là máy trong mạng nội bộ. Hãy ghi địa chỉ công khai của nơi cấp; nếu máy chủ "
        "thật sự đặt trong mạng nội bộ, nhờ người vận hành cho phép."
    ),
    Why.MANY_ADDRESSES: lazy("Nhiều hơn %(most)s địa chỉ. Hãy bỏ bớt."),
    Why.NOT_CLEAR: lazy(
        "Ảnh phải là PNG có nền trong suốt: chỉ nét ký hoặc hình dấu, không có nền trắng."
    ),
    Why.TOO_SMALL: lazy(
        "Ảnh nhỏ quá, in ra sẽ vỡ nét. Cần nét ký rộng ít nhất %(least)s điểm ảnh."
    ),
    Why.WRONG_COLOUR: lazy("Ảnh %(part)s. Hãy quét lại đúng màu rồi tải lên."),
}
_COLOURS = {
    Part.PERSON: lazy("chữ ký phải màu xanh"), Part.SEAL: lazy("con dấu phải màu đỏ"),
}  # fmt: skip


_TRIED = {
    Fault.SIGNATURE: lazy(
        "Máy chủ %(host)s trả lời, nhưng chứng thư của máy chủ chưa đứng dưới gốc tin cậy nào hoặc "
        "không trong hạn. Hãy thêm gốc và chứng thư trung gian của nơi cấp dấu thời gian ở Gốc tin "
        "cậy rồi thử lại."
    ),
    Fault.AGE: lazy(
        "Máy chủ %(host)s trả lời, nhưng giờ lệch với hệ thống này quá 10 phút. Nhờ người vận hành "
        "xem lại đồng hồ rồi thử lại; nếu đồng hồ đúng thì hỏi nơi cấp."
    ),
}


def untried(error: Unavailable) -> str:
    """Return why a time-stamp server that was tried does not serve, and what helps."""
    if isinstance(error, InnerServer):
        return _("Máy chủ %(host)s dẫn vào mạng nội bộ nên không được hỏi. Hãy ghi địa chỉ công "
                 "khai của nơi cấp, hoặc nhờ người vận hành cho phép máy chủ này.",
                 host=error.host)  # fmt: skip
    if isinstance(error, WrongAnswer):
        if error.fault in _TRIED:
            return str(_TRIED[error.fault]) % {"host": error.host}
        return _("Máy chủ %(host)s trả lời không đúng (%(why)s). Hãy xem lại địa chỉ có phải dịch "
                 "vụ RFC 3161 của nơi cấp không, hoặc hỏi nơi cấp.",
                 host=error.host, why=error.why)  # fmt: skip
    return _("Máy chủ %(host)s không trả lời. Hãy xem lại địa chỉ; nếu đúng, thử lại sau ít phút "
             "hoặc hỏi nơi cấp.", host=getattr(error, "host", ""))  # fmt: skip


_UNSEEN = {
    Reason.REGISTER: lazy(
        "Sổ khóa hỏng hoặc để người khác đọc được. Nhờ người vận hành xem thư mục khóa (tệp 0600, "
        "đúng chủ sở hữu)."
    ),
    Reason.STRANGER: lazy(
        "Tiến trình ký không phục vụ người dùng hệ thống này. Nhờ người vận hành xem lại cách chạy "
        "tiến trình ký."
    ),
}
_QUIET = lazy("Tiến trình ký không trả lời. Nhờ người vận hành xem tiến trình ký.")


def unseen(error: WorkflowError) -> str:
    """Return why the keys of the signing process cannot be seen, and who helps."""
    return str(_UNSEEN.get(error.reason, _QUIET) if isinstance(error, KeyRefused) else _QUIET)


def told(check: Check) -> str:
    """Return one point as a sentence."""
    return str(_CHECKS[check.code]) % _written(check.data)


def refusal(unfit: Unfit, field: str = "") -> BadInput:
    """Return the refusal as the person is to read it, beside its field."""
    sentence = str(_WHYS[unfit.why]) % _written(unfit.data)
    return BadInput(sentence, field=unfit.field or field or None)


def _written(data: Any) -> dict[str, str]:
    return {name: _word(value) for name, value in data.items()}


def _word(value: Any) -> str:
    if isinstance(value, TrustClass):
        return str(CLASSES[value]).lower()
    if isinstance(value, Part):
        return str(_COLOURS[value])
    return f"{clock.local(value):%d/%m/%Y}" if hasattr(value, "tzinfo") else str(value)
