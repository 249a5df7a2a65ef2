"""Reads the tags of a template one by one, so that each fault has its place."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from jinja2 import TemplateSyntaxError, nodes

from workflow.documents.engine.jobs.faults import Fault
from workflow.documents.engine.jobs.grammar import TemplateEnvironment
from workflow.documents.engine.jobs.template_kinds import printable
from workflow.documents.engine.jobs.template_shapes import Reader
from workflow.documents.engine.jobs.template_text import WORD, Paragraph, Tag, in_order

MOST_TAGS, LONGEST_TAG = 2000, 300
_WHOLE = re.compile(r"\{[{%#](p|tr|tc|r)\s")  # {%p, {%tr …: what the tag takes with it
_TAKES = {"p": f"{WORD}p", "tr": f"{WORD}tr", "tc": f"{WORD}tc"}
_ENDS = {"endif": "if", "endfor": "for"}

Report = Callable[..., None]  # code, place, and the words of the sentence


@dataclass(frozen=True)
class _Open:
    """A block that has begun: its word, and where."""

    word: str
    place: dict[str, Any]


class TagReader:
    """Goes through one part's tags in order; blocks and loops open and close across paragraphs."""

    def __init__(self, reader: Reader, report: Report) -> None:
        self.reader, self.report = reader, report
        self.environment = TemplateEnvironment()
        self.blocks: list[_Open] = []

    def read(self, paragraphs: list[Paragraph]) -> None:
        for paragraph in paragraphs:
            if paragraph.stray:
                self.report("unpaired", paragraph.place(paragraph.stray))
            _check_room(paragraph, self.report)
        for paragraph, tag in in_order(paragraphs):
            self._read_tag(tag, paragraph.place(tag.text))
        for block in self.blocks:
            self.report("not_closed", block.place, word=block.word, end=f"end{block.word}")

    def _read_tag(self, tag: Tag, place: dict[str, Any]) -> None:
        if tag.text.startswith("{#"):
            return
        if len(tag.text) > LONGEST_TAG:
            self.report("long_tag", place, most=LONGEST_TAG)
            return
        whole = _WHOLE.match(tag.text)
        inner = tag.text[whole.end() - 1 if whole else 2 : -2].strip().strip("-+").strip()
        try:
            if tag.text.startswith("{{"):
                self._print(inner, whole is not None)
            else:
                self._block(inner, place)
        except Fault as fault:
            self.report(fault.code, place, **fault.data)
        except TemplateSyntaxError as error:
            self.report("syntax", place, detail=(error.message or "")[:120])
        except RecursionError:
            self.report("long_tag", place, most=LONGEST_TAG)

    def _print(self, expression: str, prefixed: bool) -> None:
        if prefixed:
            raise Fault("prefixed_field")
        [output] = self._parsed("{{ " + expression + " }}").find_all(nodes.Output)
        for node in output.nodes:
            read = self.reader.read(node)
            if isinstance(node, nodes.Const) and str(node.value).strip():
                raise Fault("constant", text=expression[:60])
            if not printable(read.shape):
                raise Fault("not_text", name=read.path or expression)

    def _block(self, inner: str, place: dict[str, Any]) -> None:
        word, _blank, rest = inner.partition(" ")
        if not word:
            raise TemplateSyntaxError("{% %}", 1)
        match word:
            case "if" | "elif":
                self._condition(word, rest, place)
            case "for":
                self._loop(inner, place)
            case "else" | "endif" | "endfor":
                self._go_on(word)
            case _:
                raise Fault("forbidden", what=word[:60])

    def _condition(self, word: str, expression: str, place: dict[str, Any]) -> None:
        if word == "if":
            self.blocks.append(_Open("if", place))
        else:
            self._require_open("if", word)
        [found] = self._parsed("{% if " + expression + " %}{% endif %}").find_all(nodes.If)
        self.reader.read(found.test)

    def _loop(self, inner: str, place: dict[str, Any]) -> None:
        self.blocks.append(_Open("for", place))
        try:
            [found] = self._parsed("{% " + inner + " %}{% endfor %}").find_all(nodes.For)
        except (Fault, TemplateSyntaxError):
            self.reader.scopes.append({})  # its end will close one
            raise
        self.reader.enter(found)

    def _go_on(self, word: str) -> None:
        if word == "else" and self.blocks:
            return
        self._require_open(_ENDS.get(word, ""), word)
        self.blocks.pop()
        if word == "endfor":
            self.reader.leave()

    def _require_open(self, wanted: str, word: str) -> None:
        if not self.blocks or self.blocks[-1].word != wanted:
            raise Fault("not_opened", word=word)

    def _parsed(self, source: str) -> nodes.Template:
        return self.environment.parse(source)


def _check_room(paragraph: Paragraph, report: Report) -> None:
    """Tell of words that {%p, {%tr or {%tc would take away with its paragraph, row or cell."""
    for tag in paragraph.tags:
        whole = _WHOLE.match(tag.text)
        if whole is None or whole.group(1) not in _TAKES:
            continue
        taken = _TAKES[whole.group(1)]
        element = next((e for e in (paragraph.element, *paragraph.element.iterancestors())
                        if e.tag == taken), None)  # fmt: skip
        if element is None:
            report("no_row", paragraph.place(tag.text), prefix=whole.group(1))
            continue
        said = "".join(node.text or "" for node in element.iter(f"{WORD}t"))
        if said.replace(tag.text, "", 1).strip():
            report("taken_away", paragraph.place(tag.text), prefix=whole.group(1),
                   text=said.replace(tag.text, " ", 1).strip()[:60])  # fmt: skip
