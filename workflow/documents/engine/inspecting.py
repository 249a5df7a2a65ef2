"""Looks over a template somebody uploaded: what is wrong and where, and what was mended."""

import difflib
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from workflow.core.i18n import _, lazy
from workflow.documents.engine.checks import refusal
from workflow.documents.engine.child import Limits, run_limited
from workflow.documents.engine.errors import TemplateFault
from workflow.documents.engine.jobs.faults import Fault
from workflow.documents.engine.rendering import plain, sentence_of

_LIMITS = Limits(cpu_seconds=8, wall_seconds=9)  # an upload is answered within 10 s


class Weight(StrEnum):
    FAULT = "fault"  # the template is refused
    WARNING = "warning"  # told; whoever approves decides
    MENDED = "mended"  # put right in the file that is kept


@dataclass(frozen=True)
class Finding:
    """One thing found: `place` names the spot for a reader, empty where there is none."""

    code: str
    weight: Weight
    place: str
    sentence: str


@dataclass(frozen=True)
class Inspected:
    """`content` is the file to keep; `fields` are dotted paths, `lines` its text to compare.

    `shown` are those of what never may be left out that a reader of its pages sees, `pages` is
    what its sheets have apart from those of the decree.
    """

    content: bytes
    findings: tuple[Finding, ...]
    fields: tuple[str, ...]
    lines: tuple[str, ...]
    shown: tuple[str, ...] = ()
    pages: tuple[Any, ...] = ()

    @property
    def faults(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.weight is Weight.FAULT)


