"""Consolidate what passed into a transmittal and write its Tờ trình. Nothing here commits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from workflow.accounts.delegating import standing
from workflow.accounts.delegating.standing import Standing
from workflow.accounts.delegating.states import SignedKind
from workflow.accounts.models import User
from workflow.awards.queries import decider_in, decides_here, line_of
from workflow.core import audit, clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import (
    BadInput,
    Difference,
    Incomplete,
    InvalidStep,
    NotAllowed,
    NotVisible,
    StaleEdit,
)
from workflow.core.i18n import _
from workflow.councils.models import Session, TallyLine
from workflow.documents.authority import block_of
from workflow.documents.models import Paper
from workflow.documents.queries import signers_of
from workflow.documents.services import Signer, draft_paper, redraw_paper
from workflow.documents.states import PaperKind
from workflow.exchange import manifest, printouts, queries
from workflow.exchange.models import Transmittal, TransmittalItem
from workflow.exchange.policies import secretary_of_sender
from workflow.exchange.printouts import Letter, Vote
from workflow.exchange.states import TransmittalStatus
from workflow.organisations.models import Organisation
from workflow.proposals.eligibility.assessing import assess_for_council
from workflow.proposals.eligibility.freezing import kept_from, kept_now
from workflow.proposals.eligibility.overrides import Override
from workflow.proposals.models import Nomination
from workflow.proposals.queries import name_text
from workflow.proposals.states import NominationStatus
from workflow.recipients.holding import refuse_held

PURPOSE = "letter"
SERIES = "TTr"


@dataclass(frozen=True)
class Wording:
    """What the secretary writes; an empty text means the usual one."""

    title: str
    opening: str
    signer: str = ""  # public id of who signs


def superior_of(organisation: Organisation) -> Organisation:
    """Return who receives; at the top of the line there is nobody."""
    superior = queries.superior_of(organisation)
    if superior is None:
        raise Incomplete(
            _("%(name)s không có cơ quan cấp trên trong danh mục. Hãy nhờ quản trị viên bổ sung "
              "cơ quan cấp trên rồi trình lại.", name=organisation.short_name)
        )  # fmt: skip
    return superior


def signers_for(organisation: Organisation) -> Sequence[Standing]:
    """Return who may sign a Tờ trình of the organisation today."""
    return standing.signers_for(organisation, SignedKind.SUBMISSION, clock.today())


def signer_of(paper: Paper) -> str:
    """Return the public id of who is to sign the letter."""
    return db.session.get_one(User, signers_of(paper.id)[0].user_id).public_id


def _signer(organisation: Organisation, public_id: str) -> Signer:
    for one in signers_for(organisation):
        if one.user.public_id == public_id:
            return Signer(one.user.id, one.post, one.user.name)
    raise BadInput(_("Hãy chọn người ký Tờ trình."), field="signer")


def _refuse_own_award(signer: Signer, rows: Sequence[Nomination]) -> None:
    """Nobody signs the letter that asks for their own award (promise P13)."""
    if any(row.recipient.user_id == signer.user_id for row in rows):
        raise BadInput(
            _("%(name)s có tên trong danh sách đề nghị nên không ký Tờ trình này. "
              "Hãy chọn người ký khác.", name=signer.name),
            field="signer",
        )  # fmt: skip


def _same_decider(sender: Organisation, rows: Sequence[Nomination]) -> Organisation:
    """Return who decides all of them: one letter asks one authority."""
    line = line_of(sender.id)
    deciders = {row.award_version_id: decider_in(row.award_version, line) for row in rows}
    found = {one.id: one for one in deciders.values() if one is not None}
    if None in deciders.values() or len(found) != 1:
        raise BadInput(
            _("Một Tờ trình chỉ gồm các đề nghị do cùng một cấp quyết định. "
              "Hãy bỏ bớt dòng, rồi lập Tờ trình khác cho phần còn lại."),
            field="nominations",
        )  # fmt: skip
    return next(iter(found.values()))


def _chosen(
    sender: Organisation, public_ids: Sequence[str], besides: int | None
) -> list[Nomination]:
    """Lock what was chosen and make sure that it passed here, goes up, and goes up once."""
    if not public_ids:
        raise BadInput(_("Hãy chọn ít nhất một đề nghị để trình."), field="nominations")
    rows = queries.lock_nominations(public_ids)
    taken = queries.taken_by([row.id for row in rows], besides=besides)
    for row in rows:
        if row.proposal.receiving_id != sender.id:
            raise NotVisible(_("Không tìm thấy đề nghị này trong các hồ sơ của cơ quan."))
        if row.id in taken:
            raise BadInput(
                _("%(name)s đã nằm trong “%(title)s”. Hãy bỏ chọn dòng này.",
                  name=name_text(row), title=taken[row.id].title),
                field="nominations",
            )  # fmt: skip
        if row.status is not NominationStatus.PASSED or decides_here(row.award_version, sender):
            raise BadInput(
                _("%(name)s không còn chờ trình cấp trên. Hãy bỏ chọn dòng này.",
                  name=name_text(row)),
                field="nominations",
            )  # fmt: skip
    if len(rows) != len(set(public_ids)):
        raise NotVisible(_("Không tìm thấy đề nghị này trong các hồ sơ của cơ quan."))
    refuse_held([row.recipient_id for row in rows])
    return sorted(rows, key=lambda row: (row.proposal_id, row.position, row.id))


def _met_on(sessions: Sequence[Session]) -> list[Any]:
    """Return the days the council met on; asked in writing, it did not meet."""
    return sorted(
        {clock.local(one.starts_at).date() for one in sessions if not one.is_consultation}
    )


def _context(
    sender: Organisation, receiver: Organisation, rows: Sequence[Nomination], wording: Wording,
    signer: Signer,
) -> dict[str, Any]:  # fmt: skip
    ids = [row.id for row in rows]
    decider = _same_decider(sender, rows)
    sessions = manifest.sessions_of(ids)
    usual = printouts.usual_opening(sender, receiver, decider, rows, _met_on(sessions))
    letter = Letter(
        sender=sender, receiver=receiver, decider=decider, subject=wording.title,
        opening=wording.opening or usual, day=clock.today(), has_council=bool(sessions),
        signature=block_of(sender, signer, SignedKind.SUBMISSION),
    )  # fmt: skip
    counted = queries.votes_of(ids)
    votes = {key: Vote(tally.agree, tally.total) for key, tally in counted.items()}
    return printouts.letter_context(letter, rows, votes, _insisted(rows, counted))


def _insisted(rows: Sequence[Nomination], counted: Mapping[int, TallyLine]) -> dict[int, Override]:
    """Return who was put forward against a verdict, as the council last read it, or as of now."""
    read = {key: kept_from(line.eligibility) for key, line in counted.items()}
    unread = [row for row in rows if row.override and read.get(row.id) is None]
    now = kept_now(assess_for_council(unread)) if unread else {}
    found = {}
    for row in rows:
        kept = read.get(row.id) or now.get(row.id)
        if kept is not None and kept.override is not None and not kept.override.void:
            found[row.id] = kept.override
    return found


def draft(public_ids: Sequence[str], wording: Wording, *, actor: Actor) -> Transmittal:
    """Gather what passed here and is decided above, and have its Tờ trình drawn.

    Raises BadInput when a nomination is already on its way or the list asks two authorities.
    """
    sender = _office_of(actor)
    receiver = superior_of(sender)
    rows = _chosen(sender, public_ids, None)
    title = wording.title or printouts.usual_title(rows)
    wording = Wording(title, wording.opening, wording.signer)
    signer = _signer(sender, wording.signer)
    _refuse_own_award(signer, rows)
    context = _context(sender, receiver, rows, wording, signer)
    transmittal = Transmittal(
        sender_id=sender.id, receiver_id=receiver.id, title=title, created_by_id=actor.user_id or 0
    )
    db.session.add(transmittal)
    db.session.flush()
    _carry(transmittal, rows)
    audit.record("transmittal.draft", stream=("transmittal", transmittal.id), actor=actor,
                 detail={"count": len(rows)})  # fmt: skip
    transmittal.paper = _letter(transmittal, context, signer, sender, actor)
    db.session.flush()
    return transmittal


def _office_of(actor: Actor) -> Organisation:
    if actor.organisation_id is None or not actor.has("secretary"):
        raise NotAllowed(_("Chỉ thư ký Hội đồng lập hồ sơ trình cấp trên."))
    return db.session.get_one(Organisation, actor.organisation_id)


def _carry(transmittal: Transmittal, rows: Sequence[Nomination]) -> None:
    for row in rows:
        db.session.add(TransmittalItem(transmittal_id=transmittal.id, nomination_id=row.id))
    db.session.flush()


def _letter(
    transmittal: Transmittal, context: dict[str, Any], signer: Signer, sender: Organisation,
    actor: Actor,
) -> Paper:  # fmt: skip
    return draft_paper(
        organisation_id=sender.id, kind=PaperKind.SUBMISSION_LETTER, title=transmittal.title,
        owner=("transmittal", transmittal.id), purpose=PURPOSE, series=SERIES,
        symbol=printouts.symbol_of(sender), template=printouts.TEMPLATE, context=context,
        signers=[signer], destinations=context["destinations"], actor=actor,
    )  # fmt: skip


def edit(
    public_id: str, public_ids: Sequence[str], wording: Wording, *, version: int, actor: Actor
) -> Transmittal:
    """Change the list and the words of a draft; its letter is drawn anew until it is signed."""
    transmittal = queries.get_for_change(public_id, actor)
    if transmittal.status is not TransmittalStatus.DRAFT:
        raise InvalidStep(_("Hồ sơ đã gửi nên danh sách không sửa được nữa."))
    if not secretary_of_sender(actor, transmittal):
        raise NotAllowed(_("Chỉ thư ký Hội đồng sửa hồ sơ trình cấp trên."))
    if transmittal.version != version:
        raise StaleEdit(
            _("Người khác vừa sửa hồ sơ trình này."),
            [Difference(_("Trích yếu"), wording.title, transmittal.title)],
        )
    assert transmittal.paper is not None  # noqa: S101  a draft is made with its letter
    rows = _chosen(transmittal.sender, public_ids, transmittal.id)
    _replace_items(transmittal, rows)
    title = wording.title or printouts.usual_title(rows)
    wording = Wording(title, wording.opening, wording.signer)
    signer = _signer(transmittal.sender, wording.signer or signer_of(transmittal.paper))
    _refuse_own_award(signer, rows)
    _name_signer(transmittal.paper, signer)
    context = _context(transmittal.sender, transmittal.receiver, rows, wording, signer)
    transmittal.title = title
    flag_modified(transmittal, "title")  # the list counts as an edit of the row
    audit.record("transmittal.edit", stream=("transmittal", transmittal.id), actor=actor,
                 detail={"count": len(rows)})  # fmt: skip
    redraw_paper(transmittal.paper, context, title=title, actor=actor)
    return transmittal


def _name_signer(paper: Paper, signer: Signer) -> None:
    """Who was named may have lost the right to sign meanwhile; another is named in their place."""
    signs = signers_of(paper.id)[0]
    signs.user_id, signs.post, signs.name = signer.user_id, signer.post, signer.name
    paper.signer_post, paper.signer_name = signer.post, signer.name


def _replace_items(transmittal: Transmittal, rows: Sequence[Nomination]) -> None:
    kept = {row.id for row in rows}
    here = queries.items_of(transmittal.id)
    for item in here:
        if item.nomination_id not in kept:
            db.session.delete(item)
    db.session.flush()
    present = {item.nomination_id for item in here}
    _carry(transmittal, [row for row in rows if row.id not in present])
