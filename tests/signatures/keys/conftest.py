"""A folder of keys of both kinds, and the signing process in front of it."""

from dataclasses import replace

import pytest

from tests.signatures.keys.softhsm import MODULE, PIN, TOKEN, make_token
from tests.signatures.pki.authorities import read_authorities
from workflow.signatures.keys import child
from workflow.signatures.keys.client import Signer
from workflow.signatures.keys.pins import Pin
from workflow.signatures.keys.register import Entry, Kind, Purpose, changing, write_private

PASSWORD = "mật-khẩu-4471"
ONLY = {
    "token": "ALL",
    "token-digested": "CKM_RSA_PKCS_PSS,CKM_RSA_PKCS",
    "token-raw": "CKM_RSA_X_509",
    "token-old": "CKM_SHA1_RSA_PKCS",
}


@pytest.fixture(scope="session")
def authorities():
    return read_authorities()


@pytest.fixture(scope="session")
def token(tmp_path_factory, authorities):
    return make_token(tmp_path_factory.mktemp("token"), authorities)


@pytest.fixture(scope="session")
def keys(tmp_path_factory, authorities, token):
    """The folder, with its register."""
    folder = tmp_path_factory.mktemp("keys")
    chain = (authorities.certificate("issuing"),)
    blank = Entry(
        id="", kind=Kind.PKCS11, purpose=Purpose.SEAL, certificate=authorities.certificate("seal"),
        chain=chain, module=MODULE, token=TOKEN, key_label="seal", note="của văn thư",
    )  # fmt: skip
    curve = replace(
        blank, certificate=authorities.certificate("head-curve"), purpose=Purpose.PERSON
    )
    with changing(folder) as known:
        for name, only in ONLY.items():
            known[name] = replace(blank, id=name, settings=token.configuration(only))
        settings = token.configuration()
        known |= {
            "token-curve": replace(
                curve, id="token-curve", key_label="head-curve", settings=settings
            ),
            "token-asks": replace(blank, id="token-asks", key_label="asks", settings=settings),
            "token-gone": replace(blank, id="token-gone", token="Không có", settings=settings),
            "token-bare": replace(blank, id="token-bare", key_label="khác", settings=settings),
            "token-wrong": replace(
                blank, id="token-wrong", key_label="head-curve", settings=settings
            ),
            "no-module": replace(blank, id="no-module", module="/usr/lib/none.so"),
        }
        for name, of in (("file", blank), ("file-curve", curve), ("file-wrong", blank)):
            known[name] = replace(of, id=name, kind=Kind.PKCS12, file=f"{name}.p12")
    made = {"file": "seal", "file-curve": "head-curve", "file-wrong": "head"}
    for name, of in made.items():
        write_private(folder / f"{name}.p12", authorities.pkcs12(of, PASSWORD.encode()))
    return folder


@pytest.fixture(scope="session")
def signer(keys):
    """The signing process as a child of this one, started when a test first needs it."""
    yield Signer(keys)
    child.child_of(keys).stop()


@pytest.fixture(scope="session")
def pin():
    """The right PIN or password of a key of the folder."""
    return lambda key_id: Pin(PASSWORD if key_id.startswith("file") else PIN)
