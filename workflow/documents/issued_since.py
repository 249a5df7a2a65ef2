"""Numbers that stand on PDFs no row names: what was given after the backup now restored."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from workflow.core import clock
from workflow.core.db import db
from workflow.core.errors import WorkflowError
from workflow.core.numbering_text import PrintedNumber, read_printed
from workflow.core.numbers import NumberBook, NumberEntry
from workflow.core.series import COPIES, KINDS, is_administrative
from workflow.core.storage.port import Store
from workflow.core.text import fold
from workflow.documents import sweeping
from workflow.documents.copies.services import SERIES
from workflow.documents.engine.pages import text_of
from workflow.documents.models import Paper
from workflow.organisations import schemes
from workflow.organisations.models import Organisation

Books = Sequence[tuple[NumberBook, Organisation]]
_NUMBER = re.compile(r"Số\s*:\s*(\d{1,6}[a-z]?/[^\s,;]+)")
_COPY = re.compile(rf"Số\s*:\s*(\d{{1,6}}/(?:{'|'.join(COPIES)})-[^\s,;]+)")
_DATE = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})")
_LEAST_TEXT = 20  # characters; a scan has none


@dataclass(frozen=True)
class Seen:
    """A number on a PDF nobody names, its day, and the words it stands among."""

    digest: str
    text: str
    printed: PrintedNumber
    dated: date | None
    stored_year: int
    words: str

    @property
    def year(self) -> int:
        return self.dated.year if self.dated else self.stored_year


@dataclass(frozen=True)
class Found:
    """A number seen in the store that a book does not know."""

    book_id: int
    text: str
    printed: PrintedNumber
    dated: date | None
    digest: str

    def above(self, book: NumberBook) -> bool:
        return self.printed.number > book.last


@dataclass(frozen=True)
class Stray:
    """A number with an agency's symbol for which there is no book at all."""

    text: str
    dated: date | None
    organisation: Organisation
    series: str
    year: int
    number: int


@dataclass(frozen=True)
class Reading:
    seen: tuple[Seen, ...]
    unreadable: tuple[str, ...]


@dataclass(frozen=True)
class Strays:
    found: tuple[Found, ...]
    unknown: tuple[Stray, ...]


def read_strays(store: Store) -> Reading:
    """Read every PDF in the store that no row names, one at a time."""
    seen, unreadable = [], []
    for orphan in sweeping.look_through(store).orphans:
        content = store.open(orphan.digest)
        if not content.startswith(b"%PDF"):
            continue
        words = _words(content)
        if len(words.strip()) < _LEAST_TEXT:
            unreadable.append(orphan.digest)
            continue
        seen += _numbers_on(words, orphan.digest, clock.local(orphan.stored_at).year)
    return Reading(tuple(seen), tuple(unreadable))


def _words(content: bytes) -> str:
    try:
        return text_of(content)
    except WorkflowError:
        return ""  # told as unreadable: somebody has to look at it


def _numbers_on(words: str, digest: str, stored_year: int) -> list[Seen]:
    """Return the paper's number, and those of the copies whose blocks stand further below."""
    pages = words.split("\f")
    own = [_made(found, pages[0], pages[0], digest, stored_year)
           for found in [_NUMBER.search(pages[0])] if found]  # fmt: skip
    copied = [
        _made(found, page[found.end() :], page, digest, stored_year)
        for page in pages
        for found in _COPY.finditer(page)
    ]
    return list({one.text: one for one in (*own, *copied) if one is not None}.values())


def _made(
    found: re.Match[str], dated_in: str, page: str, digest: str, stored_year: int
) -> Seen | None:
    text = found[1].rstrip(".")
    printed = read_printed(text)
    if printed is None:
        return None
    return Seen(digest, text, printed, _day_on(dated_in), stored_year, _squashed(page))


def _day_on(words: str) -> date | None:
    found = _DATE.search(words)
    if found is None:
        return None
    try:
        return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None


def _squashed(words: str) -> str:
    return "".join(fold(words).split())


