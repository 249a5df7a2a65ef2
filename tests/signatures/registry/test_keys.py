"""A key of the signing process is chosen by whoever administers the office it signs for."""

import dataclasses
import io

import pytest

from tests.signatures.registry.conftest import HEAD
from workflow.core.db import db
from workflow.core.errors import BadInput
from workflow.core.unit_of_work import unit_of_work
from workflow.signatures.keys import child
from workflow.signatures.keys.register import Entry, Kind, Purpose, changing
from workflow.signatures.models import SigningCertificate
from workflow.signatures.registry import keys, registering
from workflow.signatures.registry.registering import Wanted
from workflow.signatures.states import Part


@pytest.fixture
def loaded(app, settings, authorities, tmp_path, monkeypatch):
    """The head's key and the seal's, as the register of a signing process of its own has them."""
    folder = tmp_path / "keys"
    folder.mkdir(mode=0o700)
    monkeypatch.setitem(app.config, "SETTINGS", dataclasses.replace(settings, instance=tmp_path))
    with changing(folder) as entries:
        for name, purpose in (("head", Purpose.PERSON), ("seal", Purpose.SEAL)):
            entries[name] = Entry(
                name, Kind.PKCS12, purpose, certificate=authorities.certificate(name),
                file=f"{name}.p12",
            )  # fmt: skip
    yield
    child.child_of(folder).stop()


def test_a_key_is_registered_with_its_certificate_and_hidden_from_other_offices(
    loaded, trusted, people, long_an, desk, armoured
):
    listed = {
        part: [one.id for one in keys.keys_for(part, people.below)]
        for part in (Part.PERSON, Part.SEAL)
    }
    assert listed == {Part.PERSON: ["head"], Part.SEAL: ["seal"]}
    with pytest.raises(BadInput):
        keys.chosen("seal", Part.PERSON, people.below)

    url = f"/signatures/{long_an.department.public_id}/certificates/new/person"
    sent = {"key": "head", "person": people.users["head"].public_id, "known": "y"}
    both = {**sent, "file": (io.BytesIO(armoured("deputy")), "khac.pem")}
    refused = desk("below").post(url, data=both)
    assert (refused.status_code, "Hãy chọn một trong hai" in refused.text) == (422, True)
    assert db.session.query(SigningCertificate).count() == 0
    assert desk("below").post(url, data=sent).status_code == 302
    with unit_of_work():
        seal = registering.register(
            long_an.department.public_id, keys.chosen("seal", Part.SEAL, people.below),
            Wanted(Part.SEAL), None, actor=people.below,
        )  # fmt: skip
    assert (seal.key_id, seal.part) == ("seal", Part.SEAL)
    again = desk("below").post(url, data=sent).text
    assert ('id="key-error"' in again, 'id="file-error"' in again) == (True, False)
    twice = desk("below").post(url, data={
        "file": (io.BytesIO(armoured("head")), "a.pem"), "person": sent["person"], "known": "y",
    }).text  # fmt: skip
    assert ('id="key-error"' in twice, 'id="file-error"' in twice) == (False, True)

    assert keys.keys_for(Part.PERSON, people.elsewhere) == []
    assert [keys.named(one) for one in keys.keys_for(Part.PERSON, people.first)] == [HEAD]


def test_a_signing_process_that_is_away_is_told_to_the_administrator_beside_the_form(
    loaded, app, trusted, people, long_an, desk, tmp_path, monkeypatch
):
    url = f"/signatures/{long_an.department.public_id}/certificates/new/person"
    sent = {"key": "head", "person": people.users["head"].public_id, "known": "y"}
    there = desk("below").get(url).text
    away = dataclasses.replace(app.config["SETTINGS"], signer=str(tmp_path / "nobody"))
    monkeypatch.setitem(app.config, "SETTINGS", away)
    page, refused = desk("below").get(url).text, desk("below").post(url, data=sent)

    said = "Tiến trình ký không trả lời. Nhờ người vận hành"
    assert [said in one for one in (there, page, refused.text)] == [False, True, True]
    assert (refused.status_code, 'href="#key"' in refused.text) == (422, False)
    assert "chưa ký gì" not in page + refused.text
    assert db.session.query(SigningCertificate).count() == 0
