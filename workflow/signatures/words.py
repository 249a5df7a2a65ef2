"""What verdicts and findings are called, in the reader's language."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from workflow.core.clock import local
from workflow.core.i18n import lazy
from workflow.signatures.engine.profile import DAY, MONTH, NUMBER, PERSON, SEAL, TIME, YEAR
from workflow.signatures.engine.reasons import Code, Reason
from workflow.signatures.engine.report import Method, Role
from workflow.signatures.states import TrustClass, Verdict

VERDICTS = {
    Verdict.VALID: lazy("hợp lệ"),
    Verdict.VALID_WITH_CHANGES: lazy("hợp lệ, có bổ sung được phép"),
    Verdict.UNKNOWN: lazy("không xác định được"),
    Verdict.INVALID: lazy("không hợp lệ"),
    Verdict.NONE: lazy("chưa có"),
}
ROLES = {
    Role.PERSON: lazy("chữ ký cá nhân"),
    Role.SEAL: lazy("chữ ký số của cơ quan"),
    Role.STAMP: lazy("dấu thời gian"),
}
TRUST_CLASSES = {
    TrustClass.OFFICIAL: lazy("chuyên dùng công vụ"),
    TrustClass.PUBLIC: lazy("công cộng"),
}
_FIELDS = {
    NUMBER: lazy("số"), DAY: lazy("ngày"), MONTH: lazy("tháng"), YEAR: lazy("năm"),
    TIME: lazy("thời gian ký"),
    PERSON: lazy("chữ ký của người có thẩm quyền"), SEAL: lazy("chữ ký số của cơ quan"),
}  # fmt: skip

REASONS = {
    Code.UNREADABLE: lazy("Tệp hỏng hoặc không phải tệp PDF nên không đọc được."),
    Code.TOO_HEAVY: lazy("Tệp quá lớn hoặc quá phức tạp nên không kiểm tra xong."),
    Code.ENCRYPTED: lazy("Tệp đặt mật khẩu nên không kiểm tra được."),
    Code.DIGEST_DIFFERS: lazy("Tệp khác với bản đã phát hành: mã băm không trùng."),
    Code.LEADING_BYTES: lazy("Có dữ liệu lạ trước phần đầu của tệp."),
    Code.TRAILING_BYTES: lazy("Có %(count)s byte lạ được nối vào cuối tệp."),
    Code.LOOSE_STRUCTURE: lazy(
        "Tệp không đúng chuẩn PDF, nên mỗi phần mềm có thể hiện nội dung một khác."
    ),
    Code.ACTIVE_CONTENT: lazy("Tệp có nội dung tự chạy (%(what)s), có thể làm đổi điều hiện ra."),
    Code.ATTACHED_FILES: lazy("Tệp có kèm tệp khác bên trong."),
    Code.LAYERS: lazy("Tệp có lớp ẩn hiện được, nên nội dung hiện ra có thể đổi."),
    Code.HIDDEN_CONTENT: lazy("Trong tệp có nội dung trang được giấu đi, chưa hiện ra."),
    Code.FOREIGN_FIELD: lazy("Tệp có trường không thuộc mẫu của hệ thống: %(field)s."),
    Code.SIGNATURE_MISSING: lazy("Thiếu chữ ký phải có: %(field)s."),
    Code.SIGNATURE_UNEXPECTED: lazy("Có chữ ký không ai chờ ở tệp này: %(field)s."),
    Code.WRONG_ORDER: lazy(
        "Các chữ ký không đúng thứ tự: người có thẩm quyền ký trước, cơ quan sau."
    ),
    Code.NOT_WHOLE: lazy("Chữ ký sau cùng không phủ toàn bộ tệp."),
    Code.BROKEN: lazy("Chữ ký hỏng nên không đọc được."),
    Code.FORMAT_UNSUPPORTED: lazy("Chữ ký theo định dạng hệ thống không kiểm tra được."),
    Code.GAP: lazy("Phần tệp mà chữ ký bỏ ra ngoài không chỉ là chính chữ ký ấy."),
    Code.CONTENT_CHANGED: lazy("Nội dung đã bị sửa sau khi ký."),
    Code.SIGNATURE_FALSE: lazy("Chữ ký không do khóa của chứng thư này tạo ra."),
    Code.PARTIAL: lazy("Chữ ký chỉ phủ một phần nội dung."),
    Code.FORBIDDEN_CHANGE: lazy("Sau khi ký, tệp bị thêm hoặc sửa điều chữ ký này không cho phép."),
    Code.NOT_CERTIFIED: lazy(
        "Chữ ký của người có thẩm quyền không khóa nội dung như mẫu quy định."
    ),
    Code.NOT_LOCKED: lazy("Chữ ký số của cơ quan không khóa tệp như mẫu quy định."),
    Code.WRONG_CERTIFICATE: lazy("Ký bằng chứng thư khác với chứng thư đã đăng ký của người ký."),
    Code.WEAK_DIGEST: lazy("Thuật toán băm %(digest)s quá yếu; phải từ SHA-256 trở lên."),
    Code.WEAK_KEY: lazy(
        "Khóa %(algorithm)s %(size)s bit quá yếu; RSA phải từ 2048 bit, ECDSA từ 256 bit."
    ),
    Code.WEAK_CHAIN: lazy("Chứng thư được cấp bằng thuật toán hoặc khóa quá yếu."),
    Code.WRONG_USAGE: lazy("Chứng thư không được cấp để ký văn bản."),
    Code.SELF_SIGNED: lazy("Chứng thư tự ký, không do tổ chức chứng thực nào cấp."),
    Code.UNTRUSTED: lazy(
        "Chứng thư không dẫn tới gốc tin cậy nào. Quản trị viên có thể thêm gốc nếu tin cậy."
    ),
    Code.SAME_NAME: lazy(
        "Chứng thư mang tên một tổ chức chứng thực tin cậy nhưng không do khóa của tổ chức ấy cấp."
    ),
    Code.CHAIN_BROKEN: lazy("Đường dẫn chứng thư tới gốc tin cậy không kiểm tra được."),
    Code.NOT_YET_VALID: lazy("Ký khi chứng thư chưa có hiệu lực."),
    Code.EXPIRED: lazy("Ký khi chứng thư đã hết hạn."),
    Code.EXPIRED_SINCE: lazy(
        "Chứng thư nay đã hết hạn và không có dấu thời gian nào chứng minh việc ký trước đó."
    ),
    Code.REVOKED: lazy("Chứng thư đã bị thu hồi từ %(day)s, trước khi ký."),
    Code.REVOKED_SINCE: lazy(
        "Chứng thư bị thu hồi từ %(day)s; không có dấu thời gian nào chứng minh việc ký trước đó."
    ),
    Code.REVOCATION_UNKNOWN: lazy(
        "Chưa có danh sách thu hồi hoặc câu trả lời OCSP của lúc ký nên chưa biết chứng thư "
        "có bị thu hồi không."
    ),
    Code.ALGORITHM_AGED: lazy(
        "Thuật toán %(name)s đã lỗi thời, và không có dấu thời gian nào gia hạn kịp."
    ),
    Code.TIME_AHEAD: lazy("Thời điểm ký muộn hơn thời điểm kiểm tra."),
    Code.STAMP_FALSE: lazy("Dấu thời gian không khớp với điều nó đóng lên."),
    Code.STAMP_UNPROVEN: lazy("Dấu thời gian không dẫn tới gốc tin cậy hoặc đã quá hạn."),
    Code.TIME_UNPROVEN: lazy("Thời điểm ký do máy người ký ghi, không có dấu thời gian."),
    Code.OLD_PADDING: lazy("Ký theo PKCS#1 v1.5; quy định mới khuyên dùng RSASSA-PSS."),
    Code.FILLED: lazy("Sau khi ký chỉ điền thêm: %(fields)s."),
    Code.SIGNED_AFTER: lazy("Sau khi ký có thêm: %(fields)s."),
    Code.OTHER_CHANGE: lazy("Sau khi ký có bổ sung được phép."),
}


def sentence_of(reason: Reason) -> str:
    """Return the sentence for a finding, with what it tells of filled in."""
    return str(REASONS[reason.code]) % {key: _said(key, one) for key, one in reason.data.items()}


def method_words(method: Method) -> str:
    """Return how it was signed as experts write it: RSASSA-PSS 2048, SHA-256."""
    names = {"rsa": "RSA", "ecdsa": "ECDSA"}
    name = {"pss": "RSASSA-PSS", "v1.5": "RSA PKCS#1 v1.5"}.get(
        method.scheme, names.get(method.algorithm, method.algorithm)
    )
    return f"{name} {method.key_size}, {method.digest.upper().replace('SHA', 'SHA-', 1)}"


def _said(key: str, value: Any) -> Any:
    if key in {"field", "fields"}:
        return ", ".join(_field(name) for name in str(value).split(", "))
    if key == "algorithm":
        return str(value).upper()
    if key == "day":
        return f"{local(datetime.fromisoformat(value)):%d/%m/%Y}"
    return value


def _field(name: str) -> str:
    known: Mapping[str, Any] = _FIELDS
    return str(known.get(name.rstrip("0123456789_"), name))
