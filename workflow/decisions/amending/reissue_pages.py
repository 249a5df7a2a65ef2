"""Pages of certificates made a second time: the register of a year, a request, its steps."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import cast

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from workflow.core import clock
from workflow.core.db import db
from workflow.core.i18n import _
from workflow.core.web.access import acting, requires
from workflow.core.web.acting import carry_out_form
from workflow.core.web.exports import send_list
from workflow.decisions.amending import reissuing
from workflow.decisions.amending.forms import (
    BackForm,
    DrawForm,
    HandForm,
    RefuseForm,
    RequestForm,
    StepForm,
)
from workflow.decisions.amending.models import Cause, Reissue
from workflow.decisions.amending.policies import KEEPERS, READERS
from workflow.decisions.amending.queries import stands
from workflow.decisions.amending.reissuing import Request
from workflow.decisions.amending.steps import reissue_lifecycle
from workflow.decisions.models import Certificate, Decision, DecisionItem
from workflow.documents.queries import documents_of, generation_of
from workflow.documents.states import FileRole

MOST = 500
_FORMS: dict[str, type[StepForm]] = {
    "confirm": StepForm, "refuse": RefuseForm, "take_back": BackForm, "draw": DrawForm,
    "hand_over": HandForm,
}  # fmt: skip
bp = Blueprint("reissues", __name__)


def cause_names() -> dict[Cause, str]:
    return {
        Cause.LOST: _("Mất (cấp lại)"), Cause.DAMAGED: _("Hư hỏng (cấp đổi)"),
        Cause.DISASTER: _("Thiên tai (cấp đổi)"), Cause.MISPRINT: _("In sai (cấp đổi)"),
    }  # fmt: skip


def _year() -> int:
    wanted = request.args.get("year", "")
    known = wanted.isascii() and wanted.isdigit() and len(wanted) == 4  # noqa: PLR2004
    return int(wanted) if known else clock.today().year


def _rows(year: int) -> Sequence[Reissue]:
    """Return the entries of the year's register, then what has no number yet."""
    asked_then = Reissue.number.is_(None) & (func.extract("year", Reissue.asked_on) == year)
    return db.session.scalars(
        select(Reissue)
        .where(
            Reissue.organisation_id == (acting().organisation_id or 0),
            or_(Reissue.year == year, asked_then),
        )
        .options(joinedload(Reissue.certificate).joinedload(Certificate.item)
                 .joinedload(DecisionItem.decision).joinedload(Decision.paper))
        .order_by(Reissue.number.is_(None), Reissue.number, Reissue.id)
        .limit(MOST)
    ).all()  # fmt: skip


@bp.get("/reissues")
@requires(*READERS)
def index() -> ResponseReturnValue:
    year = _year()
    return render_template(
        "decisions/amending/reissues.html", rows=_rows(year), year=year, causes=cause_names(),
        today=clock.today(),
    )  # fmt: skip


@bp.get("/reissues/export")
@requires(*READERS)
def export() -> ResponseReturnValue:
    rows = _rows(_year())
    return send_list(f"Sổ cấp lại, cấp đổi {_year()}", _heads, lambda: map(_cells, rows))


def _heads() -> list[tuple[str, str]]:
    return [
        ("number", _("Số vào sổ")), ("name", _("Tập thể, cá nhân")), ("unit", _("Đơn vị")),
        ("golden", _("Số sổ vàng")), ("decision", _("Quyết định")), ("cause", _("Lý do")),
        ("by", _("Người, đơn vị đề nghị")), ("paper", _("Số, ngày văn bản đề nghị")),
        ("on", _("Ngày đề nghị")), ("back", _("Nhận lại bản cũ")), ("drawn", _("Lập bản mới")),
        ("handed", _("Ngày trao")), ("to", _("Người nhận")), ("note", _("Ghi chú")),
    ]  # fmt: skip


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _cells(row: Reissue) -> dict[str, str]:
    item = row.certificate.item
    return {
        "number": f"{row.number:02d}" if row.number else "", "name": item.name,
        "unit": item.unit_name, "golden": f"{row.certificate.golden_number:02d}",
        "decision": item.decision.paper.number_text or "", "cause": cause_names()[row.cause],
        "by": row.asked_by, "paper": row.request_text, "on": _day(row.asked_on),
        "back": _day(row.taken_back_on), "drawn": _day(row.drawn_on),
        "handed": _day(row.handed_on), "to": row.handed_to,
        "note": row.refusal or row.printed_note,
    }  # fmt: skip


