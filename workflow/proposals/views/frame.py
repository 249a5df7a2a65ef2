"""What the pages of the editor share: the six steps across the top and the dock below."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from workflow.core.actors import Actor
from workflow.core.errors import InvalidStep
from workflow.core.i18n import _
from workflow.proposals.editing import EDITABLE
from workflow.proposals.inspection import Point
from workflow.proposals.models import Proposal
from workflow.proposals.policies import head_of_proposer, proposer_of
from workflow.proposals.preflight import OPINIONS, POINTS, Missing
from workflow.proposals.progress import STEPS, Progress, progress_of, step_notes
from workflow.proposals.queries import get_visible


def editable(public_id: str, actor: Actor) -> Proposal:
    """Return the dossier for a page of the editor, or refuse in words."""
    proposal = get_visible(public_id, actor)
    if not proposer_of(actor, proposal) and not head_of_proposer(actor, proposal):
        raise InvalidStep(_("Chỉ đơn vị đề nghị mở được trang soạn của hồ sơ này."))
    if proposal.status not in EDITABLE:
        raise InvalidStep(
            _("Hồ sơ đã nộp nên không sửa được. Hãy xem hồ sơ đang ở đâu trên trang theo dõi.")
        )
    return proposal


def _steps(progress: Progress, here: str) -> list[dict[str, Any]]:
    public_id = progress.proposal.public_id
    found = []
    for number, (step, (label, note, done)) in enumerate(step_notes(progress).items(), start=1):
        state = "now" if step == here else "done" if done else ""
        found.append({
            "label": label if state == "done" else f"{number}. {label}", "note": note,
            "state": state, "url": url_for(f"proposals.{step}", public_id=public_id),
        })  # fmt: skip
    return found


def link_of(missing: Missing, proposal: Proposal) -> str:
    """Return where to mend what is missing."""
    if missing.step == "achievements":
        return url_for(
            "proposals.evidence", public_id=proposal.public_id, nomination_id=missing.nomination,
            _anchor=OPINIONS if missing.topic == OPINIONS else None,
        )  # fmt: skip
    step = "meeting" if missing.step == "papers" and missing.nomination else missing.step
    anchor = f"row-{missing.nomination}" if missing.nomination and step == "nominations" else None
    return url_for(f"proposals.{step}", public_id=proposal.public_id, _anchor=anchor)


@dataclass(frozen=True)
class ToDo:
    """What one step still lacks: its heading, and sentences each with the page to mend it on."""

    heading: str
    lines: list[tuple[str, str]]


def to_do(progress: Progress, missing: Sequence[Missing]) -> list[ToDo]:
    """Return what is missing step by step, in the order of the work."""
    labels = {
        step: _("Bước %(n)s. %(step)s", n=number, step=label)
        for number, (step, (label, _note, _done)) in enumerate(
            step_notes(progress).items(), start=1
        )
    } | {POINTS: _("Thư ký yêu cầu")}
    found: dict[str, ToDo] = {}
    for one in missing:
        step = found.setdefault(one.step, ToDo(labels[one.step], []))
        step.lines.append((one.text, link_of(one, progress.proposal)))
    return list(found.values())


Linked = list[tuple[Point, list[tuple[str, str]]]]


def linked(points: Sequence[Point], proposal: Proposal) -> Linked:
    """Return each point of the secretary's check, its lines with the page to mend them on."""
    return [(one, [(line.text, link_of(line, proposal)) for line in one.lines]) for one in points]


def editor_page(
    template: str, proposal: Proposal, here: str, *, actor: Actor, status: int = 200, **more: Any
) -> ResponseReturnValue:
    """Draw a page of the editor inside its frame."""
    progress = more.pop("progress", None) or progress_of(proposal)
    following = STEPS[STEPS.index(here) + 1] if here != STEPS[-1] else None
    page = render_template(
        template, proposal=proposal, progress=progress, steps=_steps(progress, here), here=here,
        following=following and url_for(f"proposals.{following}", public_id=proposal.public_id),
        following_number=STEPS.index(here) + 2, may_edit=proposer_of(actor, proposal),
        missing=progress.missing, **more,
    )  # fmt: skip
    return page, status
