"""What is printed at the foot of whatever carries a code: a square, and how to go without one."""

from collections.abc import Collection
from urllib.parse import urlsplit

from workflow.documents.codes.giving import PAGE, address, address_of, codes_of
from workflow.documents.codes.lettering import grouped
from workflow.documents.engine.marking import Mark, Spot

_PLACES = {"certificate": Spot.CERTIFICATE, "reissue": Spot.CERTIFICATE}


def marks_of(owners: Collection[tuple[str, int]]) -> dict[tuple[str, int], Mark]:
    """Return the marks to print, by owner; what has no code has none."""
    return {
        owner: Mark(address_of(code), _words(code), _PLACES.get(owner[0], Spot.FOOT))
        for owner, code in codes_of(owners).items()
    }


def _words(code: str) -> tuple[str, str, str]:
    """Paper speaks Vietnamese: these words are not for translation."""
    at = urlsplit(address())
    return "Kiểm tra thật giả: quét mã, hoặc mở", f"{at.netloc}{at.path}{PAGE}", grouped(code)
