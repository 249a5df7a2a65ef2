"""What Decree 30/2020 asks of a paper's form, held against the drawn paper: each rule a function.

A rule returns what is wrong, one sentence each; a paper in order gives none. Papers whose form
the decree leaves to others are left out of a rule by name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from docx.enum.text import WD_ALIGN_PARAGRAPH

from tools.golden_papers.drawing import Drawn
from tools.golden_papers.reading import Piece, Sheet
from tools.golden_papers.word import Paper, Paragraph, opened

Rule = Callable[["Case"], Iterator[str]]
COUNTRY, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
CENTRED, JUSTIFIED = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
_SMALL, _LARGE = (12.0, 13.0), (13.0, 14.0)
_NUMBER, _LABEL, _LISTED = 13.0, 12.0, 11.0  # the number's line, “Nơi nhận:”, what it lists
_BETWEEN = 6.0  # points between paragraphs
_OFF_CENTRE = 3.0
_SIGNED = "(Đã ký)"  # what an extract says of the original's signature
_FONTS = re.compile(r"(LiberationSerif|TimesNewRoman|TimesNewRomanPS|Tinos)(-?(MT|Bold|Italic)*)*")
_DAY = re.compile(r"ngày (\d+) tháng (\d+) năm \d{4}")
_ARTICLE = re.compile(r"Điều \d+\.")
# Forms of their own: what is framed and handed over, books and cards, what members read on paper.
FREE = re.compile(
    r"certificate|overlay|card|label|register|packet|ballot|test_page|slip|book|bound|stamp"
)


@dataclass(frozen=True)
class Case:
    """A drawn paper with its Word side opened."""

    drawn: Drawn
    paper: Paper

    @property
    def free(self) -> bool:
        return FREE.search(self.drawn.name.rpartition("/")[2]) is not None

    @property
    def official(self) -> bool:
        """Whether it has the head of an official paper, motto and all."""
        return not self.free and any(one.text == COUNTRY for one in self.paper.head)


def faults_of(drawn: Drawn) -> list[str]:
    """Return everything the decree would have otherwise, each with the rule's name before it."""
    case = Case(drawn, opened(drawn.docx))
    return [f"{rule.__name__}: {said}" for rule in RULES for said in rule(case)]


def page(case: Case) -> Iterator[str]:
    for section in case.paper.sections:
        sides = sorted((round(section.page_width.mm), round(section.page_height.mm)))
        if sides != [210, 297]:
            yield f"not A4: {sides}"


def margins(case: Case) -> Iterator[str]:
    if case.free:
        return
    for section in case.paper.sections:
        for name, low, high in (("top", 20, 25), ("bottom", 20, 25), ("left", 30, 35),
                                ("right", 15, 20)):  # fmt: skip
            found = round(getattr(section, f"{name}_margin").mm)
            if not low <= found <= high:
                yield f"{name} margin {found} mm"


def fonts(case: Case) -> Iterator[str]:
    for name in sorted(case.paper.fonts - {"Times New Roman"}):
        yield f"the file asks for {name}"
    for name in sorted({font for sheet in case.drawn.sheets for font in sheet.fonts}):
        if not _FONTS.fullmatch(name):
            yield f"the page shows {name}"


def motto(case: Case) -> Iterator[str]:
    if not case.official:
        return
    for text, sizes in ((COUNTRY, _SMALL), (MOTTO, _LARGE)):
        shown = [one for one in case.drawn.sheets[0].pieces if one.text == text]
        if not shown:
            yield f"“{text}” does not stand on one line of the first page"
        if any(not one.bold or one.italic or one.size not in _range(sizes) for one in shown):
            yield f"“{text}” is not upright bold {sizes[0]:g} to {sizes[1]:g}"


def agency(case: Case) -> Iterator[str]:
    if not case.official:
        return
    parent, own = case.paper.agency
    for one, bold in ((parent, False), (own, True)):
        if one is None:
            continue
        plain = one.text == one.text.upper() and not one.italic and one.align == CENTRED
        if not (plain and one.size in _range(_SMALL) and one.bold is bold):
            yield f"“{one.text}” is not in {'bold' if bold else 'plain'} capitals of 12 to 13"


def number_line(case: Case) -> Iterator[str]:
    if case.free:
        return
    for one in case.paper.head:
        if one.text.startswith("Số:") and (one.bold or one.italic or one.size != _NUMBER):
            yield f"“{one.text}” is not upright 13, not bold"


def subject_of_a_letter(case: Case) -> Iterator[str]:
    for one in case.paper.head:
        if one.text.startswith("V/v") and (one.bold or one.italic or one.size not in
                                           _range(_SMALL)):  # fmt: skip
            yield f"“{one.text}” is not upright 12 to 13"


def place_and_date(case: Case) -> Iterator[str]:
    for one in case.paper.head:
        if (
            case.official
            and ", ngày" in one.text
            and (not one.italic or one.bold or one.size not in _range(_LARGE))
        ):
            yield f"“{one.text}” is not italic 13 to 14"
    for day, month in _DAY.findall(" ".join(one.text for one in case.paper.every)):
        if (int(day) < 10 and day[0] != "0") or month in ("1", "2"):  # noqa: PLR2004
            yield f"“ngày {day} tháng {month}” lacks its nought"
        if month in {f"0{n}" for n in range(3, 10)}:
            yield f"“tháng {month}” has a nought too many"


