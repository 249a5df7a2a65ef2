"""The page where paper ballots are printed: blank ones for a secret vote, named ones otherwise."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.core.errors import InvalidStep, NotAllowed
from workflow.core.i18n import _
from workflow.core.web.access import acting, signed_in
from workflow.core.web.acting import carry_out
from workflow.core.web.numerals import whole_or
from workflow.councils.board_reading import read_vote
from workflow.councils.models import Session
from workflow.councils.paper_ballots import services
from workflow.councils.paper_ballots.services import OWNER, Sheet
from workflow.councils.queries import get_visible
from workflow.councils.states import BallotMode, BallotStatus
from workflow.councils.views.blueprint import bp
from workflow.documents.queries import documents_of, drawing_of
from workflow.documents.states import FileRole


@bp.route("/sessions/<public_id>/ballot-papers", methods=["GET", "POST"])
@signed_in
def ballot_papers(public_id: str) -> ResponseReturnValue:
    if request.method == "POST":
        kind, number = request.form.get("kind", ""), whole_or(0, request.form.get("number", ""))
        return carry_out(
            lambda: services.draw(public_id, kind, number, actor=acting()),
            to=url_for("councils.ballot_papers", public_id=public_id),
            told=_("Đang dựng phiếu. Tải lại trang sau ít giây."),
        )
    session = get_visible(public_id, acting())
    board = read_vote(session, acting())
    if not services.prints(board):
        raise NotAllowed(_("Phiếu giấy do thư ký Hội đồng hoặc ban kiểm phiếu in."))
    sheets = services.sheets_of(board)
    if not sheets:
        raise InvalidStep(_("Phiên họp không có đề nghị nào chờ bỏ phiếu để in phiếu giấy."))
    ballot = board.ballot
    opened = ballot is not None and ballot.status is BallotStatus.OPEN
    by_hand = opened and ballot is not None and ballot.mode is BallotMode.SECRET
    return render_template(
        "councils/ballot_papers.html", session=session, most=services.MOST, opened=opened,
        sheets=[(one, _drawn(session, one)) for one in sheets],
        envelopes=ballot if by_hand and board.is_teller else None,
    )  # fmt: skip


def _drawn(session: Session, sheet: Sheet) -> dict[str, Any]:
    drawing = drawing_of((OWNER, session.id), sheet.kind)
    links = documents_of(OWNER, session.id, purpose=sheet.kind)
    files = {link.role: link.document for link in links}
    return {
        "job": drawing.job if drawing and drawing.drawn_round != drawing.round else None,
        "pdf": files.get(FileRole.ANNEX), "docx": files.get(FileRole.SOURCE),
    }  # fmt: skip
