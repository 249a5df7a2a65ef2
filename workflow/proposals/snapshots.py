"""What a dossier says, as plain values: its digest, and the copy kept at each submission."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm.attributes import set_committed_value

from workflow.awards.queries import decider_in, line_of
from workflow.awards.wording import printed_name
from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.audit import digest_of
from workflow.core.db import db
from workflow.documents.models import Document, DocumentLink, StoredFile
from workflow.documents.states import FileRole
from workflow.proposals.eligibility import freezing
from workflow.proposals.eligibility.assessing import Assessment
from workflow.proposals.models import (
    Confirmation,
    Nomination,
    Proposal,
    ProposalRevision,
    SignOff,
    UnitMeeting,
)
from workflow.proposals.queries import find_meeting, find_revision, nominations_of


def evidence_digests(nomination_ids: Sequence[int]) -> dict[int, list[str]]:
    """Return the digests of each nomination's evidence, in one query."""
    rows = db.session.execute(
        select(DocumentLink.owner_id, StoredFile.digest)
        .join(Document, Document.id == DocumentLink.document_id)
        .join(StoredFile, StoredFile.id == Document.file_id)
        .where(
            DocumentLink.owner_kind == "nomination",
            DocumentLink.owner_id.in_(nomination_ids),
            DocumentLink.role == FileRole.EVIDENCE,
            DocumentLink.removed_at.is_(None),
        )
        .order_by(DocumentLink.id)
    )
    found: dict[int, list[str]] = {}
    for owner_id, digest in rows:
        found.setdefault(owner_id, []).append(digest)
    return found


def _heard(nomination_ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """Return what other offices said of each nomination, by office, in one query."""
    rows = db.session.scalars(
        select(Confirmation)
        .where(Confirmation.nomination_id.in_(nomination_ids))
        .order_by(Confirmation.office)
    )
    found: dict[int, list[dict[str, Any]]] = {}
    for one in rows:
        found.setdefault(one.nomination_id, []).append({
            "office": one.office, "asked_on": one.asked_on and one.asked_on.isoformat(),
            "answered_on": one.answered_on and one.answered_on.isoformat(),
            "answered_by": one.answered_by, "result": one.result and one.result.value,
            "document": one.document_id,
        })  # fmt: skip
    return found


def _row(
    nomination: Nomination, award: str, evidence: list[str], heard: list[dict[str, Any]]
) -> dict[str, Any]:
    """What nobody wrote is left out: what was signed off before there was any of it holds."""
    more: dict[str, Any] = {
        "eligibility_note": nomination.eligibility_note, "override": nomination.override,
        "heard": heard,
    }  # fmt: skip
    return {
        "position": nomination.position, "recipient": nomination.recipient_id,
        "name": nomination.recipient.name, "kind": nomination.recipient.kind.value,
        "award_version": nomination.award_version_id, "award": award,
        "ground": nomination.ground.value, "year": nomination.year, "period": nomination.period,
        "post": nomination.post, "unit_name": nomination.unit_name,
        "achievements": nomination.achievements, "unit_agree": nomination.unit_agree,
        "evidence": evidence,
    } | {key: value for key, value in more.items() if value}  # fmt: skip


def award_names(proposal: Proposal, nominations: Sequence[Nomination]) -> dict[int, str]:
    """Return each row's award as papers write it: by whom it is decided, seen from the unit."""
    line = line_of(proposal.proposing_id)
    return {
        row.id: printed_name(row.award_version, decider_in(row.award_version, line))
        for row in nominations
    }


@dataclass(frozen=True)
class Listed:
    """The rows of a dossier, their awards as papers write them, their evidence, the meeting."""

    rows: Sequence[Nomination]
    awards: dict[int, str]
    evidence: dict[int, list[str]]
    heard: dict[int, list[dict[str, Any]]]  # of other offices
    meeting: UnitMeeting | None


def read_listed(proposal: Proposal) -> Listed:
    rows = nominations_of(proposal.id)
    ids = [row.id for row in rows]
    return Listed(
        rows, award_names(proposal, rows), evidence_digests(ids), _heard(ids),
        find_meeting(proposal.id),
    )  # fmt: skip


def content_of(proposal: Proposal, listed: Listed) -> dict[str, Any]:
    """Return everything the unit head reads before signing off."""
    meeting = listed.meeting
    return {
        "title": proposal.title, "summary": proposal.summary, "round": proposal.round_id,
        "meeting": meeting and {
            "held_at": meeting.held_at.isoformat(), "place": meeting.place,
            "present": meeting.present, "total": meeting.total,
            "presided_by": meeting.presided_by, "minuted_by": meeting.minuted_by,
            "remarks": meeting.remarks,
        },
        "nominations": [
            _row(n, listed.awards[n.id], listed.evidence.get(n.id, []), listed.heard.get(n.id, []))
            for n in listed.rows
        ],
    }  # fmt: skip


def content_digest(proposal: Proposal, listed: Listed | None = None) -> str:
    """Return the digest the sign-off is bound to; `listed` if it was read just now."""
    return digest_of(content_of(proposal, listed or read_listed(proposal)))


def void_sign_off(proposal: Proposal) -> None:
    """Take the unit head's sign-off back: what they read is no longer what the dossier says."""
    db.session.execute(
        update(SignOff)
        .where(SignOff.proposal_id == proposal.id, SignOff.voided_at.is_(None))
        .values(voided_at=clock.now())
    )


def _write_frozen(frozen: Mapping[Nomination, dict[str, Any]]) -> None:
    """One statement for all rows: who hands in holds the dossier, so no row has two writers."""
    db.session.connection().execute(
        update(Nomination)
        .where(Nomination.id == bindparam("row"))
        .values(frozen=bindparam("kept")),
        [{"row": row.id, "kept": kept} for row, kept in frozen.items()],
    )
    for row, kept in frozen.items():
        set_committed_value(row, "frozen", kept)


def freeze(
    proposal: Proposal, listed: Listed, answers: Mapping[int, Assessment], *, actor: Actor
) -> ProposalRevision:
    """Keep what is being submitted, whole, and names and eligibility as they stand today.

    `listed` and `answers` are what was read and judged in this very transaction.
    """
    content = content_of(proposal, listed)
    rows = {row["position"]: row for row in content["nominations"]}
    kept = freezing.to_keep(answers)
    _write_frozen(
        {
            nomination: {
                **{key: rows[nomination.position][key] for key in ("name", "award", "post")},
                freezing.KEY: kept[nomination.id],
            }
            for nomination in listed.rows
        }
    )
    previous = find_revision(proposal.id)
    assert actor.user_id is not None  # noqa: S101  the system submits nothing
    revision = ProposalRevision(
        proposal_id=proposal.id, number=previous.number + 1 if previous else 1, snapshot=content,
        digest=digest_of(content), submitted_at=clock.now(), submitted_by_id=actor.user_id,
    )  # fmt: skip
    db.session.add(revision)
    db.session.flush()
    return revision
