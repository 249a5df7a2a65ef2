"""What kind of thing an expression comes to, and which kinds go together: text, numbers, lists."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any, TypeAlias

from jinja2 import nodes

from workflow.documents.engine.jobs.faults import Fault

TEXT, NUMBER, FLAG, ANY, LOOP, METHOD = "text", "number", "flag", "any", "loop", "method"
WRITTEN, EITHER = "written", "either"  # a text or a number; this or that, good for a condition
Shape: TypeAlias = "str | list[Shape] | dict[str, Shape]"
_MOST = 10**9
_PRINTED = frozenset({TEXT, NUMBER, WRITTEN, ANY})
_SIGNS = {"gt": ">", "gteq": ">=", "lt": "<", "lteq": "<=", "eq": "==", "ne": "!="}


def merged(one: Shape, other: Shape) -> Shape:
    """Return one shape for what may be the one or the other; an unknown one gives way."""
    if ANY in (one, other):
        return other if one == ANY else one
    if isinstance(one, dict) and isinstance(other, dict):
        return {key: merged(one.get(key, ANY), other.get(key, ANY)) for key in {**one, **other}}
    if isinstance(one, list) and isinstance(other, list):
        return [merged(one[0], other[0])]
    if one == other:
        return one
    return WRITTEN if {str(one), str(other)} <= {TEXT, NUMBER, WRITTEN} else EITHER


def merged_all(shapes: Iterable[Shape]) -> Shape:
    found: Shape = ANY
    for shape in shapes:
        found = merged(found, shape)
    return found


def printable(shape: Shape) -> bool:
    """Tell whether it can stand on paper as it is: a text or a number."""
    return isinstance(shape, str) and shape in _PRINTED


def computed(node: nodes.Node, inside: list[Shape]) -> Shape:
    """Return what an expression over `inside` comes to. Raises Fault for kinds that do not mix."""
    match node:
        case nodes.Const():
            return _constant(node.value)
        case nodes.Filter():
            return _filtered(node.name, inside)
        case nodes.Add():
            return _sum(*inside)
        case nodes.Call():  # rstrip, with the signs to take off
            _require("rstrip", inside[1:] in ([], [TEXT]))
            return TEXT
    return _of_several(node, inside)


def _of_several(node: nodes.Node, inside: list[Shape]) -> Shape:
    found: Shape = FLAG
    match node:
        case nodes.List() | nodes.Tuple():
            found = [merged_all(inside)]
        case nodes.And() | nodes.Or():
            found = merged_all(inside)
        case nodes.CondExpr():
            found = _chosen(node, inside)
        case nodes.Compare():
            for (left, right), operand in zip(pairwise(inside), node.ops, strict=True):
                _compared(operand.op, left, right)
        case nodes.Test():
            _tested(node.name, inside)
    return found


def _chosen(node: nodes.CondExpr, inside: list[Shape]) -> Shape:
    if node.expr2 is None:
        raise Fault("no_else")
    return merged_all(inside[1:])


def _require(what: str, fits: bool) -> None:
    if not fits:
        raise Fault("mistyped", what=what)


def _constant(value: Any) -> Shape:
    if isinstance(value, bool):
        return FLAG
    if isinstance(value, str) or value is None:
        return EITHER if value is None else TEXT
    _require(str(value)[:20], isinstance(value, int) and abs(value) < _MOST)
    return NUMBER


def _sum(left: Shape, right: Shape) -> Shape:
    lists = isinstance(left, list) and isinstance(right, list)
    same = left == right and left in (TEXT, NUMBER)
    _require("+", lists or same or ANY in (left, right))
    return merged(left, right)


def _compared(operator: str, left: Shape, right: Shape) -> None:
    if operator in ("in", "notin"):
        of_text = right == TEXT and left in (TEXT, ANY)
        _require("in", of_text or isinstance(right, list | dict) or right == ANY)
        return
    kinds = {str(left), str(right)}
    if operator in ("eq", "ne"):
        _require(_SIGNS[operator], kinds != {TEXT, NUMBER})
    else:
        _require(_SIGNS[operator], kinds in ({TEXT}, {NUMBER}) or ANY in (left, right))


def _tested(name: str, inside: list[Shape]) -> None:
    if name in ("odd", "even"):
        _require(name, inside in ([NUMBER], [ANY]))
    elif name in ("eq", "ne", "in"):
        of, *others = inside
        _require(name, len(others) == 1)
        _compared(name, of, *others)
    else:
        _require(name, len(inside) == 1)


def _filtered(name: str, inside: list[Shape]) -> Shape:
    of = inside[0]
    match name:
        case "default":
            _require(name, all(isinstance(one, list) is isinstance(of, list) for one in inside)
                     or of == ANY)  # fmt: skip
            return merged_all(inside)
        case "length":
            _require(name, of in (TEXT, ANY) or isinstance(of, list))
            return NUMBER
        case "join":
            rows = of[0] if isinstance(of, list) else of
            _require(name, printable(rows) and (isinstance(of, list) or of == ANY))
            _require(name, all(one in (TEXT, ANY) for one in inside[1:]))
        case "format":
            _require(name, of == TEXT and inside[1:] in ([NUMBER], [ANY]))
        case _:
            _require(name, printable(of))
    return TEXT
