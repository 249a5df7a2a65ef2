"""What every paper offers is described; how fields are written; what two texts have apart."""

import pytest

from workflow.documents.engine.inspecting import inspect_template
from workflow.documents.templating import writing
from workflow.documents.templating.comparing import difference
from workflow.documents.templating.papers import (
    FOLDER,
    GROUPS,
    describe,
    full_sample_of,
    offered,
    papers,
    paths_of,
    sample_of,
)
from workflow.documents.templating.trials import AWKWARD, MANY, SEVERAL, try_out, with_much
from workflow.documents.templating.writing import fields_of, spoken_of

NAMES = [one.name for one in papers()]


def test_every_paper_has_a_title_and_a_group():
    assert [one.name for one in papers() if one.title in one.name or one.group not in GROUPS] == []


def test_every_field_of_every_paper_is_described():
    bare = [
        (name, path)
        for name in NAMES
        for path, _value in paths_of(full_sample_of(name))
        if not describe(name, path)
    ]

    assert bare == []


def test_every_list_of_every_paper_has_a_row_to_show_what_it_holds():
    bare = [
        (name, path)
        for name in NAMES
        for path, value in paths_of(full_sample_of(name))
        if path.endswith("[]") and not value
    ]

    assert bare == []


@pytest.mark.parametrize(
    ("name", "within"),
    [
        ("decisions/decision", "individuals[].name"), ("decisions/extract", "inside[].text"),
        ("decisions/recognition", "collectives[].name"),
        ("archive/handling_sheet", "unit_said[].text"),
    ],
)  # fmt: skip
def test_the_product_asks_in_no_template_for_what_is_not_offered(name, within):
    content, whole = (FOLDER / f"{name}.docx").read_bytes(), full_sample_of(name)
    asked = inspect_template(content, sample_of(name), offered=whole)

    assert (asked.findings, set(asked.fields) - offered(name)) == ((), set())
    assert within in asked.fields


def test_a_wrong_field_of_a_list_the_sample_leaves_empty_is_found():
    name = "decisions/extract"
    whole = full_sample_of(name)
    whole["inside"] = [{"text": "", "ordinal_said": ""}]
    found = inspect_template((FOLDER / f"{name}.docx").read_bytes(), sample_of(name), offered=whole)

    assert [one.sentence for one in found.faults] == [
        "Không có trường “inside[].ordinal”. Có phải là “inside[].ordinal_said”?"
    ]


def test_a_field_is_written_within_the_lists_it_stands_in():
    written = {one.path: (one.written, one.example) for one in fields_of("councils/packet_cover")}

    assert [written[path] for path in ("venue", "parts[]", "parts[].rows[].name")] == [
        ("{{ venue }}", "Hội trường Cục"),
        ("{%tr for dong in parts %} … {%tr endfor %}", ""),
        ("{{ dong2.name }}", "A & B <x> {{ 7*7 }}"),
    ]
    assert [one.written for one in fields_of("councils/vote_count") if one.path == "is_secret"] == [
        "{% if is_secret %} … {% endif %}"
    ]


def test_the_way_of_writing_is_shown_with_fields_of_the_paper():
    shown = {
        name: spoken_of(fields_of(name)) for name in ("councils/invitation", "ceremonies/labels")
    }

    assert shown == {
        "councils/invitation": {
            "plain": "number", "dotted": "organisation.parent_caps", "lines": "invitees",
        },
        "ceremonies/labels": {
            "plain": "dong2.name", "dotted": "dong2.name", "table": "pairs",
        },
    }  # fmt: skip


def test_a_list_within_a_list_is_looped_over_by_its_row(monkeypatch):
    monkeypatch.setattr(writing, "full_sample_of", lambda _name: {"pairs": [[{"name": "Đội 1"}]]})

    assert [(one.path, one.written) for one in fields_of("councils/minutes")] == [
        ("pairs[]", "{%tr for dong in pairs %} … {%tr endfor %}"),
        ("pairs[][]", "{%tr for dong2 in dong %} … {%tr endfor %}"),
        ("pairs[][].name", "{{ dong2.name }}"),
    ]


def test_awkward_data_are_long_odd_and_many():
    much = with_much(
        {
            "name": "Đội 1",
            "number": "05",
            "on": False,
            "n": 3,
            "rows": ["a"],
            "no": [],
            "table": [{"n": 1}],
        }
    )

    assert much == {
        "name": f"Đội 1 {AWKWARD}", "number": "05", "on": True, "n": 3,
        "rows": [f"a {AWKWARD}"] * SEVERAL, "table": [{"n": 1}] * MANY, "no": [],
    }  # fmt: skip


def test_a_template_that_fails_with_awkward_data_alone_is_found():
    content = (FOLDER / "councils/invitation.docx").read_bytes()
    whole = sample_of("councils/invitation")
    assert try_out(content, whole) == []

    less = {key: value for key, value in whole.items() if key != "venue"}
    assert [(one.code, one.place) for one in try_out(content, less)] == [
        ("trial_long", "Thử với tên dài, ký tự lạ và nhiều dòng")
    ]


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        (["một", "hai"], ["một", "hai"], []),
        (
            ["đầu", "Giấy mời họp", "a", "b", "c"], ["đầu", "Thư mời họp", "a", "b", "c"],
            [
                {"skipped": 0, "pieces": [["same", "đầu"]]},
                {"skipped": 0, "pieces": [
                    ["removed", "Giấy "], ["added", "Thư "], ["same", "mời họp"],
                ]},
                {"skipped": 0, "pieces": [["same", "a"]]},
                {"skipped": 2, "pieces": []},
            ],
        ),
        (["a"], ["a", "b"], [
            {"skipped": 0, "pieces": [["same", "a"]]},
            {"skipped": 0, "pieces": [["added", "b"]]},
        ]),
        (["a", "b"], ["a"], [
            {"skipped": 0, "pieces": [["same", "a"]]},
            {"skipped": 0, "pieces": [["removed", "b"]]},
        ]),
    ],
)  # fmt: skip
def test_what_two_texts_have_apart_is_told_word_by_word(before, after, found):
    assert difference(before, after) == found
