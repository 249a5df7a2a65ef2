"""Reads one XML part with expat: no DOCTYPE, bounded size and depth, no fetching fields."""

import re
from typing import Any
from xml.parsers import expat

from workflow.documents.engine.jobs.faults import Fault

_MOST_BYTES = 20 << 20
_MOST_TAGS = 1_000_000
_MOST_DEPTH = 256
_ENCODINGS = frozenset({"", "UTF-8", "UTF8", "UTF-16", "US-ASCII"})
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_FETCHING = re.compile(r"\s*(DDE\w*|INCLUDE\w*|IMPORT|LINK|DATABASE|RD|EMBED|PRINT)\b", re.I)
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")


def check_part(name: str, content: bytes) -> None:
    """Refuse the part, or return knowing that every reader sees the same tree in it."""
    if len(content) > _MOST_BYTES:
        raise Fault("xml_size", part=name)
    _Reader(name).read(content)


class _Reader:
    """Counts while expat reads; keeps the codes of the fields that are open."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.tags = 0
        self.depth = 0
        self.fields: list[list[str]] = []  # the instruction of each open field, outermost first
        self.taking: list[str] | None = None
        self.formula: list[str] | None = None

    def read(self, content: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.XmlDeclHandler = self._declaration
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        try:
            parser.Parse(content, True)
        except expat.ExpatError as error:
            raise Fault("broken", detail=f"{self.name}: {error}"[:120]) from error
        for code in self.fields:
            self._check_code(code)

    def _declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if (encoding or "").upper() not in _ENCODINGS:
            raise Fault("broken", detail=f"{self.name}: {encoding}"[:120])

    def _doctype(self, *_about: Any) -> None:
        raise Fault("doctype", part=self.name)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.tags += 1
        self.depth += 1
        if self.tags > _MOST_TAGS or self.depth > _MOST_DEPTH:
            raise Fault("xml_size", part=self.name)
        namespace, _blank, word = tag.rpartition(" ")
        if namespace in (_WORD, _STRICT):
            self._start_word(word, {key.rpartition(" ")[2]: attributes[key] for key in attributes})
        elif word == "f":
            self.formula = []
        elif word in ("ddeLink", "oleLink"):
            raise Fault("field", word=word)

    def _start_word(self, word: str, attributes: dict[str, str]) -> None:
        if word == "fldSimple":
            self._check_code([attributes.get("instr", "")])
        elif word == "altChunk":
            raise Fault("embedded", part=self.name)
        elif word == "instrText":
            self.taking = self.fields[-1] if self.fields else []
        elif word == "fldChar":
            self._mark(attributes.get("fldCharType", ""))

    def _mark(self, kind: str) -> None:
        if kind == "begin":
            if self.fields and not "".join(self.fields[-1]).strip():
                raise Fault("field", word="{ {")  # a field whose name another field computes
            self.fields.append([])
        elif kind == "separate" and self.fields:
            self._check_code(self.fields[-1])
        elif kind == "end" and self.fields:
            self._check_code(self.fields.pop())

    def _check_code(self, code: list[str]) -> None:
        found = _FETCHING.match("".join(code))
        if found:
            raise Fault("field", word=found.group(1).upper())

    def _text(self, text: str) -> None:
        if self.taking is not None:
            self.taking.append(text)
        if self.formula is not None:
            self.formula.append(text)

    def _end(self, _tag: str) -> None:
        self.depth -= 1
        if self.taking is not None:
            if not self.fields:
                self._check_code(self.taking)
            self.taking = None
        if self.formula is not None:
            if "|" in _QUOTED.sub("", "".join(self.formula)):
                raise Fault("field", word="DDE")
            self.formula = None
