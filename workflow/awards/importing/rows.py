"""What one row says: its cells by meaning, mended, with a problem for each that cannot be read."""

import re
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from workflow.awards.importing.award_names import read_grade, read_ground, read_scope
from workflow.awards.importing.dates import read_date, read_year
from workflow.awards.importing.headers import LABELS, Heading, Meaning, plain
from workflow.awards.importing.planned import Problem
from workflow.awards.importing.table import CellFault, Table
from workflow.awards.importing.text_repair import (
    decoded_once,
    encoded_twice,
    lost_digits,
    rounded_off,
)
from workflow.awards.models import Ground
from workflow.awards.states import Scope
from workflow.core import clock
from workflow.core.errors import BadInput
from workflow.core.i18n import _, lazy
from workflow.core.text import normalise, one_line
from workflow.recipients.states import Grade

M = Meaning
_NOTHING = frozenset({"", "khong", "khong co", "chua co", "0"})
_GIVEN = (M.AWARD, M.GRADE, M.INITIATIVE)
_LONGEST = 500  # a title of an initiative; nothing longer is a name or a number
_LONGEST_TEXT = 8000
_SECTION = re.compile(r"(?:[ivx]+|[a-h])$|(?:tong|cong)\b")  # II. Đội 3; Tổng cộng: 12
_FAULTS = {
    CellFault.FORMULA: lazy("Ô là công thức. Hãy dán lại ô này dưới dạng giá trị."),
    CellFault.ERROR_VALUE: lazy("Ô báo lỗi của Excel. Hãy ghi lại giá trị."),
    CellFault.LONG_NUMBER: lazy("Số dài quá nên Excel đã làm tròn. Hãy gõ lại dưới dạng chữ."),
    CellFault.BAD_DATE: lazy("Ô không phải là một ngày. Hãy ghi lại, ví dụ 29/12/2020."),
}


@dataclass
class ReadRow:
    """The texts of one row by meaning, and what was understood of them."""

    texts: dict[Meaning, str]
    problems: list[Problem] = field(default_factory=list)
    mendable: int = 0
    year: int | None = None
    decided_on: date | None = None
    grade: Grade | None = None
    scope: Scope | None = None
    ground: Ground | None = None

    def text(self, meaning: Meaning) -> str:
        return self.texts.get(meaning, "")

    def given(self, meaning: Meaning) -> str:
        """The text, or nothing where the cell says that there is nothing."""
        text = self.text(meaning)
        return "" if plain(text) in _NOTHING else text

    def refuse(self, meaning: Meaning | None, sentence: str) -> None:
        self.problems.append(Problem(meaning, sentence))

    @property
    def told(self) -> str:
        return "; ".join(text for one in _GIVEN if (text := self.given(one)))


def says_nothing(row: list[str], heading: Heading) -> bool:
    """Is this no entry at all? A blank row, a section, a total, a signature below the table."""
    filled = [text for text in row if text]
    if not filled or (len(filled) > 1 and len(set(filled)) == 1):
        return True
    cells = {one: row[at] if at < len(row) else "" for one, at in heading.columns.items()}
    if any(cells.get(one) for one in _GIVEN):
        return False
    unnamed = not any(cells.get(one) for one in (M.NAME, M.CODE, M.CITIZEN_ID))
    return unnamed or len(filled) == 1 or _SECTION.match(plain(filled[0])) is not None


def read_row(table: Table, at: int, heading: Heading, *, mend: bool) -> ReadRow:
    """Return what the row at `at` of a history says."""
    row = read_cells(table, at, heading, mend=mend)
    if not row.problems:
        _understand(row, heading)
    return row


def read_cells(table: Table, at: int, heading: Heading, *, mend: bool) -> ReadRow:
    """Return the texts of the row by meaning. `mend` decodes cells that were encoded twice."""
    row = ReadRow({})
    for meaning, column in heading.columns.items():
        fault = table.faults.get((at, column))
        if fault is not None:
            row.refuse(meaning, str(_FAULTS[fault]))
        row.texts[meaning] = _sound(row, meaning, table.cell(at, column), mend)
    return row


