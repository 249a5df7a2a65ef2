"""Nothing anybody types, sends or writes into an address makes the application fail (P39)."""

import io
import re

import pytest

from tests.architecture.test_matrix import LEAVING, NOT_MINE, UNSAFE, access_of, likely_first
from tests.architecture.world import (
    FULL,
    address,
    fillings,
    form_of,
    rules_in_order,
    rules_of,
    sample,
)
from workflow.core.db import db
from workflow.settings import ROOT

pytestmark = pytest.mark.prove  # on both databases there

HUGE, ENDLESS = "9" * 30, "9" * 5000  # Python itself refuses to read the second
TYPED = (
    "", "abc", "2147483648", HUGE, ENDLESS, "a\x00b", "\u202eabc\u200b", "31/02/2020", "22/12/2020",
    "٣ {{ 7*7 }} '; -- ../../etc/passwd", "ế" * 3000,
)  # fmt: skip
SAMPLE = ("abc", HUGE, "a\x00b", "31/02/2020", "٣ {{ 7*7 }} '; -- ../../etc/passwd")
OF_EACH = 2  # kinds of nonsense a route is sent here; all of them in `make prove`
WORDS = ("abc", "-1", HUGE, ENDLESS, "a\x00b", "% ٣ '; --")
PLACES = ("abc", "%00", "%ff%fe", "..%2f..", "x" * 3000, "🙂", "%0d%0aSet-Cookie:a=b")
NUMBERS = ("0", "2147483648", HUGE, ENDLESS)
RAW = (
    ("application/json", b'{"version": [1'),
    ("application/x-www-form-urlencoded", b"title=%ff%fe&version=%c3&=&&%"),
    ("multipart/form-data", b"no boundary at all"),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\nno name"),
)


def _names(folder, suffix, *patterns):
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / folder).rglob(f"*.{suffix}")]
    return {name for text in texts for one in patterns for name in re.findall(one, text)}


@pytest.fixture(scope="module")
def field_names():
    """Every name a form of ours has, wherever it is written."""
    drawn = _names("templates", "html", r'\bname="(\w+)"')
    return drawn | _names(
        "workflow", "py", r"(\w+)\s*=\s*\w*Field\(", r'request\.form\.\w+\("(\w+)"'
    )


@pytest.fixture(scope="module")
def question_names():
    return _names("workflow", "py", r'request\.args\.\w+\("(\w+)"') | {"kind", "year", "award"}


class Trial:
    """Send requests and note every one that the application could not take."""

    def __init__(self):
        self.failures = set()

    @property
    def failed(self):
        return sorted(self.failures)

    def send(self, client, method, path, **request):
        try:
            answer = client.open(path, method=method, **request)
        except Exception as error:  # the test application lets what it did not foresee through
            db.session.rollback()
            place = error.__traceback__
            while place.tb_next:
                place = place.tb_next
            at = f"{place.tb_frame.f_code.co_filename.rpartition('/')[2]}:{place.tb_lineno}"
            self.failures.add((method, path[:90], type(error).__name__, at))
            return 500
        if answer.status_code >= 500:
            said = re.sub(r"<[^>]+>|\s+", " ", answer.get_data(as_text=True))[-200:]
            self.failures.add((method, path[:90], str(answer.status_code), said))
        return answer.status_code


def _whoever_may(trial, app, world, rule, method, path):
    """Return a browser the route lets in, so that the nonsense reaches the code behind."""
    form = {"data": form_of(rule, world)} if method == UNSAFE else {}
    for name in likely_first(app, rule, world):
        if trial.send(world.people[name], method, path, **form) not in NOT_MINE | {401}:
            return world.people[name]
    return world.people["secretary"]


def _bodies(names):
    for value in TYPED if FULL else SAMPLE:
        yield {"data": dict.fromkeys(names, value)}
    for kind, body in RAW:
        yield {"data": body, "content_type": kind}
    for content, name in ((b"%PDF-1.7 not one", "x.pdf"), (b"PK\x03\x04", "y\x00.docx")):
        files = {one: (io.BytesIO(content), name) for one in ("file", "files", "document")}
        yield {"data": files | {"text": "x", "title": "x"}, "content_type": "multipart/form-data"}


def test_nonsense_in_forms_is_refused_in_words(app, world, field_names):
    trial = Trial()

    for rule in rules_in_order(app):
        if UNSAFE not in rule.methods or rule.endpoint in LEAVING:
            continue
        for values in fillings(rule, world)[:1]:
            path = address(app, rule, values)
            client = _whoever_may(trial, app, world, rule, UNSAFE, path)
            for body in sample(rule, list(_bodies(field_names)), most=OF_EACH):
                trial.send(client, UNSAFE, path, **body)

    assert trial.failed == []


def test_nonsense_after_the_question_mark_is_borne(app, world, question_names):
    trial = Trial()

    for rule in rules_of(app):
        if "GET" not in rule.methods:
            continue
        for values in fillings(rule, world)[:1]:
            path = address(app, rule, values).partition("?")[0]
            client = _whoever_may(trial, app, world, rule, "GET", path)
            for word in sample(rule, WORDS, most=OF_EACH):
                trial.send(client, "GET", path, query_string=dict.fromkeys(question_names, word))

    assert trial.failed == []


def test_addresses_of_nothing_are_not_found(app, world):
    trial, statuses = Trial(), set()

    for rule in rules_of(app):
        if not rule.arguments or access_of(app, rule) == "public":
            continue
        for values in fillings(rule, world)[:1]:
            right = address(app, rule, values).partition("?")[0]
            client = _whoever_may(trial, app, world, rule, "GET", right)
            for name in rule.arguments:
                words = NUMBERS if isinstance(values[name], int) else PLACES
                for word in sample(rule, words, most=OF_EACH):
                    path = right.replace(f"/{values[name]}", f"/{word}")
                    for method in sorted({"GET", UNSAFE} & rule.methods):
                        statuses.add(trial.send(client, method, path))

    assert trial.failed == []
    assert statuses <= {200, 302, 308, 400, 401, 403, 404, 405, 409, 422}
