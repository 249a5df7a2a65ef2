"""Carry rows of an earlier dossier over as drafts, and begin again from a withdrawn one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep
from workflow.core.i18n import _
from workflow.documents import attaching
from workflow.documents.queries import documents_of_many
from workflow.documents.states import FileRole
from workflow.proposals.earlier import Carry, carried, get_source, year_of
from workflow.proposals.editing import changed, open_for_edit
from workflow.proposals.models import Nomination, Proposal
from workflow.proposals.queries import nominations_of
from workflow.proposals.services.drafting import open_dossier
from workflow.proposals.states import ProposalStatus


@dataclass(frozen=True)
class Renewed:
    """The new dossier, and who of the old one did not come along."""

    proposal: Proposal
    left_out: list[str]


def copy_rows(
    public_id: str, source_public_id: str, chosen: Collection[str], *, actor: Actor
) -> Sequence[Nomination]:
    """Add the chosen rows of an earlier dossier of the own unit to the end of the list.

    Whom it is for, the award and the achievements come along; year and votes are this year's.
    Who is on the list already is not added twice.
    """
    proposal = open_for_edit(public_id, actor)
    source = get_source(source_public_id, actor)
    wanted = [one for one in carried(source, proposal) if one.row.public_id in set(chosen)]
    if not wanted:
        raise BadInput(_("Hãy chọn ít nhất một dòng để chép."), field="rows")
    gone = [one.row.recipient.name for one in wanted if one.version is None]
    if gone:
        raise BadInput(
            _("Hình thức cũ không còn áp dụng cho: %(names)s. Bỏ chọn những dòng này rồi thêm "
              "bằng tay với hình thức khác.", names=", ".join(gone)), field="rows",
        )  # fmt: skip
    new = [one for one in wanted if not one.listed]
    if not new:
        raise BadInput(_("Những dòng đã chọn đều có trong danh sách rồi."), field="rows")
    return _add(proposal, source, new, actor)


def renew(source_public_id: str, *, actor: Actor) -> Renewed:
    """Open a new dossier in the round of a withdrawn one, with its general part and its rows."""
    source = get_source(source_public_id, actor)
    if source.status is not ProposalStatus.WITHDRAWN:
        raise InvalidStep(_("Chỉ hồ sơ đã rút mới lập lại được. Hãy dùng “Chép từ hồ sơ trước”."))
    proposal = open_dossier(
        source.round.public_id if source.round else "", title=source.title, summary=source.summary,
        actor=actor,
    )  # fmt: skip
    rows = carried(source, proposal)
    taken = [one for one in rows if one.proposed]
    if taken:
        _add(proposal, source, taken, actor)
    return Renewed(proposal, [one.row.recipient.name for one in rows if not one.proposed])


def _add(
    proposal: Proposal, source: Proposal, wanted: Sequence[Carry], actor: Actor
) -> list[Nomination]:
    year = year_of(proposal)
    last = max((one.position for one in nominations_of(proposal.id)), default=0)
    new = [_row(one, proposal, year, last + n) for n, one in enumerate(wanted, start=1)]
    db.session.add_all(new)
    db.session.flush()
    _carry_evidence(wanted, new, year, actor)
    changed(
        proposal, "copy_nominations", actor=actor, source=source.id,
        nominations=[one.id for one in new], recipients=[one.recipient_id for one in new],
    )  # fmt: skip
    return new


def _row(one: Carry, proposal: Proposal, year: int, position: int) -> Nomination:
    old = one.row
    assert one.version is not None  # noqa: S101  the callers leave such rows out
    return Nomination(
        proposal_id=proposal.id, recipient_id=old.recipient_id, award_version_id=one.version.id,
        ground=old.ground, year=year, period=old.period if old.year == year else "",
        post=one.post, unit_name=old.unit_name, achievements=old.achievements, position=position,
    )  # fmt: skip


def _carry_evidence(
    wanted: Sequence[Carry], new: Sequence[Nomination], year: int, actor: Actor
) -> None:
    """Evidence of the same year proves the same; of another year it would prove nothing."""
    held = documents_of_many("nomination", [one.row.id for one in wanted if one.row.year == year])
    for one, row in zip(wanted, new, strict=True):
        for link in held.get(one.row.id, []):
            if link.role is FileRole.EVIDENCE:
                again = attaching.attach(
                    link.document, ("nomination", row.id), FileRole.EVIDENCE, actor=actor
                )
                again.purpose = link.purpose
