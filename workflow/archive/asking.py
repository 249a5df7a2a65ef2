"""What somebody asks the archive: words, phrases, a number, conditions; and what made no sense."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from workflow.archive.words import folded_words, marked_words
from workflow.core.errors import BadInput
from workflow.core.i18n import _
from workflow.core.numbering_text import WrittenNumber, as_query
from workflow.core.text import fold, one_line
from workflow.documents.states import PaperKind

MAX_WORDS = 12
LONGEST = 200
_TOKEN = re.compile(
    r'(?P<key>[^\W\d_][^\W_]*(?:-[^\W_]+)*):(?P<value>"[^"]*"?|\S*)|"(?P<phrase>[^"]*)"?'
)
_FIELDS = {
    "ten": "names", "nguoi": "names", "donvi": "units", "dv": "units", "so": "number",
    "nam": "year", "khen": "award", "hinhthuc": "award", "coquan": "issuer", "loai": "kind",
}  # fmt: skip
FACETS = ("year", "kind", "award", "issuer", "doubt")


@dataclass
class Asked:
    """One question. `words` must all occur; `phrases` occur as they stand, in `names` or `units`
    alone where so asked. `faults` are sentences about what was left out."""

    text: str = ""
    words: list[str] = field(default_factory=list)
    phrases: list[list[str]] = field(default_factory=list)
    names: list[list[str]] = field(default_factory=list)
    units: list[list[str]] = field(default_factory=list)
    number: WrittenNumber | None = None
    only_number: bool = False  # asked with so:, so that words do not count
    year: int | None = None
    award: list[str] = field(default_factory=list)
    issuer: list[str] = field(default_factory=list)
    marked: list[str] = field(default_factory=list)  # the free words as typed, with marks
    faults: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.phrases or self.names or self.units or self.number
                    or self.year or self.award or self.issuer)  # fmt: skip

    @property
    def highlights(self) -> set[str]:
        groups = [*self.phrases, *self.names, *self.units, self.award, self.issuer]
        typed = self.marked or self.words  # a word typed with marks means those marks
        return {*typed, *(word for group in groups for word in group)}


def _take_number(asked: Asked, value: str) -> None:
    asked.number = as_query(value)
    asked.only_number = asked.number is not None
    if asked.number is None:
        asked.faults.append(
            _(
                "“so:%(value)s” không đọc được thành số văn bản nên đã bỏ qua. Ví dụ: so:4861.",
                value=value,
            )
        )


def _take_year(asked: Asked, value: str) -> None:
    if re.fullmatch(r"(19|20)[0-9]{2}", value):
        asked.year = int(value)
    else:
        asked.faults.append(
            _("“nam:%(value)s” không phải là năm nên đã bỏ qua. Ví dụ: nam:2020.", value=value)
        )


def _take(asked: Asked, key: str, value: str) -> None:
    """Add one `key:value` to the question, or say why it was left out."""
    found = _FIELDS.get(fold(key).replace("-", ""))
    value = value.strip('"').strip()
    words = folded_words(value)[:MAX_WORDS]
    if found is None:
        asked.faults.append(
            _("Không có điều kiện “%(key)s:” nên đã bỏ qua. Có: so:, ten:, don-vi:, nam:, khen:, "
              "co-quan:.", key=key)
        )  # fmt: skip
    elif not words:
        asked.faults.append(_("Sau “%(key)s:” chưa có gì để tìm nên đã bỏ qua.", key=key))
    elif found == "number":
        _take_number(asked, value)
    elif found == "year":
        _take_year(asked, value)
    elif found in {"names", "units"}:
        getattr(asked, found).append(words)
    else:
        {"award": asked.award, "issuer": asked.issuer}.get(found, asked.words).extend(words)


def understand(text: str) -> Asked:
    """Return what the one box asks for. Never fails: what makes no sense is named and left out."""
    try:
        clean = one_line(text)
    except BadInput as error:
        return Asked(text="", faults=[str(error)])
    asked = Asked(text=clean[:LONGEST])
    if len(clean) > LONGEST:
        asked.faults.append(_("Câu hỏi dài quá; chỉ tìm theo %(n)s ký tự đầu.", n=LONGEST))
    for token in _TOKEN.finditer(asked.text):
        if token["key"]:
            _take(asked, token["key"], token["value"])
        elif words := folded_words(token["phrase"]):
            asked.phrases.append(words[:MAX_WORDS])
    rest = _TOKEN.sub(" ", asked.text)
    if asked.number is None:
        asked.number = as_query(rest)
    asked.words += folded_words(rest)
    asked.marked = marked_words(rest)
    if len(asked.words) > MAX_WORDS:
        asked.faults.append(_("Chỉ tìm theo %(n)s từ đầu.", n=MAX_WORDS))
        asked.words, asked.marked = asked.words[:MAX_WORDS], asked.marked[:MAX_WORDS]
    return asked


@dataclass
class Filters:
    """The boxes ticked beside the results, and sentences about those that cannot be."""

    chosen: dict[str, set[str]] = field(default_factory=lambda: {name: set() for name in FACETS})
    faults: list[str] = field(default_factory=list)


def _refusal(name: str, value: str) -> str:
    """Return why a ticked value cannot be, or an empty text."""
    if name == "year" and not re.fullmatch(r"(19|20)[0-9]{2}", value):
        return _("“%(value)s” không phải là năm nên đã bỏ qua.", value=value)
    if name == "kind" and value not in set(PaperKind):
        return _("“%(value)s” không phải là loại văn bản nên đã bỏ qua.", value=value)
    if name == "doubt" and value not in {"yes", "no"}:
        return _("“%(value)s” không phải là điều kiện đối chiếu nên đã bỏ qua.", value=value)
    return ""


def read_filters(values: Mapping[str, Sequence[str]]) -> Filters:
    """Return the ticked boxes out of the URL."""
    filters = Filters()
    for name in FACETS:
        for raw in list(values.get(name, ()))[:20]:
            try:
                value = one_line(raw)[:LONGEST]
            except BadInput as error:
                filters.faults.append(str(error))
                continue
            if fault := _refusal(name, value):
                filters.faults.append(fault)
            else:
                filters.chosen[name].add(value)
    return filters