def title(case: Case) -> Iterator[str]:
    if not case.official or (found := case.paper.title) is None:
        return
    if found.text != found.text.upper() or not found.bold or found.size not in _range(_LARGE):
        yield f"“{found.text}” is not in bold capitals of 13 to 14"
    if found.align != CENTRED:
        yield f"“{found.text}” is not centred"


def bases(case: Case) -> Iterator[str]:
    if case.free:
        return
    cited = [one for one in case.paper.body if one.text.startswith(("Căn cứ", "Theo đề nghị"))]
    for one in cited:
        if not one.italic or one.bold or one.size not in _range(_LARGE):
            yield f"“{one.text[:40]}…” is not italic 13 to 14"
        if not one.text.endswith("." if one is cited[-1] else ";"):
            yield f"“{one.text[-40:]}” does not end as a basis ends"


def articles(case: Case) -> Iterator[str]:
    for one in case.paper.body:
        if _ARTICLE.match(one.text) and not (one.bold and one.first_run.startswith("Điều")):
            yield f"“{one.text[:20]}…” does not begin in bold"


def body(case: Case) -> Iterator[str]:
    if not case.official:
        return
    for before, one in zip([None, *case.paper.body], case.paper.body, strict=False):
        if one.first_line <= 0:
            continue
        if one.size not in _range(_LARGE):
            yield f"“{one.text[:40]}…” is of size {one.size:g}"
        if one.align != JUSTIFIED:
            yield f"“{one.text[:40]}…” is not justified"
        if round(one.first_line, 1) not in (10.0, 12.7):
            yield f"“{one.text[:40]}…” begins {one.first_line:.1f} mm from the left"
        if before is not None and before.first_line > 0 and _between(before, one) < _BETWEEN:
            yield f"less than 6 pt before “{one.text[:40]}…”"


def last_sentence(case: Case) -> Iterator[str]:
    """It ends with ./. and stands on the page of the signature."""
    if not case.official or (last := case.paper.last_sentence) is None:
        return
    if last.text.strip(".") and not last.text.endswith("./."):  # dots are room to write on
        yield f"“…{last.text[-40:]}” does not end with ./."
    if not last.keep_next or case.paper.splits_signature:
        yield "the signature may leave its last sentence"
    words, signer = " ".join(last.text.split()[-4:]), case.paper.signer
    if not any(words in sheet.text and signer in sheet.text for sheet in case.drawn.sheets):
        yield f"“{signer}” does not sign on the page of “…{words}”"


def signature(case: Case) -> Iterator[str]:
    for one in case.paper.signing:
        if (
            ", ngày" not in one.text
            and one.text != _SIGNED
            and (not one.bold or one.size not in _range(_LARGE))
        ):
            yield f"“{one.text}” is not bold 13 to 14"


def recipients(case: Case) -> Iterator[str]:
    for label, listed in case.paper.recipients:
        if not label.bold or not label.italic or label.size != _LABEL:
            yield "“Nơi nhận:” is not bold italic 12"
        for one in listed:
            if one.bold or one.italic or one.size != _LISTED or not one.text.startswith("- "):
                yield f"“{one.text}” is not a dash and upright 11"
            if not one.text.endswith("." if one is listed[-1] else ";"):
                yield f"“{one.text}” does not end as in a list"


def page_numbers(case: Case) -> Iterator[str]:
    """None on the first page of the paper and of its annex, centred on top of the others."""
    if case.free:
        return
    expected = 1
    for place, sheet in enumerate(case.drawn.sheets, start=1):
        number = _number_on(sheet)
        if number is None and place > 1 and not _begins(sheet):
            yield f"page {place} has no number"
        if number is not None:
            expected += 1
            if place == 1 or number.text != str(expected):
                yield f"page {place} is numbered {number.text}"
            if abs(number.middle - _centre(sheet, case)) > _OFF_CENTRE or number.size not in _range(
                _LARGE
            ):
                yield f"the number of page {place} is not centred, 13 to 14"
        else:
            expected = 1


def tables(case: Case) -> Iterator[str]:
    for width, room in case.paper.table_widths:
        if width > room + 1:
            yield f"a table of {width:.0f} mm in {room:.0f} mm of text"


def _between(before: Paragraph, one: Paragraph) -> float:
    """Return the points between two paragraphs: Word takes the larger of what both ask for."""
    return max(before.after, one.before)


def _range(sizes: tuple[float, float]) -> tuple[float, ...]:
    low, high = sizes
    return (low, low + 0.5, high)


def _number_on(sheet: Sheet) -> Piece | None:
    top = [one for one in sheet.pieces if one.top + one.height < 20 / 25.4 * 72 + 2]
    return next((one for one in top if one.text.isdecimal()), None)


def _begins(sheet: Sheet) -> bool:
    """Tell whether an annex begins here: its centred title in bold stands first."""
    first = sheet.pieces[0] if sheet.pieces else None
    return first is not None and first.bold and first.text == first.text.upper()


def _centre(sheet: Sheet, case: Case) -> float:
    """Return where the middle of the text is, in points."""
    sections = case.paper.sections
    of_that_width = (one for one in sections if round(one.page_width.mm) == sheet.width)
    section = next(of_that_width, sections[0])
    return (section.left_margin.mm + sheet.width - section.right_margin.mm) / 2 / 25.4 * 72


RULES: tuple[Rule, ...] = (
    page, margins, fonts, motto, agency, number_line, subject_of_a_letter, place_and_date, title,
    bases, articles, body, last_sentence, signature, recipients, page_numbers, tables,
)  # fmt: skip
__all__ = ["FREE", "RULES", "Case", "Paragraph", "faults_of"]