def strays_of(reading: Reading, books: Books) -> Strays:
    """Say which book each number belongs to, and leave out what the books already know."""
    organisations = db.session.scalars(select(Organisation).where(Organisation.symbol != "")).all()
    known = _known_symbols(books)
    found: dict[tuple[int, str], Found] = {}
    unknown: dict[tuple[str, int], Stray] = {}
    for seen in reading.seen:
        homes = [book for book, office in books if _belongs(seen, book, office, known)]
        homes = _named_in(seen, homes, {office.id: office for _book, office in books})
        for book in homes:
            if not _has_entry(book, seen.printed):
                found[book.id, seen.text] = Found(
                    book.id, seen.text, seen.printed, seen.dated, seen.digest
                )
        stray = None if homes else _stray(seen, organisations)
        if stray is not None:
            unknown[stray.text, stray.year] = stray
    told = sorted(found.values(), key=lambda one: (one.printed.number, one.printed.suffix))
    return Strays(tuple(told), tuple(unknown.values()))


def _known_symbols(books: Books) -> dict[int, set[str]]:
    """Return the symbols papers of each book were drafted with."""
    rows = db.session.execute(
        select(NumberEntry.book_id, Paper.symbol)
        .join(Paper, Paper.number_entry_id == NumberEntry.id)
        .where(NumberEntry.book_id.in_([book.id for book, _office in books]))
        .distinct()
    )
    known: dict[int, set[str]] = {}
    for book_id, symbol in rows:
        known.setdefault(book_id, set()).add(symbol)
    return known


def _belongs(
    seen: Seen, book: NumberBook, office: Organisation, known: dict[int, set[str]]
) -> bool:
    if seen.year != book.year:
        return False
    if seen.printed.symbol in known.get(book.id, ()) or _is_councils(seen.printed, book.series):
        return True
    return _series_of(seen, office) == book.series


def _is_councils(printed: PrintedNumber, series: str) -> bool:
    """Whether the symbol ends in a series of its own, as a council's papers do."""
    return not is_administrative(series) and series in (printed.rest, printed.head)


def _series_of(seen: Seen, office: Organisation) -> str:
    """Return the book of the office this symbol was numbered in; empty if it is another's."""
    if office.symbol and seen.printed.head in COPIES:
        return SERIES if seen.printed.rest == office.symbol else ""
    kind = _kind_of(seen.printed, office)
    if kind is None:
        return ""
    return schemes.scheme_on(office.id, date(seen.year, 12, 31)).series_of(kind)


def _kind_of(printed: PrintedNumber, office: Organisation) -> str | None:
    """Return the kind of paper the symbol names for this office; None if it is another's."""
    if not office.symbol:
        return None
    if printed.rest == office.symbol and printed.head in KINDS:
        return printed.head
    return "CV" if printed.head == office.symbol else None


def _named_in(
    seen: Seen, homes: list[NumberBook], offices: dict[int, Organisation]
) -> list[NumberBook]:
    """Of several offices with one symbol, keep the one whose name stands on the paper."""
    if len({book.organisation_id for book in homes}) < 2:  # noqa: PLR2004
        return homes
    named = [book for book in homes if _squashed(offices[book.organisation_id].name) in seen.words]
    return named or homes


def _has_entry(book: NumberBook, printed: PrintedNumber) -> bool:
    if printed.number < book.first:
        return True  # given on paper before the book began here
    return (
        db.session.scalar(
            select(NumberEntry.id).where(
                NumberEntry.book_id == book.id, NumberEntry.number == printed.number,
                NumberEntry.suffix == printed.suffix,
            )
        )
        is not None
    )  # fmt: skip


def _stray(seen: Seen, organisations: Sequence[Organisation]) -> Stray | None:
    """Name the office and the book that is not there; None for another agency's paper."""
    councils = db.session.execute(
        select(Paper.organisation_id, Paper.series).where(Paper.owner_kind == "session").distinct()
    ).all()
    homes = [
        (one, series)
        for one in organisations
        for series in (
            _series_of(seen, one),
            *(name for where, name in councils
              if where == one.id and _is_councils(seen.printed, name)),
        )
        if series
    ]  # fmt: skip
    named = [pair for pair in homes if _squashed(pair[0].name) in seen.words] or homes
    if not named:
        return None
    office, series = named[0]
    return Stray(seen.text, seen.dated, office, series, seen.year, seen.printed.number)