@bp.route("/decisions/<public_id>/items/<item_id>/reissue", methods=["GET", "POST"])
@requires(*KEEPERS)
def ask(public_id: str, item_id: str) -> ResponseReturnValue:
    certificate = reissuing.certificate_of(public_id, item_id, acting())
    wanted = request.args.get("cause", "")
    first = {"cause": Cause(wanted)} if wanted in set(Cause) else {}
    form = RequestForm(data={"asked_on": clock.today()} | first)
    form.cause.choices = [(cause.value, name) for cause, name in cause_names().items()]
    done = carry_out_form(
        form,
        lambda: reissuing.ask(
            public_id, item_id,
            Request(form.cause.data, form.asked_by.data, form.request_text.data or "",
                    cast("date", form.asked_on.data), form.reason.data or ""),
            actor=acting(),
        ),
        to=_shown, told=_("Đã ghi đề nghị. Đối chiếu với sổ rồi xác nhận."),
    )  # fmt: skip
    if done:
        return done
    certificate = reissuing.certificate_of(public_id, item_id, acting())
    body = render_template(
        "decisions/amending/ask_reissue.html", form=form, form_errors=bool(form.errors),
        certificate=certificate, decision=certificate.item.decision,
    )  # fmt: skip
    return body, 422 if form.errors else 200


def _shown(row: Reissue) -> str:
    return url_for("reissues.show", public_id=row.public_id)


@bp.get("/reissues/<public_id>")
@requires(*READERS)
def show(public_id: str) -> ResponseReturnValue:
    return _page(public_id, None)


def _blank(row: Reissue, form: type[StepForm]) -> StepForm:
    usual = "Cấp đổi" if row.is_exchange else "Cấp lại"
    said = {"on": clock.today(), "note": f"{usual} ngày {clock.today():%d/%m/%Y}"}
    return form(formdata=None, version=row.version, **said)


def _page(public_id: str, refused: StepForm | None) -> ResponseReturnValue:
    row = reissuing.get_visible(public_id, acting())
    shown = {name: _blank(row, form) for name, form in _FORMS.items()}
    shown |= {name: refused for name, form in _FORMS.items() if type(refused) is form}
    files = documents_of("reissue", row.id, FileRole.CERTIFICATE)
    body = render_template(
        "decisions/amending/reissue.html", row=row, item=row.certificate.item,
        decision=row.certificate.item.decision, causes=cause_names(), step_forms=shown,
        form_errors=refused is not None, refused=refused,
        stands=stands(row.certificate.item), can=reissue_lifecycle.open_to(acting(), row),
        file=files[0].document if files else None, job=generation_of(("reissue", row.id)),
    )  # fmt: skip
    return body, 422 if refused else 200


def _step(
    public_id: str, form: StepForm, act: Callable[[int], Reissue], told: str
) -> ResponseReturnValue:
    reissuing.get_visible(public_id, acting())
    done = carry_out_form(form, lambda: act(form.version.data or 0), to=_shown, told=told)
    return done or _page(public_id, form)


@bp.post("/reissues/<public_id>/confirm")
@requires(*KEEPERS)
def confirm(public_id: str) -> ResponseReturnValue:
    return _step(
        public_id, StepForm(), lambda v: reissuing.confirm(public_id, version=v, actor=acting()),
        _("Đã xác nhận khen thưởng theo sổ."),
    )  # fmt: skip


@bp.post("/reissues/<public_id>/refuse")
@requires(*KEEPERS)
def refuse(public_id: str) -> ResponseReturnValue:
    form = RefuseForm()
    return _step(
        public_id, form,
        lambda v: reissuing.refuse(
            public_id, form.refusal.data or "", version=v, actor=acting()
        ),
        _("Đã ghi không cấp, kèm lý do."),
    )  # fmt: skip


@bp.post("/reissues/<public_id>/take-back")
@requires(*KEEPERS)
def take_back(public_id: str) -> ResponseReturnValue:
    form = BackForm()
    return _step(
        public_id, form,
        lambda v: reissuing.take_back(
            public_id, cast("date", form.on.data), version=v, actor=acting()
        ),
        _("Đã ghi nhận lại bản cũ. Bước tiếp theo: lập bản mới."),
    )  # fmt: skip


@bp.post("/reissues/<public_id>/draw")
@requires(*KEEPERS)
def draw(public_id: str) -> ResponseReturnValue:
    form = DrawForm()
    return _step(
        public_id, form,
        lambda v: reissuing.draw(public_id, form.note.data or "", version=v, actor=acting()),
        _("Đã vào sổ. Bản mới đang được dựng."),
    )  # fmt: skip


@bp.post("/reissues/<public_id>/hand-over")
@requires(*KEEPERS)
def hand_over(public_id: str) -> ResponseReturnValue:
    form = HandForm()
    return _step(
        public_id, form,
        lambda v: reissuing.hand_over(
            public_id, cast("date", form.on.data), form.to.data or "", version=v, actor=acting()
        ),
        _("Đã ghi trao bản mới."),
    )  # fmt: skip
