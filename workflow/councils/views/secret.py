"""The pages of a secret ballot: tellers named, codes drawn, opened, envelopes, the box counted."""

from flask import current_app, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.core import clock
from workflow.core.errors import BadInput, InvalidStep, NotAllowed
from workflow.core.i18n import _
from workflow.core.unit_of_work import unit_of_work
from workflow.core.web.access import acting, requires, signed_in
from workflow.core.web.acting import carry_out
from workflow.core.web.numerals import whole_or
from workflow.core.web.once import act_key
from workflow.councils.agenda import choice_words
from workflow.councils.board_reading import read_vote
from workflow.councils.booth import lay_out
from workflow.councils.forms import read_envelopes
from workflow.councils.models import Ballot
from workflow.councils.policies import secretary_of_ballot
from workflow.councils.posts import post_name
from workflow.councils.queries import attendance_of, get_visible, seats_on
from workflow.councils.rounds import mark_of
from workflow.councils.sealed.keyfile import KeyFolder
from workflow.councils.sealed.queries import get_secret, is_teller, tellers_of
from workflow.councils.services.secret import casting, counting, preparing
from workflow.councils.services.sessions import must_run
from workflow.councils.states import BallotStatus, Choice, Presence
from workflow.councils.views.blueprint import bp
from workflow.councils.voting import electors_of, get_ballot, items_of

MOST_ENVELOPES = 20


def key_folder() -> KeyFolder:
    """Return where keys of ballots without tellers lie: beside the data, never in the database."""
    return KeyFolder(current_app.config["SETTINGS"].instance / "ballot-keys")


@bp.route("/sessions/<public_id>/secret", methods=["GET", "POST"])
@requires("secretary")
def prepare_secret(public_id: str) -> ResponseReturnValue:
    found = get_visible(public_id, acting())
    must_run(acting(), found)
    refusal: BadInput | None = None
    if request.method == "POST":
        by_file, typed = request.form.get("by") == "file", request.form.get("needed", "")
        chosen = [] if by_file else request.form.getlist("tellers")
        needed = 0 if by_file else whole_or(1, typed)
        try:
            return carry_out(
                lambda: preparing.prepare(
                    public_id, chosen, needed=needed, actor=acting(),
                    seen=request.form.get("seen", ""),
                ),
                to=url_for("councils.session", public_id=public_id),
                told=_("Đã lập ban kiểm phiếu. Từng người nhận mã rồi thư ký mở bỏ phiếu.")
                if chosen else _("Đã chuẩn bị bỏ phiếu kín không có ban kiểm phiếu."),
            )  # fmt: skip
        except BadInput as error:
            refusal = error
        found = get_visible(public_id, acting())
    board = read_vote(found, acting())
    mark = mark_of(board.ballots, board.waiting)
    body = render_template(
        "councils/prepare_secret.html", session=found, refusal=refusal,
        form_errors=refusal, seen=request.form.get("seen", mark),
        typed=request.form, council=found.council,
        present=[row.user for row in attendance_of(found.id) if row.presence is Presence.PRESENT],
        considered=preparing.considered_in(found),
        electors=len(seats_on(found.council_id, clock.today())),
    )  # fmt: skip
    return body, 422 if refusal else 200


@bp.route("/ballots/<public_id>/code", methods=["GET", "POST"])
@signed_in
def teller_code(public_id: str) -> ResponseReturnValue:
    """Draw the teller's code; the page that shows it is the only place it ever stands."""
    ballot = get_ballot(public_id, acting())
    if not is_teller(acting(), ballot):
        raise NotAllowed(_("Chỉ thành viên ban kiểm phiếu nhận mã."))
    code = ""
    if request.method == "POST":
        with unit_of_work(act_key()) as work:
            work.location = url_for("councils.teller_code", public_id=public_id)
            code = preparing.draw(public_id, actor=acting())
        ballot = get_ballot(public_id, acting())
    mine = next(t for t in tellers_of(ballot.id) if t.user_id == acting().user_id)
    body = render_template(
        "councils/teller_code.html", ballot=ballot, session=ballot.session, code=code, mine=mine,
        secret=get_secret(ballot.id), tellers=tellers_of(ballot.id),
    )  # fmt: skip
    return body, {"Cache-Control": "no-store"}


@bp.post("/ballots/<public_id>/open-secret")
@requires("secretary")
def open_secret(public_id: str) -> ResponseReturnValue:
    session = get_ballot(public_id, acting()).session.public_id
    keys = key_folder()
    return carry_out(
        lambda: preparing.open_secret(
            public_id, keys, actor=acting(), seen=request.form.get("seen", "")
        ),
        to=url_for("councils.session", public_id=session),
        told=_("Đã mở bỏ phiếu kín. Thành viên có mặt thấy phiếu trong “Việc cần làm”."),
    )  # fmt: skip


@bp.post("/ballots/<public_id>/drop-secret")
@requires("secretary")
def drop_secret(public_id: str) -> ResponseReturnValue:
    session = get_ballot(public_id, acting()).session.public_id
    return carry_out(
        lambda: preparing.drop(public_id, actor=acting()),
        to=url_for("councils.session", public_id=session),
        told=_("Đã bỏ cuộc bỏ phiếu vừa chuẩn bị."),
    )  # fmt: skip


