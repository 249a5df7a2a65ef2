"""Someone who holds everything stored, and tries to tell who voted how.

What is held: every table with its system columns, the database's files with log and dead pages,
the copies made after each vote, and the log files. Each strategy joins papers to members by one
trace (`LINKS`) and reads a paper by one feature (`READERS`), or looks for words near a member.
All guesses keep to the published totals; what counts is how much better than those they do.
"""

import hashlib
import zlib
from dataclasses import dataclass, field
from math import sqrt

from workflow.councils.sealed.envelopes import BadEnvelope, open_envelope
from workflow.councils.sealed.keys import _private
from workflow.councils.sealed.sealing import Mark, binding

AGREE, DISAGREE = "agree", "disagree"
NEAR = 300
LABELS = (b"bang-vang ballot v1", b"bang-vang teller v1", b"bang-vang share v1", b"")


@dataclass(frozen=True)
class Voter:
    """One member, with every trace the member's vote left; traces are compared by order."""

    user_id: int
    name: str
    traces: dict[str, object]


@dataclass(frozen=True)
class Paper:
    """One stored paper, sealed or as plain as the textbook has it, with its traces."""

    key: bytes
    content: bytes
    traces: dict[str, object]


@dataclass
class Loot:
    """What was stored of one session, and its published totals."""

    ballot: str
    items: list[int]
    voters: list[Voter]
    papers: list[Paper]
    agree: int
    stored: bytes = b""  # files, dead pages, dumps and logs, for whoever looks for words
    keys: list[bytes] = field(default_factory=list)  # every blob in the database


def _ordered(rows, trace):
    tie = {id(row): hashlib.sha256(str(getattr(row, "key", row.__class__)).encode()).digest()
           for row in rows}  # fmt: skip
    return sorted(rows, key=lambda row: (row.traces.get(trace) is None,
                                         row.traces.get(trace) or 0, tie[id(row)]))  # fmt: skip


def _link(of_voter, of_paper):
    """Join the voters in the order of one trace to the papers in the order of another."""

    def link(loot):
        return dict(zip((v.user_id for v in _ordered(loot.voters, of_voter)),
                        _ordered(loot.papers, of_paper), strict=True))  # fmt: skip

    return link


LINKS = {
    "records next to each other in the journal": _link("cast record", "paper record"),
    "the same transaction (xmin), or order of writing": _link("row version", "row version"),
    "place in the table (ctid, rowid)": _link("cast record", "place"),
    "place in the file": _link("cast record", "offset"),
    "first trace in the log of writes": _link("cast record", "log offset"),
    "copies made after each vote": _link("copy", "copy"),
    "times of acts done once": _link("done at", "paper record"),
    "order of the seats, order of the slots": _link("seat", "slot"),
    "number and time of the row": _link("cast record", "number"),
}


def _opened(loot, paper):
    """Try every blob in the database, whole and in halves, as the seed of a key."""
    seeds = {blob[at : at + 16] for blob in loot.keys for at in (0, 16, 32) if len(blob) >= at + 16}
    for seed in sorted(seeds):
        for label in LABELS:
            try:
                marks = open_envelope(paper.content, _private(seed, label),
                                      binding(loot.ballot, loot.items))  # fmt: skip
            except (BadEnvelope, ValueError):
                continue
            return marks[0] == Mark.AGREE
    return False


def _sealed_part(paper):
    return paper.content[32:33] or b"\0"


READERS = {
    "what it says": lambda loot, p: (AGREE.encode() in p.content) - (DISAGREE.encode() in p.content) * 2,
    "the byte where the mark lies": lambda loot, p: _sealed_part(p)[0],
    "the lowest bit there": lambda loot, p: _sealed_part(p)[0] & 1,
    "unlike the first paper there": lambda loot, p: _sealed_part(p)[0] ^ _sealed_part(loot.papers[0])[0],
    "the sender's key": lambda loot, p: sum(p.content[:32]),
    "the tag": lambda loot, p: p.content[-1],
    "length": lambda loot, p: len(p.content),
    "how well it packs": lambda loot, p: len(zlib.compress(p.content, 9)),
    "the slot": lambda loot, p: p.key,
    "its digest": lambda loot, p: hashlib.sha256(p.content).digest(),
}  # fmt: skip
OPENER = "keys among what is stored"


def _words_near(loot, needle):
    found = 0
    at = loot.stored.find(needle)
    while at >= 0:
        near = loot.stored[max(0, at - NEAR) : at + len(needle) + NEAR]
        found += near.count(AGREE.encode()) - 3 * near.count(DISAGREE.encode())
        at = loot.stored.find(needle, at + 1)
    return found


def _top(scores, loot):
    """Let the `agree` highest be those who agreed; the rest did not."""
    ranked = sorted(scores, key=lambda one: scores[one], reverse=True)
    return {one: AGREE if at < loot.agree else DISAGREE for at, one in enumerate(ranked)}


def guesses(loot, *, with_keys):
    """Yield each strategy's name and its guess for every voter."""
    for how, link in LINKS.items():
        linked = link(loot)
        for what, read in READERS.items():
            yield f"{how}; {what}", _top({u: read(loot, p) for u, p in linked.items()}, loot)
    linked = LINKS["records next to each other in the journal"](loot)
    if with_keys:
        yield OPENER, _top({u: _opened(loot, p) for u, p in linked.items()}, loot)
    for what, needle in (("name", lambda v, p: v.name.encode()), ("slot", lambda v, p: p.key),
                         ("slot as text", lambda v, p: p.key.hex().encode()),
                         ("content", lambda v, p: p.content[:16])):  # fmt: skip
        near = {v.user_id: _words_near(loot, needle(v, linked[v.user_id])) for v in loot.voters}
        yield f"words near the {what}", _top(near, loot)


@dataclass
class Score:
    """How much better than the totals alone a strategy did, over all sessions."""

    gained: float = 0.0
    variance: float = 0.0
    voters: int = 0
    hits: int = 0

    def add(self, guess, truth):
        """By chance `agree` of `n` meet as two draws do (hypergeometric)."""
        n = len(truth)
        agree = sum(choice == AGREE for choice in truth.values())
        hits = sum(guess[one] == choice for one, choice in truth.items())
        self.hits += hits
        self.voters += n
        self.gained += hits - (agree**2 + (n - agree) ** 2) / n
        self.variance += 4 * (agree * (n - agree)) ** 2 / (n * n * (n - 1))

    @property
    def advantage(self):
        return self.gained / self.voters

    @property
    def margin(self):
        """Half of the 95 % interval of the advantage."""
        return 1.96 * sqrt(self.variance) / self.voters

    @property
    def z(self):
        return self.gained / sqrt(self.variance)
