"""Rows of a dossier: add, mend, order, remove, and their evidence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from workflow.awards.models import AwardVersion, Ground
from workflow.awards.queries import fits, offered_to
from workflow.awards.wording import ground_name
from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, NotVisible
from workflow.core.i18n import _
from workflow.core.text import normalise, one_line
from workflow.documents import attaching
from workflow.documents.contents import TakenFile
from workflow.documents.models import DocumentLink
from workflow.documents.queries import documents_of
from workflow.documents.states import FileRole
from workflow.organisations.models import Organisation
from workflow.proposals.editing import (
    changed,
    open_for_edit,
    open_row,
    refuse_stale,
    rules_day,
)
from workflow.proposals.eligibility.overrides import void
from workflow.proposals.models import Nomination, Proposal
from workflow.proposals.queries import get_nomination, lock_nomination, nominations_of
from workflow.proposals.required import checklist_of, confirmations_of
from workflow.recipients.models import Recipient, RecipientKind
from workflow.recipients.queries import find_membership, posts_in, visible_to

_EARLIEST = 1945
_PERIOD = re.compile(r"([0-9]{4})\s*[-–]\s*([0-9]{4})")


@dataclass(frozen=True)
class Row:
    """What is typed about one nomination, apart from whom it is for."""

    award_version_id: int
    ground: Ground
    year: int
    period: str = ""
    post: str = ""
    achievements: str = ""


def _kind_name(kind: RecipientKind) -> str:
    return {
        RecipientKind.PERSON: _("cá nhân"), RecipientKind.COLLECTIVE: _("tập thể"),
        RecipientKind.HOUSEHOLD: _("hộ gia đình"),
    }[kind]  # fmt: skip


def _award_for(proposal: Proposal, recipient: Recipient, row: Row) -> AwardVersion:
    """Return the chosen award if it holds for that year and fits whom it is for."""
    if not _EARLIEST <= row.year <= clock.today().year:
        raise BadInput(_("Năm %(year)s không thể xét được.", year=row.year), field="year")
    unit = db.session.get_one(Organisation, proposal.proposing_id)
    offered = {one.id: one for one in offered_to(unit, rules_day(row.year))}
    award = offered.get(row.award_version_id)
    if award is None:
        raise BadInput(
            _("Hình thức này không áp dụng cho năm %(year)s. Hãy chọn trong danh sách.",
              year=row.year), field="award",
        )  # fmt: skip
    if not fits(award, recipient.kind):
        raise BadInput(
            _(
                "“%(award)s” không dành cho %(kind)s. Hãy chọn hình thức dành cho %(kind)s.",
                award=award.name, kind=_kind_name(recipient.kind),
            ),
            field="award",
        )  # fmt: skip
    return award


def with_period(row: Row) -> Row:
    """Return the row with its period as it is stored; it ends in the year of the row."""
    typed = one_line(row.period)
    if not typed:
        return replace(row, period="")
    found = _PERIOD.fullmatch(typed)
    if found is None:
        raise BadInput(
            _("Hãy ghi giai đoạn bằng năm đầu và năm cuối, ví dụ “2019–2020”; nếu chỉ một năm "
              "thì để trống."), field="period",
        )  # fmt: skip
    first, last = int(found[1]), int(found[2])
    if not _EARLIEST <= first < last:
        raise BadInput(
            _("Năm đầu của giai đoạn phải trước năm cuối. Hãy sửa lại, hoặc để trống nếu chỉ "
              "một năm."), field="period",
        )  # fmt: skip
    if last != row.year:
        raise BadInput(
            _("Giai đoạn phải kết thúc ở năm đề nghị (%(year)s). Hãy sửa giai đoạn hoặc sửa năm.",
              year=row.year), field="period",
        )  # fmt: skip
    return replace(row, period=f"{first}–{last}")


def _refuse_twice(
    proposal: Proposal, recipient_id: int, award: AwardVersion, year: int, besides: int = 0
) -> None:
    for number, other in enumerate(nominations_of(proposal.id), start=1):
        same = (other.recipient_id, other.award_version.award_id, other.year)
        if other.id != besides and same == (recipient_id, award.award_id, year):
            raise BadInput(
                _("Đã có đề nghị này ở dòng %(n)s của danh sách.", n=number), field="recipient"
            )


def _recipient(public_id: str, actor: Actor) -> Recipient:
    found = db.session.scalars(
        visible_to(actor).where(Recipient.public_id == public_id)
    ).one_or_none()
    if found is None:
        raise BadInput(_("Hãy chọn tập thể hoặc cá nhân của đơn vị."), field="recipient")
    return found


def _unit_of(recipient: Recipient, proposal: Proposal) -> str:
    """Return the unit as lists print it beside the name; a unit is not a member of itself."""
    if recipient.organisation_id == proposal.proposing_id:
        return ""
    return db.session.get_one(Organisation, proposal.proposing_id).name


def add_nomination(
    public_id: str, recipient_public_id: str, row: Row, *, actor: Actor
) -> Nomination:
    """Propose one recipient for one award; the row goes to the end of the list."""
    proposal = open_for_edit(public_id, actor)
    recipient = _recipient(recipient_public_id, actor)
    award = _award_for(proposal, recipient, row)
    row = with_period(row)
    _refuse_twice(proposal, recipient.id, award, row.year)
    present = nominations_of(proposal.id)
    place = find_membership(recipient.id, proposal.proposing_id, clock.today())
    nomination = Nomination(
        proposal_id=proposal.id, recipient_id=recipient.id, award_version_id=award.id,
        ground=row.ground, year=row.year, period=row.period,
        post=one_line(row.post) or (place.post if place else ""),
        unit_name=_unit_of(recipient, proposal),
        achievements=normalise(row.achievements),
        position=max((one.position for one in present), default=0) + 1,
    )  # fmt: skip
    db.session.add(nomination)
    db.session.flush()
    changed(
        proposal, "add_nomination", actor=actor, row=len(present) + 1,
        nomination=nomination.id, recipient=recipient.id,
    )  # fmt: skip
    return nomination


def add_many(
    proposal: Proposal, wanted: Sequence[tuple[int, Row, int | None]], *, actor: Actor
) -> list[Nomination]:
    """Put rows of a list that was checked behind the others: recipient, row, agreeing votes.

    The caller holds the dossier's lock and has made sure of awards, periods and repeats.
    """
    present = nominations_of(proposal.id)
    position = max((one.position for one in present), default=0)
    ids = [recipient_id for recipient_id, _row, _votes in wanted]
    known = {
        one.id: one for one in db.session.scalars(select(Recipient).where(Recipient.id.in_(ids)))
    }
    posts = posts_in(ids, proposal.proposing_id, clock.today())
    made = [
        Nomination(
            proposal_id=proposal.id, recipient_id=recipient_id,
            award_version_id=row.award_version_id, ground=row.ground, year=row.year,
            period=row.period, post=one_line(row.post) or posts.get(recipient_id, ""),
            unit_name=_unit_of(known[recipient_id], proposal),
            achievements=normalise(row.achievements), position=position + number,
            unit_agree=votes,
        )
        for number, (recipient_id, row, votes) in enumerate(wanted, start=1)
    ]  # fmt: skip
    db.session.add_all(made)
    db.session.flush()
    changed(
        proposal, "import_nominations", actor=actor, rows=len(made),
        nominations=[one.id for one in made], recipients=sorted(set(ids)),
    )  # fmt: skip
    return made


def _differences(nomination: Nomination, award: str, row: Row) -> list[tuple[str, str, str]]:
    return [
        (_("Hình thức"), award, nomination.award_version.name),
        (_("Loại khen thưởng"), ground_name(row.ground), ground_name(nomination.ground)),
        (_("Năm"), str(row.year), str(nomination.year)),
        (_("Giai đoạn"), row.period, nomination.period),
        (_("Chức vụ"), one_line(row.post), nomination.post),
        (_("Thành tích"), normalise(row.achievements), nomination.achievements),
    ]


def edit_nomination(
    public_id: str, nomination_public_id: str, row: Row, *, version: int, actor: Actor
) -> Nomination:
    """Mend a row; whom it is for stays."""
    proposal, nomination = open_row(public_id, nomination_public_id, actor)
    award = _award_for(proposal, nomination.recipient, row)
    row = with_period(row)
    what = _("đề nghị cho %(name)s", name=nomination.recipient.name)
    refuse_stale(what, nomination.version, version, _differences(nomination, award.name, row))
    _refuse_twice(proposal, nomination.recipient_id, award, row.year, besides=nomination.id)
    if (award.id, row.ground, row.year) != (
        nomination.award_version_id, nomination.ground, nomination.year
    ):  # fmt: skip
        # What was said answered another question; a person's word against it stays void for good.
        nomination.eligibility_note = ""
        nomination.override = void(nomination.override)
    nomination.award_version_id, nomination.award_version = award.id, award
    nomination.ground, nomination.year = row.ground, row.year
    nomination.period, nomination.post = row.period, one_line(row.post)
    nomination.achievements = normalise(row.achievements)
    changed(proposal, "edit_nomination", actor=actor, row=nomination.position)
    return nomination


def write_achievements(
    public_id: str, nomination_public_id: str, text: str, *, version: int, actor: Actor
) -> Nomination:
    """Write what the recipient achieved."""
    proposal, nomination = open_row(public_id, nomination_public_id, actor)
    text = normalise(text)
    what = _("thành tích của %(name)s", name=nomination.recipient.name)
    pairs = [(_("Thành tích"), text, nomination.achievements)]
    refuse_stale(what, nomination.version, version, pairs)
    nomination.achievements = text
    changed(proposal, "edit_nomination", actor=actor, row=nomination.position)
    return nomination


def remove_nomination(public_id: str, nomination_public_id: str, *, actor: Actor) -> None:
    """Take a row off the list of a dossier that was never handed in.

    After the first submission a row is withdrawn with a reason instead (`outcomes`).
    """
    proposal, nomination = open_row(public_id, nomination_public_id, actor)
    if nomination.frozen is not None:
        raise BadInput(_("Dòng này đã được nộp; hãy dùng “Rút đề nghị” và ghi lý do."))
    position = nomination.position
    for link in documents_of("nomination", nomination.id):
        attaching.detach(link.id, ("nomination", nomination.id), actor=actor)
    for heard in confirmations_of([nomination.id])[nomination.id].values():
        db.session.delete(heard)
    db.session.flush()
    db.session.delete(nomination)
    db.session.flush()
    changed(proposal, "remove_nomination", actor=actor, row=position)


def move_nomination(public_id: str, nomination_public_id: str, *, up: bool, actor: Actor) -> None:
    """Swap a row with the one before or after it among those of its kind."""
    proposal = open_for_edit(public_id, actor)
    nomination = get_nomination(proposal.id, nomination_public_id)
    rows = [
        row for row in nominations_of(proposal.id)
        if row.recipient.kind is nomination.recipient.kind
    ]  # fmt: skip
    place = rows.index(nomination)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        return
    first, second = lock_nomination(nomination.id), lock_nomination(rows[other].id)
    first.position, second.position = second.position, first.position
    changed(proposal, "move_nomination", actor=actor, row=first.position)


def attach_evidence(
    public_id: str, nomination_public_id: str, taken: TakenFile, *, title: str, item: str = "",
    actor: Actor,
) -> DocumentLink:  # fmt: skip
    """Attach a file that lies in the store as evidence of one row.

    `item` is the line of the award's checklist it answers, if it answers one.
    """
    proposal = open_for_edit(public_id, actor)
    nomination = get_nomination(proposal.id, nomination_public_id)
    document = attaching.add_document(
        taken, title=title, organisation_id=proposal.proposing_id, actor=actor
    )
    link = attaching.attach(document, ("nomination", nomination.id), FileRole.EVIDENCE, actor=actor)
    if item in checklist_of(nomination):
        link.purpose = item
    changed(proposal, "attach_evidence", actor=actor, row=nomination.position)
    return link


def remove_evidence(
    public_id: str, nomination_public_id: str, document_public_id: str, *, actor: Actor
) -> None:
    """Take a file off a row."""
    proposal = open_for_edit(public_id, actor)
    nomination = get_nomination(proposal.id, nomination_public_id)
    links = documents_of("nomination", nomination.id, FileRole.EVIDENCE)
    link = next((one for one in links if one.document.public_id == document_public_id), None)
    if link is None:
        raise NotVisible(_("Tệp này không còn trong hồ sơ."))
    attaching.detach(link.id, ("nomination", nomination.id), actor=actor)
    changed(proposal, "remove_evidence", actor=actor, row=nomination.position)
