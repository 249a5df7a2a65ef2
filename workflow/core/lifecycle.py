"""Run a table of steps with `transitions`, leaving the rows plain ORM objects."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from typing import Any

from transitions import Machine

from workflow.core import audit
from workflow.core.actors import Actor
from workflow.core.errors import InvalidStep, NotAllowed
from workflow.core.i18n import _
from workflow.core.labels import label_here


@dataclass(frozen=True)
class Step:
    """One row of the regulation: what may be done, from where, to where, and by whom.

    `who` is asked as "is the actor …?"; `label` is the verb on the button and in the journal,
    lazily translated.
    """

    trigger: str
    source: tuple[Enum, ...]
    dest: Enum
    who: Callable[[Actor, Any], bool]
    label: Any


class Lifecycle:
    """The steps of one kind of record.

    One machine serves every row and is bound to none: binding costs a machine a row,
    keeps the rows alive, and `initial=` would overwrite the status just loaded.
    """

    def __init__(self, kind: str, states: type[Enum], steps: Iterable[Step]) -> None:
        self.kind = kind
        self.states = states
        self.steps = tuple(steps)
        self._step = {(step.trigger, source): step for step in self.steps for source in step.source}
        if len(self._step) != sum(len(step.source) for step in self.steps):
            raise ValueError(f"{kind}: two steps share a trigger and a status")
        if not {step.dest for step in self.steps} <= set(states):
            raise ValueError(f"{kind}: a step leads to an unknown status")
        table: list[Any] = [[s.trigger, list(s.source), s.dest] for s in self.steps]
        self._machine = Machine(
            model=None, initial=None, states=states, transitions=table,
            model_attribute="status", auto_transitions=False,
        )  # fmt: skip

    def open_to(self, actor: Actor, row: Any) -> list[str]:
        """Return the triggers `actor` may pull now: the buttons to show."""
        triggers = self._machine.get_triggers(row.status)
        return [name for name in triggers if self._step[name, row.status].who(actor, row)]

    @contextmanager
    def step(
        self, row: Any, trigger: str, *, actor: Actor, stream: tuple[str, int] | None = None,
        **detail: Any,
    ) -> Iterator[dict[str, Any]]:  # fmt: skip
        """Check status, then right; run the block; move `row`; write the audit record.

        The caller holds the row's lock. The block checks the content and does what the
        step entails; if it raises, the row keeps its status. The yielded dict is the
        journal's detail and may be added to. `stream` is the journal it goes into, the
        row's own unless said otherwise.

        Raises InvalidStep when the status does not allow it, NotAllowed when the actor may not.
        """
        source = row.status
        step = self._step.get((trigger, source))
        if step is None:
            raise InvalidStep(self._refusal(trigger, source))
        if not step.who(actor, row):
            raise NotAllowed(_("Bạn không có quyền “%(act)s” ở đây.", act=step.label))
        yield detail
        self._machine.events[trigger].trigger(row)
        moved = {"from": source.value, "to": row.status.value}
        audit.record(
            f"{self.kind}.{trigger}", stream=stream or (self.kind, row.id), actor=actor,
            subject=(self.kind, row.id), detail=moved | detail,
        )  # fmt: skip

    def _refusal(self, trigger: str, source: Enum) -> str:
        label = next((s.label for s in self.steps if s.trigger == trigger), trigger)
        status = label_here(self.kind, source.value).text
        return _(
            "Không thể “%(act)s”: trạng thái hiện nay là “%(status)s”. "
            "Người khác có thể vừa xử lý; hãy tải lại trang để xem bước tiếp theo.",
            act=label,
            status=status,
        )

    def label(self, trigger: str) -> str:
        """Return the verb of `trigger`, for buttons and journal lines."""
        return str(next(step.label for step in self.steps if step.trigger == trigger))

    def mermaid(self) -> str:
        """Draw the steps for docs/lifecycles.md."""
        rows = [(source.value, step) for step in self.steps for source in step.source]
        lines = [f"  {source} --> {step.dest.value}: {step.trigger}" for source, step in rows]
        return "\n".join(["stateDiagram-v2", *lines])
