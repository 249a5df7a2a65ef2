"""Draw docs/lifecycles.md from the step tables."""

from pathlib import Path

from workflow.archive.incoming.steps import arrival_lifecycle
from workflow.core.labels import label
from workflow.core.lifecycle import Lifecycle
from workflow.councils.steps import ballot_lifecycle, session_lifecycle
from workflow.decisions.amending.steps import recovery_lifecycle, reissue_lifecycle
from workflow.decisions.presenting.steps import ceremony_lifecycle, handover_lifecycle
from workflow.documents.inserting.steps import insertion_lifecycle
from workflow.documents.steps import paper_lifecycle
from workflow.documents.templating.steps import template_lifecycle
from workflow.exchange.steps import transmittal_lifecycle
from workflow.proposals.steps import nomination_lifecycle, proposal_lifecycle
from workflow.signatures.registry.steps import root_lifecycle

TARGET = Path(__file__).resolve().parent.parent / "docs/lifecycles.md"
ALL: tuple[tuple[str, Lifecycle], ...] = (
    ("Proposal (hồ sơ)", proposal_lifecycle),
    ("Nomination (đề nghị)", nomination_lifecycle),
    ("Session (phiên họp)", session_lifecycle),
    ("Ballot (cuộc bỏ phiếu)", ballot_lifecycle),
    ("Paper (văn bản)", paper_lifecycle),
    ("Ceremony (buổi trao thưởng)", ceremony_lifecycle),
    ("Handover (trao và nhận)", handover_lifecycle),
    ("Insertion (số chèn)", insertion_lifecycle),
    ("Template version (bản mẫu văn bản)", template_lifecycle),
    ("Transmittal (lần trình cấp trên)", transmittal_lifecycle),
    ("Arrival (văn bản đến)", arrival_lifecycle),
    ("Recovery (khoản thu hồi)", recovery_lifecycle),
    ("Reissue (cấp lại, cấp đổi)", reissue_lifecycle),
    ("Trusted root (gốc tin cậy)", root_lifecycle),
)


def _chapter(title: str, lifecycle: Lifecycle) -> str:
    rows = [
        f"| `{step.trigger}` | {step.label} | {', '.join(s.value for s in step.source)} | "
        f"{step.dest.value} | {step.who.__name__.replace('_', ' ')} |"
        for step in lifecycle.steps
    ]
    states = [f"| `{s.value}` | {label(lifecycle.kind, s.value).text} |" for s in lifecycle.states]
    return "\n".join(
        [f"## {title}", "", "```mermaid", lifecycle.mermaid(), "```", "",
         "| step | button | from | to | who |", "|---|---|---|---|---|", *rows, "",
         "| status | on pages |", "|---|---|", *states, ""]
    )  # fmt: skip


def draw() -> str:
    """Return the document; a test compares it with the file."""
    head = "# Lifecycles\n\nDrawn from the step tables by `make lifecycles`; do not edit.\n"
    return "\n".join([head, *(_chapter(title, lifecycle) for title, lifecycle in ALL)])


if __name__ == "__main__":
    TARGET.write_text(draw())
