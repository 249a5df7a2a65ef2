"""Everybody tries every page and every act; only those meant get in, the rest learn nothing."""

import io
import itertools
import re
import zipfile
from urllib.parse import urlsplit

import pytest

from tests.architecture.conftest import OFFICE_ROLES
from tests.architecture.world import (
    MARK,
    address,
    changes,
    contents,
    fillings,
    form_of,
    public_ids,
    rules_in_order,
    rules_of,
    sample,
)
from workflow.core.db import new_public_id
from workflow.core.workbooks import XLSX

pytestmark = pytest.mark.prove  # on both databases there

UNSAFE = "POST"
# acts on the asker's own office, with no object
OWN_DESK = {"proposals.compute_suggestions", "amending.rule", "ceremonies.own_order_of_honour"}
ON_RECORD = {"councils.cast": {"audit_streams", "audit_records"}}  # refused, and the attempt kept
ROLES_TRIED = 2  # colleagues who try a route here; all of them in `make prove`
LEAVING = {"accounts.sign_out"}  # ends the browser's own session, whoever asks
STRANGERS = {"stranger", "neighbour", "roleless"}
NOT_MINE = {403, 404}
HIDDEN = re.compile(r'name="(csrf_token|idempotency_key)"[^>]*value="[^"]*"|nonce="[^"]*"')


def tries(app, world, method, *, only_records=False):
    """Return (rule, path) of every route with the method, for records of the world."""
    return [
        (rule, address(app, rule, values))
        for rule in rules_of(app)
        if method in rule.methods and (rule.arguments or not only_records)
        for values in sample(rule, fillings(rule, world))
    ]


def ask(client, method, path, **form):
    return client.open(path, method=method, **form)


def to_sign_in(answer):
    return answer.status_code == 302 and urlsplit(answer.location).path == "/accounts/sign-in"


def access_of(app, rule):
    return app.view_functions[rule.endpoint].access


def names_a_record(rule):
    return bool(rule.arguments - {"year", "way", "code", "token", "root_id", "algorithm_id"})


def insiders(world):
    return [name for name in world.people if name not in STRANGERS]


def likely_first(app, rule, world):
    """Return those of the house, whoever has a role the route asks for before the others."""
    access = access_of(app, rule)
    meant = access if isinstance(access, frozenset) else ()
    return sorted(insiders(world), key=lambda name: name.replace(" ", "_") not in meant)


def secrets_of(world):
    """What must not be on a stranger's page: every public id and every title of the world."""
    return (public_ids() - world.outside) | {MARK}


def words_of(answer):
    """Return what an answer says; a workbook is looked into."""
    if answer.mimetype != XLSX:
        return answer.get_data(as_text=True)
    with zipfile.ZipFile(io.BytesIO(answer.get_data())) as package:
        return "".join(package.read(name).decode() for name in package.namelist())


def found_in(secrets, answer):
    told = words_of(answer) + (answer.location or "") + str(answer.headers)
    return sorted(secret for secret in secrets if secret in told)


def test_every_route_has_something_to_show_in_the_world(app, world):
    empty = [rule.rule for rule in rules_of(app) if not fillings(rule, world)]

    assert empty == []


def test_nobody_is_sent_to_sign_in_and_changes_nothing(app, world):
    client, before, wrong = app.test_client(), contents(), []

    for method in ("GET", UNSAFE):
        for rule, path in tries(app, world, method):
            if access_of(app, rule) == "public":
                continue
            answer = ask(client, method, path)
            fits = to_sign_in(answer) if method == "GET" else answer.status_code == 401
            if not fits:
                wrong.append((method, path, answer.status_code))

    assert (wrong, changes(before, contents())) == ([], [])


def test_strangers_read_nothing_of_the_world(app, world):
    secrets, wrong = secrets_of(world), []

    for name in ("stranger", "roleless"):
        for rule, path in tries(app, world, "GET"):
            answer = ask(world.people[name], "GET", path)
            allowed = NOT_MINE if names_a_record(rule) else NOT_MINE | {200, 302}
            told = found_in(secrets - set(path.split("/")), answer)
            if access_of(app, rule) != "public" and (answer.status_code not in allowed or told):
                wrong.append((name, path, rule.endpoint, answer.status_code, told[:3]))

    assert wrong == []


def test_what_was_not_handed_over_is_nowhere_to_be_read(app, world):
    """A superior sees what was sent up; the team next door sees nothing of this one's."""
    told = {}

    for name in ("superior secretary", "superior head", "superior clerk", "neighbour"):
        for rule, path in tries(app, world, "GET"):
            answer, named = ask(world.people[name], "GET", path), set(path.split("/"))
            if found := found_in(world.kept - named, answer):
                told[name, rule.rule] = found[:3]
            if world.kept & named and answer.status_code not in NOT_MINE:
                told[name, path] = answer.status_code

    assert told == {}


