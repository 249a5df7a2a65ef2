"""Lets a file in or says what is wrong with it and what to do."""

from dataclasses import dataclass
from pathlib import Path

from workflow.core.i18n import lazy
from workflow.documents.engine.child import Limits, run_limited
from workflow.documents.engine.errors import Refused
from workflow.documents.engine.jobs.faults import Fault

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jpg": "image/jpeg",
    "png": "image/png",
}
_ALIASES = {"jpeg": "jpg"}
_MACRO_EXTENSIONS = {"docm": "docx", "dotm": "docx", "xlsm": "xlsx", "xltm": "xlsx"}
_OLD_EXTENSIONS = {
    "doc": "docx",
    "rtf": "docx",
    "odt": "docx",
    "xls": "xlsx",
    "ods": "xlsx",
}
_LIMITS = Limits(cpu_seconds=8, wall_seconds=9)  # every upload is answered within 10 s

_KINDS = {
    "pdf": lazy("một tệp PDF"),
    "docx": lazy("một tệp Word (.docx)"),
    "xlsx": lazy("một tệp Excel (.xlsx)"),
    "jpg": lazy("một ảnh JPEG"),
    "png": lazy("một ảnh PNG"),
    "old_office": lazy("một tệp Office kiểu cũ"),
    "other": lazy("một loại tệp khác"),
}
# What is wrong with a signed file: every way to save it anew would throw its proof away.
_SIGNED_FAULTS = {
    "encrypted": lazy("đặt mật khẩu hoặc đã mã hóa"),
    "pdf_code": lazy("có mã JavaScript"),
    "pdf_files": lazy("có tệp khác đính kèm bên trong"),
    "pdf_acts": lazy("có thành phần động (%(what)s)"),
}
_SENTENCES = {
    "extension": lazy(
        "Tệp “%(name)s” thuộc loại không nhận. Chỉ nhận .pdf, .docx, .xlsx, .jpg và .png; hãy lưu "
        "lại thành một trong các loại đó rồi tải lên."
    ),
    "old": lazy(
        "Tệp “%(name)s” là định dạng cũ hoặc của phần mềm khác. Hãy mở ra, lưu lại dạng "
        ".%(extension)s rồi tải lên."
    ),
    "empty": lazy("Tệp “%(name)s” rỗng. Hãy kiểm tra lại tệp trên máy rồi tải lên."),
    "mismatch": lazy(
        "Tệp “%(name)s” có đuôi .%(extension)s nhưng nội dung là %(kind)s. Hãy lưu lại đúng loại "
        "bằng phần mềm đã tạo ra tệp rồi tải lên."
    ),
    "macro": lazy(
        "Tệp “%(name)s” có macro. Hãy lưu lại dạng .%(extension)s không macro rồi tải lên."
    ),
    "encrypted": lazy(
        "Tệp “%(name)s” đặt mật khẩu hoặc là định dạng cũ. Hãy bỏ mật khẩu, lưu lại dạng "
        ".%(extension)s rồi tải lên."
    ),
    "embedded": lazy(
        "Tệp “%(name)s” nhúng một tệp hoặc đối tượng khác bên trong. Hãy dán phần đó dưới dạng ảnh "
        "hoặc chữ, hoặc xuất tệp ra PDF, rồi tải lên."
    ),
    "external": lazy(
        "Tệp “%(name)s” lấy dữ liệu từ nơi khác (%(part)s). Hãy ngắt liên kết đó trong Word hoặc "
        "Excel, hoặc xuất tệp ra PDF, rồi tải lên."
    ),
    "attached": lazy(
        "Tệp “%(name)s” còn gắn với mẫu Word trên máy người soạn (%(part)s). Trong Word vào Tệp, "
        "Tùy chọn, Bổ trợ (File, Options, Add-ins), mục Quản lý (Manage) chọn Mẫu (Templates), bấm "
        "Đi (Go), xóa ô Mẫu tài liệu (Document template) rồi lưu lại."
    ),
    "field": lazy(
        "Tệp “%(name)s” có mã trường lấy dữ liệu từ ngoài (%(word)s). Hãy bấm Ctrl+Shift+F9 để "
        "chuyển mã trường thành chữ, lưu lại rồi tải lên."
    ),
    "unknown_part": lazy(
        "Tệp “%(name)s” có thành phần lạ (%(part)s). Hãy sao chép nội dung sang một tệp mới, hoặc "
        "xuất ra PDF, rồi tải lên."
    ),
    "doctype": lazy(
        "Tệp “%(name)s” có khai báo DOCTYPE mà tệp Office thật không có. Hãy mở bằng Word hoặc "
        "Excel, lưu lại rồi tải lên."
    ),
    "zip_bomb": lazy(
        "Tệp “%(name)s” bung ra quá lớn so với dung lượng thật. Hãy sao chép nội dung cần dùng "
        "sang một tệp mới rồi tải lên."
    ),
    "zip_overlap": lazy(
        "Tệp “%(name)s” bị hỏng hoặc bị sửa (các phần chồng lên nhau). Hãy mở bằng Word hoặc "
        "Excel, lưu lại rồi tải lên."
    ),
    "zip_entries": lazy(
        "Tệp “%(name)s” có quá nhiều thành phần (%(count)s). Hãy chia thành nhiều tệp rồi tải lên."
    ),
    "zip_names": lazy(
        "Tệp “%(name)s” có thành phần đặt tên sai (%(part)s). Hãy mở bằng Word hoặc Excel, lưu lại "
        "rồi tải lên."
    ),
    "xml_size": lazy(
        "Tệp “%(name)s” có phần quá dài (%(part)s). Hãy chia thành nhiều tệp rồi tải lên."
    ),
    "pdf_pages": lazy(
        "Tệp “%(name)s” có %(count)s trang, nhiều hơn 2000. Hãy chia thành nhiều tệp rồi tải lên."
    ),
    "pdf_code": lazy(
        "Tệp “%(name)s” có mã JavaScript. Hãy dùng lệnh In, chọn “Lưu thành PDF”, rồi tải tệp "
        "mới lên."
    ),
    "pdf_files": lazy(
        "Tệp “%(name)s” có tệp khác đính kèm bên trong. Hãy tách tệp đính kèm ra, dùng lệnh In và "
        "chọn “Lưu thành PDF”, rồi tải từng tệp lên."
    ),
    "pdf_acts": lazy(
        "Tệp “%(name)s” có thành phần động (%(what)s). Hãy dùng lệnh In, chọn “Lưu thành PDF”, rồi "
        "tải tệp mới lên."
    ),
    "signed": lazy(
        "Tệp “%(name)s” có chữ ký số nhưng %(fault)s nên không nhận vào đây được. Đừng in hay lưu "
        "lại thành tệp khác để thay: bản ấy không còn chữ ký số. Hãy xin nơi ký một bản ký số "
        "không có phần đó; trong lúc chờ, giữ nguyên tệp gốc ở nơi đã nhận và tải lên bản quét của "
        "tờ in ra, chỉ để xem."
    ),
    "image_size": lazy("Ảnh “%(name)s” lớn hơn 50 triệu điểm ảnh. Hãy thu nhỏ ảnh rồi tải lên."),
    "broken": lazy(
        "Không đọc được tệp “%(name)s”: tệp bị hỏng hoặc tải lên chưa trọn. Hãy mở thử trên máy, "
        "lưu lại rồi tải lên."
    ),
}


