"""What a lower office sends up becomes a dossier here, each row bound to its origin."""

from collections.abc import Sequence

from workflow.core import audit, clock
from workflow.core.actors import Actor
from workflow.core.db import db, new_public_id
from workflow.core.errors import BadInput
from workflow.core.i18n import _
from workflow.documents.models import DocumentLink
from workflow.documents.queries import documents_of
from workflow.documents.states import FileRole
from workflow.organisations.models import Organisation
from workflow.proposals.codes import give_code
from workflow.proposals.eligibility.assessing import assess
from workflow.proposals.models import Nomination, Proposal
from workflow.proposals.snapshots import freeze, read_listed
from workflow.proposals.states import ProposalStatus


def _continue(origin: Nomination, proposal: Proposal, position: int) -> Nomination:
    return Nomination(
        proposal_id=proposal.id, recipient_id=origin.recipient_id,
        award_version_id=origin.award_version_id, ground=origin.ground, year=origin.year,
        period=origin.period, post=origin.post, unit_name=origin.unit_name,
        achievements=origin.achievements, position=position, unit_agree=origin.unit_agree,
        origin_id=origin.id, eligibility_note=origin.eligibility_note,
        override=origin.override,
    )  # fmt: skip


def _hand_over_evidence(origin: Nomination, row: Nomination) -> None:
    """Show the superior the same files; nothing is copied but the link."""
    for link in documents_of("nomination", origin.id, FileRole.EVIDENCE):
        db.session.add(
            DocumentLink(
                owner_kind="nomination", owner_id=row.id, document_id=link.document_id,
                role=link.role,
            )
        )  # fmt: skip


def arrive(
    *, title: str, sender: Organisation, receiver: Organisation, round_id: int | None,
    nominations: Sequence[Nomination], actor: Actor,
) -> Proposal:  # fmt: skip
    """Make the submitted dossier at the superior; its rows continue those that were sent."""
    if not nominations:
        raise BadInput(_("Chưa chọn đề nghị nào để trình. Hãy chọn ít nhất một dòng."))
    assert actor.user_id is not None  # noqa: S101  the system sends nothing up
    public_id = new_public_id()
    proposal = Proposal(
        public_id=public_id, code=public_id, proposing_id=sender.id, receiving_id=receiver.id,
        round_id=round_id, title=title, status=ProposalStatus.SUBMITTED,
        created_by_id=actor.user_id, created_at=clock.now(), submitted_at=clock.now(),
        from_transmittal=True,
    )  # fmt: skip
    db.session.add(proposal)
    db.session.flush()
    for position, origin in enumerate(nominations, start=1):
        row = _continue(origin, proposal, position)
        db.session.add(row)
        db.session.flush()
        _hand_over_evidence(origin, row)
    db.session.flush()
    listed = read_listed(proposal)
    freeze(proposal, listed, assess(proposal, listed.rows), actor=actor)
    audit.record(
        "proposal.arrive", stream=("proposal", proposal.id), actor=actor,
        detail={"sender": sender.name, "count": len(nominations)},
    )  # fmt: skip
    give_code(proposal)
    return proposal
