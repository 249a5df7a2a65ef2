"""An exported box counted again: by the product's command, and by a program that knows it not."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.factories.councils import member_actor
from workflow.core.db import db
from workflow.councils.models import TallyLine
from workflow.councils.sealed.keys import draw_code
from workflow.councils.services.secret.counting import exported
from workflow.councils.states import Choice

pytestmark = pytest.mark.prove  # on both databases there

A, D, X = Choice.AGREE, Choice.DISAGREE, Choice.OTHER
VERIFIER = Path(__file__).parents[3] / "tools" / "recount_box.py"


@pytest.fixture
def counted(make_vault):
    vault = make_vault()
    for at, choice in enumerate((A, A, A, D, X)):
        vault.cast(at, choice)
    vault.close().count()
    return vault


def command(app, file, codes):
    done = app.test_cli_runner().invoke(
        args=["council", "recount", str(file)], input="\n".join(codes)
    )
    return done.exit_code, done.output


def verifier(_app, file, codes, *more):
    done = subprocess.run([sys.executable, "-I", str(VERIFIER), str(file), *more],
                          input="\n".join(codes), text=True, capture_output=True, check=False)  # fmt: skip
    return done.returncode, done.stdout + done.stderr


BOTH = pytest.mark.parametrize("again", [command, verifier])


@pytest.fixture
def export(counted, tmp_path):
    def make(change=lambda box: None):
        box = json.loads(json.dumps(exported(counted.meeting.ballot)))
        change(box)
        file = tmp_path / "box.json"
        file.write_text(json.dumps(box))
        db.session.rollback()
        return file

    return make


@BOTH
def test_the_totals_come_out_again_by_any_two_codes(app, counted, export, again):
    for pair in ((1, 2), (3, 1)):
        code, said = again(app, export(), [counted.codes[n] for n in pair])
        assert (code, "KHÁC" in said) == (0, False)
    items = [str(item) for item in exported(counted.meeting.ballot)["items"]]
    told = {command: "đồng ý 3, không 1, khác 1", verifier: "agree=3 disagree=1 other=1"}[again]
    assert (said.count(told), all(item in said for item in items)) == (3, True)


def _publish_another(box):
    box["published"][str(box["items"][0])]["agree"] = 4


def _drop_a_paper(box):
    box["box"].pop()


def _put_another_in(box):
    box["box"][0][1] = box["box"][1][1]


def _flip_a_bit(box):
    sealed = bytearray.fromhex(box["box"][0][1])
    sealed[-20] ^= 1
    box["box"][0][1] = sealed.hex()


def _swap_items(box):
    box["items"].reverse()


@BOTH
@pytest.mark.parametrize(
    "change", [_publish_another, _drop_a_paper, _put_another_in, _flip_a_bit, _swap_items]
)
def test_a_changed_export_is_refused_and_the_difference_named(app, counted, export, again, change):
    code, said = again(app, export(change), [counted.codes[1], counted.codes[2]])
    told = {
        _publish_another: ("item", "item"), _drop_a_paper: ("ít phiếu hơn", "4 papers"),
        _put_another_in: ("lúc đóng hòm", "the seal"), _flip_a_bit: ("lúc đóng hòm", "the seal"),
        _swap_items: ("không mở được", "another ballot"),
    }[change][again is verifier]  # fmt: skip
    assert (code, told in said) == (1, True)


@BOTH
@pytest.mark.parametrize("codes", [[], [1], [1, 1], [1, "foreign"], [1, "nonsense"]])
def test_codes_that_do_not_open_it_count_nothing(app, counted, export, again, codes):
    known = {**counted.codes, "foreign": draw_code(2), "nonsense": "mật khẩu"}
    code, said = again(app, export(), [known[one] for one in codes])
    assert (code, "agree=" in said or "đồng ý" in said) == (1, False)
    assert not [one for one in known.values() if one in said]


@BOTH
@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "bang-vang box 1"}', "\x00\xff"])
def test_what_is_no_box_is_refused_in_a_sentence(app, database, tmp_path, again, text):
    file = tmp_path / "x.json"
    file.write_bytes(text.encode("latin-1"))
    code, said = again(app, file, [])
    assert (code, "Traceback" in said) == (1, False)


def test_a_whole_box_made_up_elsewhere_is_told_from_the_one_kept_here(app, counted, export):
    """The file agrees with itself; the installation knows what was published."""
    line = db.session.query(TallyLine).first()
    line.agree += 1
    db.session.commit()
    file = export(
        lambda box: box["published"][str(line.ballot_item_id)].update(agree=line.agree - 1)
    )
    code, said = command(app, file, [counted.codes[1], counted.codes[2]])
    assert (code, "published: not as stored here" in said) == (1, True)
    assert verifier(app, file, [counted.codes[1], counted.codes[2]])[0] == 0


def test_the_second_program_holds_the_seal_against_one_known_elsewhere(app, counted, export):
    codes, root = [counted.codes[1], counted.codes[2]], exported(counted.meeting.ballot)["root"]
    assert verifier(app, export(), codes, "--root", root.upper())[0] == 0
    assert verifier(app, export(), codes, "--root", "00" * 32)[0] == 1


def test_the_second_program_is_short_and_knows_nothing_of_the_product():
    source = VERIFIER.read_text()
    named = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    roots = {(getattr(node, "module", None) or node.names[0].name).split(".")[0] for node in named}
    assert roots - set(sys.stdlib_module_names) == {"cryptography"}
    assert len(source.splitlines()) < 200


def test_the_box_is_handed_to_tellers_and_the_secretary_by_a_link_on_the_page(counted, client_as):
    page = f"/councils/sessions/{counted.meeting.session.public_id}"
    address = f"/councils/ballots/{counted.id}/box"
    for at, may in ((2, True), (0, False)):
        browser = client_as(counted.meeting.members[at])
        text = browser.get(page).text
        assert ("Tra mã phiếu" in text, address in text) == (True, may)
        answer = browser.get(address)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (
            200 if may else 403,
            "no-store",
        )
    assert (
        counted.id in json.loads(client_as(counted.meeting.members[2]).get(address).text)["ballot"]
    )
    assert member_actor(counted.meeting.members[2]).roles == frozenset()
