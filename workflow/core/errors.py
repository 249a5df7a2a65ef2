"""Errors business code may raise; `core.web.errors` maps each to a page.

Every message is a Vietnamese sentence for the person, with the way out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class WayOut:
    """A page that mends what was refused: what the link says, its endpoint and its values."""

    label: str
    endpoint: str
    values: Mapping[str, Any]


class WorkflowError(Exception):
    """Base class: the message is fit to be shown to the user. Answered with 409.

    `journal_word` stands in the journal where the sentence would say too much. `way_out` is the
    page to go on to, where there is one.
    """

    journal_word = ""
    way_out: WayOut | None = None


class NotAllowed(WorkflowError):
    """The actor lacks the right to this act. Answered with 403."""


class NotVisible(WorkflowError):
    """The record does not exist for this actor. Answered with 404, whatever the cause."""


class InvalidStep(WorkflowError):
    """The present status does not allow this step."""


class Incomplete(WorkflowError):
    """Something is missing before the step may be taken."""


class BadInput(WorkflowError):
    """What was typed or uploaded cannot be accepted. Answered with 422.

    `field` names the form field the sentence belongs beside, if there is one.
    """

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class TooMany(WorkflowError):
    """Too many attempts. Answered with 429."""


class TooLarge(BadInput):
    """The upload is over the limit. Answered with 413."""


class Unavailable(WorkflowError):
    """Something outside the program does not answer. Answered with 503."""


class StoreUnavailable(Unavailable):
    """The object store is down, slow or full."""


class StoreRefused(Unavailable):
    """The object store took the bytes and gave back others."""


class MissingFile(Unavailable):
    """A stored file is no longer in the store."""


class DamagedFile(Unavailable):
    """A stored file no longer has the digest recorded at acceptance; it is never served."""


@dataclass(frozen=True)
class Difference:
    """One field two people changed: its label, what was typed, what is stored now."""

    label: str
    yours: str
    theirs: str


class StaleEdit(WorkflowError):
    """Someone else changed the row since the form was drawn. Answered with 409 and both texts."""

    def __init__(self, message: str, differences: Sequence[Difference] = ()) -> None:
        super().__init__(message)
        self.differences = tuple(differences)