_MENDED = {
    "composed": lazy(
        "Đã chuyển chữ gõ theo kiểu tổ hợp (dấu tách rời) về kiểu dựng sẵn ở %(count)s đoạn."
    ),
    "straightened": lazy(
        "Đã thay dấu ngoặc kép cong và bỏ ký tự ẩn trong mã trường ở %(count)s đoạn."
    ),
    "unturned": lazy("Đã bỏ ký tự ẩn làm chữ chạy từ phải sang trái ở %(count)s đoạn."),
    "unbound": lazy(
        "Đã gỡ liên kết dữ liệu của %(count)s ô điều khiển nội dung (Content Control): khi in, dữ "
        "liệu đó sẽ thay mất chữ của mẫu."
    ),
}
_WARNINGS = {
    "other_font": lazy(
        "Phông “%(font)s” khác Times New Roman, là phông Nghị định 30/2020/NĐ-CP yêu cầu. Máy chủ "
        "không có phông này sẽ thay bằng phông khác."
    ),
    "margin_top": lazy(
        "Lề trên phần %(section)s là %(found)s mm; Nghị định 30/2020/NĐ-CP: %(least)s–%(most)s mm."
    ),
    "margin_bottom": lazy(
        "Lề dưới phần %(section)s là %(found)s mm; Nghị định 30/2020/NĐ-CP: %(least)s–%(most)s mm."
    ),
    "margin_left": lazy(
        "Lề trái phần %(section)s là %(found)s mm; Nghị định 30/2020/NĐ-CP: %(least)s–%(most)s mm."
    ),
    "margin_right": lazy(
        "Lề phải phần %(section)s là %(found)s mm; Nghị định 30/2020/NĐ-CP: %(least)s–%(most)s mm."
    ),
    "white": lazy("Chữ trắng hoặc rất nhạt: trên giấy trắng không đọc được. Có cố ý không?"),
    "tiny": lazy("Chữ nhỏ hơn cỡ 6 hoặc bị bóp hẹp: in ra không đọc được. Có cố ý không?"),
    "link": lazy("Mẫu có liên kết tới %(target)s; người đọc bản PDF bấm vào sẽ mở địa chỉ này."),
    "not_printed": lazy(
        "Mẫu không in trường “%(name)s” mà mẫu đang dùng có in. Nếu cố ý bỏ thì ghi rõ khi gửi."
    ),
}
_FAULTS = {
    "unknown_field": lazy(
        "Không có trường “%(name)s”. Hãy sửa theo danh sách trường của văn bản này."
    ),
    "like_field": lazy("Không có trường “%(name)s”. Có phải là “%(like)s”?"),
    "not_a_list": lazy(
        "“%(name)s” không phải danh sách nên không lặp được. Hãy lặp theo một trường danh sách."
    ),
    "not_text": lazy(
        "“%(name)s” không phải là chữ nên không in được. Hãy in từng trường con, lặp theo danh "
        "sách, hoặc dùng trong điều kiện {%% if … %%}."
    ),
    "prefixed_field": lazy(
        "Trường viết {{p …}}, {{r …}} hoặc {{tr …}} không dùng được. Hãy viết {{ tên_trường }}."
    ),
    "unpaired": lazy(
        "Dấu ngoặc của trường mở mà không đóng, hoặc đóng mà không mở, trong cùng một đoạn. Hãy "
        "viết đủ {{ … }} hoặc {%% … %%}."
    ),
    "not_closed": lazy("Có {%% %(word)s … %%} nhưng thiếu {%% %(end)s %%}. Hãy thêm vào."),
    "not_opened": lazy(
        "{%% %(word)s %%} không có phần mở đầu tương ứng, hoặc đóng sai thứ tự. Hãy kiểm tra lại "
        "các cặp if/endif, for/endfor."
    ),
    "no_row": lazy(
        "{%%%(prefix)s … %%} chỉ dùng được trong bảng. Ngoài bảng hãy dùng {%%p … %%} trên một "
        "đoạn riêng."
    ),
    "taken_away": lazy(
        "Chữ “%(text)s” đứng cùng đoạn, hàng hoặc ô với {%%%(prefix)s … %%} nên sẽ bị mất. Hãy để "
        "mã đó trên một đoạn, hàng hoặc ô riêng."
    ),
    "mistyped": lazy(
        "“%(what)s” không dùng được với dữ liệu ở đây: chữ, số và danh sách là ba loại khác "
        "nhau. Hãy sửa lại biểu thức."
    ),
    "no_else": lazy(
        "{{ … if … }} thiếu else nên có lúc không in được gì. Hãy thêm else, hoặc dùng "
        "{%% if … %%} … {%% endif %%}."
    ),
    "constant": lazy(
        "“%(text)s” là chữ cố định, không phải trường. Hãy bỏ dấu ngoặc kép nếu là tên trường, "
        "hoặc gõ thẳng chữ đó vào mẫu."
    ),
    "long_tag": lazy("Mã trường quá dài hoặc quá rối. Hãy viết lại ngắn hơn %(most)s ký tự."),
    "unread_tag": lazy(
        "Mã trường “%(near)s” đặt ở chỗ không được điền: mã trường của Word, chữ thay thế của "
        "hình, công thức hoặc địa chỉ liên kết. Hãy đưa trường ra đoạn văn."
    ),
    "word_field": lazy(
        "Mẫu có trường của Word “%(word)s”, máy chủ tự điền lúc dựng chứ không theo dữ liệu. Hãy "
        "chọn chỗ đó, bấm Ctrl+Shift+F9 để đổi thành chữ, rồi viết {{ tên_trường }}."
    ),
    "odd_link": lazy(
        "Liên kết tới “%(target)s” không phải địa chỉ trang web hay thư điện tử. Hãy bỏ liên kết."
    ),
    "embedded_fonts": lazy(
        "Mẫu nhúng phông chữ trong tệp. Hãy vào Tệp, Tùy chọn, Lưu (File, Options, Save), bỏ chọn "
        "“Embed fonts in the file” rồi lưu lại."
    ),
    "syntax": lazy("Viết sai cú pháp (%(detail)s). Hãy xem phần cách viết rồi sửa lại."),
    "forbidden": lazy(
        "Mẫu dùng “%(what)s”, là điều mẫu không được phép. Mẫu chỉ được in trường, đặt điều kiện "
        "và lặp theo danh sách; hãy bỏ phần đó."
    ),
    "many_tags": lazy(
        "Mẫu có %(count)s mã trường, nhiều hơn %(most)s. Hãy dùng vòng lặp thay cho chép lại."
    ),
    "old_font": lazy(
        "Phông “%(font)s” theo bảng mã cũ, không phải Unicode: chữ in ra sẽ sai. Hãy chuyển mã "
        "sang Unicode và dùng Times New Roman."
    ),
    "not_a4": lazy(
        "Khổ giấy phần %(section)s là %(wide)s × %(high)s mm. Hãy chọn A4 (210 × 297 mm) trong "
        "thẻ Bố trí (Layout), mục Cỡ (Size)."
    ),
    "no_page": lazy("Phần %(section)s không ghi khổ giấy và lề. Hãy đặt lại trang A4 trong Word."),
    "tracked": lazy(
        "Mẫu còn sửa đổi đang theo dõi (Track Changes). Hãy chấp nhận hoặc từ chối hết trong thẻ "
        "Xem lại (Review) rồi lưu."
    ),
    "remarks": lazy("Mẫu còn ghi chú bên lề (Comments). Hãy xóa hết rồi lưu."),
    "hidden": lazy("Mẫu có chữ ẩn. Hãy bỏ định dạng ẩn hoặc xóa chữ đó."),
    "left_over": lazy(
        "Chỗ này không được điền (“%(near)s”): biểu đồ, hình vẽ và chú thích cuối không nhận "
        "trường. Hãy đưa trường ra đoạn văn."
    ),
    "must_print": lazy(
        "Mẫu thiếu trường bắt buộc “%(name)s”: văn bản không có trường này thì không ban hành được."
    ),
    "not_shown": lazy(
        "Trường bắt buộc “%(name)s” có trong mẫu nhưng không hiện trên trang: chữ ẩn, trắng, quá "
        "nhỏ, hoặc nằm trong điều kiện không xảy ra. Hãy cho in ra như mẫu đang áp dụng."
    ),
}  # fmt: skip
_TRIALS = {
    "trial": "%(why)s",
    "trial_full": lazy("Khi mọi danh sách đều có dòng, mẫu không dựng được: %(why)s"),
    "trial_empty": lazy("Khi danh sách trống, mẫu không dựng được: %(why)s"),
    "trial_blank": lazy("Khi các trường để trống, mẫu không dựng được: %(why)s"),
}
_NOT_READ = frozenset({"many_tags", "unpaired", "syntax", "long_tag"})  # tags that say nothing
_NO_TEMPLATE = frozenset({"not_docx", "strict"})
_PLACES = {
    "body": lazy("Đoạn %(paragraph)s"), "cell": lazy("Bảng %(table)s, hàng %(row)s"),
    "header": lazy("Đầu trang"), "footer": lazy("Chân trang"), "note": lazy("Cước chú"),
}  # fmt: skip
# What makes it a numbered paper at all; a template whose forerunner prints them must, too.
_NEVER_LEFT_OUT = ("number", "date_line", "signature.name")


