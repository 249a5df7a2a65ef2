"""The papers of this release: what each is called, and what data it offers a template."""

import copy
import functools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workflow.core.errors import NotVisible
from workflow.core.i18n import _, lazy
from workflow.documents.models import DocumentTemplate
from workflow.settings import ROOT

FOLDER = ROOT / "document_templates"
WORDS = "papers.json"
GROUPS = {
    "proposals": lazy("Hồ sơ đề nghị"),
    "councils": lazy("Hội đồng, phiên họp"),
    "decisions": lazy("Quyết định, giấy khen, bằng khen"),
    "ceremonies": lazy("Trao thưởng"),
    "exchange": lazy("Trình cấp trên"),
    "archive": lazy("Sổ đăng ký, lưu trữ"),
    "documents": lazy("Văn bản, thư từ"),
}


@dataclass(frozen=True)
class PaperForm:
    """A paper people may lay out themselves: “decisions/decision”, Quyết định khen thưởng."""

    name: str
    title: str

    @property
    def group(self) -> str:
        return self.name.partition("/")[0]

    @property
    def place(self) -> dict[str, str]:
        """What its address holds besides the organisation."""
        domain, _slash, paper = self.name.partition("/")
        return {"domain": domain, "paper": paper}


@functools.lru_cache(maxsize=8)
def _words(folder: Path) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads((folder / WORDS).read_text("utf-8"))
    return found


def title_of(name: str, folder: Path = FOLDER) -> str:
    """Return what people call the paper, in Vietnamese as it stands on it."""
    return _words(folder)["titles"].get(name, name.rpartition("/")[2])


def own_name(template: DocumentTemplate) -> str:
    """Return how a refusal names an organisation's own version; empty for one of the product."""
    if template.organisation is None:
        return ""
    return _(
        "Mẫu riêng “%(title)s”, bản %(n)s của %(whose)s", title=title_of(template.name),
        n=template.version, whose=template.organisation.short_name,
    )  # fmt: skip


@functools.lru_cache(maxsize=8)
def papers(folder: Path = FOLDER) -> tuple[PaperForm, ...]:
    """Return every paper of this release, by group and name."""
    names = [
        path.relative_to(folder).as_posix().removesuffix(".sample.json")
        for path in folder.rglob("*.sample.json")
    ]
    forms = [PaperForm(name, title_of(name, folder)) for name in names]
    order = list(GROUPS)
    return tuple(
        sorted(
            forms,
            key=lambda one: (order.index(one.group) if one.group in order else len(order),
                             one.group, one.title),
        )
    )  # fmt: skip


def get_paper(name: str) -> PaperForm:
    """Return the paper. Raises NotVisible when this release has none of that name."""
    for one in papers():
        if one.name == name:
            return one
    raise NotVisible(_("Không có loại văn bản này. Hãy chọn trong danh sách Mẫu văn bản."))


@functools.lru_cache(maxsize=64)
def _sample_text(name: str, folder: Path) -> str:
    return (folder / f"{name}.sample.json").read_text("utf-8")


def sample_of(name: str, folder: Path = FOLDER) -> dict[str, Any]:
    """Return data such a paper is filled with, for trying a template; a fresh copy every time."""
    found: dict[str, Any] = json.loads(_sample_text(name, folder))
    return found


def full_sample_of(name: str, folder: Path = FOLDER) -> dict[str, Any]:
    """Return the sample with a row in every list: all that a template of the paper may ask for.

    The sample itself is one such paper as it is printed, where some lists rightly stand empty.
    """
    rows: Any = _words(folder)["rows"].get(name, {})
    return {**sample_of(name, folder), **copy.deepcopy(rows)}


def paths_of(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Return every field and a value of it: “signature.name”, “individuals[]”, “bases[]”.

    A list is named before what its rows hold; of a field that several rows have, the first.
    """
    seen: dict[str, Any] = {}
    _collect(value, path, seen)
    yield from seen.items()


def _collect(value: Any, path: str, seen: dict[str, Any]) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            _collect(inner, f"{path}.{key}" if path else key, seen)
    elif isinstance(value, list):
        if not seen.get(f"{path}[]"):
            seen[f"{path}[]"] = value
        for row in value:
            if isinstance(row, dict | list):
                _collect(row, f"{path}[]", seen)
    elif path not in seen or seen[path] == "":
        seen[path] = value


def offered(name: str, folder: Path = FOLDER) -> frozenset[str]:
    """Return every dotted path a template of this paper may ask for, those of the middle too."""
    found = set()
    for path, _value in paths_of(full_sample_of(name, folder)):
        parts = path.split(".")
        for length in range(1, len(parts) + 1):
            whole = ".".join(parts[:length])
            found |= {whole, whole.removesuffix("[]")}
    return frozenset(found)


def no_longer_offered(template: DocumentTemplate) -> list[str]:
    """Return the fields the version asks for that this release does not fill in any more."""
    return sorted(set(template.fields) - offered(template.name))


def describe(name: str, path: str, folder: Path = FOLDER) -> str:
    """Return what the field holds, in Vietnamese: said of this paper, or of any with its ending."""
    fields = _words(folder)["fields"]
    own = fields.get(f"{name.rpartition('/')[2]}:{path}")
    if own is not None:
        return own
    parts = path.split(".")
    endings = (".".join(parts[start:]) for start in range(len(parts)))
    return next((fields[ending] for ending in endings if ending in fields), "")