def acts_of(app, world):
    """Return (rule, paths) of every unsafe route that is for somebody signed in."""
    for rule in rules_in_order(app):
        closed = access_of(app, rule) != "public" and rule.endpoint not in LEAVING
        if UNSAFE in rule.methods and closed:
            yield rule, [address(app, rule, one) for one in fillings(rule, world)]


def test_strangers_change_nothing_of_the_world(app, world):
    before, wrong = contents(), []

    for name in ("stranger", "roleless"):
        for rule, paths in acts_of(app, world):
            if rule.endpoint in OWN_DESK:
                continue
            form = form_of(rule, world)
            statuses = {
                ask(world.people[name], UNSAFE, path, data=form).status_code
                for path in sample(rule, paths)
            }
            after = contents()
            changed = set(changes(before, after)) - ON_RECORD.get(rule.endpoint, set())
            before = after if rule.endpoint in ON_RECORD else before
            allowed = NOT_MINE if names_a_record(rule) else NOT_MINE | {302, 409, 422}
            if statuses - allowed or changed:
                wrong.append((name, rule.rule, statuses, sorted(changed)))

    assert wrong == []


def same_page(answer, value):
    """Return the page without what differs from one request to the next."""
    return HIDDEN.sub("", words_of(answer)).replace(str(value), "…")


def headers_of(answer, value):
    return sorted(
        (name, text.replace(str(value), "…"))
        for name, text in answer.headers
        if name not in {"Content-Length", "Content-Security-Policy", "Set-Cookie"}
    )


def test_what_exists_elsewhere_answers_as_what_does_not_exist(app, world):
    """Promise P22: neither status nor words nor headers tell the two apart."""
    differing = []

    for rule in rules_of(app):
        if not names_a_record(rule):
            continue
        some = sample(rule, fillings(rule, world))
        for values, method in itertools.product(some, ("GET", UNSAFE)):
            if method not in rule.methods:
                continue
            nowhere = values | {"public_id": new_public_id()}
            there, absent = (
                ask(world.people["stranger"], method, address(app, rule, one))
                for one in (values, nowhere)
            )
            pairs = ((there, values["public_id"]), (absent, nowhere["public_id"]))
            pages, heads = ({same_page(*one) for one in pairs}, [headers_of(*one) for one in pairs])
            if len(pages) > 1 or heads[0] != heads[1] or there.status_code != absent.status_code:
                differing.append((method, rule.rule, there.status_code, absent.status_code))

    assert differing == []


def test_a_colleague_without_the_role_is_refused(app, world):
    before, wrong = contents(), []

    for rule in rules_of(app):
        access = access_of(app, rule)
        if not isinstance(access, frozenset):
            continue
        paths = [address(app, rule, values) for values in fillings(rule, world)][:1]
        others = sorted(set(OFFICE_ROLES) - access)
        statuses = {
            ask(world.people[role], method, path).status_code
            for role in sample(rule, others, most=ROLES_TRIED)
            for path in paths
            for method in {"GET", UNSAFE} & rule.methods
        }
        if statuses - {403}:
            wrong.append((rule.rule, statuses))

    assert (wrong, changes(before, contents())) == ([], [])


def test_every_page_opens_for_somebody_of_the_house(app, world):
    shut = []

    for rule in rules_of(app):
        if "GET" not in rule.methods or access_of(app, rule) == "public":
            continue
        paths = [address(app, rule, values) for values in fillings(rule, world)]
        answers = (
            ask(world.people[name], "GET", path)
            for path in paths
            for name in likely_first(app, rule, world)
        )
        if not any(one.status_code in {200, 302} and not to_sign_in(one) for one in answers):
            shut.append(rule.rule)

    assert shut == []


DEMO_ONLY = {"reports.move_clock"}  # tried in tests of the demonstration


def test_every_act_answers_somebody_of_the_house(app, world):
    """With an empty form: refused for what is missing, never for who asks."""
    shut = []

    for rule, paths in acts_of(app, world):
        answers = (
            ask(world.people[name], UNSAFE, path, data=form_of(rule, world))
            for path in paths
            for name in likely_first(app, rule, world)
        )
        refused = all(one.status_code in {400, 401, *NOT_MINE} for one in answers)
        if refused and rule.endpoint not in DEMO_ONLY:
            shut.append(rule.rule)

    assert shut == []
