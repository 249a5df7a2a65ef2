"""What a template may say: fields, conditions, loops over lists and sums of fields.

The grammar is checked on Jinja's own parse tree, and the sandbox stays under it.
"""

import re
from collections.abc import Iterable
from typing import Any

from jinja2 import StrictUndefined, Undefined, nodes
from jinja2.exceptions import UndefinedError
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from workflow.documents.engine.jobs.faults import Fault

_ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Const,
    nodes.Tuple,
    nodes.List,
    nodes.Add,  # nothing can be kept, so sums cannot grow beyond the template's own length
    nodes.If,
    nodes.For,
    nodes.Filter,
    nodes.Test,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.CondExpr,
)
_TESTS = frozenset({"defined", "undefined", "none", "odd", "even", "eq", "ne", "in"})
_WITH_ARGUMENT = frozenset({"default", "join", "format"})
LOOP_FIELDS = frozenset(
    {"index", "index0", "revindex", "revindex0", "first", "last", "length", "depth"}
)
_NUMBER = re.compile(r"%0?\d?d")
_MISSING = re.compile(r"'([^']+)' is undefined|no (?:attribute|element) '?([^']+?)'?$")


class TemplateEnvironment(ImmutableSandboxedEnvironment):
    """Jinja with the grammar above; a dictionary's fields never reach its methods."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined, finalize=shown)
        self.globals.clear()
        self.filters = dict(FILTERS)
        self.tests = {name: self.tests[name] for name in _TESTS}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for node in _every(tree):
            check(node)
        return tree

    def getattr(self, obj: Any, attribute: str) -> Any:
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, LoopContext) and argument in LOOP_FIELDS:
            return getattr(obj, argument)
        if isinstance(obj, dict) and argument in obj:
            return obj[argument]
        if isinstance(obj, list) and type(argument) is int and -len(obj) <= argument < len(obj):
            return obj[argument]
        if isinstance(obj, str) and argument == "rstrip":
            return obj.rstrip  # the one call a template may make: it ends a sentence anew
        return self.undefined(obj=obj, name=argument)


def _every(node: nodes.Node) -> Iterable[nodes.Node]:
    yield node
    for child in node.iter_child_nodes():
        yield from _every(child)


def check(node: nodes.Node) -> None:
    """Refuse whatever is not in the grammar, by name and line."""
    if _is_rstrip(node):
        return
    allowed = isinstance(node, _ALLOWED)
    match node:
        case nodes.Name(name=str(word)) | nodes.Getattr(attr=str(word)):
            allowed = allowed and not word.startswith("_") and word != "self"
        case nodes.Getitem():
            allowed = allowed and isinstance(node.arg, nodes.Const)
        case nodes.For():
            allowed = allowed and not node.recursive
        case nodes.Filter():
            allowed = allowed and node.name in FILTERS and not (node.kwargs or node.dyn_args)
            allowed = allowed and len(node.args) <= (node.name in _WITH_ARGUMENT)
            allowed = allowed and (node.name != "format" or _is_pattern(node.node))
        case nodes.Test():
            allowed = allowed and node.name in _TESTS
    if not allowed:
        raise Fault("forbidden", what=_name_of(node))


def _is_pattern(node: nodes.Node | None) -> bool:
    value = node.value if isinstance(node, nodes.Const) else None
    return isinstance(value, str) and _NUMBER.fullmatch(value) is not None


def _is_rstrip(node: nodes.Node) -> bool:
    """`field.rstrip(" ;.")`, so that a sentence can end as the list it stands in asks."""
    return (
        isinstance(node, nodes.Call)
        and isinstance(node.node, nodes.Getattr)
        and node.node.attr == "rstrip"
        and all(isinstance(argument, nodes.Const) for argument in node.args)
        and not (node.kwargs or node.dyn_args or node.dyn_kwargs)
    )


def _name_of(node: nodes.Node) -> str:
    if isinstance(node, nodes.Call):
        return f"{_name_of(node.node)}(…)"
    for attribute in ("name", "attr"):
        word = getattr(node, attribute, None)
        if isinstance(word, str):
            return word[:60]
    return type(node).__name__.lower()


def missing_name(error: UndefinedError) -> str:
    """The name of the field Jinja did not find."""
    found = _MISSING.search(error.message or "")
    return next((word for word in found.groups() if word), "?") if found else "?"


def shown(value: Any) -> Any:
    """How a value is printed: escaped, and with braces that no later pass can read as a tag."""
    if isinstance(value, Undefined):
        value._fail_with_undefined_error()
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise Fault("not_text", kind=type(value).__name__)
    text = str(escape(str(value)))
    return Markup(text.replace("{", "&#123;").replace("}", "&#125;"))  # noqa: S704  escaped above


def _default(value: Any, fallback: Any = "") -> Any:
    return fallback if isinstance(value, Undefined) or value in (None, "") else value


def _join(values: Any, separator: str = ", ") -> str:
    if not isinstance(values, list):
        raise Fault("not_list")
    for value in values:
        if isinstance(value, list | dict):
            raise Fault("not_text", kind=type(value).__name__)
    return separator.join(map(_said, values))


def _said(value: Any) -> str:
    return "" if value is None else str(value)


def _length(value: Any) -> int:
    if not isinstance(value, str | list):
        raise Fault("not_list")
    return len(value)


def _format(pattern: Any, number: Any) -> str:
    """Numbers with leading noughts (`"%02d"|format(count)`); wider patterns are refused."""
    if not (isinstance(pattern, str) and _NUMBER.fullmatch(pattern) and type(number) is int):
        raise Fault("forbidden", what="format")
    return pattern % number


FILTERS: dict[str, Any] = {
    "default": _default,
    "upper": lambda value: _said(value).upper(),
    "lower": lambda value: _said(value).lower(),
    "trim": lambda value: _said(value).strip(),
    "format": _format,
    "join": _join,
    "length": _length,
    "first": lambda values: values[0] if values else "",
    "last": lambda values: values[-1] if values else "",
}
