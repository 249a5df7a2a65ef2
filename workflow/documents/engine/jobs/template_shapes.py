"""What a paper offers, as shapes made from its sample, and which of it an expression reads."""

from dataclasses import dataclass, field
from typing import Any

from jinja2 import nodes

from workflow.documents.engine.jobs.faults import Fault
from workflow.documents.engine.jobs.grammar import LOOP_FIELDS
from workflow.documents.engine.jobs.template_kinds import (
    ANY,
    FLAG,
    LOOP,
    METHOD,
    NUMBER,
    TEXT,
    Shape,
    computed,
    merged_all,
)


def shape_of(value: Any) -> Shape:
    """Return the shape of a sample: of a list, one shape with all that its rows have."""
    if isinstance(value, dict):
        return {key: shape_of(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [merged_all(map(shape_of, value))]
    if isinstance(value, bool):
        return FLAG
    return NUMBER if isinstance(value, int) else TEXT


@dataclass(frozen=True)
class Read:
    """What an expression comes to: its shape, and the path of the field where it is one."""

    shape: Shape
    path: str = ""


@dataclass
class Reader:
    """Follows expressions through the shapes; keeps the paths of all fields that are read."""

    offered: dict[str, Shape]
    scopes: list[dict[str, Read]] = field(default_factory=list)
    paths: set[str] = field(default_factory=set)

    def read(self, node: nodes.Node) -> Read:
        """Return what the expression comes to. Raises Fault unknown_field, with its path."""
        match node:
            case nodes.Name(name=str(name)):
                found = self._name(name)
            case nodes.Getattr(attr=str(name)):
                found = self._inside(self.read(node.node), name)
            case nodes.Getitem(arg=nodes.Const(value=value)):
                found = self._inside(self.read(node.node), value)
            case nodes.Filter(name="first" | "last", node=nodes.Node() as inner):
                found = self._inside(self.read(inner), 0)
            case _:
                return Read(self._computed(node))
        if found.path:
            self.paths.add(found.path)
        return found

    def _computed(self, node: nodes.Node) -> Shape:
        """Return the shape of what is no field itself, having read the fields in it."""
        return computed(node, [self.read(child).shape for child in _operands(node)])

    def enter(self, loop: nodes.For) -> None:
        """Go into a loop: its name stands for a row. Raises Fault not_a_list."""
        row = loop.target.name if isinstance(loop.target, nodes.Name) else ""
        scope: dict[str, Read] = {}
        self.scopes.append(scope)  # first of all: its end closes a scope whatever is wrong here
        over = self._looped(loop.iter, scope, row)
        if not row or not (isinstance(over.shape, list) or over.shape == ANY):
            raise Fault("not_a_list", name=over.path or "…")
        path = f"{over.path}[]" if over.path else ""
        scope[row] = Read(over.shape[0] if isinstance(over.shape, list) else ANY, path)
        if loop.test is not None:
            self.read(loop.test)

    def _looped(self, node: nodes.Node, scope: dict[str, Read], row: str) -> Read:
        """Return what the loop goes over; its own name is known only inside it."""
        try:
            return self.read(node)
        finally:
            scope |= {row: Read(ANY), "loop": Read(LOOP)}

    def leave(self) -> None:
        self.scopes.pop()

    def _name(self, name: str) -> Read:
        for scope in reversed(self.scopes):
            if name in scope:
                return scope[name]
        if name not in self.offered:
            raise Fault("unknown_field", name=name, siblings="\n".join(sorted(self.offered)))
        return Read(self.offered[name], name)

    def _inside(self, base: Read, key: Any) -> Read:
        path = f"{base.path}.{key}"
        match base.shape:
            case dict() as fields if key in fields:
                return Read(fields[key], path)
            case list() as rows if isinstance(key, int):
                return Read(rows[0], f"{base.path}[]")
            case "any":
                return Read(ANY, path)
            case "loop" if key in LOOP_FIELDS:
                return Read(FLAG if key in ("first", "last") else NUMBER)
            case "text" if key == "rstrip":
                return Read(METHOD)
        siblings = sorted(base.shape) if isinstance(base.shape, dict) else []
        raise Fault("unknown_field", name=path, siblings="\n".join(siblings))


def _operands(node: nodes.Node) -> list[nodes.Node]:
    """Return the expressions a node is made of, the condition of a choice first."""
    if isinstance(node, nodes.CondExpr):
        return [one for one in (node.test, node.expr1, node.expr2) if one is not None]
    inside = [
        one.expr if isinstance(one, nodes.Operand) else one for one in node.iter_child_nodes()
    ]
    return [one for one in inside if isinstance(one, nodes.Expr)]
