"""The administrator's pages: councils with their rules, and the seats in them."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.accounts.models import User
from workflow.core import clock
from workflow.core.i18n import _
from workflow.core.web.access import acting, requires
from workflow.core.web.acting import carry_out_form
from workflow.core.web.numerals import whole_or
from workflow.councils.appraising.models import AppraisalRule
from workflow.councils.appraising.queries import rule_of
from workflow.councils.forms import CouncilForm, EndSeatForm, NewCouncilForm, SeatForm, given
from workflow.councils.models import Council
from workflow.councils.posts import post_name
from workflow.councils.queries import (
    administered_councils,
    candidates_for_seats,
    get_council,
    list_seats,
)
from workflow.councils.secrecy import (
    FEW_ELECTORS,
    FEWEST_ELECTORS,
    FEWEST_TELLERS,
    MOST_WITHOUT_TELLERS,
)
from workflow.councils.services.administration import (
    add_seat,
    create_council,
    edit_council,
    end_seat,
)
from workflow.councils.states import BallotMode, FewPapers, TieRule
from workflow.councils.tally import Threshold, share_words
from workflow.councils.views.blueprint import bp
from workflow.organisations.forms import to_choose
from workflow.organisations.queries import choices, own_of


def rules_in_words(council: Council) -> str:
    """Return how many must be there and how many must agree."""
    vote = Threshold(council.vote_numerator, council.vote_denominator, council.vote_strict)
    return _(
        "Họp khi có mặt từ %(quorum)s; thông qua khi %(vote)s tổng số thành viên đồng ý",
        quorum=share_words(council.quorum_numerator, council.quorum_denominator), vote=vote.words,
    )  # fmt: skip


def more_rules(council: Council) -> list[str]:
    """Return the council's other rules, a sentence each."""
    secret = council.ordinary_mode is BallotMode.SECRET
    return [
        _("Danh hiệu, hình thức không quy định riêng: bỏ phiếu kín.") if secret
        else _("Danh hiệu, hình thức không quy định riêng: biểu quyết ghi tên."),
        _("Hỏi trường hợp không tham gia biểu quyết; người chủ trì quyết định.")
        if council.asks_recusal
        else _("Chỉ người được xét không bỏ phiếu cho mình; không hỏi trường hợp khác."),
        _("Tỷ lệ tính trên số thành viên được biểu quyết, không tính người không tham gia.")
        if council.base_without_recused
        else _("Tỷ lệ tính trên tổng số thành viên, kể cả người không tham gia biểu quyết."),
        _("Phiếu kín: ban kiểm phiếu %(named)s người, cần %(needed)s mã để mở hòm; dưới "
          "%(least)s thành viên thì không bỏ phiếu kín, dưới %(few)s thì cảnh báo.",
          named=council.tellers_named, needed=council.tellers_needed,
          least=council.fewest_electors, few=council.few_electors),
        _("Phiếu kín không có ban kiểm phiếu: khi có từ %(most)s thành viên trở xuống.",
          most=council.without_tellers_up_to) if council.without_tellers_up_to
        else _("Phiếu kín luôn phải có ban kiểm phiếu."),
        _("Không còn đủ thành viên dự họp thì không mở bỏ phiếu.")
        if council.ballot_needs_quorum
        else _("Không còn đủ thành viên dự họp thì cảnh báo trước khi mở bỏ phiếu."),
        *_round_rules(council),
        *_consulting_rules(council),
    ]  # fmt: skip


def _round_rules(council: Council) -> list[str]:
    ties = {
        TieRule.FAILS: _("Đúng một nửa đồng ý khi cần trên một nửa: không thông qua."),
        TieRule.CHAIR: _("Đúng một nửa đồng ý khi cần trên một nửa: người chủ trì quyết định, có "
                         "ghi lý do."),
        TieRule.ROUND: _("Đúng một nửa đồng ý khi cần trên một nửa: bỏ phiếu thêm một vòng."),
    }  # fmt: skip
    share = share_words(council.again_numerator, council.again_denominator)
    return [
        _("Bỏ phiếu một vòng.") if council.rounds == 1
        else _("Bỏ phiếu nhiều nhất %(n)s vòng; vào vòng sau khi chưa đạt nhưng có từ %(share)s "
               "thành viên đồng ý.", n=council.rounds, share=share),
        ties[council.tie_rule],
        _("Khi đóng mà số phiếu chưa đủ tỷ lệ dự họp: hủy và bỏ phiếu lại.")
        if council.few_papers is FewPapers.VOID
        else _("Khi đóng mà số phiếu chưa đủ tỷ lệ dự họp: vẫn kiểm trên tổng số thành viên."),
    ]  # fmt: skip


def _consulting_rules(council: Council) -> list[str]:
    if not council.may_consult:
        return [_("Chỉ lấy ý kiến bằng văn bản thay cho họp khi hình thức khen thưởng cho phép.")]
    return [
        _("Được lấy ý kiến bằng văn bản thay cho họp, trừ khi phải bỏ phiếu kín; thời hạn trả lời "
          "%(n)s ngày làm việc.", n=council.consultation_days),
        _("Thiếu ý kiến của thành viên nào thì chưa tổng hợp: gia hạn, hoặc hủy để họp.")
        if council.consultation_needs_all
        else _("Thành viên không trả lời không tính là đồng ý và vẫn nằm trong tổng số."),
    ]  # fmt: skip


