"""How an office's certificates look today, and which files of them were made."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.decisions.families import Family
from workflow.decisions.models import Certificate, Decision, DecisionItem, ItemStatus
from workflow.decisions.policies import in_office
from workflow.decisions.printing.models import (
    CertificatePrinting,
    CertificateStyle,
    Layout,
    StockVersion,
)
from workflow.decisions.printing.stock import Stock, usual_stock
from workflow.decisions.queries import visible_to
from workflow.documents.models import DocumentLink, Drawing
from workflow.documents.states import FileRole

OWNER = "certificate_printing"
PRINTERS = frozenset({"clerk", "secretary"})


@dataclass(frozen=True)
class Style:
    """What an office chose for one family, or what is usual as long as it chose nothing."""

    layout: Layout = Layout.RED_AND_GOLD
    on_stock: bool = False
    stock: Stock = field(default_factory=usual_stock)
    stock_version: StockVersion | None = None
    version: int = 0


def style_of(organisation_id: int, family: Family) -> Style:
    """Return the style of one family in one office."""
    return styles_of(organisation_id).get(family, Style())


def styles_of(organisation_id: int) -> dict[Family, Style]:
    """Return what the office chose, by family, in one query."""
    rows = db.session.execute(
        select(CertificateStyle, StockVersion)
        .join(StockVersion, StockVersion.style_id == CertificateStyle.id)
        .where(CertificateStyle.organisation_id == organisation_id)
        .order_by(StockVersion.number)
    )
    return {
        row.family: Style(row.layout, row.on_stock, Stock.of(stock.settings), stock, row.version)
        for row, stock in rows
    }


def printings_of(decision_id: int, actor: Actor) -> Sequence[CertificatePrinting]:
    """Return the files of certificates made for an issued decision, newest first."""
    return db.session.scalars(
        select(CertificatePrinting)
        .join(CertificatePrinting.decision)
        .options(
            joinedload(CertificatePrinting.asked_by), joinedload(CertificatePrinting.job),
            joinedload(CertificatePrinting.document),
            joinedload(CertificatePrinting.stock_version),
        )
        .where(
            CertificatePrinting.decision_id == decision_id,
            Decision.organisation_id == actor.organisation_id,
        )
        .order_by(CertificatePrinting.id.desc())
        .limit(20)
    ).all()  # fmt: skip


def printable(decision_id: int) -> Sequence[Certificate]:
    """Return the certificates of awarded lines, in the order of the golden book."""
    return db.session.scalars(
        select(Certificate)
        .join(Certificate.item)
        .options(contains_eager(Certificate.item))
        .where(DecisionItem.decision_id == decision_id, DecisionItem.status == ItemStatus.AWARDED)
        .order_by(Certificate.golden_number, Certificate.id)
    ).all()


def digests_of(certificate_ids: Collection[int]) -> dict[int, str]:
    """Return, by certificate, the digest of its drawn PDF; what is being drawn anew is left out."""
    pending = select(Drawing.owner_id).where(
        Drawing.owner_kind == "certificate", Drawing.owner_id.in_(certificate_ids),
        Drawing.drawn_round != Drawing.round,
    )  # fmt: skip
    links = db.session.scalars(
        select(DocumentLink)
        .options(joinedload(DocumentLink.document))
        .where(
            DocumentLink.owner_kind == "certificate", DocumentLink.owner_id.in_(certificate_ids),
            DocumentLink.role == FileRole.CERTIFICATE, DocumentLink.removed_at.is_(None),
            DocumentLink.owner_id.not_in(pending),
        )
        .order_by(DocumentLink.id)
    )  # fmt: skip
    return {link.owner_id: link.document.file.digest for link in links}


def may_print(actor: Actor, decision: Decision) -> bool:
    """Tell whether this is the clerk or the secretary of the office that decided."""
    return in_office(actor, decision) and not actor.roles.isdisjoint(PRINTERS)


def may_view_printing_id(actor: Actor, printing_id: int) -> bool:
    """Tell whether the actor may open a print file: who may have one made."""
    decision = db.session.scalars(
        visible_to(actor)
        .join(CertificatePrinting, CertificatePrinting.decision_id == Decision.id)
        .where(CertificatePrinting.id == printing_id)
    ).one_or_none()
    return decision is not None and may_print(actor, decision)
