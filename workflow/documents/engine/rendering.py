"""Fills in .docx templates: plain data in, the same bytes out for the same data."""

import re
import unicodedata
from typing import Any

from workflow.core.i18n import lazy
from workflow.documents.engine.child import Answer, Limits, run_limited
from workflow.documents.engine.errors import TemplateFault
from workflow.documents.engine.jobs.faults import Fault

_LIMITS = Limits()
_CHECK_LIMITS = Limits(cpu_seconds=8, wall_seconds=9)  # an upload is answered within 10 s
_NOT_IN_XML = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\ufffe\uffff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")

_SENTENCES = {
    "missing": lazy(
        "Mẫu thiếu trường “%(name)s”: dữ liệu không có trường mang tên này. Hãy sửa tên trường "
        "trong mẫu rồi thử lại."
    ),
    "syntax": lazy(
        "Mẫu viết sai cú pháp (%(detail)s) gần chỗ “%(near)s”. Hãy sửa dấu ngoặc của trường trong "
        "mẫu rồi thử lại."
    ),
    "forbidden": lazy(
        "Mẫu dùng “%(what)s”, là điều mẫu không được phép. Mẫu chỉ được in trường, đặt điều kiện "
        "và lặp theo danh sách; hãy bỏ phần đó."
    ),
    "not_text": lazy(
        "Mẫu in một trường không phải là chữ (%(kind)s). Hãy in từng trường con hoặc dùng vòng lặp."
    ),
    "not_list": lazy("Mẫu ghép (join) một trường không phải danh sách. Hãy sửa lại trong mẫu."),
    "misplaced": lazy(
        "Mẫu đặt trường sai chỗ nên chữ sẽ bị mất (“%(near)s”). Chỉ dùng {{ … }} trong đoạn văn; "
        "{%%p, {%%tr chỉ dành cho điều kiện và vòng lặp."
    ),
    "unfit": lazy(
        "Mẫu dựng không được với dữ liệu này (%(detail)s). Hãy xem lại phép tính, điều kiện và các "
        "bảng lồng nhau trong mẫu."
    ),
    "strict": lazy(
        "Mẫu lưu ở dạng Strict Open XML. Hãy mở bằng Word, chọn Lưu thành, loại “Word Document "
        "(*.docx)” thường, rồi tải lại."
    ),
    "not_docx": lazy("Mẫu không phải tệp Word .docx hợp lệ. Hãy mở bằng Word, lưu lại dạng .docx."),
    "broken": lazy(
        "Không đọc được mẫu (%(detail)s). Hãy mở bằng Word, lưu lại dạng .docx rồi thử lại."
    ),
}


def render(template: bytes, context: dict[str, Any], *, title: str = "") -> bytes:
    """Fill in the template once, in a limited child. Values print literally, whatever they hold."""
    payload = {
        "act": "render",
        "context": plain(context, "context"),
        "title": _text(title),
    }
    return _run(payload, template).blobs[0]


def template_fields(template: bytes) -> frozenset[str]:
    """The names the template reads at its top level; TemplateFault if it may not be used."""
    return frozenset(_run({"act": "fields"}, template, _CHECK_LIMITS).value)


def _run(payload: dict[str, Any], template: bytes, limits: Limits = _LIMITS) -> Answer:
    try:
        return run_limited("render", payload, [template], limits)
    except Fault as fault:
        variable = str(fault.data["name"]) if fault.code == "missing" else None
        said = sentence_of(fault.code, fault.data)
        raise TemplateFault(said, code=fault.code, variable=variable) from None


def sentence_of(code: str, data: dict[str, Any]) -> str:
    """Return what a fault of filling in says to whoever wrote the template."""
    return str(_SENTENCES.get(code, _SENTENCES["broken"])) % {"detail": code, **data}


def plain(value: Any, path: str) -> Any:
    """A copy made of plain values only; anything with behaviour is a programming error."""
    kind = type(value)
    if kind is str:
        return _text(value)
    if value is None or kind in (int, bool):
        return value
    if kind is list:
        return [plain(item, f"{path}[{place}]") for place, item in enumerate(value)]
    if kind is dict and all(type(key) is str for key in value):
        return {key: plain(item, f"{path}.{key}") for key, item in value.items()}
    raise TypeError(f"{path} is a {kind.__name__}; documents take dict, list, str, int, bool, None")


def _text(value: str) -> str:
    value = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    return _SURROGATE.sub("\ufffd", _NOT_IN_XML.sub(" ", value))
