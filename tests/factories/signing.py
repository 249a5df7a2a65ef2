"""The authorities and keys of a test run: one set, wherever offices sign digitally."""

import pytest

from tests.conftest import START
from tests.signatures.pki.authorities import Servers
from workflow.signatures.keys import child
from workflow.signatures.keys.register import Entry, Kind, Purpose, changing, write_private

PASSWORD = "mật-khẩu-4471"


@pytest.fixture(scope="session")
def servers():
    with Servers(START).running() as running:
        yield running


def add_keys(folder, authorities, *names):
    with changing(folder) as known:
        for name in names:
            known[name] = Entry(
                id=name, kind=Kind.PKCS12, file=f"{name}.p12",
                purpose=Purpose.SEAL if name == "seal" else Purpose.PERSON,
                certificate=authorities.certificate(name),
                chain=(authorities.certificate("issuing"),),
            )  # fmt: skip
            packed = authorities.pkcs12(name, PASSWORD.encode())
            write_private(folder / f"{name}.p12", packed)


@pytest.fixture(scope="session")
def keys(settings, servers):
    """The office's keys in the instance: the head's and the seal's, opened by one password."""
    folder = settings.instance / "keys"
    folder.mkdir(mode=0o700, exist_ok=True)
    authorities = servers.authorities
    add_keys(folder, authorities, "head", "deputy", "seal")
    yield folder
    child.child_of(folder).stop()