def _papers_page(ballot: Ballot, refusal: BadInput | None) -> ResponseReturnValue:
    absent = [
        one for one in electors_of(ballot.id)
        if one.presence is Presence.ABSENT and not one.voted
    ]  # fmt: skip
    count = min(max(request.values.get("n", 0, type=int) or len(absent), 1), MOST_ENVELOPES)
    mine = acting().user_id
    body = render_template(
        "councils/envelopes.html", others=[t for t in tellers_of(ballot.id) if t.user_id != mine],
        ballot=ballot, session=ballot.session, absent=absent,
        count=min(count, max(len(absent), 1)), paper=lay_out(items_of(ballot.id), {}, {}),
        choices=[(choice.value, choice_words(choice)) for choice in Choice], typed=request.form,
        refusal=refusal, form_errors=refusal, post_name=post_name,
    )  # fmt: skip
    return body, 422 if refusal else 200, {"Cache-Control": "no-store"}


@bp.route("/ballots/<public_id>/envelopes", methods=["GET", "POST"])
@signed_in
def envelopes(public_id: str) -> ResponseReturnValue:
    """Tellers together put the paper ballots of absent members into the box."""
    ballot = get_ballot(public_id, acting())
    if not is_teller(acting(), ballot):
        raise NotAllowed(_("Phiếu giấy của người vắng do ban kiểm phiếu cùng bỏ vào hòm."))
    if ballot.status is not BallotStatus.OPEN:
        raise InvalidStep(_("Cuộc bỏ phiếu đã đóng nên không nhận thêm phiếu."))
    refusal: BadInput | None = None
    if request.method == "POST":
        try:
            people, papers = read_envelopes(request.form)
            return carry_out(
                lambda: casting.enter_envelopes(
                    public_id, people, papers, beside=request.form.get("beside", ""),
                    actor=acting(),
                ),
                to=url_for("councils.session", public_id=ballot.session.public_id),
                told=_("Đã bỏ phiếu giấy của %(n)s người vắng vào hòm.", n=len(people)),
            )  # fmt: skip
        except BadInput as error:
            refusal = error
        ballot = get_ballot(public_id, acting())
    return _papers_page(ballot, refusal)


@bp.route("/ballots/<public_id>/count", methods=["GET", "POST"])
@signed_in
def count_box(public_id: str) -> ResponseReturnValue:
    """Tellers type their codes; what they typed is never kept, nor shown again."""
    ballot = get_ballot(public_id, acting())
    if not (is_teller(acting(), ballot) or secretary_of_ballot(acting(), ballot)):
        raise NotAllowed(_("Chỉ ban kiểm phiếu và thư ký Hội đồng mở hòm phiếu."))
    session_id, keys = ballot.session.public_id, key_folder()
    if ballot.status is not BallotStatus.CLOSED:
        flash(_("Cuộc bỏ phiếu không ở bước kiểm phiếu."), "info")
        return redirect(url_for("councils.session", public_id=session_id))
    refusal: BadInput | None = None
    if request.method == "POST":
        codes = [request.form.get(f"code_{n}", "") for n in range(1, 100)]
        try:
            return carry_out(
                lambda: counting.count_box(public_id, codes, keys, actor=acting()),
                to=url_for("councils.session", public_id=session_id), told=_("Đã kiểm phiếu."),
            )  # fmt: skip
        except BadInput as error:
            refusal = error
        ballot = get_ballot(public_id, acting())
    body = render_template(
        "councils/count_box.html", ballot=ballot, session=ballot.session, refusal=refusal,
        secret=get_secret(ballot.id), tellers=tellers_of(ballot.id), form_errors=refusal,
    )  # fmt: skip
    return body, 422 if refusal else 200, {"Cache-Control": "no-store"}


@bp.get("/ballots/<public_id>/box")
@signed_in
def export_box(public_id: str) -> ResponseReturnValue:
    """Hand the closed box to its tellers and the secretary, for a recount elsewhere."""
    ballot = get_ballot(public_id, acting())
    if not (is_teller(acting(), ballot) or secretary_of_ballot(acting(), ballot)):
        raise NotAllowed(_("Chỉ ban kiểm phiếu và thư ký Hội đồng lấy hòm phiếu."))
    if ballot.status not in {BallotStatus.CLOSED, BallotStatus.TALLIED}:
        raise InvalidStep(_("Hòm phiếu chỉ lấy ra được sau khi đóng bỏ phiếu."))
    answer = jsonify(counting.exported(ballot))
    answer.headers["Content-Disposition"] = (
        f'attachment; filename="hom-phieu-{ballot.public_id}.json"'
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.route("/ballots/<public_id>/in-box", methods=["GET", "POST"])
@signed_in
def find_in_box(public_id: str) -> ResponseReturnValue:
    """Look a receipt's code up: is this paper in the box? It never tells a choice.

    The code is sent in the form: in an address it would stay in histories and logs.
    """
    ballot = get_ballot(public_id, acting())
    code = request.form.get("code", "").strip()
    found = counting.look_up(ballot, code) if code else None
    return render_template(
        "councils/in_box.html", ballot=ballot, session=ballot.session, code=code, found=found,
        secret=get_secret(ballot.id),
    )  # fmt: skip
