"""The secretary's acts during a session, from the convening to the adjournment."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.errors import BadInput, Incomplete, InvalidStep
from workflow.core.i18n import _, ngettext
from workflow.core.web.access import acting, requires
from workflow.core.web.acting import carry_out
from workflow.councils.board_reading import read_vote
from workflow.councils.forms import DiscussionForm, VoidForm, read_marks
from workflow.councils.models import Attendance, Session
from workflow.councils.posts import post_name
from workflow.councils.queries import attendance_of, get_visible, seats_on
from workflow.councils.services import closing, counting, opening, reminding, sessions
from workflow.councils.services.calling_off import call_session_off
from workflow.councils.services.refusals import must_meet
from workflow.councils.states import BallotStatus
from workflow.councils.views.blueprint import bp
from workflow.councils.views.secret import key_folder
from workflow.councils.voting import get_ballot


def _run(public_id: str, act: Callable[[], object], said: str) -> ResponseReturnValue:
    return carry_out(act, to=url_for("councils.session", public_id=public_id), told=said)


def _mine(public_id: str, actor: Actor) -> Session:
    """Return the session for the pages of whoever runs it."""
    found = get_visible(public_id, actor)
    sessions.must_run(actor, found)
    return found


@bp.post("/sessions/<public_id>/convene")
@requires("secretary")
def convene(public_id: str) -> ResponseReturnValue:
    return _run(
        public_id, lambda: sessions.convene(public_id, actor=acting()),
        _("Đã triệu tập. Giấy mời đã soạn, chờ kiểm tra và trình Chủ tịch Hội đồng ký."),
    )  # fmt: skip


@bp.route("/sessions/<public_id>/attendance", methods=["GET", "POST"])
@requires("secretary")
def attendance(public_id: str) -> ResponseReturnValue:
    found = _mine(public_id, acting())
    people = [row.user.public_id for row in _called(found)]
    refusal: BadInput | None = None
    if request.method == "POST":
        try:
            marks = read_marks(request.form, people)
            return _run(
                public_id, lambda: sessions.record_attendance(public_id, marks, actor=acting()),
                _("Đã ghi điểm danh."),
            )  # fmt: skip
        except BadInput as error:
            refusal = error
        found = _mine(public_id, acting())
    body = render_template(
        "councils/attendance.html", session=found, rows=_called(found),
        posts=_posts(found), refusal=refusal, typed=request.form, form_errors=refusal,
    )  # fmt: skip
    return body, 422 if refusal else 200


def _called(found: Session) -> list[Attendance]:
    """Return those called, and in the end who came to the council since, not stored yet."""
    return [*attendance_of(found.id), *(
        Attendance(session_id=found.id, user_id=seat.user_id, user=seat.user, reason="")
        for seat in sessions.newcomers(found)
    )]  # fmt: skip


def _posts(found: Session) -> dict[int, str]:
    """Return by user what they are in the council, on the session's day or today."""
    days = (clock.local(found.starts_at).date(), clock.today())
    return {
        seat.user_id: post_name(seat.post)
        for day in days
        for seat in seats_on(found.council_id, day)
    }


@bp.post("/sessions/<public_id>/open")
@requires("secretary")
def open_session(public_id: str) -> ResponseReturnValue:
    try:
        return _run(
            public_id, lambda: sessions.open_session(public_id, actor=acting()),
            _("Đã khai mạc phiên họp."),
        )  # fmt: skip
    except (Incomplete, InvalidStep) as refusal:
        # The page of the session shows what is still missing, and the way there.
        flash(str(refusal), "warning")
        return redirect(url_for("councils.session", public_id=public_id))


@bp.route("/sessions/<public_id>/discussion", methods=["GET", "POST"])
@requires("secretary")
def discussion(public_id: str) -> ResponseReturnValue:
    found = _mine(public_id, acting())
    form = DiscussionForm(text=found.discussion)
    if form.validate_on_submit():
        text = form.text.data or ""
        return _run(
            public_id, lambda: sessions.record_discussion(public_id, text, actor=acting()),
            _("Đã ghi nội dung thảo luận; biên bản sẽ dùng nội dung này."),
        )  # fmt: skip
    body = render_template(
        "councils/discussion.html", session=found, form=form, form_errors=form.errors
    )
    return body, 422 if form.errors else 200


