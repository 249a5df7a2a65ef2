"""What a service that keeps keys elsewhere must offer to sign here: an interface, nothing more.

Such services (ký số từ xa; Decree 23/2025/NĐ-CP, ETSI TS 119 432) hold a person's key in their
own module. The person agrees on a telephone, which may take minutes, so signing comes in two
steps and cannot hide behind `engine.signing.Key`, whose `sign` waits for its answer: the file is
prepared and kept, the digests are handed in, and once the signatures are there they are put into
the file that was kept, as with a signature made on the person's own computer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Consent(StrEnum):
    """How far the person has come with agreeing."""

    AWAITED = "awaited"
    GIVEN = "given"
    DENIED = "denied"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Request:
    """What the service is asked: one consent for all digests of one act."""

    certificate: bytes  # DER: whose key, as the service itself listed it
    digests: Sequence[bytes]  # SHA-256 of what `Envelope.attributes` gives
    mechanism: str  # as in `engine.signing.Key`
    words: str  # shown to the person beside the question, in Vietnamese


@dataclass(frozen=True)
class Answer:
    """How a request stands; `signatures` are in the order of its digests once consent is given."""

    consent: Consent
    signatures: Sequence[bytes] = ()


class RemoteSigning(Protocol):
    """A remote service, with the credentials the operator gave it already inside.

    Every call ends within the seconds its maker was given, or raises `core.errors.Unavailable`. A
    request may be sent twice after a broken connection: `reference` says that it is the same one.
    Signatures must be checked against the certificate before use, as `keys.certificates` does.
    """

    def certificates(self, person: str) -> Sequence[tuple[bytes, Sequence[bytes]]]:
        """Return certificate and chain, DER, of every key the service keeps for the person.

        `person` is the name they go by at the service.
        """

    def ask(self, request: Request, reference: str, until: datetime) -> str:
        """Ask the person for consent and return the service's name for the request."""

    def answer(self, ticket: str) -> Answer:
        """Return how a request stands; it may be asked again and again."""

    def withdraw(self, ticket: str) -> None:
        """Take a request back; what was signed in the meantime is thrown away."""
