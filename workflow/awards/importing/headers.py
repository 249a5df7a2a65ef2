"""Finds the row of headings and what each column means, by the words offices use for it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from workflow.awards.importing.dates import FIRST_YEAR, LAST_YEAR
from workflow.awards.importing.text_repair import decoded_once, encoded_twice
from workflow.core.i18n import lazy
from workflow.core.text import fold

LOOKED_AT = 40  # rows of titles above the headings that are looked through
_LONGEST_HEADING = 80


class Meaning(StrEnum):
    NAME = "name"
    CODE = "code"
    CITIZEN_ID = "citizen_id"
    UNIT = "unit"
    YEAR = "year"
    AWARD = "award"
    GRADE = "grade"
    NUMBER = "number"
    DATE = "date"
    ISSUER = "issuer"
    INITIATIVE = "initiative"
    SCOPE = "scope"
    GROUND = "ground"
    POST = "post"  # from here on: lists of candidates alone
    PERIOD = "period"
    ACHIEVEMENTS = "achievements"
    VOTES = "votes"


LABELS = {
    Meaning.NAME: lazy("Họ và tên"),
    Meaning.CODE: lazy("Số hiệu"),
    Meaning.CITIZEN_ID: lazy("CCCD"),
    Meaning.UNIT: lazy("Đơn vị"),
    Meaning.YEAR: lazy("Năm"),
    Meaning.AWARD: lazy("Danh hiệu, hình thức"),
    Meaning.GRADE: lazy("Xếp loại"),
    Meaning.NUMBER: lazy("Số quyết định"),
    Meaning.DATE: lazy("Ngày quyết định"),
    Meaning.ISSUER: lazy("Cơ quan quyết định"),
    Meaning.INITIATIVE: lazy("Sáng kiến"),
    Meaning.SCOPE: lazy("Phạm vi"),
    Meaning.GROUND: lazy("Loại khen thưởng"),
    Meaning.POST: lazy("Chức vụ"),
    Meaning.PERIOD: lazy("Giai đoạn"),
    Meaning.ACHIEVEMENTS: lazy("Thành tích"),
    Meaning.VOTES: lazy("Số phiếu đồng ý"),
}

_WORDS: dict[Meaning, str] = {
    Meaning.NAME: "họ tên|họ và tên|tên|họ tên cá nhân|họ và tên cá nhân|tên cá nhân|cá nhân|"
    "tên tập thể|tập thể|tên tập thể, cá nhân|tập thể, cá nhân|tập thể/cá nhân|đối tượng|"
    "tên đối tượng|họ và tên cán bộ|họ tên cán bộ|họ tên công chức|họ và tên công chức|"
    "họ tên tác giả|họ và tên tác giả|tác giả|người được khen thưởng|họ, tên",
    Meaning.CODE: "số hiệu|mã|mã số|mã nhân viên|mã cán bộ|mã công chức|mã viên chức|mã cbccvc|"
    "số hiệu công chức|số hiệu viên chức|số hiệu cán bộ|số hiệu cbccvc|mã nv|mã cb|mã số cán bộ",
    Meaning.CITIZEN_ID: "cccd|số cccd|căn cước|số căn cước|căn cước công dân|số căn cước công dân|"
    "cmnd|số cmnd|cmnd/cccd|cccd/cmnd|số cmnd/cccd|số cccd/cmnd|số định danh|số định danh cá nhân|"
    "mã định danh",
    Meaning.UNIT: "đơn vị|đơn vị công tác|tên đơn vị|phòng ban|phòng, ban|phòng|bộ phận|"
    "nơi công tác|cơ quan, đơn vị|chức vụ, đơn vị|chức vụ, đơn vị công tác|"
    "phòng/ban|đơn vị/bộ phận",
    Meaning.YEAR: "năm|năm khen thưởng|năm đạt|năm đánh giá|năm xét|năm công nhận|năm khen|"
    "năm tặng|niên độ|năm được khen thưởng|năm đạt danh hiệu|năm xếp loại",
    Meaning.AWARD: "danh hiệu|hình thức|danh hiệu thi đua|hình thức khen thưởng|khen thưởng|"
    "danh hiệu, hình thức|danh hiệu, hình thức khen thưởng|danh hiệu/hình thức|"
    "danh hiệu/hình thức khen thưởng|danh hiệu thi đua, hình thức khen thưởng|tên danh hiệu|"
    "danh hiệu hình thức|hình thức khen|thành tích khen thưởng|danh hiệu đạt được",
    Meaning.GRADE: "xếp loại|kết quả xếp loại|mức xếp loại|xếp loại chất lượng|kết quả đánh giá|"
    "đánh giá|mức độ hoàn thành|mức độ hoàn thành nhiệm vụ|xếp loại công chức|xếp loại cán bộ|"
    "đánh giá, xếp loại|kết quả đánh giá, xếp loại|xếp loại chất lượng cán bộ|phân loại|"
    "xếp loại viên chức|kết quả phân loại",
    Meaning.NUMBER: "số quyết định|số qđ|quyết định|quyết định số|qđ số|số|qđ|số văn bản|"
    "quyết định khen thưởng|số quyết định khen thưởng|số, ký hiệu|số ký hiệu|số/ký hiệu|"
    "quyết định số quyết định|quyết định số qđ|quyết định công nhận|số quyết định công nhận|"
    "qđ công nhận|số qđ công nhận|quyết định công nhận sáng kiến|theo văn bản|văn bản|"
    "theo quyết định",
    Meaning.DATE: "ngày|ngày quyết định|ngày qđ|ngày ký|ngày tháng|ngày, tháng, năm|ngày ban hành|"
    "ngày tháng năm|ngày, tháng, năm ban hành|ngày khen thưởng|ngày tháng năm quyết định|"
    "quyết định ngày|ngày ra quyết định|ngày, tháng|quyết định ngày quyết định",
    Meaning.ISSUER: "cơ quan|cơ quan ban hành|cơ quan quyết định|cơ quan ra quyết định|"
    "cấp quyết định|cơ quan khen thưởng|cấp khen thưởng|cấp ban hành|cơ quan ký|"
    "người ký|quyết định cơ quan|"
    "nơi ban hành|cơ quan ban hành quyết định|cơ quan, người quyết định|cấp ký",
    Meaning.INITIATIVE: "sáng kiến|tên sáng kiến|đề tài|tên đề tài|sáng kiến, đề tài|"
    "tên sáng kiến, đề tài|sáng kiến, giải pháp|tên giải pháp|giải pháp|tên sáng kiến, giải pháp|"
    "sáng kiến kinh nghiệm|skkn|tên đề tài, sáng kiến|đề tài, sáng kiến",
    Meaning.SCOPE: "phạm vi|phạm vi ảnh hưởng|phạm vi áp dụng|cấp công nhận|phạm vi công nhận|"
    "cấp sáng kiến|phạm vi ảnh hưởng của sáng kiến|mức độ ảnh hưởng|cấp áp dụng",
    Meaning.GROUND: "loại khen thưởng|loại hình|loại hình khen thưởng|diện khen thưởng|diện xét",
}
_WORDS_OF_CANDIDATES: dict[Meaning, str] = {
    Meaning.AWARD: "danh hiệu đề nghị|hình thức đề nghị|đề nghị|đề nghị khen thưởng|"
    "danh hiệu, hình thức đề nghị|danh hiệu/hình thức đề nghị|danh hiệu thi đua đề nghị|"
    "hình thức khen thưởng đề nghị|hình thức đề nghị khen thưởng|hình thức khen|"
    "danh hiệu, hình thức đề nghị khen thưởng|danh hiệu/hình thức khen thưởng đề nghị",
    Meaning.POST: "chức vụ|chức danh|chức vụ, chức danh|chức vụ/chức danh",
    Meaning.GROUND: "loại",
    Meaning.PERIOD: "giai đoạn|thời gian|thời gian lập thành tích|thời gian thành tích",
    Meaning.ACHIEVEMENTS: "thành tích|tóm tắt thành tích|thành tích tiêu biểu|"
    "tóm tắt thành tích đạt được|thành tích đạt được|nội dung thành tích|"
    "tóm tắt thành tích tiêu biểu|thành tích nổi bật",
    Meaning.VOTES: "số phiếu|phiếu|số phiếu đồng ý|phiếu đồng ý|đồng ý|kết quả bỏ phiếu|"
    "số phiếu tán thành|phiếu tán thành|kết quả biểu quyết|số đồng ý|phiếu bầu|số phiếu bầu|"
    "tỷ lệ phiếu|số phiếu đồng ý/tổng số",
}
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_NOT_WORDS = re.compile(r"[\W_]+")
_YEAR_AT_END = re.compile(r" (?:nam )?(?:19|20)\d{2}$")
# What stands with the name in one heading: “Họ và tên, chức vụ”, “Tên tập thể, hộ gia đình”.
_NAME_FIRST = re.compile(r"(?:ho ten|ho va ten|ten tap the|ten ca nhan|ten don vi ca nhan)\b")
_BESIDE_NAME = re.compile(
    r"(?: (?:chuc vu|chuc danh|don vi|cong tac|noi|phong|ban|bo phan|co quan|tap the|ca nhan|"
    r"ho gia dinh|nguoi lao dong|can bo|cong chuc|vien chuc|nguoi|duoc|de nghi|khen thuong|xet|"
    r"tang|cua|va|hoac)\b)*"
)
_YEAR_IN_TITLE = re.compile(r"\bnam (\d{4})\b")


@lru_cache(maxsize=1 << 13)  # cells of one column repeat each other
def plain(text: str) -> str:
    """Return a heading as bare words: without marks, case, brackets and punctuation.

    A table encoded twice has its headings encoded twice too; they only have to be found.
    """
    words = decoded_once(text) or text if encoded_twice(text) else text
    return _NOT_WORDS.sub(" ", fold(_BRACKETS.sub(" ", words))).strip()


def _vocabulary(*books: dict[Meaning, str]) -> dict[str, Meaning]:
    return {
        plain(words): meaning
        for book in books
        for meaning, listed in book.items()
        for words in listed.split("|")
    }


HISTORY = _vocabulary(_WORDS)
_HISTORY_ALONE = (Meaning.GRADE, Meaning.INITIATIVE, Meaning.NUMBER, Meaning.DATE, Meaning.SCOPE,
                  Meaning.ISSUER)  # fmt: skip
CANDIDATES = _vocabulary(
    {one: words for one, words in _WORDS.items() if one not in _HISTORY_ALONE},
    _WORDS_OF_CANDIDATES,
)
_WHO = frozenset({Meaning.NAME, Meaning.CODE, Meaning.CITIZEN_ID})
_WHAT = frozenset({Meaning.AWARD, Meaning.GRADE, Meaning.INITIATIVE})


@dataclass(frozen=True)
class Heading:
    """Where the headings stand and what the columns mean; rows and columns count from 0."""

    row: int
    columns: dict[Meaning, int]
    unknown: tuple[str, ...] = ()  # headings that mean nothing here
    twice: tuple[str, ...] = ()  # headings of a meaning an earlier column already has
    year: int | None = field(default=None)  # told by the title above, for lists of one year


def meaning_of(
    heading: str, above: str = "", known: Mapping[str, Meaning] = HISTORY
) -> Meaning | None:
    """Return what a heading means, alone or as a part of the one merged above it."""
    if not heading or len(heading) > _LONGEST_HEADING:
        return None
    words, group = plain(heading), plain(above)
    if group and group != words:
        within = known.get(f"{group} {words}")
        if within is not None:
            return within
    return known.get(words) or known.get(_YEAR_AT_END.sub("", words)) or _named(words)


def _named(words: str) -> Meaning | None:
    """Return NAME for a heading that begins with the name and goes on with post or unit."""
    first = _NAME_FIRST.match(words)
    if first is None or _BESIDE_NAME.fullmatch(words, first.end()) is None:
        return None
    return Meaning.NAME


def _read(
    row: Sequence[str], above: Sequence[str], at: int, known: Mapping[str, Meaning]
) -> Heading:
    columns: dict[Meaning, int] = {}
    unknown: list[str] = []
    twice: list[str] = []
    for column, text in enumerate(row):
        meaning = meaning_of(text, above[column] if column < len(above) else "", known)
        if meaning is None:
            unknown += [text] if text else []
        elif meaning in columns:
            twice.append(text)
        else:
            columns[meaning] = column
    return Heading(at, columns, tuple(unknown), tuple(twice))


def find_heading(
    rows: Sequence[Sequence[str]], known: Mapping[str, Meaning] = HISTORY
) -> Heading | None:
    """Return the row that names most of what is looked for, the later of equals.

    It must at least say who, and what they were given. None means there is no such row.
    """
    best: Heading | None = None
    for at, row in enumerate(rows[:LOOKED_AT]):
        found = _read(row, rows[at - 1] if at else (), at, known)
        if (_WHO & found.columns.keys() and _WHAT & found.columns.keys()) and (
            best is None or len(found.columns) >= len(best.columns)
        ):
            best = found
    if best is None:
        return None
    year = _title_year(rows[: best.row + 1])
    return Heading(best.row, best.columns, best.unknown, best.twice, year)


def _title_year(rows: Sequence[Sequence[str]]) -> int | None:
    """Return the year title or headings tell; None where they tell none or several."""
    told = {
        int(year)
        for row in rows
        for text in row
        for year in _YEAR_IN_TITLE.findall(fold(text))
        if FIRST_YEAR <= int(year) <= LAST_YEAR
    }
    return told.pop() if len(told) == 1 else None