_line = lru_cache(maxsize=1 << 13)(one_line)


def _sound(row: ReadRow, meaning: Meaning, text: str, mend: bool) -> str:
    if encoded_twice(text):
        mended = decoded_once(text)
        row.mendable += mended is not None
        if mended is None:
            row.refuse(meaning, _("Chữ bị hỏng mã và đã mất nét. Hãy gõ lại ô này."))
        elif not mend:
            row.refuse(meaning, _("Chữ bị hỏng mã, có lẽ là “%(text)s”.", text=mended))
        text = mended or text
    try:
        line = normalise(text) if meaning is M.ACHIEVEMENTS else _line(text)
    except BadInput as error:
        row.refuse(meaning, str(error))
        return ""
    most = _LONGEST_TEXT if meaning is M.ACHIEVEMENTS else _LONGEST
    if len(line) > most:
        row.refuse(meaning, _("Ô dài quá %(most)s ký tự. Hãy ghi gọn lại.", most=most))
    shortened = meaning in (M.CODE, M.CITIZEN_ID) and lost_digits(line)
    if shortened or (meaning is M.CITIZEN_ID and rounded_off(line)):
        row.refuse(
            meaning,
            _(
                "Excel đã rút gọn số này và làm mất các chữ số cuối. Hãy đặt cột này là Văn bản "
                "rồi gõ lại."
            ),
        )
    return line


def _understand(row: ReadRow, heading: Heading) -> None:
    if not any(row.text(one) for one in (M.NAME, M.CODE, M.CITIZEN_ID)):
        row.refuse(M.NAME if M.NAME in heading.columns else None, _("Dòng không ghi tên ai."))
    if not row.told:
        row.refuse(None, _("Dòng không ghi danh hiệu, xếp loại hay sáng kiến nào."))
    understand_year(row, heading.year)
    written = row.given(M.DATE)
    told = read_date(written) if written else None
    if written and told is None:
        row.refuse(
            M.DATE, _("“%(text)s” không phải là ngày. Hãy ghi như 29/12/2020.", text=written)
        )
    row.decided_on = told.day if told else None
    if (grade := row.given(M.GRADE)) and (found := read_grade(grade)) is not None:
        row.grade = found
    elif grade:
        row.refuse(M.GRADE, _("“%(text)s” không phải là mức xếp loại.", text=grade))
    if row.given(M.INITIATIVE):
        _understand_scope(row)
    understand_ground(row)


def understand_year(row: ReadRow, told: int | None) -> None:
    """Take the year of the row, or the one told for the whole list."""
    written = row.given(M.YEAR)
    row.year = read_year(written) if written else told
    if row.year is None and written:
        row.refuse(
            M.YEAR,
            _("“%(text)s” không phải là một năm. Hãy ghi mỗi dòng một năm.", text=written),
        )
    elif row.year is None:
        row.refuse(M.YEAR, _("Dòng không ghi năm. Hãy thêm cột Năm."))
    elif row.year > clock.today().year:
        row.refuse(M.YEAR, _("Năm %(year)s chưa tới.", year=row.year))


def understand_ground(row: ReadRow) -> None:
    """Take on which ground the award was given, where the row says so."""
    if text := row.given(M.GROUND):
        row.ground = read_ground(text)
        if row.ground is None:
            row.refuse(M.GROUND, _("“%(text)s” không phải là loại khen thưởng.", text=text))


def _understand_scope(row: ReadRow) -> None:
    text = row.given(M.SCOPE)
    row.scope = read_scope(text)
    if row.scope is None:
        row.refuse(
            M.SCOPE,
            _("Hãy ghi phạm vi là cơ sở, cấp bộ, cấp tỉnh hoặc toàn quốc.")
            if not text
            else _(
                "“%(text)s” không phải là phạm vi: cơ sở, cấp bộ, cấp tỉnh hoặc toàn quốc.",
                text=text,
            ),
        )


def label(meaning: Meaning | None) -> str:
    """Return what a column is called when its problem is told."""
    return str(LABELS[meaning]) if meaning else ""
