"""Pages of the acts on what arrived: each a small form that answers for one step."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.archive.incoming import handling, queries
from workflow.archive.incoming.entering import add_files
from workflow.archive.incoming.forms import AnswerForm, FilesForm, SayForm, SendBackForm, TaskForm
from workflow.archive.incoming.models import Arrival
from workflow.archive.incoming.policies import handler_of, leader_of
from workflow.archive.incoming.steps import arrival_lifecycle
from workflow.archive.incoming.uploads import take_all
from workflow.core import clock
from workflow.core.errors import BadInput, InvalidStep, StaleEdit
from workflow.core.i18n import _
from workflow.core.web.access import acting, requires
from workflow.core.web.acting import carry_out, carry_out_form
from workflow.core.web.forms import Form
from workflow.documents.queries import INSIDERS

bp = Blueprint("acts", __name__)
INSIDE = tuple(sorted(INSIDERS))
DESK = ("clerk", "secretary", "head")
Act = Callable[[], Arrival]


def _back(public_id: str) -> str:
    return url_for("archive.incoming.show", public_id=public_id)


def _asked(public_id: str, trigger: str) -> Arrival:
    """Return the paper if this step is open to the actor now; a sent form is judged later."""
    arrival = queries.get_visible(public_id, acting())
    can = arrival_lifecycle.open_to(acting(), arrival)
    if request.method == "GET" and trigger not in can:
        raise InvalidStep(
            _("Việc này không còn mở cho bạn ở văn bản này. Hãy mở lại trang văn bản để xem bước "
              "tiếp theo.")
        )  # fmt: skip
    return arrival


def _answer(
    arrival: Arrival, trigger: str, form: Form, act: Act, *, told: str, fields: list[str],
    sub: str = "", hints: dict[str, str] | None = None,
) -> ResponseReturnValue:  # fmt: skip
    """Do the act with the form, or show the form with what was refused beside its fields."""
    public_id, status = arrival.public_id, 200
    try:
        done = carry_out_form(form, act, to=_back(public_id), told=told)
        if done is not None:
            return done
        status = 422 if form.errors else 200
    except StaleEdit as error:
        form.form_errors.append(str(error))
        status = 409
    fresh = queries.get_visible(public_id, acting())
    if status == 409 and isinstance(form, TaskForm):  # noqa: PLR2004
        form.version.data = fresh.version
    body = render_template(
        "archive/incoming/act.html", arrival=fresh, paper=fresh.paper, form=form, fields=fields,
        heading=arrival_lifecycle.label(trigger), sub=sub, hints=hints or {},
        form_errors=bool(form.errors), opinions=queries.opinions_of(fresh.id),
    )  # fmt: skip
    return body, status


def _task(
    public_id: str, trigger: str, act: Callable[..., Arrival], *, fields: list[str], told: str,
    demanded: tuple[str, ...], words: str = "",
) -> ResponseReturnValue:  # fmt: skip
    arrival, form = _asked(public_id, trigger), TaskForm()
    form.offer(queries.people_of(arrival.organisation_id, clock.today()))
    if words:
        form.instruction.label.text = words
    form.demand(*demanded)
    if request.method == "GET":
        form.show(arrival)
    hints = {
        "days": _("Tính từ ngày mai, trừ ngày nghỉ, lễ, Tết"),
        "unit_name": _("Phòng, ban, bộ phận; để trống nếu giao thẳng cho người"),
    }
    return _answer(
        arrival, trigger, form, lambda: act(public_id, form.task(), actor=acting()), told=told,
        fields=[*fields, "version"], hints=hints,
    )  # fmt: skip


@bp.route("/<public_id>/instruct", methods=["GET", "POST"])
@requires("secretary", "head")
def instruct(public_id: str) -> ResponseReturnValue:
    return _task(
        public_id, "instruct", handling.instruct, told=_("Đã ghi ý kiến. Văn thư sẽ chuyển."),
        fields=["instruction", "unit_name", "handler", "days", "due_on"],
        demanded=("instruction",),
    )  # fmt: skip


@bp.route("/<public_id>/assign", methods=["GET", "POST"])
@requires(*DESK)
def assign(public_id: str) -> ResponseReturnValue:
    arrival = queries.get_visible(public_id, acting())
    fields = ["unit_name", "handler", "days", "due_on"]
    if leader_of(acting(), arrival):
        fields.insert(0, "instruction")
    elif arrival.instructed_on is None:
        fields.append("directly")
    return _task(
        public_id, "assign", handling.assign, fields=fields, demanded=("handler",),
        told=_("Đã chuyển. Người giải quyết thấy văn bản trong việc cần làm."),
    )  # fmt: skip


@bp.route("/<public_id>/reassign", methods=["GET", "POST"])
@requires(*DESK)
def reassign(public_id: str) -> ResponseReturnValue:
    return _task(
        public_id, "reassign", handling.reassign, told=_("Đã chuyển người khác giải quyết."),
        fields=["handler", "unit_name", "days", "due_on", "instruction"],
        words=_("Lý do chuyển"), demanded=("handler", "instruction"),
    )  # fmt: skip


@bp.post("/<public_id>/take")
@requires(*INSIDE)
def take(public_id: str) -> ResponseReturnValue:
    return carry_out(
        lambda: handling.take(public_id, actor=acting()), to=_back(public_id),
        told=_("Đã ký nhận. Văn bản đang ở trong tay bạn."),
    )  # fmt: skip


def _say(
    public_id: str, trigger: str, act: Callable[[SayForm], Arrival], *, words: str, told: str,
    unit: bool = False,
) -> ResponseReturnValue:  # fmt: skip
    arrival, form = _asked(public_id, trigger), SayForm()
    form.text.label.text = words
    fields = ["text", "for_unit"] if unit else ["text"]
    return _answer(arrival, trigger, form, lambda: act(form), told=told, fields=fields)


@bp.route("/<public_id>/opinion", methods=["GET", "POST"])
@requires(*INSIDE)
def opinion(public_id: str) -> ResponseReturnValue:
    arrival = queries.get_visible(public_id, acting())
    return _say(
        public_id, "opine",
        lambda form: handling.opine(
            public_id, form.text.data or "", for_unit=form.for_unit.data, actor=acting()
        ),
        words=_("Việc đã làm, ý kiến đề xuất"), told=_("Đã ghi ý kiến."),
        unit=handler_of(acting(), arrival),
    )  # fmt: skip


@bp.route("/<public_id>/hand-back", methods=["GET", "POST"])
@requires(*INSIDE)
def hand_back(public_id: str) -> ResponseReturnValue:
    return _say(
        public_id, "hand_back",
        lambda form: handling.hand_back(public_id, form.text.data or "", actor=acting()),
        words=_("Vì sao trả lại văn thư"), told=_("Đã trả lại văn thư."),
    )  # fmt: skip


@bp.route("/<public_id>/close", methods=["GET", "POST"])
@requires(*INSIDE)
def close(public_id: str) -> ResponseReturnValue:
    return _say(
        public_id, "close",
        lambda form: handling.close(public_id, form.text.data or "", actor=acting()),
        words=_("Vì sao không phải trả lời, kết quả giải quyết"),
        told=_("Đã kết thúc giải quyết."),
    )  # fmt: skip


@bp.route("/<public_id>/note", methods=["GET", "POST"])
@requires(*DESK)
def note(public_id: str) -> ResponseReturnValue:
    return _say(
        public_id, "note",
        lambda form: handling.note(public_id, form.text.data or "", actor=acting()),
        words=_("Vì sao chỉ lưu, không chuyển ai giải quyết"), told=_("Đã lưu để biết."),
    )  # fmt: skip


@bp.route("/<public_id>/reopen", methods=["GET", "POST"])
@requires(*DESK)
def reopen(public_id: str) -> ResponseReturnValue:
    return _say(
        public_id, "reopen",
        lambda form: handling.reopen(public_id, form.text.data or "", actor=acting()),
        words=_("Vì sao mở lại"), told=_("Đã mở lại. Văn bản nằm ở bàn văn thư."),
    )  # fmt: skip


@bp.route("/<public_id>/answer", methods=["GET", "POST"])
@requires(*INSIDE)
def answer(public_id: str) -> ResponseReturnValue:
    arrival, form = _asked(public_id, "answer"), AnswerForm()
    hints: dict[str, Any] = {
        "number_text": _("Như trong sổ văn bản đi, ví dụ 12/CQLTT-TCHC"),
    }
    return _answer(
        arrival, "answer", form,
        lambda: handling.answer(
            public_id, form.number_text.data or "", form.text.data or "", actor=acting()
        ),
        told=_("Đã ghi văn bản trả lời và kết thúc giải quyết."), fields=["number_text", "text"],
        hints=hints,
    )  # fmt: skip


@bp.route("/<public_id>/files", methods=["GET", "POST"])
@requires("clerk")
def files(public_id: str) -> ResponseReturnValue:
    """Take in further scans before the transaction; then bind them to the paper."""
    arrival, form = queries.get_visible(public_id, acting()), FilesForm()
    try:
        taken = take_all(form, form.files, acting()) if request.method == "POST" else []
        done = carry_out_form(
            form, lambda: add_files(public_id, taken, actor=acting()), to=_back(public_id),
            told=_("Đã thêm tệp. Tệp cũ vẫn giữ nguyên."),
        )  # fmt: skip
    except BadInput as error:
        form.refuse(error)
        done = None
    if done is not None:
        return done
    body = render_template(
        "archive/incoming/act.html", arrival=arrival, paper=arrival.paper, form=form,
        fields=["files", "kept"], heading=_("Thêm tệp"), hints={}, opinions=[],
        sub=_("Tệp đã thêm không gỡ được; tệp đã nhận trước đó vẫn giữ nguyên."),
        form_errors=bool(form.errors),
    )  # fmt: skip
    return body, 422 if form.errors else 200


@bp.route("/<public_id>/send-back", methods=["GET", "POST"])
@requires("clerk")
def send_back(public_id: str) -> ResponseReturnValue:
    arrival, form = _asked(public_id, "send_back"), SendBackForm()
    if request.method == "GET":
        form.to.data = arrival.paper.issuer_text
    return _answer(
        arrival, "send_back", form,
        lambda: handling.send_back(
            public_id, form.to.data or "", form.text.data or "", actor=acting()
        ),
        told=_("Đã ghi trả lại nơi gửi. Hãy in phiếu trả lại và gửi kèm văn bản."),
        fields=["to", "text"],
        sub=_("Số đến vẫn giữ, sổ ghi lý do. Phiếu trả lại in ở trang văn bản."),
    )  # fmt: skip
