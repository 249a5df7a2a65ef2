"""The contexts of a revocation and of a letter of correction: plain values for the templates."""

from collections.abc import Sequence
from typing import Any

from workflow.decisions import wording
from workflow.decisions.amending.models import Amendment, AmendmentKind, AmendmentLine
from workflow.decisions.amending.wording import NAMED_IN_ARTICLE, correction_line, place_of
from workflow.decisions.models import DecisionItem
from workflow.decisions.printouts import lines, unnumbered
from workflow.documents.headings import heading_of, whole_place
from workflow.recipients.models import RecipientKind

TEMPLATES = {
    AmendmentKind.ANNUL: "decisions/revocation", AmendmentKind.CORRECT: "decisions/correction",
}  # fmt: skip


def context_of(
    amendment: Amendment, rows: Sequence[AmendmentLine], *, symbol: str, signer: dict[str, str],
    destinations: Sequence[str], year: int,
) -> dict[str, Any]:  # fmt: skip
    organisation = amendment.decision.organisation
    common = {
        "organisation": heading_of(organisation), "symbol": symbol, "subject": amendment.subject,
        "destinations": list(destinations), "signature": signer, **unnumbered(organisation, year),
    }  # fmt: skip
    if amendment.kind is AmendmentKind.CORRECT:
        del common["date_text"]  # a letter names its day in one place only
        return common | _letter(amendment, rows)
    issuer = wording.issuer(organisation)
    return common | {
        "issuer": issuer, "authority_caps": whole_place(issuer.upper()),
        "bases": lines(amendment.bases), "articles": lines(amendment.articles),
        "annex_subject": "Tập thể, cá nhân bị hủy bỏ khen thưởng",
    } | _annex([row.item for row in rows if row.item is not None])  # fmt: skip


def _letter(amendment: Amendment, rows: Sequence[AmendmentLine]) -> dict[str, Any]:
    said = lines(amendment.articles)
    return {
        "addressees": lines(amendment.addressees), "opening": "\n".join(said[:-1]),
        "closing": said[-1] if said else "",
        "sentences": [correction_line(row) for row in rows] if _few(rows) else [],
        "corrections": [] if _few(rows) else [
            {"ordinal": n, "place": place_of(row), "written": row.written, "reads": row.reads}
            for n, row in enumerate(rows, start=1)
        ],
    }  # fmt: skip


def _few(rows: Sequence[Any]) -> bool:
    return len(rows) <= NAMED_IN_ARTICLE


def _annex(items: Sequence[DecisionItem]) -> dict[str, Any]:
    """Return the list of those whose award is annulled; a few are named in the article."""
    named = [] if _few(items) else items
    return {
        "collectives": [_row(i) for i in named if i.kind is not RecipientKind.PERSON],
        "individuals": [
            _row(i) | {"post": i.post, "unit": i.unit_name}
            for i in named if i.kind is RecipientKind.PERSON
        ],
    }  # fmt: skip


def _row(item: DecisionItem) -> dict[str, Any]:
    return {"ordinal": item.ordinal, "name": item.name, "award": item.award_name}
