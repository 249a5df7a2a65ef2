"""What a signature goes on, what came of it, and its row."""

from dataclasses import dataclass
from datetime import datetime

from workflow.core import audit, clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.documents.contents import TakenFile
from workflow.documents.models import Paper
from workflow.documents.queries import find_file
from workflow.signatures.engine.filling import Filled, Timed, Values
from workflow.signatures.engine.profile import SEAL, person_field
from workflow.signatures.models import MadeSignature
from workflow.signatures.states import Level, Part, Way


@dataclass(frozen=True)
class Made:
    """A signed file that lies in the store, verified, and how it was made."""

    taken: TakenFile
    certificate_id: int
    level: Level
    way: Way


@dataclass(frozen=True)
class Base:
    """What a signature goes on: the file, which signature it is, and what is filled in with it.

    `words` stand in the corner of a file the agency seals alone.
    """

    title: str
    digest: str
    part: Part
    ordinal: int
    values: Filled | None = None
    words: tuple[str, ...] = ()

    @property
    def field(self) -> str:
        return person_field(self.ordinal) if self.part is Part.PERSON else SEAL

    def filled_at(self, at: datetime) -> Values | None:
        """Return what sealing at a moment fills in."""
        return Timed(at) if self.words else self.values


def record(paper: Paper, base: Base, made: Made, actor: Actor) -> None:
    """Write down a signature whose file the paper has by now."""
    stored = find_file(made.taken.digest)
    if stored is None:
        raise LookupError(made.taken.digest)
    db.session.add(
        MadeSignature(
            paper_id=paper.id, part=base.part, ordinal=base.ordinal, way=made.way,
            level=made.level, certificate_id=made.certificate_id, file_id=stored.id,
            made_by_id=actor.user_id, made_at=clock.now(),
        )
    )  # fmt: skip
    audit.record(
        "signature.make", stream=("paper", paper.id), actor=actor,
        detail={"part": base.part.value, "way": made.way.value, "level": made.level.value,
                "file": made.taken.digest},
    )  # fmt: skip
