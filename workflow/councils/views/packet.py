"""What members read before they vote, row by row, and the same bound into one PDF."""

from dataclasses import dataclass

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.awards.catalogue_texts import law_text
from workflow.awards.wording import ground_name
from workflow.core.i18n import _
from workflow.core.web.access import acting, signed_in
from workflow.core.web.acting import carry_out
from workflow.core.web.numerals import whole_or
from workflow.councils.agenda import Part, parts_of
from workflow.councils.models import AgendaItem, Session
from workflow.councils.packet import services
from workflow.councils.packet.binding import MOST_BYTES, MOST_PAGES
from workflow.councils.packet.reading import (
    Evidence,
    composition,
    evidence_of,
    part_of,
    rows_of,
    sheets_of,
)
from workflow.councils.queries import get_visible
from workflow.councils.views.blueprint import bp
from workflow.documents.models import Document, Drawing
from workflow.documents.queries import documents_of, drawing_of
from workflow.proposals.queries import award_text, name_text

AT_ONCE = 20


@dataclass(frozen=True)
class Bound:
    """The packet in one file: what was asked for, and the file if it is of what stands now."""

    drawing: Drawing | None
    document: Document | None

    @property
    def is_under_way(self) -> bool:
        return self.drawing is not None and self.drawing.round != self.drawing.drawn_round

    @property
    def is_old(self) -> bool:
        """Whether there was one, of an agenda that has changed since."""
        made = self.drawing is not None and self.drawing.drawn_round > 0
        return made and self.document is None and not self.is_under_way


def _bound(session: Session, rows: list[AgendaItem], evidence: Evidence) -> Bound:
    drawing = drawing_of((services.OWNER, session.id))
    if drawing is None or drawing.round != drawing.drawn_round:
        return Bound(drawing, None)
    if drawing.digest != composition(session, rows, evidence):
        return Bound(drawing, None)
    links = documents_of(services.OWNER, session.id)
    return Bound(drawing, links[-1].document if links else None)


@bp.get("/sessions/<public_id>/packet")
@signed_in
def packet(public_id: str) -> ResponseReturnValue:
    found = get_visible(public_id, acting())
    services.must_read(found, acting())
    rows = rows_of(found)
    evidence = evidence_of(rows)
    parts = parts_of(rows)
    part = part_of(parts, request.args.get("part", "")) if parts else None
    return render_template(
        "councils/packet.html", session=found, parts=parts, part=part, rows=rows,
        bound=_bound(found, rows, evidence), law_text=law_text, ground_name=ground_name,
        award_text=award_text, name_text=name_text, most_mb=MOST_BYTES >> 20,
        most_pages=MOST_PAGES, **_shown(found, rows, part, evidence),
    )  # fmt: skip


def _shown(
    session: Session, rows: list[AgendaItem], part: Part[AgendaItem] | None, evidence: Evidence
) -> dict[str, object]:
    """Return the sheets of one page of the part, and the ways to the pages beside it."""
    if part is None:
        return {"sheets": [], "earlier": None, "later": None, "told": ""}
    page = max(whole_or(1, request.args.get("page", "")), 1)
    start = min((page - 1) * AT_ONCE, (len(part.rows) - 1) // AT_ONCE * AT_ONCE)
    page = start // AT_ONCE + 1
    shown = part.rows[start : start + AT_ONCE]
    first = rows.index(shown[0]) + 1

    def leads(to: int) -> str:
        return url_for(
            "councils.packet", public_id=session.public_id, part=part.number, page=to
        )  # fmt: skip

    return {
        "sheets": sheets_of(session, shown, evidence, first=first),
        "earlier": leads(page - 1) if start else None,
        "later": leads(page + 1) if start + AT_ONCE < len(part.rows) else None,
        "told": _("Đề nghị %(first)s đến %(last)s trên %(all)s", first=start + 1,
                  last=start + len(shown), all=len(part.rows)),
    }  # fmt: skip


@bp.post("/sessions/<public_id>/packet")
@signed_in
def bind_packet(public_id: str) -> ResponseReturnValue:
    """Have the packet bound into one PDF by a worker."""
    return carry_out(
        lambda: services.ask_for_packet(public_id, actor=acting()),
        to=url_for("councils.packet", public_id=public_id),
        told=_("Tập tài liệu đang được dựng. Xong thì nút tải hiện ở trang này."),
    )  # fmt: skip
