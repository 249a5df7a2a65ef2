"""The papers of a ceremony: which there are, their wish to be drawn, and what was drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from workflow.core import audit
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import Incomplete, NotVisible
from workflow.core.i18n import _, on_paper
from workflow.core.jobs import Job
from workflow.decisions.presenting import printouts, queries
from workflow.decisions.presenting.models import Ceremony
from workflow.decisions.presenting.queries import Program
from workflow.documents import generation
from workflow.documents.models import Document, Drawing
from workflow.documents.queries import documents_of
from workflow.documents.states import FileRole

KINDS = ("calling_list", "receipts", "deliveries", "tent_cards", "labels")
_TITLES = {
    "calling_list": "Danh sách trao thưởng", "receipts": "Danh sách ký nhận",
    "deliveries": "Biên bản giao nhận", "tent_cards": "Thẻ để bàn",
    "labels": "Thẻ chỗ ngồi, nhãn phong bì",
}  # fmt: skip


@dataclass(frozen=True)
class Printed:
    """One paper: what it is called, how far its drawing is, and its files."""

    kind: str
    name: str
    about: str
    job: Job | None
    documents: Sequence[Document]
    is_old: bool = False  # the list has changed since: it names who is not handed anything


def name_of(kind: str) -> str:
    return {
        "calling_list": _("Danh sách trao thưởng"), "receipts": _("Danh sách ký nhận"),
        "deliveries": _("Biên bản giao nhận"), "tent_cards": _("Thẻ để bàn"),
        "labels": _("Thẻ chỗ ngồi, nhãn phong bì"),
    }[kind]  # fmt: skip


def _about(kind: str) -> str:
    return {
        "calling_list": _("Thứ tự gọi, lời dẫn và người trao từng đợt, cho người dẫn và bục trao"),
        "receipts": _("Hiện vật và tiền thưởng từng người, cột ký nhận, tổng bằng số và bằng chữ"),
        "deliveries": _("Mỗi đơn vị một biên bản cho phần thưởng giao về đơn vị"),
        "tent_cards": _("Gấp đôi để bàn, tên đọc được từ hai phía; hai thẻ một trang A4"),
        "labels": _("Mười thẻ một trang A4, có đường cắt"),
    }[kind]  # fmt: skip


def papers_of(ceremony: Ceremony, program: Program, actor: Actor) -> list[Printed]:
    """Return every paper of a ceremony in two queries, and whether it is of the list as it is."""
    drawings = {
        one.purpose: one
        for one in db.session.scalars(
            select(Drawing)
            .where(Drawing.owner_kind == "ceremony", Drawing.owner_id == ceremony.id)
            .options(joinedload(Drawing.job))
        )
    }
    links = [
        link for link in documents_of("ceremony", ceremony.id)
        if link.role is not FileRole.SIGNED  # what was signed is on a page of its own
    ]  # fmt: skip
    links.sort(key=lambda link: link.role is FileRole.SOURCE)  # the PDF first
    return [
        Printed(
            kind, name_of(kind), _about(kind),
            drawings[kind].job if kind in drawings else None,
            [link.document for link in links if link.purpose == kind],
            is_old=kind in drawings
            and _bare(drawings[kind].context) != _bare(context_of(kind, ceremony, program, actor)),
        )
        for kind in KINDS
    ]  # fmt: skip


def _bare(context: dict[str, Any]) -> str:
    """Return a digest of what a paper says, but for who had it drawn when."""
    return audit.digest_of({k: v for k, v in context.items() if k not in ("drawn", "keeper")})


def context_of(kind: str, ceremony: Ceremony, program: Program, actor: Actor) -> dict[str, Any]:
    """Return what a paper is drawn of, in the words of papers."""
    with on_paper():
        if kind == "calling_list":
            return printouts.calling_context(ceremony, program)
        if kind == "receipts":
            return printouts.receipts_context(ceremony, program, actor.name)
        if kind == "deliveries":
            return printouts.deliveries_context(ceremony, program)
        if kind == "tent_cards":
            return printouts.tent_cards_context(program)
        return printouts.labels_context(program)


def draw(public_id: str, kind: str, *, actor: Actor) -> Ceremony:
    """Have a paper drawn of the program as it stands now."""
    if kind not in KINDS:
        raise NotVisible(_("Không có loại giấy tờ này."))
    ceremony = queries.get_whole(public_id, actor)
    program = queries.program_of(ceremony)
    if kind == "deliveries" and not printouts.for_units(program):
        raise Incomplete(
            _("Chưa có phần thưởng nào giao về đơn vị. Mở một dòng, chọn “Giao về đơn vị”, rồi lập "
              "biên bản.")
        )  # fmt: skip
    if not printouts.living(program.lines):
        raise Incomplete(_("Chưa có ai trong danh sách trao thưởng. Hãy thêm quyết định trước."))
    context = context_of(kind, ceremony, program, actor)
    generation.request(
        f"ceremonies/{kind}", context, title=f"{_TITLES[kind]} {ceremony.title}",
        owner=("ceremony", ceremony.id), purpose=kind, organisation_id=ceremony.organisation_id,
        actor=actor,
    )  # fmt: skip
    audit.record(
        "ceremony.print", stream=("ceremony", ceremony.id), actor=actor,
        detail={"paper": kind, "lines": len(program.lines)},
    )  # fmt: skip
    return ceremony
