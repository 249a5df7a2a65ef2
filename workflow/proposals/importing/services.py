"""Take the good rows of a list of candidates into a dossier, all or none."""

from collections.abc import Mapping

from workflow.awards.importing.table import Table
from workflow.core.actors import Actor
from workflow.core.errors import InvalidStep
from workflow.core.i18n import _
from workflow.proposals.editing import open_for_edit
from workflow.proposals.importing.planning import plan
from workflow.proposals.services.nominating import add_many


def import_candidates(
    table: Table, public_id: str, *, actor: Actor, mend: bool = False,
    choices: Mapping[str, str] | None = None,
) -> int:  # fmt: skip
    """Add a nomination for every good row, in the order of the file; return how many.

    Planned anew with the dossier locked, so the same list twice adds nothing.
    """
    proposal = open_for_edit(public_id, actor)
    made = plan(table, proposal, actor=actor, mend=mend, choices=choices)
    if not made.wanted:
        raise InvalidStep(_("Không còn dòng nào mới để thêm. Các dòng đúng đã có trong hồ sơ."))
    wanted = [(one.recipient_id, one.row, one.votes) for one in made.wanted.values()]
    return len(add_many(proposal, wanted, actor=actor))
