"""Pages of the acts on what arrived: each a small form that answers for one step."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.archive.incoming import answering, handling, queries
from workflow.archive.incoming.entering import add_files
from workflow.archive.incoming.forms import (
    AnswerForm,
    FilesForm,
    OutsideAnswerForm,
    SayForm,
    SendBackForm,
    TaskForm,
)
from workflow.archive.incoming.models import Arrival
from workflow.archive.incoming.policies import handler_of, leader_of
from workflow.archive.incoming.steps import arrival_lifecycle
from workflow.archive.incoming.uploads import take_all
from workflow.core import clock
from workflow.core.errors import BadInput, InvalidStep, StaleEdit
from workflow.core.i18n import _, lazy
from workflow.core.web.access import acting, requires
from workflow.core.web.acting import carry_out, carry_out_form
from workflow.core.web.forms import Form
from workflow.documents.contents import TakenFile
from workflow.documents.queries import INSIDERS
from workflow.signatures.received import bad_papers

bp = Blueprint("acts", __name__)
INSIDE = tuple(sorted(INSIDERS))
DESK = ("clerk", "secretary", "head")
Act = Callable[[], Arrival]


@dataclass(frozen=True)
class Saying:
    """An act that is one text: what is asked for, what is told once it is done, and whose it is."""

    trigger: str
    path: str
    act: Callable[..., Arrival]
    words: str
    told: str
    roles: tuple[str, ...]


SAYINGS = (
    Saying("hand_back", "hand-back", handling.hand_back, lazy("Vì sao trả lại văn thư"),
           lazy("Đã trả lại văn thư."), INSIDE),
    Saying("close", "close", handling.close,
           lazy("Vì sao không phải trả lời, kết quả giải quyết"),
           lazy("Đã kết thúc giải quyết."), INSIDE),
    Saying("note", "note", handling.note, lazy("Vì sao chỉ lưu, không chuyển ai giải quyết"),
           lazy("Đã lưu để biết."), DESK),
    Saying("reopen", "reopen", handling.reopen, lazy("Vì sao mở lại"),
           lazy("Đã mở lại. Văn bản nằm ở bàn văn thư."), DESK),
)  # fmt: skip


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
    sub: str = "", hints: dict[str, str] | None = None, besides: tuple[str, str] | None = None,
    heading: str = "",
) -> ResponseReturnValue:  # fmt: skip
    """Do the act with the form, or show the form with what was refused beside its fields.

    `besides` is another way to the same end: its words and its page.
    """
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
        heading=heading or arrival_lifecycle.label(trigger), sub=sub, hints=hints or {},
        besides=besides, badly_signed=fresh.paper_id in bad_papers([fresh.paper_id]),
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


def _saying(one: Saying) -> Callable[[str], ResponseReturnValue]:
    """Return the page of an act that is one text."""

    def page(public_id: str) -> ResponseReturnValue:
        arrival, form = _asked(public_id, one.trigger), SayForm()
        form.text.label.text = one.words
        return _answer(
            arrival, one.trigger, form,
            lambda: one.act(public_id, form.text.data or "", actor=acting()), told=one.told,
            fields=["text"],
        )  # fmt: skip

    return requires(*one.roles)(page)


for saying in SAYINGS:
    bp.add_url_rule(f"/<public_id>/{saying.path}", saying.trigger, _saying(saying),
                    methods=["GET", "POST"])  # fmt: skip


@bp.route("/<public_id>/opinion", methods=["GET", "POST"])
@requires(*INSIDE)
def opinion(public_id: str) -> ResponseReturnValue:
    arrival, form = _asked(public_id, "opine"), SayForm()
    form.text.label.text = _("Việc đã làm, ý kiến đề xuất")
    whose = ["for_unit"] if handler_of(acting(), arrival) else []
    return _answer(
        arrival, "opine", form,
        lambda: handling.opine(
            public_id, form.text.data or "", for_unit=form.for_unit.data, actor=acting()
        ),
        told=_("Đã ghi ý kiến."), fields=["text", *whose],
    )  # fmt: skip


@bp.route("/<public_id>/answer", methods=["GET", "POST"])
@requires(*INSIDE)
def answer(public_id: str) -> ResponseReturnValue:
    arrival, form = _asked(public_id, "answer"), AnswerForm()
    elsewhere = url_for("archive.incoming.acts.answer_outside", public_id=public_id)
    return _answer(
        arrival, "answer", form,
        lambda: answering.answer(
            public_id, form.number_text.data or "", form.text.data or "", actor=acting()
        ),
        told=_("Đã ghi văn bản trả lời và kết thúc giải quyết."), fields=["number_text", "text"],
        hints={"number_text": _("Như trong sổ văn bản đi, ví dụ 12/CQLTT-TCHC")},
        besides=(_("Trả lời bằng văn bản lập ngoài hệ thống"), elsewhere),
    )  # fmt: skip


@bp.route("/<public_id>/answer-outside", methods=["GET", "POST"])
@requires(*INSIDE)
def answer_outside(public_id: str) -> ResponseReturnValue:
    """Close it with an answer that was not made here; its scan is taken in first."""
    arrival, form = _asked(public_id, "answer"), OutsideAnswerForm()
    if request.method == "GET":
        form.sender.data = arrival.organisation.name
    act = _with_files(
        form,
        lambda taken: answering.answer_outside(
            public_id, form.outside(), files=taken, actor=acting()
        ),
    )
    return _answer(
        arrival, "answer", form, act,
        told=_("Đã ghi văn bản trả lời và kết thúc giải quyết."),
        fields=["number_text", "dated", "sender", "text", "files", "kept"],
        heading=_("Trả lời bằng văn bản lập ngoài hệ thống"),
        sub=_("Ghi đúng như trên văn bản trả lời. Sổ theo dõi giải quyết ghi số, ngày và nơi gửi."),
    )  # fmt: skip


@bp.route("/<public_id>/files", methods=["GET", "POST"])
@requires("clerk")
def files(public_id: str) -> ResponseReturnValue:
    """Take in further scans before the transaction; then bind them to the paper."""
    arrival, form = queries.get_visible(public_id, acting()), FilesForm()
    act = _with_files(
        form, lambda taken: add_files(public_id, taken, seen=form.seen, actor=acting())
    )
    return _answer(
        arrival, "", form, act,
        told=_("Đã thêm tệp. Tệp cũ vẫn giữ nguyên."), fields=["files", "kept"],
        heading=_("Thêm tệp"),
        sub=_("Tệp đã thêm không gỡ được; tệp đã nhận trước đó vẫn giữ nguyên."),
    )  # fmt: skip


def _with_files(
    form: FilesForm | OutsideAnswerForm, act: Callable[[list[TakenFile]], Arrival]
) -> Act:
    """Take in what was sent, before the transaction; a file that is refused refuses the act."""
    try:
        taken = take_all(form, form.files, acting()) if request.method == "POST" else []
    except BadInput as error:
        refusal = error

        def refuse() -> Arrival:
            raise refusal

        return refuse
    return lambda: act(taken)


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
