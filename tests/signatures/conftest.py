"""Papers signed once for all tests: they are bytes and never change."""

import pytest

from tests.signatures.making import (
    SEALED,
    SIGNED,
    VALUES,
    Maker,
    drawn_paper,
    expected,
    picture,
    prepared_paper,
)
from tests.signatures.pki.authorities import read_authorities
from workflow.signatures.engine.signing import certify, seal


@pytest.fixture(scope="session")
def maker() -> Maker:
    return Maker(read_authorities())


@pytest.fixture(scope="session")
def prepared() -> bytes:
    """An unsigned paper with its empty fields."""
    return prepared_paper(drawn_paper())


@pytest.fixture(scope="session")
def signed(maker, prepared) -> dict[str, bytes]:
    """The paper as the head signed it, by level."""
    blue = picture((20, 40, 160))
    return {
        level: certify(prepared, maker.key("head"), maker.means(SIGNED, level, picture=blue))
        for level in ("B", "T", "LTA")
    }


@pytest.fixture(scope="session")
def sealed(maker, signed) -> dict[str, bytes]:
    """The paper numbered and sealed, by level."""
    red = picture((200, 20, 20))
    return {
        level: seal(
            signed[level], maker.key("seal"), maker.means(SEALED, level, picture=red), values=VALUES
        )
        for level in ("B", "T", "LTA")
    }


@pytest.fixture(scope="session")
def recorded(maker):
    """What the record says of the sealed paper, its digest left out."""
    return expected(maker.key("head"), maker.key("seal"))
