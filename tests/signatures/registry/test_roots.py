"""Roots count once a second keeper compared them; others see them and change nothing."""

import io
import re

import pytest

from tests.signatures.registry.conftest import CRL
from workflow.core import audit
from workflow.core.errors import BadInput, InvalidStep, NotAllowed
from workflow.core.unit_of_work import unit_of_work
from workflow.signatures.queries import trusted_roots
from workflow.signatures.registry import queries, trusting
from workflow.signatures.registry.tasks import count_waiting, tasks_for
from workflow.signatures.states import RootStatus as S


def do(act, *args, **more):
    with unit_of_work():
        return act(*args, **more)


def test_strangers_change_no_root_and_administrators_below_only_see_them(statuses, propose, desk):
    root = f"/signatures/roots/{propose().public_id}"

    for page in ("/signatures/roots", root, "/signatures/roots/new"):
        assert statuses(page) == [302, 403, 200]
    assert statuses("/signatures/roots/new", "post", {}) == [401, 403, 403]
    for act in ("confirm", "decline", "withdraw", "end"):
        form = {"compared": "y", "reason": "thử"}
        assert statuses(f"{root}/{act}", "post", form) == [401, 403, 403 if act != "end" else 409]
    below = desk("below").get("/signatures/roots/new").get_data(as_text=True)
    assert "do quản trị viên của cơ quan cấp cao nhất giữ" in below
    assert trusted_roots() == []


def test_an_administrator_below_proposes_nothing(propose):
    with pytest.raises(NotAllowed):
        propose(by="below")


def test_a_root_is_trusted_once_a_second_keeper_has_compared_it(propose, people, authorities):
    root = propose()
    assert trusted_roots() == []
    with pytest.raises(NotAllowed):
        do(trusting.confirm, root.public_id, compared=True, actor=people.first)
    with pytest.raises(BadInput):
        do(trusting.confirm, root.public_id, compared=False, actor=people.second)
    assert trusted_roots() == []

    do(trusting.confirm, root.public_id, compared=True, actor=people.second)

    assert [(one.der, one.crl_urls) for one in trusted_roots()] == [
        (authorities.certificate("root"), [CRL])
    ]
    acts = [line.act for line in audit.journal("trusted_root", root.id)]
    assert acts == ["trusted_root.confirm", "trusted_root.propose"]


def test_the_published_fingerprint_must_be_that_of_the_file_which_is_not_told(propose, fingerprint):
    with pytest.raises(BadInput) as refused:
        propose(typed="ab" * 32)
    pairs = ":".join(re.findall("..", fingerprint.upper()))

    assert (refused.value.field, pairs in str(refused.value)) == ("fingerprint", False)
    assert propose(typed=f" {pairs} ").status is S.PROPOSED


def test_a_change_around_a_root_takes_its_place_only_when_confirmed(trusted, propose, people):
    changed = propose(by="second", crls=("http://crl.example.vn/moi.crl",))
    assert [one.crl_urls for one in trusted_roots()] == [[CRL]]
    with pytest.raises(BadInput):
        propose(by="first")  # one waits already

    do(trusting.confirm, changed.public_id, compared=True, actor=people.first)

    assert [one.crl_urls for one in trusted_roots()] == [["http://crl.example.vn/moi.crl"]]
    assert queries.get_root(trusted.public_id).status is S.ENDED


def test_a_root_is_declined_withdrawn_or_ended_with_a_reason(propose, people):
    def settled(act, by, *args):
        root = propose()
        if act is trusting.end:
            do(trusting.confirm, root.public_id, compared=True, actor=people.second)
        made = do(act, root.public_id, *args, actor=by)
        return made.status, made.end_reason

    assert settled(trusting.decline, people.second, "khác bản công bố") == (
        S.DECLINED, "khác bản công bố",
    )  # fmt: skip
    assert settled(trusting.withdraw, people.first) == (S.WITHDRAWN, "")
    with pytest.raises(BadInput):
        settled(trusting.end, people.first, " ")
    root = trusted_roots()[0]
    do(trusting.end, root.public_id, "lộ khóa", actor=people.first)
    assert trusted_roots() == []
    with pytest.raises(InvalidStep):
        do(trusting.end, root.public_id, "lộ khóa", actor=people.first)


def test_a_proposed_root_waits_in_the_inbox_of_the_other_keeper_alone(propose, people):
    root = propose()

    found = {who: [task.values for task in tasks_for(getattr(people, who))]
             for who in ("first", "second", "below", "head")}  # fmt: skip
    waits = [{"root_id": root.public_id}]
    assert found == {"first": [], "second": waits, "below": [], "head": []}
    assert [count_waiting(people.first), count_waiting(people.second)] == [0, 1]


