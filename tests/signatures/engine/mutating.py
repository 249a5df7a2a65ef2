"""Random changes of a sealed file, and where in it each of them lies."""

import io
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

from asn1crypto import cms
from pyhanko.pdf_utils.reader import PdfFileReader

KINDS = ("bit", "byte", "insert", "delete", "cut", "append", "swap", "copy")


@dataclass(frozen=True)
class Mutation:
    """What was done at which place; `at` is an offset into the file before."""

    kind: str
    at: int
    pdf: bytes


def mutations(pdf: bytes, count: int, seed: int) -> Iterator[Mutation]:
    """Changes of all kinds; single bits and bytes are the likeliest to slip through."""
    dice = random.Random(seed)
    for _ in range(count):
        kind = dice.choice(("bit", "bit", "byte", *KINDS))
        at = dice.randrange(len(pdf))
        made = _changed(pdf, kind, at, dice)
        if made != pdf:
            yield Mutation(kind, at, made)


def _changed(pdf: bytes, kind: str, at: int, dice: random.Random) -> bytes:
    many, source = dice.randrange(1, 40), dice.randrange(len(pdf))
    before, behind = pdf[:at], pdf[at + many :]
    return {
        "bit": lambda: before + bytes([pdf[at] ^ (1 << dice.randrange(8))]) + pdf[at + 1 :],
        "byte": lambda: before + bytes([dice.randrange(256)]) + pdf[at + 1 :],
        "insert": lambda: before + dice.randbytes(many) + pdf[at:],
        "delete": lambda: before + behind,
        "cut": lambda: before,
        "append": lambda: pdf + dice.randbytes(many),
        "swap": lambda: before + behind[:many] + pdf[at : at + many] + behind[many:],
        "copy": lambda: before + pdf[source : source + many] + behind,
    }[kind]()


class Places:
    """Says in words where in a sealed file an offset lies, as exactly as explains what passed."""

    def __init__(self, pdf: bytes) -> None:
        reader = PdfFileReader(io.BytesIO(pdf))
        last = reader.embedded_signatures[-1]
        _zero, self.first, self.second, _length = (int(part) for part in last.byte_range)
        message = cms.ContentInfo.load(last.pkcs7_content)
        self._raw, self._length = last.pkcs7_content, len(message.dump())
        signer = message["content"]["signer_infos"][0]
        self._parts = {
            "certificates sent along": message["content"]["certificates"].dump(),
            "unsigned attributes": signer["unsigned_attrs"].dump(),
            "what is signed": signer["signed_attrs"].dump(),
            "the signature value": signer["signature"].dump(),
        }

    def name(self, at: int) -> str:
        """Name the part of the last signature, or say that it lies in what is signed."""
        if not self.first <= at < self.second:
            return "covered by the last signature"
        inside = (at - self.first - 1) // 2
        if inside >= self._length:
            return "padding"
        for name, part in self._parts.items():
            found = re.search(re.escape(part), self._raw)
            if part and found is not None and found.start() <= inside < found.end():
                return name
        return "frame of the message"
