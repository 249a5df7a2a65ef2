"""What a paper tells the domains above it; sent inside the act's own transaction."""

from dataclasses import dataclass

from workflow.core.events import Event


@dataclass(frozen=True)
class PaperEvent(Event):
    """Something happened to a paper."""

    paper_id: int


@dataclass(frozen=True)
class AnnexesChanged(PaperEvent):
    """A draft got an annex in a file of its own, or lost one: what was checked is not all of it."""


@dataclass(frozen=True)
class PaperOffered(PaperEvent):
    """The paper lies before its signers."""


@dataclass(frozen=True)
class PaperToBeSigned(PaperEvent):
    """Somebody is about to sign; whoever knows why they must not raises the refusal."""


@dataclass(frozen=True)
class PaperSigned(PaperEvent):
    """The last signer has signed: from here on list and files are frozen."""


@dataclass(frozen=True)
class PaperDeclined(PaperEvent):
    """A signer sent the paper back to its drafter."""

    reason: str


@dataclass(frozen=True)
class PaperNumbered(PaperEvent):
    """The paper has its number and date for good."""


@dataclass(frozen=True)
class PaperIssued(PaperEvent):
    """The paper is issued and will never change again."""
