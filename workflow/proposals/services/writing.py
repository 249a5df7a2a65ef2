"""Have the unit's papers written from what the dossier says: the three, and a row's report."""

from workflow.core import audit
from workflow.core.actors import Actor
from workflow.core.errors import Incomplete
from workflow.core.i18n import _
from workflow.documents import generation
from workflow.proposals import reports
from workflow.proposals.editing import open_for_edit, open_row
from workflow.proposals.models import Nomination, Proposal
from workflow.proposals.printouts import PRINTOUTS, gather


def write_papers(public_id: str, *, actor: Actor) -> Proposal:
    """Order the three papers; the same content again changes nothing."""
    proposal = open_for_edit(public_id, actor)
    source = gather(proposal)
    if not source.rows:
        raise Incomplete(_("Chưa có đề nghị nào. Thêm người đầu tiên ở bước 2 rồi soạn văn bản."))
    if source.meeting is None:
        raise Incomplete(_("Chưa ghi cuộc họp xét của đơn vị. Ghi cuộc họp rồi soạn văn bản."))
    for printout in PRINTOUTS:
        generation.request(
            printout.template, printout.context(source), title=printout.title,
            owner=("proposal", proposal.id), purpose=printout.purpose,
            organisation_id=proposal.proposing_id, actor=actor,
        )  # fmt: skip
    audit.record("proposal.write_papers", stream=("proposal", proposal.id), actor=actor)
    return proposal


def write_report(public_id: str, nomination_public_id: str, *, actor: Actor) -> Nomination:
    """Order the achievement report of one row; the same content again changes nothing."""
    proposal, row = open_row(public_id, nomination_public_id, actor)
    if not row.achievements.strip():
        raise Incomplete(_("Chưa ghi thành tích. Ghi thành tích của dòng này rồi soạn báo cáo."))
    generation.request(
        reports.TEMPLATE, reports.report(gather(proposal), row, reports.read_ledgers([row])),
        title=reports.TITLE, owner=("nomination", row.id), purpose=reports.PURPOSE,
        organisation_id=proposal.proposing_id, actor=actor,
    )  # fmt: skip
    audit.record(
        "proposal.write_report", stream=("proposal", proposal.id), actor=actor,
        detail={"row": row.position},
    )  # fmt: skip
    return row
