"""Every route says who may open it; no page changes anything on GET; no route vanishes unseen."""

import json
import re
from pathlib import Path

import pytest

from workflow.accounts.models import Role

ROUTES = Path(__file__).with_name("routes.json")
KEBAB = re.compile(r"^(/|(/([a-z0-9]+(-[a-z0-9]+)*|<([a-z]+:)?[a-z_]+>)(\.[a-z]+)?)+/?)$")
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
    }  # fmt: skip


def test_urls_are_kebab_case_with_no_integer_keys(rules):
    odd = [r.rule for r in rules if not KEBAB.match(r.rule)]

    assert odd == []


def test_no_route_appears_or_vanishes_unseen(rules):
    """After a deliberate change: `python -m tools.routes`."""
    here = sorted(f"{'/'.join(sorted(r.methods - {'HEAD', 'OPTIONS'}))} {r.rule}" for r in rules)

    assert here == json.loads(ROUTES.read_text())
