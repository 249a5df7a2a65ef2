"""What the inspection lets in is printed whatever the data are: tried with templates made at random."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from workflow.documents.engine.jobs.grammar import TemplateEnvironment
from workflow.documents.engine.jobs.template_shapes import Reader, shape_of
from workflow.documents.engine.jobs.template_tags import TagReader
from workflow.documents.engine.jobs.template_text import WORD, paragraphs_of, scan

SAMPLE: dict[str, Any] = {
    "number": "12", "count": 3, "flag": True, "signature": {"name": "A", "ordinal": 1},
    "people": [{"name": "B", "ordinal": 1, "lines": ["x"]}], "lines": ["một"], "sums": [1],
}  # fmt: skip
ATOMS = [
    "number", "count", "flag", "signature", "signature.name", "signature.ordinal", "people",
    "lines", "sums", "row", "row.name", "row.ordinal", "row.lines", "loop.index", "loop.first",
    "'x'", "7", "none", "nobody", "signature.nothing", "'%02d'", "[number, 'x']",
]  # fmt: skip
FILTERS = [
    "upper", "lower", "trim", "length", "join", "join('; ')", "default('…')", "default(0)",
    "default(number)", "first", "last", "format(count)",
]  # fmt: skip
JOINTS = ["+", "==", "!=", "<", ">=", "in", "not in", "and", "or"]


def joined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("({}|{})".format, inner, st.sampled_from(FILTERS)),
        st.builds("({} {} {})".format, inner, st.sampled_from(JOINTS), inner),
        st.builds("({} if {} else {})".format, inner, inner, inner),
        st.builds("({} is {})".format, inner, st.sampled_from(["odd", "none", "defined"])),
        st.builds("(not {})".format, inner),
        st.builds("{}.rstrip('.')".format, inner),
    )


EXPRESSIONS = st.recursive(st.sampled_from(ATOMS), joined, max_leaves=4)


def wrapped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("{}{}".format, inner, inner),
        st.builds("{{% if {} %}}{}{{% else %}}{}{{% endif %}}".format, EXPRESSIONS, inner, inner),
        st.builds("{{% for row in {} %}}{}{{% endfor %}}".format, EXPRESSIONS, inner),
    )


TEMPLATES = st.recursive(st.builds("{{{{ {} }}}}".format, EXPRESSIONS), wrapped, max_leaves=3)
WORDS = st.sampled_from(["", " ", "12", "{{ 7*7 }}", "A & B <x>", "a.\nb"])
NUMBERS = st.integers(-3, 40)
DATA = st.fixed_dictionaries({
    "number": WORDS, "count": NUMBERS, "flag": st.booleans(),
    "signature": st.fixed_dictionaries({"name": WORDS, "ordinal": NUMBERS}),
    "people": st.lists(
        st.fixed_dictionaries({"name": WORDS, "ordinal": NUMBERS, "lines": st.lists(WORDS, max_size=2)}),
        max_size=2),
    "lines": st.lists(WORDS, max_size=3), "sums": st.lists(NUMBERS, max_size=2),
})  # fmt: skip


def faults_of(text: str) -> list[str]:
    body = etree.Element(f"{WORD}body")
    etree.SubElement(etree.SubElement(etree.SubElement(body, f"{WORD}p"), f"{WORD}r"),
                     f"{WORD}t").text = text  # fmt: skip
    paragraphs = list(paragraphs_of(body, "body"))
    for one in paragraphs:
        scan(one)
    found: list[str] = []
    shape = shape_of(SAMPLE)
    assert isinstance(shape, dict)
    TagReader(Reader(shape), lambda code, _place, **_words: found.append(code)).read(paragraphs)
    return found


@settings(max_examples=100, deadline=None)
@given(TEMPLATES, DATA)
def test_what_is_let_in_is_printed_whatever_the_data_are(text: str, data: dict[str, Any]):
    if not faults_of(text):
        TemplateEnvironment().from_string(text).render(data)
