"""What each certificate of a numbered decision says."""

from collections.abc import Sequence
from typing import Any

from workflow.accounts.delegating.blocks import Block
from workflow.accounts.delegating.standing import signers_for, standing_of
from workflow.accounts.delegating.states import STANDS_IN, SignedKind
from workflow.core import clock
from workflow.core.db import db
from workflow.core.errors import InvalidStep
from workflow.core.i18n import _
from workflow.core.numbers import NumberEntry
from workflow.decisions import printouts
from workflow.decisions.amending.queries import reads_of_many
from workflow.decisions.families import family_of
from workflow.decisions.models import Decision, DecisionItem
from workflow.decisions.queries import signers_of
from workflow.documents.authority import block_of


def signed_by(decision: Decision) -> Block:
    """Return the block of the certificates, as `signer_of_certificates` names who signs them."""
    return _signer(decision)[1]


def signer_of_certificates(decision: Decision) -> int:
    """Return the user who signs the certificates: who signed the decision, if also given those.

    Otherwise the head of that day; where there was none, whoever signed the decision itself.
    """
    return _signer(decision)[0]


def _signer(decision: Decision) -> tuple[int, Block]:
    organisation, paper = decision.organisation, decision.paper
    day = clock.local(paper.signed_at).date() if paper.signed_at else clock.today()
    signer = signers_of(paper.id)[0]
    right = standing_of(organisation, signer.user_id, SignedKind.CERTIFICATE, day)
    if right is None:
        heads = signers_for(organisation, SignedKind.CERTIFICATE, day)
        right = next((one for one in heads if one.way not in STANDS_IN), None)
    if right is None:
        return signer.user_id, block_of(organisation, signer, SignedKind.DECISION)
    return right.user.id, right.block


def contexts_of(
    decision: Decision, items: Sequence[DecisionItem]
) -> list[tuple[DecisionItem, dict[str, Any]]]:
    """Return each line with the context of its certificate, in a constant number of queries.

    What a letter corrected is printed as it should read.
    """
    paper = decision.paper
    if paper.dated is None:
        raise InvalidStep(_("Quyết định chưa có số và ngày. Văn thư cấp số trước khi phát hành."))
    entry = db.session.get(NumberEntry, paper.number_entry_id or 0)
    said = signed_by(decision)
    reads = reads_of_many([item.id for item in items])
    family = family_of(items, decision.organisation)
    return [
        (
            item,
            printouts.certificate_context(
                item, family=family, signer=said, symbol=paper.symbol, dated=paper.dated,
                number=f"{entry.number:02d}{entry.suffix}" if entry else "",
                reads=reads.get(item.id),
            ),
        )
        for item in items
    ]  # fmt: skip
