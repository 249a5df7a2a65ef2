"""Build every Word template: python -m tools.document_templates.build."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from docx.document import Document as DocxDocument

from tools.document_templates import (
    arrivals,
    ballots,
    bound_register,
    briefing,
    amending,
    ceremonies,
    certificate,
    copies,
    copy_register,
    councils,
    decisions,
    packet,
    proposals,
    register,
)

TARGET = Path(__file__).resolve().parents[2] / "document_templates"

BUILDERS: dict[str, Callable[[], DocxDocument]] = {
    "proposals/submission_letter": proposals.submission_letter,
    "proposals/unit_minutes": proposals.unit_minutes,
    "proposals/nomination_list": proposals.nomination_list,
    "proposals/achievement_report": proposals.achievement_report,
    "councils/invitation": councils.invitation,
    "councils/minutes": councils.minutes,
    "councils/vote_count": councils.vote_count,
    "councils/consultation_letter": councils.consultation_letter,
    "councils/consultation_minutes": councils.consultation_minutes,
    "councils/ballot_paper": ballots.ballot_paper,
    "councils/result_notice": councils.result_notice,
    "councils/packet_cover": packet.cover,
    "councils/packet_sheet": packet.sheet,
    "decisions/decision": decisions.decision,
    "decisions/certificate": certificate.certificate,
    "decisions/certificate_gold": certificate.in_fine_gold,
    "decisions/certificate_words": certificate.words_alone,
    "decisions/recognition": decisions.recognition,
    "decisions/extract": copies.extract,
    "decisions/briefing": briefing.briefing,
    "documents/copy_block": copies.copy_block,
    "decisions/revocation": amending.revocation,
    "decisions/correction": amending.correction,
    "ceremonies/calling_list": ceremonies.calling_list,
    "ceremonies/receipts": ceremonies.receipts,
    "ceremonies/deliveries": ceremonies.deliveries,
    "ceremonies/tent_cards": ceremonies.tent_cards,
    "ceremonies/labels": ceremonies.labels,
    "exchange/submission_upward": decisions.submission_upward,
    "archive/outgoing_register": register.outgoing_register,
    "archive/copy_register": copy_register.copy_register,
    "archive/incoming_register": register.incoming_register,
    "archive/bound_outgoing": bound_register.bound_outgoing,
    "archive/bound_incoming": bound_register.bound_incoming,
    "archive/bound_copies": bound_register.bound_copies,
    "archive/followup_register": arrivals.followup_register,
    "archive/handling_sheet": arrivals.handling_sheet,
    "archive/arrival_stamp": arrivals.arrival_stamp,
    "archive/return_note": arrivals.return_note,
}


def main() -> None:
    """Write the templates that differ into document_templates/: a changed file is a new version."""
    for name, build in BUILDERS.items():
        path = TARGET / f"{name}.docx"
        path.parent.mkdir(parents=True, exist_ok=True)
        stream = io.BytesIO()
        build().save(stream)
        if not path.exists() or _parts(path.read_bytes()) != _parts(stream.getvalue()):
            path.write_bytes(stream.getvalue())


def _parts(content: bytes) -> dict[str, bytes]:
    """Return the parts of a docx without the one that says when it was made."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = [name for name in package.namelist() if name != "docProps/core.xml"]
        return {name: package.read(name) for name in names}


if __name__ == "__main__":
    main()
