"""One piece of work that waits for somebody, as the inbox shows it."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Task:
    """Work for the actor (`verb` set), or work they wait for elsewhere (`verb` empty).

    `kind` and `status` choose the badge; `note` is one sentence; `due_at` sorts.
    """

    title: str
    endpoint: str
    values: dict[str, str]
    kind: str
    status: str
    verb: str = ""
    note: str = ""
    due_at: datetime | None = None
    waiting: list[str] = field(default_factory=list)
