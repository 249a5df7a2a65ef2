"""Reads a sheet a person gave: .xlsx in the reader that is joined in, text wherever it stands.

The limited child that opens untrusted files belongs to a higher domain; it registers itself.
"""

from collections.abc import Callable
from pathlib import Path

from workflow.awards.importing.packing import Packed
from workflow.awards.importing.table import Table, Unreadable
from workflow.core.errors import BadInput, Unavailable
from workflow.core.i18n import _, lazy

SheetReader = Callable[[str, Path, str], Packed]
_readers: list[SheetReader] = []
_KINDS = frozenset({"xlsx", "csv", "tsv", "txt"})

_SENTENCES = {
    "rows": lazy(
        "Bảng dài hơn %(most)s dòng. Hãy xoá các dòng thừa ở cuối hoặc chia thành nhiều tệp."
    ),
    "columns": lazy(
        "Dòng %(row)s rộng hơn %(most)s cột. Hãy xoá các cột thừa ở bên phải rồi tải lại."
    ),
    "merges": lazy("Bảng có quá nhiều ô gộp. Hãy bỏ gộp ô rồi tải lại."),
    "too_long": lazy("Bảng có quá nhiều chữ. Hãy chia thành nhiều tệp rồi tải lại."),
    "empty": lazy("Tệp không có dòng nào. Hãy kiểm tra lại tệp trên máy."),
    "encoding": lazy(
        "Tệp văn bản không ở dạng Unicode nên mất dấu. Hãy mở bằng Excel, chọn “CSV UTF-8” hoặc "
        ".xlsx khi lưu, rồi tải lại."
    ),
    "not_text": lazy("Tệp không phải là văn bản. Hãy lưu lại dạng .xlsx hoặc CSV UTF-8."),
    "broken_row": lazy(
        "Không đọc được dòng %(row)s: thiếu dấu nháy đóng hoặc ô quá dài. Hãy sửa dòng đó rồi "
        "tải lại."
    ),
    "doctype": lazy(
        "Tệp có khai báo DOCTYPE mà tệp Excel thật không có. Hãy mở bằng Excel, lưu lại rồi tải "
        "lên."
    ),
    "broken": lazy(
        "Không đọc được tệp: tệp bị hỏng hoặc tải lên chưa trọn. Hãy mở thử bằng Excel, lưu lại "
        "dạng .xlsx rồi tải lên."
    ),
    "macro": lazy("Tệp có macro. Hãy lưu lại dạng .xlsx không macro rồi tải lên."),
    "encrypted": lazy(
        "Tệp đặt mật khẩu hoặc là định dạng .xls cũ. Hãy bỏ mật khẩu, lưu lại dạng .xlsx rồi tải "
        "lên."
    ),
    "mismatch": lazy(
        "Nội dung tệp không đúng với đuôi tên của nó. Hãy mở bằng Excel, lưu lại dạng .xlsx rồi "
        "tải lên."
    ),
    "zip_bomb": lazy(
        "Tệp bung ra quá lớn so với dung lượng thật. Hãy sao chép các dòng cần dùng sang một tệp "
        "mới rồi tải lên."
    ),
    "no_sheet": lazy("Tệp không có trang tính này. Hãy tải lại tệp và chọn trang tính khác."),
    "kind": lazy(
        "Chỉ nhận .xlsx, .csv hoặc văn bản dán từ Excel. Hãy mở tệp bằng Excel, lưu lại dạng .xlsx."
    ),
}


def register_reader(reader: SheetReader) -> None:
    """Let the domain that opens untrusted files read sheets; asking twice changes nothing."""
    if reader not in _readers:
        _readers.append(reader)


def sentence_of(refusal: Unreadable) -> str:
    """Return what to tell the person whose file cannot be read."""
    data = {"row": 0, "most": 0, **refusal.data}
    shown = {key: f"{value:,}".replace(",", ".") if isinstance(value, int) else value
             for key, value in data.items()}  # fmt: skip
    return str(_SENTENCES.get(refusal.code, _SENTENCES["broken"])) % shown


def read_packed(name: str, path: Path, sheet: str = "") -> Packed:
    """Return the rows of the file. Raises BadInput with the reason and the way out."""
    kind = name.rpartition(".")[2].lower()
    if kind not in _KINDS:
        raise BadInput(sentence_of(Unreadable("kind")), field="file")
    if not _readers:
        raise Unavailable(_("Máy chủ chưa bật bộ đọc bảng tính. Hãy báo quản trị viên."))
    try:
        packed = _readers[0](kind, path, sheet)
    except Unreadable as refusal:
        raise BadInput(sentence_of(refusal), field="file") from refusal
    if not packed.count:
        raise BadInput(sentence_of(Unreadable("empty")), field="file")
    return packed


def read_upload(name: str, path: Path) -> Table:
    """Return the rows of a short file at once."""
    return read_packed(name, path).table()
