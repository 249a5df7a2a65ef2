"""The authorities' servers, started once."""

from datetime import UTC, datetime

import pytest

from tests.signatures.pki.authorities import Servers
from workflow.signatures.evidence import asking
from workflow.signatures.evidence.issuers import Issuers

AT = datetime(2020, 12, 29, 8, tzinfo=UTC)


@pytest.fixture(scope="session")
def servers():
    with Servers(AT).running() as running:
        yield running


@pytest.fixture(autouse=True)
def loopback_is_allowed(monkeypatch):
    monkeypatch.setattr(asking, "inner_allowed", lambda: frozenset({"127.0.0.1"}))


@pytest.fixture
def at_work(servers):
    """The servers with their clock right and nothing asked yet."""
    servers.at, servers.down = AT, False
    servers.asked.clear()
    yield servers
    servers.down = False


@pytest.fixture
def issuers(servers):
    made = servers.authorities
    return Issuers([made.certificate("root")], [made.certificate("issuing")])
