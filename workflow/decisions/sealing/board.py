"""What the page shows of a decision's certificates: how far they are, and what to do next."""

from collections.abc import Sequence
from dataclasses import dataclass

from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.errors import WorkflowError
from workflow.decisions import families, queries
from workflow.decisions.models import Decision
from workflow.decisions.printing.contexts import signed_by
from workflow.decisions.sealing.models import SigningRun
from workflow.decisions.sealing.policies import part_of
from workflow.decisions.sealing.queries import Sheet, is_alive, runs_of, sheets_of
from workflow.decisions.sealing.services import order_for
from workflow.signatures.models import SigningCertificate
from workflow.signatures.queries import certificates_for
from workflow.signatures.states import Part


@dataclass(frozen=True)
class Board:
    """How far the certificates are signed, and what this reader can do about it."""

    decision: Decision
    noun: str
    signer: str
    sheets: Sequence[Sheet]
    runs: Sequence[SigningRun]
    alive: frozenset[int]
    part: Part | None
    certificate: SigningCertificate | None = None
    hindrance: str = ""

    @property
    def signed(self) -> int:
        """Return how many the person named has signed."""
        return sum(one.person is not None for one in self.sheets)

    @property
    def sealed(self) -> int:
        return sum(one.seal is not None for one in self.sheets)

    @property
    def drawing(self) -> int:
        return sum(not one.said for one in self.sheets)

    @property
    def waiting(self) -> int:
        """Return how many the reader's next run would take up."""
        return sum(one.waits_for(self.part) for one in self.sheets) if self.part else 0

    @property
    def running(self) -> SigningRun | None:
        """Return the reader's kind of run if one is under way."""
        mine = (one for one in self.runs if one.id in self.alive and one.part is self.part)
        return next(mine, None)


def board_for(decision: Decision, actor: Actor) -> Board:
    """Return the page of an issued decision, in a constant number of queries."""
    part, runs = part_of(actor, decision), runs_of(decision.id)
    family = families.family_of(queries.items_of(decision.id), decision.organisation)
    board = Board(
        decision, families.family_name(family), signed_by(decision)["name"],
        sheets_of(decision.id), runs, frozenset(one.id for one in runs if is_alive(one)), part,
    )  # fmt: skip
    if part is None or board.running is not None or not board.waiting:
        return board
    hindrance = ""
    try:
        order_for(decision, actor)
    except WorkflowError as refusal:
        hindrance = str(refusal)
    owner = actor.user_id if part is Part.PERSON else None
    found = certificates_for(decision.organisation_id, part, owner, clock.now())
    return Board(
        decision, board.noun, board.signer, board.sheets, runs, board.alive, part,
        found[0] if found else None, hindrance,
    )  # fmt: skip
