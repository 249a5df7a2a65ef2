"""What a paper offers its template, and how each field is written in Word."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from workflow.core.i18n import _
from workflow.documents.templating.papers import describe, full_sample_of, paths_of

SHORT = 90  # characters of an example


@dataclass(frozen=True)
class OfferedField:
    """One field: its path, what it holds, what it looks like and how to write it."""

    path: str
    holds: str
    example: str
    written: str
    is_list: bool

    @property
    def depth(self) -> int:
        """How many lists it stands in."""
        return self.path.removesuffix("[]").count("[]")


def fields_of(name: str) -> list[OfferedField]:
    """Return every field the paper offers, a list before what its rows hold."""
    return [
        OfferedField(path, describe(name, path), _example(value), _written(path, value),
                     path.endswith("[]"))
        for path, value in _in_order(paths_of(full_sample_of(name)))
    ]  # fmt: skip


def spoken_of(rows: list[OfferedField]) -> dict[str, str]:
    """Return one field of each kind the paper offers, to show on the page how it is written."""
    lists = [one for one in rows if one.is_list and not one.depth]
    written = [_inside(one.path) for one in rows if not one.is_list]
    kinds = {
        "plain": sorted(written, key=lambda path: "." in path),
        "dotted": [path for path in written if "." in path],
        "table": [one.path.removesuffix("[]") for one in lists if one.written.startswith("{%tr")],
        "lines": [one.path.removesuffix("[]") for one in lists if one.written.startswith("{%p")],
    }
    return {kind: found[0] for kind, found in kinds.items() if found}


def _in_order(found: Iterator[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """Return plain fields first, then each list with its rows."""
    rows = list(found)
    return [one for one in rows if "[]" not in one[0]] + [one for one in rows if "[]" in one[0]]


def _example(value: Any) -> str:
    if isinstance(value, list):
        if not value or not isinstance(value[0], str):
            return ""
        value = value[0]
    if isinstance(value, bool):
        return _("có") if value else _("không")
    text = " ".join(str(value).split())
    return text if len(text) <= SHORT else f"{text[:SHORT].rstrip()}…"


def _written(path: str, value: Any) -> str:
    if path.endswith("[]"):
        return _loop(path, value)
    spot = _inside(path)
    return f"{{% if {spot} %}} … {{% endif %}}" if isinstance(value, bool) else f"{{{{ {spot} }}}}"


def _loop(path: str, value: Any) -> str:
    row, source = _row(path.count("[]")), _inside(path.removesuffix("[]"))
    if value and isinstance(value[0], dict | list):
        return f"{{%tr for {row} in {source} %}} … {{%tr endfor %}}"
    return f"{{%p for {row} in {source} %}} {{{{ {row} }}}} {{%p endfor %}}"


def _inside(path: str) -> str:
    """Return the path as it is written within the loops over the lists before it."""
    lists, found, rest = path.rpartition("[]")
    if not found:
        return path
    return f"{_row(lists.count('[]') + 1)}{rest}"


def _row(depth: int) -> str:
    return "dong" if depth == 1 else f"dong{depth}"