@bp.post("/sessions/<public_id>/open-ballot")
@requires("secretary")
def open_ballot(public_id: str) -> ResponseReturnValue:
    return _run(
        public_id,
        lambda: opening.open_ballot(public_id, actor=acting(), seen=request.form.get("seen", "")),
        _("Đã mở bỏ phiếu. Thành viên có mặt thấy phiếu trong “Việc cần làm”."),
    )  # fmt: skip


@bp.route("/sessions/<public_id>/close-ballot", methods=["GET", "POST"])
@requires("secretary")
def close_ballot(public_id: str) -> ResponseReturnValue:
    """Say what happens to the missing votes before closing."""
    found = _mine(public_id, acting())
    must_meet(found)
    board = read_vote(found, acting())
    ballot = board.ballot
    if request.method == "POST":
        # A form left open names the ballot it was about: it closes no further round.
        named = request.form.get("ballot", "")
        short = ballot is not None and closing.is_short_of_papers(ballot)
        return _run(
            public_id, lambda: closing.close_ballot(named, actor=acting()),
            _("Số phiếu chưa đủ tỷ lệ quy chế cần: cuộc bỏ phiếu đã hủy, hãy bỏ phiếu lại.")
            if short
            else _("Đã đóng bỏ phiếu, hòm phiếu đã niêm phong.") if board.is_secret
            else _("Đã đóng bỏ phiếu. Bấm “Kiểm phiếu” để có kết quả."),
        )  # fmt: skip
    if ballot is None or ballot.status is not BallotStatus.OPEN:
        flash(_("Cuộc bỏ phiếu đã đóng."), "info")
        return redirect(url_for("councils.session", public_id=public_id))
    return render_template(
        "councils/close_ballot.html",
        session=found,
        board=board,
        post_name=post_name,
        short=closing.is_short_of_papers(ballot), few=closing.too_few_to_stay_secret(ballot),
    )  # fmt: skip


@bp.post("/ballots/<public_id>/remind")
@requires("secretary")
def remind(public_id: str) -> ResponseReturnValue:
    session = get_ballot(public_id, acting()).session.public_id
    return carry_out(
        lambda: reminding.remind(public_id, actor=acting()),
        to=url_for("councils.session", public_id=session),
        told=lambda n: ngettext(
            "Đã nhắc %(num)s người ở “Việc cần làm”.", "Đã nhắc %(num)s người ở “Việc cần làm”.", n
        ),
    )


@bp.post("/sessions/<public_id>/count/<ballot_id>")
@requires("secretary")
def count(public_id: str, ballot_id: str) -> ResponseReturnValue:
    return _run(
        public_id, lambda: counting.count_ballot(ballot_id, actor=acting()), _("Đã kiểm phiếu.")
    )


@bp.post("/sessions/<public_id>/adjourn")
@requires("secretary")
def adjourn(public_id: str) -> ResponseReturnValue:
    return _run(
        public_id, lambda: sessions.adjourn(public_id, actor=acting()),
        _("Đã bế mạc. Lập biên bản để Chủ tịch và thư ký ký."),
    )  # fmt: skip


@bp.route("/sessions/<public_id>/void", methods=["GET", "POST"])
@requires("secretary")
def void(public_id: str) -> ResponseReturnValue:
    found = _mine(public_id, acting())
    form = VoidForm()
    if form.validate_on_submit():
        reason, keys = form.reason.data, key_folder()
        return _run(
            public_id, lambda: call_session_off(public_id, reason, keys, actor=acting()),
            _("Đã hủy phiên họp. Các đề nghị có thể xếp vào phiên khác."),
        )  # fmt: skip
    body = render_template("councils/void.html", session=found, form=form, form_errors=form.errors)
    return body, 422 if form.errors else 200