def test_the_pages_take_a_root_and_a_second_person_confirms_it(desk, armoured, fingerprint):
    def sent(**typed):
        return {
            "trust_class": "official", "fingerprint": fingerprint, "source": "rootca.gov.vn",
            "crls": CRL, "file": (io.BytesIO(armoured("root")), "goc.pem"),
            "below": (io.BytesIO(armoured("issuing")), "ca.pem"),
        } | typed  # fmt: skip

    first, second = desk("first"), desk("second")
    inner = first.post("/signatures/roots/new", data=sent(ocsps="http://10.1.2.3/o"))
    assert (inner.status_code, "máy trong mạng nội bộ" in inner.get_data(as_text=True)) == (
        422, True,
    )  # fmt: skip
    made = first.post("/signatures/roots/new", data=sent())
    assert made.status_code == 302
    page = second.get(made.location).get_data(as_text=True)
    assert ("CA thử nghiệm chuyên dùng công vụ" in page, fingerprint[:2].upper() in page) == (
        True, True,
    )  # fmt: skip
    assert second.post(f"{made.location}/confirm").status_code == 422
    assert second.post(f"{made.location}/confirm", data={"compared": "y"}).status_code == 302
    assert [one.fingerprint for one in trusted_roots()] == [fingerprint]


def hidden(page, name):
    field = re.search(f'<input[^>]*name="{name}"[^>]*>', page)[0]
    return re.search('value="([^"]*)"', field)[1]


def test_files_that_are_fit_are_kept_over_a_refusal_and_others_are_not(
    desk, armoured, fingerprint, people
):
    def sent(**typed):
        filled = {"trust_class": "official", "fingerprint": fingerprint, "crls": CRL, "source": "x"}
        return filled | typed

    def files():
        return {"file": (io.BytesIO(armoured("root")), "goc.pem"),
                "below": (io.BytesIO(armoured("issuing")), "ca.pem")}  # fmt: skip

    browser, url = desk("first"), "/signatures/roots/new"
    none = browser.post(url, data=sent(source="")).text
    assert ("Hãy chọn tệp chứng thư gốc." in none, 'id="source-error"' in none) == (True, True)
    other = {"below": (io.BytesIO(armoured("person", of="public")), "khac.pem")}
    stray = browser.post(url, data=sent() | files() | other).text
    assert ('id="file-error"' in stray, hidden(stray, "held"), hidden(stray, "held_below")) == (
        True, "", "",
    )  # fmt: skip

    refused = [browser.post(url, data=sent(**wrong) | files()).text
               for wrong in ({"source": ""}, {"fingerprint": "ab"}, {"ocsps": "ftp://x"})]  # fmt: skip
    for page in refused:
        assert "Chứng thư vừa gửi còn được giữ" in page
    kept = {name: hidden(refused[0], name) for name in ("held", "held_below")}
    made = browser.post(url, data=sent() | kept)
    assert made.status_code == 302
    root = queries.get_root(made.location.rsplit("/", 1)[1])
    assert (root.fingerprint, len(root.intermediates)) == (fingerprint, 1)


def test_what_is_wrong_around_a_trusted_root_is_said_beside_a_field_of_that_form(
    desk, trusted, armoured, fingerprint
):
    browser, url = desk("first"), f"/signatures/roots/new?renews={trusted.public_id}"
    filled = {"trust_class": "official", "fingerprint": fingerprint, "crls": CRL, "source": "x"}
    other = {"below": (io.BytesIO(armoured("head")), "khac.pem")}

    refused = browser.post(url, data=filled | other).text
    assert ('href="#file"' in refused, 'id="below-error"' in refused) == (False, True)
    assert browser.post(url, data=filled).status_code == 302  # keeps the authorities there are
    waits = browser.post(url, data=filled).text
    assert ('href="#file"' in waits, 'id="below-error"' in waits) == (False, True)
    changed = queries.root_with(fingerprint, S.PROPOSED)
    assert changed.intermediates == trusted.intermediates


def test_who_is_to_confirm_a_root_reads_why_it_was_distrusted_before(
    trusted, propose, people, desk, fingerprint
):
    changed = propose(crls=("http://crl.example.vn/moi.crl",))
    page = f"/signatures/roots/{changed.public_id}"
    before = desk("second").get(page).text
    do(trusting.end, trusted.public_id, "lộ khóa ngày 2/3", actor=people.second)
    after = desk("second").get(page).text

    assert ["lộ khóa ngày 2/3" in one for one in (before, after)] == [False, True]
    assert "đã bị thôi tin cậy" in after
    do(trusting.confirm, changed.public_id, compared=True, actor=people.second)
    assert "lộ khóa ngày" not in desk("second").get(page).text
