"""Put the lines in order of honour, and change that order by hand: lines, turns, who goes up."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from workflow.core.db import db
from workflow.core.errors import BadInput
from workflow.core.i18n import _
from workflow.decisions import wording
from workflow.decisions.models import DecisionItem, Origin
from workflow.decisions.presenting import queries
from workflow.decisions.presenting.belongings import things_for
from workflow.decisions.presenting.models import Ceremony, Handover, StageTurn
from workflow.decisions.presenting.ordering import (
    Class,
    Honoured,
    honour_class,
    place_for,
    turns_of,
)
from workflow.decisions.presenting.own_order import places_of
from workflow.decisions.presenting.placing import paid_before
from workflow.decisions.presenting.precedence import bare
from workflow.decisions.presenting.states import Way

_NOTHING: Mapping[str, int] = MappingProxyType({})


def honoured(
    item: DecisionItem, code: str, level: str, said: Mapping[str, int] = _NOTHING
) -> Honoured:
    """Return what the order is told by, for one line."""
    paper = item.decision.paper
    received = item.decision.origin is Origin.RECEIVED
    issuer = paper.issuer_text if received else wording.issuer(item.decision.organisation)
    name = item.award_name or item.decision.award_name
    return Honoured(
        code, name, issuer, item.kind, item.name, item.unit_name, level, said.get(bare(code))
    )


def _told(ceremony: Ceremony, items: Sequence[DecisionItem]) -> dict[int, Honoured]:
    awards, said = (
        queries.awards_of({item.award_id for item in items}), places_of(ceremony.organisation_id),
    )  # fmt: skip
    return {item.id: honoured(item, *awards.get(item.award_id, ("", "")), said) for item in items}


def call_up(ceremony: Ceremony, items: Sequence[DecisionItem], way: Way) -> None:
    """Give the lines their things, and turns placed by rank among those there already."""
    told, paid = _told(ceremony, items), paid_before(items)
    new = {item.id: _handover(ceremony, item, told[item.id]) for item in items}
    for item_id in paid:  # the money stays with its holder when another decision takes the place
        new[item_id].has_envelope = False
    if way is Way.UNIT:
        last = len(queries.program_of(ceremony).at_units)
        for position, item_id in enumerate(_in_order(told), start=last + 1):
            new[item_id].position = position
        db.session.add_all(new.values())
        return
    _seat(ceremony, new, told)
    db.session.add_all(new.values())


def _seat(ceremony: Ceremony, lines: dict[int, Handover], told: dict[int, Honoured]) -> None:
    """Give lines their turns, placed by rank among those there already, which keep their order."""
    program = queries.program_of(ceremony)
    seated = {line.item_id for turn in program.turns for line in turn.lines} - set(lines)
    every = _told(ceremony, [line.item for line in program.lines if line.item_id in seated])
    present = [_class_of(turn, every) for turn in program.turns]
    rows = [turn.row for turn in program.turns]
    for called in turns_of(told.items(), ceremony.per_turn):
        rank = honour_class(told[called[0]])
        at = place_for(rank, present)
        turn = StageTurn(ceremony_id=ceremony.id, position=0)
        db.session.add(turn)
        db.session.flush()
        rows.insert(at, turn)
        present.insert(at, rank)
        for position, item_id in enumerate(called, start=1):
            lines[item_id].turn_id, lines[item_id].position = turn.id, position
    _number_turns(rows)


def _in_order(told: dict[int, Honoured]) -> list[int]:
    return [item_id for called in turns_of(told.items(), len(told)) for item_id in called]


def _class_of(turn: queries.Turn, told: dict[int, Honoured]) -> Class:
    return min(honour_class(told[line.item_id]) for line in turn.lines)


def _handover(ceremony: Ceremony, item: DecisionItem, one: Honoured) -> Handover:
    things = things_for(one, item.prize_amount)
    return Handover(ceremony_id=ceremony.id, item_id=item.id, position=0, **vars(things))


def _number_turns(rows: Sequence[StageTurn]) -> None:
    for position, row in enumerate(rows, start=1):
        row.position = position


def _number_lines(lines: Sequence[Handover]) -> None:
    for position, line in enumerate(lines, start=1):
        line.position = position


def propose_anew(ceremony: Ceremony) -> None:
    """Arrange everybody on the stage in order of honour again.

    Who hands over and what is said stays with the first turn of its award and kind.
    """
    program = queries.program_of(ceremony)
    lines = {line.item_id: line for turn in program.turns for line in turn.lines}
    told = _told(ceremony, [line.item for line in lines.values()])
    kept: dict[Class, list[StageTurn]] = {}
    for turn in program.turns:
        kept.setdefault(_class_of(turn, told), []).append(turn.row)
    rows: list[StageTurn] = []
    for called in turns_of(told.items(), ceremony.per_turn):
        same = kept.get(honour_class(told[called[0]]))
        row = same.pop(0) if same else StageTurn(ceremony_id=ceremony.id, position=0)
        db.session.add(row)
        db.session.flush()
        rows.append(row)
        for position, item_id in enumerate(called, start=1):
            lines[item_id].turn_id, lines[item_id].position = row.id, position
    db.session.flush()
    for left in (row for some in kept.values() for row in some):
        db.session.delete(left)
    _number_turns(rows)


def move_line(ceremony: Ceremony, line_id: str, *, up: bool) -> Handover:
    """Move a line one place; from the edge of its turn into the next one, if that has room."""
    program = queries.program_of(ceremony)
    line = queries.find_line(ceremony.id, line_id)
    places = [list(turn.lines) for turn in program.turns] or [[]]
    if line.turn_id is None:
        _step(list(program.at_units), line, up=up)
        return line
    turn = next(n for n, one in enumerate(program.turns) if one.row.id == line.turn_id)
    if _step(places[turn], line, up=up):
        return line
    there = turn - 1 if up else turn + 1
    if there not in range(len(places)):
        return line
    if len(places[there]) >= ceremony.per_turn:
        raise BadInput(
            _("Đợt %(n)s đã đủ %(most)s người. Hãy chuyển bớt người khác trước, hoặc tăng số người "
              "mỗi đợt trong phần Sửa.", n=program.turns[there].number, most=ceremony.per_turn)
        )  # fmt: skip
    neighbours = places[there]
    line.turn_id = program.turns[there].row.id
    _number_lines([*neighbours, line] if up else [line, *neighbours])
    _number_lines([one for one in places[turn] if one is not line])
    _drop_if_empty(program.turns[turn].row, len(places[turn]) - 1)
    return line


def _step(lines: list[Handover], line: Handover, *, up: bool) -> bool:
    here = lines.index(line)
    there = here - 1 if up else here + 1
    if there not in range(len(lines)):
        return False
    lines[here], lines[there] = lines[there], lines[here]
    _number_lines(lines)
    return True


def _drop_if_empty(row: StageTurn, left: int) -> None:
    if left == 0:
        db.session.flush()
        db.session.delete(row)


def move_turn(ceremony: Ceremony, turn_id: str, *, up: bool) -> StageTurn:
    """Move a whole turn one place."""
    rows = [turn.row for turn in queries.program_of(ceremony).turns]
    turn = queries.find_turn(ceremony.id, turn_id)
    here = rows.index(turn)
    there = here - 1 if up else here + 1
    if there in range(len(rows)):
        rows[here], rows[there] = rows[there], rows[here]
        _number_turns(rows)
    return turn


def split_turn(ceremony: Ceremony, line_id: str) -> StageTurn:
    """Let a new turn begin with this line; who hands over stays the same."""
    program = queries.program_of(ceremony)
    line = queries.find_line(ceremony.id, line_id)
    at = next((n for n, one in enumerate(program.turns) if one.row.id == line.turn_id), None)
    if at is None or program.turns[at].lines[0] is line:
        raise BadInput(_("Dòng này đã đứng đầu đợt của nó. Hãy chọn dòng khác để tách đợt."))
    old, lines = program.turns[at].row, list(program.turns[at].lines)
    new = StageTurn(
        ceremony_id=ceremony.id, position=0, presenter_name=old.presenter_name,
        presenter_post=old.presenter_post,
    )  # fmt: skip
    db.session.add(new)
    db.session.flush()
    moved = lines[lines.index(line) :]
    for one in moved:
        one.turn_id = new.id
    _number_lines(moved)
    rows = [turn.row for turn in program.turns]
    rows.insert(at + 1, new)
    _number_turns(rows)
    return new


def join_turn(ceremony: Ceremony, turn_id: str) -> StageTurn:
    """Let a turn go up with the one before it, if together they are not too many."""
    program = queries.program_of(ceremony)
    row = queries.find_turn(ceremony.id, turn_id)
    at = next(n for n, one in enumerate(program.turns) if one.row is row)
    if at == 0:
        raise BadInput(_("Đợt đầu tiên không có đợt nào ở trên để gộp."))
    upper, lower = program.turns[at - 1], program.turns[at]
    together = len(upper.lines) + len(lower.lines)
    if together > ceremony.per_turn:
        raise BadInput(
            _("Gộp lại thành %(n)s người, quá %(most)s người mỗi đợt. Hãy tăng số người mỗi đợt "
              "trong phần Sửa.", n=together, most=ceremony.per_turn)
        )  # fmt: skip
    for line in lower.lines:
        line.turn_id = upper.row.id
    _number_lines([*upper.lines, *lower.lines])
    db.session.flush()
    db.session.delete(row)
    return upper.row


def put_way(ceremony: Ceremony, lines: Sequence[Handover], way: Way) -> None:
    """Let lines go to their unit directly, or call them to the stage in a turn of their own."""
    changing = [line for line in lines if line.way is not way]
    if not changing:
        return
    if way is Way.UNIT:
        at = len(queries.program_of(ceremony).at_units)
        for position, line in enumerate(changing, start=at + 1):
            line.turn_id, line.position = None, position
    else:
        told = _told(ceremony, [line.item for line in changing])
        _seat(ceremony, {line.item_id: line for line in changing}, told)
    db.session.flush()
    for turn in queries.empty_turns(ceremony.id):
        db.session.delete(turn)
