"""The contexts of a ceremony's papers: plain values for the docx templates, never translated."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from workflow.accounts.delegating.blocks import USUAL_HEAD, block
from workflow.core import clock
from workflow.core.i18n import _
from workflow.core.labels import label_here
from workflow.core.written_dates import long_date, long_moment
from workflow.core.written_numbers import in_words
from workflow.decisions import wording
from workflow.decisions.models import DecisionItem, Origin
from workflow.decisions.money_words import dong, printed
from workflow.decisions.presenting.belongings import told
from workflow.decisions.presenting.models import Ceremony, Handover
from workflow.decisions.presenting.queries import Program, Turn, unit_of
from workflow.decisions.presenting.states import HandoverStatus
from workflow.documents.headings import heading_of
from workflow.recipients.models import RecipientKind

ACROSS = 2  # labels side by side
_FLAG = "cờ"
_CALLED = ("ordinal", "name", "detail", "award", "things", "stand_in")
_SIGNED = (*_CALLED, "decision", "money")
_GIVEN = ("ordinal", "name", "detail", "award", "things", "decision", "money")
_BLANK_DAY = "ngày …… tháng …… năm ………"


def name_of(line: Handover) -> str:
    """Return who is rewarded; a sheet from outside may give counts only."""
    item = line.item
    return line.name or f"{wording.counts_of([(item.kind, item.count)])} (quyết định không ghi tên)"


def detail_of(line: Handover) -> str:
    return ", ".join(part for part in (line.post, line.unit_name) if part and part != line.name)


def award_of(item: DecisionItem) -> str:
    return item.award_name or item.decision.award_name


def issued_by(item: DecisionItem) -> str:
    """Return who confers the award, where its name does not say so already."""
    decision = item.decision
    if " của " in award_of(item):
        return ""
    received = decision.origin is Origin.RECEIVED
    return decision.paper.issuer_text if received else wording.issuer(decision.organisation)


def living(lines: Iterable[Handover]) -> list[Handover]:
    """Leave out whose honour was taken back: their names are not called."""
    return [line for line in lines if not line.is_void]


def what_of(turn: Turn) -> str:
    """Return what a turn goes up for: “Giấy khen của Cục trưởng (05 tập thể)”."""
    return "; ".join(
        f"{award[:1].upper()}{award[1:]} ({_counted(lines)})" for award, lines in _by_award(turn)
    )


def call_of(turn: Turn) -> str:
    """Return what the host of the stage says: what was typed, or the usual words."""
    return turn.row.call or " ".join(
        f"Kính mời {_invited(lines)} lên {_verb(award)}{_awarded(award, lines)}."
        for award, lines in _by_award(turn)
    )


def _by_award(turn: Turn) -> list[tuple[str, list[Handover]]]:
    found: dict[str, list[Handover]] = {}
    for line in living(turn.lines):
        found.setdefault(award_of(line.item), []).append(line)
    return list(found.items())


def _counted(lines: Sequence[Handover]) -> str:
    numbers: Counter[RecipientKind] = Counter()
    for line in lines:
        numbers[line.item.kind] += line.item.count
    return wording.counts_of([(kind, numbers[kind]) for kind in wording.ORDER])


def _invited(lines: Sequence[Handover]) -> str:
    if all(line.item.kind is RecipientKind.PERSON for line in lines):
        return _counted(lines)
    return f"đại diện {_counted(lines)}"


def _verb(award: str) -> str:
    said = award.casefold()
    if said.startswith(_FLAG):
        return "đón nhận "
    return "nhận " if said.startswith(("giấy", "bằng", "huân", "huy", "kỷ")) else "nhận danh hiệu "


def _awarded(award: str, lines: Sequence[Handover]) -> str:
    issuer = issued_by(lines[0].item)
    return f"{award} của {issuer}" if issuer else award


def presenter_of(turn: Turn) -> str:
    return ", ".join(part for part in (turn.row.presenter_name, turn.row.presenter_post) if part)


def _row(number: int, line: Handover) -> dict[str, Any]:
    item = line.item
    return {
        "ordinal": number, "name": name_of(line), "detail": detail_of(line),
        "award": award_of(item), "decision": item.decision.paper.number_text or "",
        "things": told(line), "money": _money(line), "stand_in": line.stand_in,
    }  # fmt: skip


def _rows(lines: Sequence[Handover], names: Sequence[str], after: int = 0) -> list[dict[str, Any]]:
    """Return what a paper prints of each line, numbered from the one after `after`."""
    rows = [_row(number, line) for number, line in enumerate(lines, start=after + 1)]
    return [{name: row[name] for name in names} for row in rows]


def _money(line: Handover) -> str:
    """Return the money of a line; of a line that stands for many people, of all of them."""
    amount = line.item.prize_amount
    if not line.has_envelope:
        return ""
    return printed(amount if amount is None else amount * line.item.count)


def _total(lines: Sequence[Handover]) -> dict[str, str]:
    """Return the sum in figures and words; empty where no amount is known."""
    paid = [line for line in lines if line.has_envelope]
    known = [line for line in paid if line.item.prize_amount is not None]
    unknown = sum(line.item.count for line in paid if line.item.prize_amount is None)
    total = sum((line.item.prize_amount or 0) * line.item.count for line in known)
    words = in_words(total)
    return {
        "total": dong(total) if known else "",
        "words": f"{words[:1].upper()}{words[1:]} đồng" if known else "",
        "note": f"Chưa gồm {unknown:02d} mức tiền thưởng chưa xác định." if unknown else "",
    }


def calling_context(ceremony: Ceremony, program: Program) -> dict[str, Any]:
    """Return the order of calling, for the host of the stage and those who hand things up."""
    turns: list[dict[str, Any]] = []
    number = 0
    for turn in program.turns:
        lines = living(turn.lines)
        if not lines:
            continue
        rows = _rows(lines, _CALLED, number)
        number += len(rows)
        turns.append({
            "number": len(turns) + 1, "what": what_of(turn), "call": call_of(turn),
            "presenter": presenter_of(turn), "rows": rows,
        })  # fmt: skip
    return {
        "organisation": heading_of(ceremony.organisation), "title": ceremony.title,
        "when": long_moment(ceremony.starts_at), "place": ceremony.place, "host": ceremony.host,
        "turns": turns, "at_units": _rows(living(program.at_units), _CALLED),
        "counts": _counted(living(line for turn in program.turns for line in turn.lines)),
        "drawn": f"Lập lúc {clock.local(clock.now()):%H:%M ngày %d/%m/%Y}.",
    }  # fmt: skip


def receipts_context(ceremony: Ceremony, program: Program, keeper: str) -> dict[str, Any]:
    """Return the list everybody signs who is handed something at the ceremony."""
    lines = living(line for turn in program.turns for line in turn.lines)
    head_post = ceremony.organisation.head_post or USUAL_HEAD
    return {
        "organisation": heading_of(ceremony.organisation), "title": ceremony.title,
        "when": long_moment(ceremony.starts_at), "rows": _rows(lines, _SIGNED),
        "sum": _total(lines), "keeper": keeper,
        "date_line": f"{ceremony.organisation.place}, {_day(ceremony)}",
        "signature": block(head_post, "", head_post=head_post),
    }  # fmt: skip


def _day(ceremony: Ceremony) -> str:
    return long_date(clock.local(ceremony.starts_at).date())


def for_units(program: Program) -> list[Handover]:
    """Return what is given to the units: what was planned so, and what they took afterwards."""
    return [
        line for line in living(program.lines)
        if line.turn_id is None or line.status is HandoverStatus.SENT
    ]  # fmt: skip


def deliveries_context(ceremony: Ceremony, program: Program) -> dict[str, Any]:
    """Return one record of delivery for each unit."""
    by_unit: dict[str, list[Handover]] = {}
    for line in for_units(program):
        by_unit.setdefault(unit_of(line), []).append(line)
    units = [
        {
            "name": unit, "day": _delivered(lines), "counts": _counted(lines),
            "rows": _rows(lines, _GIVEN), "sum": _total(lines),
        }
        for unit, lines in by_unit.items()
    ]  # fmt: skip
    heading = heading_of(ceremony.organisation)
    return {"organisation": heading, "giver": ceremony.organisation.name, "units": units}


def _delivered(lines: Sequence[Handover]) -> str:
    """Return the day it was given, when all of it was given on one; else a day to fill in."""
    days: set[date | None] = {line.settled_on for line in lines}
    only = days.pop() if len(days) == 1 else None
    return long_date(only) if only else _BLANK_DAY


def tent_cards_context(program: Program) -> dict[str, Any]:
    """Return a card for everybody who sits in the hall, in the order they are called."""
    lines = living(line for turn in program.turns for line in turn.lines)
    return {"cards": _rows(lines, ("name", "detail"))}


def labels_context(program: Program) -> dict[str, Any]:
    """Return a card for everybody, two by two; the last one may stand alone."""
    cards = _rows(living(program.lines), ("name", "detail", "award"))
    if len(cards) % ACROSS:
        cards.append({"name": "", "detail": "", "award": ""})
    return {"pairs": [cards[at : at + ACROSS] for at in range(0, len(cards), ACROSS)]}


def sheet_rows(program: Program) -> list[dict[str, str]]:
    """Return the list as a workbook has it: on the stage turn by turn, then the units'."""
    placed = [
        (str(turn.number), presenter_of(turn), line) for turn in program.turns
        for line in living(turn.lines)
    ] + [("", "", line) for line in living(program.at_units)]  # fmt: skip
    return [
        {
            "number": str(number), "turn": turn or _("Giao về đơn vị"), "name": row["name"],
            "post": row["detail"], "award": row["award"], "decision": row["decision"],
            "things": row["things"], "money": row["money"], "presenter": presenter,
            "stand_in": line.stand_in, "receiver": _signed(line),
            "result": label_here("handover", line.status.value).text,
        }
        for number, (turn, presenter, line) in enumerate(placed, start=1)
        for row in [_row(number, line)]
    ]  # fmt: skip


def _signed(line: Handover) -> str:
    on = f"{line.settled_on:%d/%m/%Y}" if line.settled_on else ""
    return ", ".join(part for part in (line.receiver, on) if part)