def appraisal_in_words(rule: AppraisalRule | None) -> str:
    """Return whether members appraise before a session, and by how many sheets."""
    if rule is None or not rule.asked:
        return _("Không thẩm định trước phiên họp.")
    said = _(
        "Thẩm định trước phiên họp: %(n)s phiếu cho mỗi đề nghị; tổng điểm chênh quá %(spread)s "
        "phần trăm là ý kiến khác nhau.", n=rule.wanted, spread=rule.most_spread,
    )  # fmt: skip
    held = _("Thẩm định xong mới mở bỏ phiếu.")
    return f"{said} {held}" if rule.holds_ballot else said


@bp.get("/administration")
@requires("administrator")
def administration() -> ResponseReturnValue:
    councils = administered_councils(acting())
    return render_template(
        "councils/administration.html", councils=councils, rules_in_words=rules_in_words
    )


@bp.route("/administration/new", methods=["GET", "POST"])
@requires("administrator")
def create() -> ResponseReturnValue:
    actor = acting()
    form = NewCouncilForm(
        organisation=own_of(actor).public_id, quorum_numerator=2, quorum_denominator=3,
        vote_numerator=1, vote_denominator=2,
        valid_from=clock.today(), symbol="HĐTĐKT", tellers_named=3, tellers_needed=FEWEST_TELLERS,
        fewest_electors=FEWEST_ELECTORS, few_electors=FEW_ELECTORS, consultation_days=5,
        without_tellers_up_to=MOST_WITHOUT_TELLERS,
        rounds=1, again_numerator=1, again_denominator=2,
    )  # fmt: skip
    form.organisation.choices = to_choose(choices(actor, clock.today()))
    done = carry_out_form(
        form, lambda: create_council(form.organisation.data, form.rules(), actor=actor),
        to=lambda council: url_for("councils.seats", public_id=council.public_id),
        told=_("Đã lập Hội đồng. Hãy ghi các thành viên."),
    )  # fmt: skip
    return done or _form_page(form, None)


@bp.route("/administration/<public_id>/edit", methods=["GET", "POST"])
@requires("administrator")
def edit(public_id: str) -> ResponseReturnValue:
    council = get_council(public_id, acting())
    form = CouncilForm(obj=council)
    if request.method == "GET":
        form.vote_strict.data = "1" if council.vote_strict else "0"
        form.ballot_needs_quorum.data = "1" if council.ballot_needs_quorum else "0"
        form.consultation_needs_all.data = "1" if council.consultation_needs_all else "0"
        form.ordinary_mode.data = council.ordinary_mode.value
        form.tie_rule.data = council.tie_rule.value
        form.few_papers.data = council.few_papers.value
    done = carry_out_form(
        form, lambda: edit_council(public_id, form.rules(), version=_version(), actor=acting()),
        to=url_for("councils.seats", public_id=public_id),
        told=_("Đã lưu. Cuộc bỏ phiếu đã mở giữ tỷ lệ lúc mở."),
    )  # fmt: skip
    return done or _form_page(form, get_council(public_id, acting()))


def _version() -> int:
    return whole_or(0, request.form.get("version", ""))


def _form_page(form: CouncilForm, council: Council | None) -> ResponseReturnValue:
    body = render_template(
        "councils/create.html", form=form, council=council, form_errors=form.errors
    )
    return body, 422 if form.errors else 200


def _seat_form(council: Council) -> SeatForm:
    users = [
        (user.public_id, f"{user.name}, {user.title}" if user.title else user.name)
        for user in candidates_for_seats(acting())
    ]
    today = clock.today()
    held = [
        seat for seat in list_seats(council.id)
        if seat.replaces_id is None and (seat.valid_to is None or seat.valid_to >= today)
    ]  # fmt: skip
    return SeatForm(users, held, valid_from=today)


def _seats_page(council: Council, form: SeatForm) -> ResponseReturnValue:
    rows: list[Any] = list(list_seats(council.id))
    body = render_template(
        "councils/seats.html", council=council, seats=rows, form=form, post_name=post_name,
        rules=rules_in_words(council), form_errors=form.errors,
        more_rules=[*more_rules(council), appraisal_in_words(rule_of(council.id))],
    )  # fmt: skip
    return body, 422 if form.errors else 200


def _chosen(public_id: str) -> User:
    return next(user for user in candidates_for_seats(acting()) if user.public_id == public_id)


@bp.route("/administration/<public_id>/seats", methods=["GET", "POST"])
@requires("administrator")
def seats(public_id: str) -> ResponseReturnValue:
    form = _seat_form(get_council(public_id, acting()))
    done = carry_out_form(
        form,
        lambda: add_seat(public_id, form.new_seat(_chosen(form.user.data)), actor=acting()),
        to=url_for("councils.seats", public_id=public_id),
        told=lambda seat: _("Đã ghi %(name)s vào Hội đồng.", name=seat.user.name),
    )  # fmt: skip
    return done or _seats_page(get_council(public_id, acting()), form)


@bp.route("/administration/<public_id>/seats/<int:seat_id>/end", methods=["GET", "POST"])
@requires("administrator")
def end(public_id: str, seat_id: int) -> ResponseReturnValue:
    get_council(public_id, acting())
    form = EndSeatForm(on=clock.today())
    done = carry_out_form(
        form, lambda: end_seat(public_id, seat_id, on=given(form.on.data), actor=acting()),
        to=url_for("councils.seats", public_id=public_id),
        told=_("Đã ghi ngày thôi tham gia Hội đồng."),
    )  # fmt: skip
    if done:
        return done
    council = get_council(public_id, acting())
    seat = next((one for one in list_seats(council.id) if one.id == seat_id), None)
    body = render_template(
        "councils/end.html", council=council, seat=seat, form=form, form_errors=form.errors
    )
    return body, 422 if form.errors else 200 if seat else 404
