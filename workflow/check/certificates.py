"""What may be told of a certificate: what it says, and whether the award stands."""

from collections.abc import Sequence

from sqlalchemy import select

from workflow.check.facts import Deed, Facts, Line, OwnFile, Standing
from workflow.check.papers import drawn_files, signing_lines
from workflow.core.db import db
from workflow.core.i18n import _, on_paper
from workflow.decisions.amending.models import Amendment, AmendmentLine, Reissue, ReissueStatus
from workflow.decisions.amending.queries import stands
from workflow.decisions.families import family_name, family_of
from workflow.decisions.models import Certificate, Decision, DecisionItem, ItemStatus
from workflow.decisions.printing.contexts import contexts_of
from workflow.decisions.sealing.records import sealed_file
from workflow.documents.models import Paper
from workflow.documents.states import FileRole
from workflow.documents.superseding import is_out
from workflow.signatures.engine.profile import PERSON

_OVER = (ItemStatus.REVOKED, ItemStatus.REPLACED)


def certificate_facts(certificate_id: int) -> Facts | None:
    """Return what is told of a certificate."""
    certificate = db.session.get(Certificate, certificate_id)
    if certificate is None:
        return None
    return _facts(certificate, ("certificate", certificate.id), None)


def reissue_facts(reissue_id: int) -> Facts | None:
    """Return what is told of one made a second time; nothing before it is handed over."""
    reissue = db.session.get(Reissue, reissue_id)
    if reissue is None or reissue.status is not ReissueStatus.HANDED_OVER:
        return None
    return _facts(reissue.certificate, ("reissue", reissue.id), reissue)


def _facts(
    certificate: Certificate, owner: tuple[str, int], reissue: Reissue | None
) -> Facts | None:
    item = certificate.item
    decision = item.decision
    if not is_out(decision.paper) or item.status not in (ItemStatus.AWARDED, *_OVER):
        return None
    deeds, later = _deeds(item), _later(certificate, reissue)
    [(_item, printed)] = contexts_of(decision, [item])
    with on_paper():
        family = family_of([item], decision.organisation)
        noun = family_name(family)
    drawn = drawn_files(*owner, FileRole.CERTIFICATE)
    note = _("Cấp lại ngày %(day)s.", day=f"{later.handed_on:%d/%m/%Y}") if later else ""
    return Facts(
        noun, "certificate", decision.organisation.name, _standing(item, deeds, later),
        tuple(_lines(decision, certificate, printed)), decision.paper,
        drawn | drawn_files(*owner, FileRole.SIGNED, FileRole.RENEWED), deeds=deeds, note=note,
        unsigned=drawn,
        own=None if reissue else _own_file(certificate.id, printed["signature"]["name"]),
    )  # fmt: skip


def _own_file(certificate_id: int, name: str) -> OwnFile | None:
    sealed = sealed_file(certificate_id)
    return OwnFile(sealed, {PERSON: name}) if sealed is not None else None


def _lines(decision: Decision, certificate: Certificate, printed: dict[str, dict[str, str]]
           ) -> list[Line]:  # fmt: skip
    paper = decision.paper
    day = _("ngày %(day)s", day=f"{paper.dated:%d/%m/%Y}") if paper.dated else ""
    return [
        Line(_("Tặng"), printed["recipient"]["name"], printed["recipient"]["detail"]),
        Line(_("Hình thức"), decision.award_name),
        Line(_("Thành tích"), decision.achievement),
        Line(_("Quyết định"), paper.number_text or "", day, is_number=True),
        Line(_("Số vào sổ"), f"{certificate.golden_number:02d}"),
        Line(_("Cơ quan"), decision.organisation.name),
        *signing_lines(paper),
    ]


def _deeds(item: DecisionItem) -> tuple[Deed, ...]:
    """Return the issued papers about this line: what annulled it, corrected it, took its place."""
    about = db.session.execute(
        select(Amendment.kind, Paper.number_text, Paper.dated)
        .join(Amendment.paper)
        .join(AmendmentLine, AmendmentLine.amendment_id == Amendment.id)
        .where(AmendmentLine.item_id == item.id, Amendment.applied_at.is_not(None))
        .order_by(Paper.id)
    )
    found = [Deed(kind.value, number or "", dated) for kind, number, dated in about]
    successor = db.session.execute(
        select(Paper.number_text, Paper.dated)
        .join(Decision, Decision.paper_id == Paper.id)
        .join(DecisionItem, DecisionItem.decision_id == Decision.id)
        .where(DecisionItem.replaces_id == item.id, DecisionItem.status == ItemStatus.AWARDED)
    ).first()
    if successor is not None and item.status is ItemStatus.REPLACED:
        found.append(Deed("replace", successor.number_text or "", successor.dated))
    return tuple(dict.fromkeys(found))


def _later(certificate: Certificate, own: Reissue | None) -> Reissue | None:
    """Return what was handed over in place of this very sheet, the last one."""
    rows = select(Reissue).where(
        Reissue.certificate_id == certificate.id, Reissue.status == ReissueStatus.HANDED_OVER,
        Reissue.id > (own.id if own else 0),
    )  # fmt: skip
    return db.session.scalars(rows.order_by(Reissue.id.desc()).limit(1)).first()


def _standing(item: DecisionItem, deeds: Sequence[Deed], later: Reissue | None) -> Standing:
    if item.status is ItemStatus.REPLACED:
        return Standing.REPLACED
    if not stands(item):
        return Standing.REVOKED
    if later is not None:
        return Standing.REISSUED
    corrected = any(deed.word == "correct" for deed in deeds)
    return Standing.CORRECTED if corrected else Standing.GENUINE
