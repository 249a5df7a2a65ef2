"""Every route says who may open it; no page changes anything on GET; no route vanishes unseen."""

import json
import re
from pathlib import Path

import pytest
from werkzeug.routing import IntegerConverter

from workflow.accounts.models import Role

ROUTES = Path(__file__).with_name("routes.json")
WORD = r"[a-z0-9]+(-[a-z0-9]+)*"
PLACE = r"<([a-z]+(\([a-z0-9=, ]+\))?:)?[a-z_]+>"
KEBAB = re.compile(rf"^(/|(/({WORD}|{PLACE}))+/?)$")
INTEGERS = {
    "number", "year",  # a page's number, a register's year
    "item_id", "point_id", "seat_id",  # rows of a record that the address names by its public id
}  # fmt: skip
FREE = {"static"}


@pytest.fixture
def rules(app):
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint not in FREE]


def test_every_route_declares_its_access(app, rules):
    bare = [r.endpoint for r in rules if not hasattr(app.view_functions[r.endpoint], "access")]

    assert bare == []


def test_every_role_a_route_names_exists(app, rules):
    known = {role.value for role in Role}
    named = {
        role
        for rule in rules
        if isinstance(access := app.view_functions[rule.endpoint].access, frozenset)
        for role in access
    }

    assert named - known == set()


def test_open_pages_are_only_those_a_stranger_needs(app, rules):
    open_to_all = {r.endpoint for r in rules if app.view_functions[r.endpoint].access == "public"}

    assert open_to_all == {
        "accounts.sign_in", "accounts.demo_sign_in", "accounts.enter", "accounts.choose_language",
        "check.index", "check.show",
    }  # fmt: skip


def test_urls_are_kebab_case(rules):
    odd = [r.rule for r in rules if not KEBAB.match(r.rule)]

    assert odd == []


def test_no_url_names_a_record_by_its_integer_key(rules):
    integers = {
        name
        for rule in rules
        for name, converter in rule._converters.items()
        if isinstance(converter, IntegerConverter)
    }

    assert integers == INTEGERS


def test_integer_keys_stand_only_behind_a_public_id(rules):
    keys = [r for r in rules if {"item_id", "point_id", "seat_id"} & r.arguments]

    assert [r.rule for r in keys if "public_id" not in r.arguments] == []


def test_no_route_appears_or_vanishes_unseen(rules):
    """After a deliberate change: `python -m tools.routes`."""
    here = sorted(f"{'/'.join(sorted(r.methods - {'HEAD', 'OPTIONS'}))} {r.rule}" for r in rules)

    assert here == json.loads(ROUTES.read_text())