def inspect_template(
    content: bytes, sample: dict[str, Any], *, printed: Collection[str] = (),
    former: Inspected | None = None, offered: dict[str, Any] | None = None,
) -> Inspected:  # fmt: skip
    """Look the template over against what its paper offers, shown by `sample`.

    `offered` is the sample with a row in every list, where the sample leaves some empty.
    `former` is what was found of the template it would follow, `printed` are fields it should
    print: what it leaves out is told; a sheet like the former one's is not.
    Raises TemplateFault for a file that is no readable Word template, Refused for one that
    carries macros, foreign objects or links, LimitExceeded for one that takes too long.
    """
    payload = {
        "sample": plain(sample, "sample"), "offered": plain(offered or sample, "sample"),
        "harmless": [*_MENDED, *_WARNINGS],
        "watched": _NEVER_LEFT_OUT, "usual": list(former.pages) if former else [],
    }  # fmt: skip
    try:
        answer = run_limited("inspecting", payload, [content], _LIMITS)
    except Fault as fault:
        if fault.code in _NO_TEMPLATE:
            raise TemplateFault(sentence_of(fault.code, {}), code=fault.code) from None
        raise refusal(fault.code, "mẫu.docx", "docx", **fault.data) from None
    found = answer.value
    findings = [_finding(one["code"], one["place"], one["words"]) for one in found["findings"]]
    if _NOT_READ.isdisjoint(one.code for one in findings):
        findings += _left_out(found["fields"], former.fields if former else printed)
    if former is not None and found["shown"] is not None:
        unseen = set(former.shown) & set(found["fields"]) - set(found["shown"])
        findings += [_finding("not_shown", None, {"name": name}) for name in sorted(unseen)]
    order = list(Weight)
    return Inspected(
        answer.blobs[0], tuple(sorted(findings, key=lambda one: order.index(one.weight))),
        tuple(found["fields"]), tuple(found["lines"]), tuple(found["shown"] or ()),
        tuple(found["pages"]),
    )  # fmt: skip


def _finding(code: str, place: dict[str, Any] | None, words: dict[str, Any]) -> Finding:
    for table, weight in ((_MENDED, Weight.MENDED), (_WARNINGS, Weight.WARNING)):
        if code in table:
            return Finding(code, weight, _place(place), str(table[code]) % words)
    return Finding(code, Weight.FAULT, _place(place), _fault_sentence(code, words))


def _fault_sentence(code: str, words: dict[str, Any]) -> str:
    if code in _TRIALS:
        return str(_TRIALS[code]) % {"why": sentence_of(str(words["fault"]), words)}
    if code == "unknown_field":
        like = _like(str(words["name"]), str(words.get("siblings", "")).split("\n"))
        if like:
            return str(_FAULTS["like_field"]) % {"name": words["name"], "like": like}
    return str(_FAULTS[code]) % words


def _like(name: str, siblings: list[str]) -> str:
    """Return the field that was probably meant, with the path it stands at."""
    before, dot, last = name.rpartition(".")
    found = difflib.get_close_matches(last.lower(), siblings, n=1)
    return f"{before}{dot}{found[0]}" if found else ""


def _place(place: dict[str, Any] | None) -> str:
    if place is None:
        return ""
    kind = "cell" if place["part"] == "body" and place["row"] else place["part"]
    said = str(_PLACES[kind]) % place
    return _("%(place)s: “%(near)s”", place=said, near=place["near"]) if place["near"] else said


def _left_out(fields: Collection[str], printed: Collection[str]) -> list[Finding]:
    missing = sorted(set(printed) - set(fields))
    leaves = [
        name for name in missing
        if not any(other.startswith((f"{name}.", f"{name}[")) for other in missing)
    ]  # fmt: skip
    return [
        _finding("must_print" if name in _NEVER_LEFT_OUT else "not_printed", None, {"name": name})
        for name in leaves
    ]
