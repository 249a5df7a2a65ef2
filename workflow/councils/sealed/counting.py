"""Count an opened box: totals an item and nothing else; a box that is not whole is refused."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from workflow.councils.sealed.box import Slot, root_of
from workflow.councils.sealed.sealing import BadPaper, Mark, binding, open_paper


class Fault(StrEnum):
    """Why a box is not counted."""

    KEY = "key"  # the shares make a key that is not this ballot's
    MORE = "more"  # more papers than members marked as having voted
    FEWER = "fewer"
    ROOT = "root"  # as many papers, but not those of the close
    TWICE = "twice"  # one paper in two slots
    RECORD = "record"  # a paper, or the key, is not the one put on record while it was open
    PAPER = "paper"  # a paper of another ballot, changed, or saying what no paper can


class Refused(ValueError):
    """The box does not agree with what was fixed at the close."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True)
class Sealed:
    """Everything that was fixed at the close of one secret ballot."""

    ballot: str
    items: Sequence[int]
    public: bytes
    voted: int
    root: bytes
    box: Sequence[Slot]


Totals = Mapping[int, Mapping[Mark, int]]


def count(sealed: Sealed, private: X25519PrivateKey) -> Totals:
    """Return, by item, how often each mark was made. Raises Refused and counts nothing then."""
    if private.public_key().public_bytes_raw() != sealed.public:
        raise Refused(Fault.KEY)
    if len(sealed.box) != sealed.voted:
        raise Refused(Fault.MORE if len(sealed.box) > sealed.voted else Fault.FEWER)
    if root_of(sealed.box) != sealed.root:
        raise Refused(Fault.ROOT)
    if len({one.sealed for one in sealed.box}) != len(sealed.box):
        raise Refused(Fault.TWICE)
    bound = binding(sealed.ballot, sealed.items)
    try:
        papers = [open_paper(s.sealed, private, bound, len(sealed.items)) for s in sealed.box]
    except BadPaper:
        raise Refused(Fault.PAPER) from None
    return dict(zip(sealed.items, _totals(papers, len(sealed.items)), strict=True))


def _totals(papers: Iterable[Sequence[Mark]], items: int) -> list[dict[Mark, int]]:
    counted = [Counter[Mark]() for _item in range(items)]
    for paper in papers:
        for item, mark in enumerate(paper):
            counted[item][mark] += 1
    return [{mark: one[mark] for mark in Mark} for one in counted]
