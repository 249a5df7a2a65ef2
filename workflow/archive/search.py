"""Finding records: one box, facets with counts, pages by key; the same answers on SQLite and
PostgreSQL, in a constant number of statements.

What is counted, and what is sorted by nearness, is the newest `MOST` hits at most, so that a word
of every second record costs no more than one of a thousand. Newest first, every hit has its page.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    case,
    cast,
    column,
    func,
    literal,
    literal_column,
    or_,
    select,
    table,
    tuple_,
    union,
    union_all,
)
from sqlalchemy.orm import joinedload

from workflow.archive.asking import FACETS, Asked
from workflow.archive.models import Record, RecordRecipient
from workflow.archive.queries import visible_to
from workflow.archive.word_index import FOLDED
from workflow.core.actors import Actor
from workflow.core.db import db

PAGE = 20
MOST = 1000
FEW_HITS = 3  # so many words in a row are a full name: few records hold it
FACET_ROWS = 8
NAMES_SHOWN = 3
_CURSOR = re.compile(r"([+-])([0-4])\.(\d{4}-\d{2}-\d{2})\.(\d{1,6})\.([\w-]{1,22})", re.ASCII)
_words = table("record_words", column("rowid", Integer), column("record_words"),
               column("record_id", Integer), column("words"), column("marked"))  # fmt: skip
_SIMPLE: ColumnElement[str] = literal_column("'simple'::regconfig")
_FTS_COLUMNS = {"names": "search_names", "units": "search_units"}
_WEIGHTS = {"names": "B", "units": "C"}


class _SqliteWords:
    """Questions in the language of FTS5. Words hold letters and digits alone."""

    def phrase(self, words: list[str], where: str = "") -> str:
        columns = _FTS_COLUMNS.get(where) or " ".join(FOLDED)
        return f'({{{columns}}} : "{" ".join(words)}")'

    def join(self, parts: list[str]) -> str:
        return " AND ".join(parts)

    def matching(self, query: str) -> Select[Any]:
        return select(_words.c.rowid).where(_words.c.record_words.op("MATCH")(query))

    def marked(self, words: list[str]) -> Select[Any]:
        return self.matching(f'({{search_marked}} : "{" ".join(words)}")')

    def among(self, ids: Select[Any]) -> ColumnElement[bool]:
        """The plus has SQLite walk the records from the newest and stop, not fetch every hit."""
        return literal_column("+records.id", Integer).in_(ids)


class _PostgresWords:
    """The same questions for tsvector; weights tell names (B) and units (C) apart."""

    def phrase(self, words: list[str], where: str = "") -> str:
        weight = f":{_WEIGHTS[where]}" if where else ""
        return "(" + " <-> ".join(f"'{word}'{weight}" for word in words) + ")"

    def join(self, parts: list[str]) -> str:
        return " & ".join(parts)

    def _ids(self, vector: ColumnElement[Any], query: str) -> Select[Any]:
        asked = func.to_tsquery(_SIMPLE, query)
        return select(_words.c.record_id).where(vector.op("@@")(asked))

    def matching(self, query: str) -> Select[Any]:
        return self._ids(_words.c.words, query)

    def marked(self, words: list[str]) -> Select[Any]:
        return self._ids(_words.c.marked, self.phrase(words))

    def among(self, ids: Select[Any]) -> ColumnElement[bool]:
        return Record.id.in_(ids)


def _dialect() -> _SqliteWords | _PostgresWords:
    return _PostgresWords() if db.engine.dialect.name == "postgresql" else _SqliteWords()


@dataclass(frozen=True)
class Plan:
    """A question as conditions: which records, and how near each one is (0 is nearest)."""

    where: ColumnElement[bool] | None
    steps: list[tuple[ColumnElement[bool], int]]


def _text_query(asked: Asked) -> str:
    words = _dialect()
    singles = dict.fromkeys([*asked.words, *asked.award, *asked.issuer])
    parts = [words.phrase([word]) for word in singles]
    parts += [words.phrase(phrase) for phrase in asked.phrases]
    parts += [words.phrase(name, "names") for name in asked.names]
    parts += [words.phrase(unit, "units") for unit in asked.units]
    return words.join(parts)


def _number_is(asked: Asked) -> ColumnElement[bool] | None:
    wanted = asked.number
    if wanted is None or wanted.number is None:
        return None
    found: ColumnElement[bool] = Record.number == wanted.number
    if wanted.year:
        found = found & (Record.year == wanted.year)
    if wanted.symbol:
        found = found & Record.symbol_fold.contains(wanted.symbol, autoescape=True)
    return found


def _steps(
    asked: Asked, number: ColumnElement[bool] | None
) -> list[tuple[ColumnElement[bool], int]]:
    words, steps = _dialect(), []
    among = Record.id.in_ if len(asked.words) >= FEW_HITS else words.among
    if number is not None:
        steps.append((number, 0))
    if asked.marked:
        steps.append((among(words.marked(asked.marked)), 1))
    if len(asked.words) > 1:
        steps.append((among(words.matching(words.phrase(asked.words))), 2))
    return steps


def plan(asked: Asked) -> Plan:
    """Turn the question into conditions. A number also finds papers that speak of it."""
    where: ColumnElement[bool] | None
    number, query = _number_is(asked), _text_query(asked)
    found = _dialect().among(_dialect().matching(query)) if query else None
    if number is not None:
        where = number if found is None else _either(number, query)
        if asked.only_number and found is not None:
            where = and_(number, found)
    else:
        where = found
    if asked.year:
        year = Record.year == asked.year
        where = year if where is None else and_(where, year)
    return Plan(where, _steps(asked, number))


def _either(number: ColumnElement[bool], query: str) -> ColumnElement[bool]:
    """Few papers bear a number or speak of it: each way finds its own by its index.

    Written as OR neither database uses either index; PostgreSQL then reads every record.
    """
    speaking = _dialect().matching(query)
    return Record.id.in_(union(select(Record.id).where(number), speaking))


_FACET_COLUMNS: dict[str, Any] = {
    "year": Record.year, "kind": Record.kind, "award": Record.award_name,
    "issuer": Record.issuer, "doubt": case((Record.doubt != "", "yes"), else_="no"),
}  # fmt: skip


def _is_chosen(name: str, values: set[str], column: Any) -> ColumnElement[bool]:
    wanted: list[Any] = sorted(int(v) for v in values) if name == "year" else sorted(values)
    found: ColumnElement[bool] = column.in_(wanted)
    return found


def _chosen(filters: dict[str, set[str]]) -> list[ColumnElement[bool]]:
    rows = filters.items()
    return [_is_chosen(name, values, _FACET_COLUMNS[name]) for name, values in rows if values]


@dataclass(frozen=True)
class Option:
    """One box of a facet: its value, how many records it would show, whether it is ticked."""

    value: str
    count: int
    chosen: bool


@dataclass
class Found:
    """A page of records, the counts around it, and where the next and the previous page begin.

    `more` says that there are more hits than `total`, which alone were counted.
    """

    records: Sequence[Record] = ()
    total: int = 0
    more: bool = False
    facets: dict[str, list[Option]] = field(default_factory=dict)
    names: dict[int, list[str]] = field(default_factory=dict)
    next: str = ""
    previous: str = ""


def _options(name: str, counts: dict[str, int], chosen: set[str]) -> list[Option]:
    rows = [(value, min(counts.get(value, 0), MOST)) for value in {*counts, *chosen} if value]
    rows.sort(key=lambda row: (-row[1], row[0]))
    if name == "year":
        rows.sort(reverse=True)
    return [Option(value, count, value in chosen) for value, count in rows]


def _narrowed(base: Select[Any], *conditions: ColumnElement[bool]) -> Select[Any]:
    """Add conditions before those of `base`: SQLite asks in this order, and a look into the word
    index, read once, costs less than one for the readers of each record."""
    before = [] if base.whereclause is None else [base.whereclause]
    return select(Record).where(*conditions, *before)


def _newest(base: Select[Any], name: str, *columns: Any) -> CTE:
    """Return the newest hits: one more than is counted, to tell whether there are more."""
    order = (Record.dated.desc(), Record.number.desc(), Record.public_id.desc())
    return base.with_only_columns(*columns).order_by(*order).limit(MOST + 1).cte(name)


def _top(hits: CTE, name: str, *narrowed: ColumnElement[bool]) -> Select[Any]:
    """Count the most frequent values of a facet."""
    column = hits.c[name]
    counted = select(
        literal(name).label("facet"), cast(column, String).label("value"), func.count().label("n")
    )
    counted = counted.where(*narrowed).group_by(column).order_by(func.count().desc(), column)
    rows = counted.limit(FACET_ROWS).subquery()
    return select(rows.c.facet, rows.c.value, rows.c.n)


def _count(base: Select[Any], chosen: dict[str, set[str]]) -> tuple[int, dict[str, list[Option]]]:
    """Count everything with one statement, over newest hits gathered once.

    A facet with boxes ticked also counts what its other boxes would show.
    """
    columns = [_FACET_COLUMNS[name].label(name) for name in FACETS]
    hits = _newest(_narrowed(base, *_chosen(chosen)), "hits", *columns)
    around = _newest(base, "around", *columns)
    parts: list[Any] = [select(literal("total"), literal(""), func.count()).select_from(hits)]
    for name, ticked in chosen.items():
        if ticked:
            others = [
                _is_chosen(other, values, around.c[other])
                for other, values in chosen.items()
                if values and other != name
            ]
            parts.append(_top(around, name, *others))
        parts.append(_top(hits, name))  # later: of a ticked box this count is the better one
    counts: dict[str, dict[str, int]] = {name: {} for name in ("total", *FACETS)}
    rows: Any = db.session.execute(union_all(*parts))
    for facet, value, count in rows:
        counts[facet][value] = max(count, counts[facet].get(value, 0))
    facets = {name: _options(name, counts[name], chosen[name]) for name in FACETS}
    return counts["total"].get("", 0), facets


def _cursor(sign: str, row: Any) -> str:
    record, tier = row
    return f"{sign}{tier}.{record.dated.isoformat()}.{record.number}.{record.public_id}"


def _after(cursor: str, tier: ColumnElement[int] | None) -> tuple[ColumnElement[bool] | None, bool]:
    """Return the condition a page begins at, and whether it is read backwards."""
    found = _CURSOR.fullmatch(cursor)
    try:
        day = date.fromisoformat(found[3]) if found else None
    except ValueError:
        day = None
    if found is None or day is None:
        return None, False
    here = tuple_(Record.dated, Record.number, Record.public_id)
    there = tuple_(literal(day), literal(int(found[4])), literal(found[5]))
    place, forward = int(found[2]), found[1] == "+"
    beyond = here < there if forward else here > there
    if tier is None:
        return beyond, not forward
    further = tier > place if forward else tier < place
    return or_(further, and_(tier == place, beyond)), not forward


def _nearest(base: Select[Any], aims: Plan) -> tuple[Select[Any], ColumnElement[int]]:
    """Return the newest hits of every nearness, so that an old one that is nearer stays first."""
    parts = [(_narrowed(base, near), tier) for near, tier in aims.steps]
    rows = union_all(
        *(
            select(_newest(part, f"near{tier}", Record.id, literal(tier).label("tier")))
            for part, tier in [*parts, (base, 3)]
        )
    ).subquery()
    nearest = select(rows.c.id, func.min(rows.c.tier).label("tier")).group_by(rows.c.id).subquery()
    return select(Record).join(nearest, nearest.c.id == Record.id), nearest.c.tier


def _page(
    base: Select[Any], tier: ColumnElement[int] | None, cursor: str
) -> tuple[list[Any], str, str]:
    """Return the page after the cursor, nearest and newest first; newest alone without `tier`."""
    after, backwards = _after(cursor, tier)
    order = (literal(0) if tier is None else tier, Record.dated, Record.number, Record.public_id)
    keys: Any = base.with_only_columns(
        Record.id, *(key.label(f"k{at}") for at, key in enumerate(order))
    )
    if after is not None:
        keys = keys.where(after)
    by = _order(order, backwards=backwards)[tier is None :]  # a constant would keep the index out
    found = keys.order_by(*by).limit(PAGE + 1).subquery()
    columns = (found.c.k0, found.c.k1, found.c.k2, found.c.k3)
    query = select(Record, found.c.k0).join(found, found.c.id == Record.id)
    rows = list(
        db.session.execute(
            query.options(joinedload(Record.paper)).order_by(*_order(columns, backwards=backwards))
        )
    )
    more, rows = len(rows) > PAGE, rows[:PAGE]
    if backwards:
        rows.reverse()
    if not rows:
        return [], "", ""
    has_next = backwards or more
    has_previous = more if backwards else after is not None
    return (
        rows,
        _cursor("+", rows[-1]) if has_next else "",
        _cursor("-", rows[0]) if has_previous else "",
    )


def _order(columns: Sequence[Any], *, backwards: bool) -> list[Any]:
    """Nearest first, then newest first; or the other way round, to read a page backwards."""
    tier, *rest = columns
    if backwards:
        return [tier.desc(), *(column.asc() for column in rest)]
    return [tier.asc(), *(column.desc() for column in rest)]


def _names_found(records: Sequence[Record], asked: Asked) -> dict[int, list[str]]:
    """Return, for each record of the page, the recipients whose names hold all the words."""
    wanted = [*([asked.words] if asked.words else []), *asked.names, *asked.phrases]
    found: dict[int, list[str]] = {}
    if not records or not wanted:
        return found
    names = [
        and_(*(RecordRecipient.name_fold.contains(word, autoescape=True) for word in words))
        for words in wanted
    ]
    rows = db.session.execute(
        select(RecordRecipient.record_id, RecordRecipient.name)
        .where(RecordRecipient.record_id.in_([record.id for record in records]), or_(*names))
        .order_by(RecordRecipient.record_id, RecordRecipient.ordinal)
        .limit(PAGE * 50)
    )
    for record_id, name in rows:
        found.setdefault(record_id, []).append(name)
    return {record_id: names[:NAMES_SHOWN] for record_id, names in found.items()}


def search(
    asked: Asked,
    chosen: dict[str, set[str]],
    *,
    actor: Actor,
    cursor: str = "",
    newest: bool = False,
) -> Found:
    """Return one page of what the actor may see and asked for: three statements, never more."""
    aims = plan(asked)
    base = visible_to(actor)
    if aims.where is not None:
        base = _narrowed(base, aims.where)
    total, facets = _count(base, chosen)
    by_tier = not newest and not asked.is_empty
    wanted, tier = _narrowed(base, *_chosen(chosen)), None
    if by_tier:
        wanted, tier = _nearest(wanted, aims)
    rows, following, previous = _page(wanted, tier, cursor)
    records = [row[0] for row in rows]
    return Found(
        records, min(total, MOST), total > MOST, facets, _names_found(records, asked), following,
        previous,
    )  # fmt: skip