@dataclass(frozen=True)
class CheckedFile:
    """What an accepted file is."""

    media_type: str
    extension: str
    pages: int | None


def check_upload(name: str, content_path: Path) -> CheckedFile:
    """What the file is; Refused or LimitExceeded with a sentence where it may not come in."""
    written = name.rpartition(".")[2].lower() if "." in name else ""
    extension = _ALIASES.get(written, written)
    if extension in _MACRO_EXTENSIONS:
        raise refusal("macro", name, _MACRO_EXTENSIONS[extension])
    if extension in _OLD_EXTENSIONS:
        raise refusal("old", name, _OLD_EXTENSIONS[extension])
    if extension not in MEDIA_TYPES:
        raise refusal("extension", name, extension)
    payload = {"path": str(content_path.absolute()), "extension": extension}
    try:
        pages = run_limited("check", payload, (), _LIMITS).value
    except Fault as fault:
        raise refusal(fault.code, name, extension, **fault.data) from None
    return CheckedFile(MEDIA_TYPES[extension], extension, pages)


def extends(signed: bytes, offered: bytes) -> bool:
    """Whether the signed PDF begins with the very bytes that were offered for signature."""
    return len(signed) > len(offered) > 0 and signed.startswith(offered)


def refusal(code: str, name: str, extension: str, **data: str | int) -> Refused:
    """Return the refusal a fault of the check comes to, as a sentence about the file."""
    sentence = _SENTENCES.get(code, _SENTENCES["broken"])
    kind = str(_KINDS.get(str(data.get("found", "")), _KINDS["other"]))
    words = {**data, "name": name[-100:], "extension": extension, "kind": kind}
    if data.get("signed") and code in _SIGNED_FAULTS:
        sentence = _SENTENCES["signed"]
        words["fault"] = str(_SIGNED_FAULTS[code]) % words
    return Refused(str(sentence) % words, code=code)
