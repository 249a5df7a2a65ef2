"""The contexts of the packet's pages: plain values for the docx templates.

Document text is never translated, so nothing here goes through gettext.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from workflow.awards.catalogue_texts import law_text
from workflow.awards.eligibility.wording import Line
from workflow.awards.wording import ground_name
from workflow.core import clock
from workflow.core.i18n import on_paper
from workflow.core.written_dates import long_moment
from workflow.councils.models import Session
from workflow.councils.packet.reading import Sheet
from workflow.councils.posts import joined
from workflow.councils.printouts import council_heading, counted
from workflow.proposals.eligibility.freezing import Kept, verdict_name, verdict_word
from workflow.proposals.queries import award_text, name_text

_NOTE = (
    "Tập này dành cho thành viên Hội đồng. Phần mềm chỉ đối chiếu dữ liệu; Hội đồng xem xét, người "
    "có thẩm quyền quyết định."
)
_UNASKED = "chưa kiểm tra"


def cover(
    session: Session, sheets: Sequence[Sheet], parts: Sequence[tuple[str, Sequence[Sheet]]],
    made_at: datetime,
) -> dict[str, Any]:  # fmt: skip
    """Return the context of `councils/packet_cover`; where each row begins is written later."""
    rows = {sheet.number: _row(sheet) for sheet in sheets}
    return {
        "organisation": council_heading(session.council), "subject": session.title,
        **_heading(session),
        "counted": counted([sheet.item for sheet in sheets]),
        "made": f"Dựng lúc {long_moment(made_at)}, từ hồ sơ và sổ theo dõi lúc đó",
        "parts": [
            {"title": title, "rows": [rows[sheet.number] for sheet in held]}
            for title, held in parts
        ],
        "note": _NOTE,
    }  # fmt: skip


def _heading(session: Session) -> dict[str, str]:
    """Say what it is for; who is asked in writing meets at no hour and in no place."""
    if not session.is_consultation:
        return {
            "title": "TÀI LIỆU PHIÊN HỌP", "time": long_moment(session.starts_at),
            "venue": session.place,
        }  # fmt: skip
    span = f"từ ngày {clock.local(session.starts_at):%d/%m/%Y}"
    if session.answers_by is not None:
        span += f" đến hết ngày {session.answers_by:%d/%m/%Y}"
    return {"title": "TÀI LIỆU LẤY Ý KIẾN", "time": span, "venue": ""}


def _row(sheet: Sheet) -> dict[str, Any]:
    row = sheet.nomination
    return {
        "ordinal": sheet.number, "name": name_text(row), "unit": joined(row.post, row.unit_name),
        "verdict": _verdict(sheet), "evidence": str(len(sheet.evidence)), "page": 0,
    }  # fmt: skip


def _verdict(sheet: Sheet) -> str:
    with on_paper():
        return verdict_name(sheet.standing.kept.verdict) if sheet.standing else _UNASKED


def sheet_context(sheet: Sheet, part: str) -> dict[str, Any]:
    """Return the context of `councils/packet_sheet`; what becomes of each file is written later."""
    row = sheet.nomination
    with on_paper():
        return {
            "part": part, "ordinal": sheet.number, "name": name_text(row),
            "post_and_unit": joined(row.post, row.unit_name), "award": award_text(row),
            "ground": ground_name(row.ground).lower(),
            "period": f"giai đoạn {row.period}" if row.period else f"năm {row.year}",
            "dossier": row.proposal.code, "proposing": row.proposal.proposing.name,
            "achievements": [line.strip() for line in row.achievements.splitlines()
                             if line.strip()],
            "verdict": _verdict(sheet),
            **_told(sheet.standing.kept if sheet.standing else None),
            "changes": [one.whole for one in sheet.standing.changes] if sheet.standing else [],
            "ledgers": [
                {"name": one.name, "lines": list(one.lines)} for one in sheet.holdings
            ],
            "files": [],
        }  # fmt: skip


def _told(kept: Kept | None) -> dict[str, Any]:
    if kept is None:
        return {"reason": "Hồ sơ nộp trước khi phần mềm giữ kết quả đối chiếu.", "checks": [],
                "basis": "", "note": "", "override": ""}  # fmt: skip
    insisted = kept.override is not None and not kept.override.void
    return {
        "reason": kept.heading,
        "checks": _checks(kept.lines),
        "basis": f"Căn cứ: {law_text(kept.legal_basis)}" if kept.legal_basis else "",
        "note": f"Giải trình của đơn vị: {kept.note}" if kept.note else "",
        "override": f"{kept.override.role_name} {kept.override.by} đề nghị xét: "
        f"{kept.override.reason}" if kept.override is not None and insisted else "",
    }  # fmt: skip


def _checks(lines: Sequence[Line]) -> list[dict[str, str]]:
    """A sheet has no indents: what stands under a heading is lettered, “a)”, “b)”."""
    found, letters = list[dict[str, str]](), list[int]()
    for line in lines:
        del letters[line.depth :]
        letters += [0] * (line.depth - len(letters))
        mark = ""
        if line.depth:
            letters[-1] += 1
            mark = f"{'abcdefghijklmnopqrstuvwxyz'[(letters[-1] - 1) % 26]}) "
        found.append(_check(line, mark))
    return found


def _check(line: Line, mark: str) -> dict[str, str]:
    used = [one.text for one in line.sources if one.text and one.text not in line.detail]
    said = [line.detail.rstrip(".")] if line.detail else []
    said += [f"Dữ liệu đã xét: {'; '.join(used)}"] if used else []
    return {
        "title": f"{mark}{line.title.removesuffix(':')}",
        "verdict": "cách khác, không cần đến" if line.spare else verdict_word(line.verdict),
        "detail": ". ".join(said),
    }  # fmt: skip
