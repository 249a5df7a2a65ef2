"""Pages of persons and collectives: the unit's list, one of them, entering and mending."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.awards.queries import (
    Inherited,
    honours_of,
    inherited_by,
    initiatives_of,
    names_of,
    ranks_of,
)
from workflow.core import clock
from workflow.core.errors import BadInput, NotAllowed, NotVisible
from workflow.core.i18n import _, lazy
from workflow.core.unit_of_work import unit_of_work
from workflow.core.web.access import acting, requires, signed_in
from workflow.core.web.exports import MOST, send_list
from workflow.core.web.navigation import add_entry
from workflow.core.web.numerals import whole
from workflow.core.web.once import act_key
from workflow.decisions.queries import ids_of_items
from workflow.proposals.queries import find_visible
from workflow.recipients import absence_keeping, exporting, keeping, lineage_keeping, services
from workflow.recipients.citizen_ids import masked, twelve_digits
from workflow.recipients.contradictions import Contradiction, Held, contradictions
from workflow.recipients.forms import (
    LEDGERS,
    AbsenceForm,
    CitizenForm,
    CoverageForm,
    DisciplineForm,
    EditForm,
    EndHoldForm,
    GradeForm,
    HoldForm,
    LedgerForm,
    LineageForm,
    RegisterForm,
    StrengthForm,
)
from workflow.recipients.ledger_pages import DOSSIER, kept, remove, write
from workflow.recipients.models import RecipientKind
from workflow.recipients.policies import (
    citizen_id_reader,
    honour_striker,
    keeper_in,
    ledger_keeper,
    ledger_reader,
    struck_reader,
)
from workflow.recipients.queries import (
    PAGE,
    Ledgers,
    collectives_for,
    find_by_citizen_id,
    find_membership,
    get_visible,
    ledgers_of,
    members_of,
    memberships_of,
    open_holds_of,
    seen_among,
    successors_of,
)
from workflow.recipients.wording import ABSENCES, COUNTS, GRADES, LEVELS, LINEAGES

bp = Blueprint("recipients", __name__, url_prefix="/recipients")
add_entry(
    "recipients.index", lazy("Tập thể, cá nhân"), icon="people", roles={"officer", "secretary"},
    order=27,
)  # fmt: skip


@bp.get("")
@requires("officer", "unit_head", "secretary", "head", "clerk", "archivist")
def index() -> ResponseReturnValue:
    words = request.args.get("q", "")[:100]
    page = max(request.args.get("page", 1, type=whole), 1)
    actor = acting()
    rows = members_of(
        actor.organisation_id or 0, words=words, below=True, limit=PAGE + 1,
        offset=(page - 1) * PAGE,
    )  # fmt: skip
    return render_template(
        "recipients/index.html", rows=rows[:PAGE], words=words, page=page,
        has_more=len(rows) > PAGE, may_add=keeper_in(actor, actor.organisation_id or 0),
        citizen_form=CitizenForm(formdata=None),
    )  # fmt: skip


@bp.get("/export")
@requires("officer", "unit_head", "secretary", "head", "clerk", "archivist")
def export() -> ResponseReturnValue:
    """Send the list as the page shows it, all its pages; never identity numbers."""
    words, here = request.args.get("q", "")[:100], acting().organisation_id or 0
    rows = members_of(here, words=words, below=True, limit=MOST)
    return send_list(
        "Tập thể, cá nhân", exporting.people_heads, lambda: map(exporting.person_cells, rows)
    )


@bp.post("/find-by-number")
@requires("officer", "secretary")
def find_by_number() -> ResponseReturnValue:
    """Look only among those of the actor's own organisation; the number stays out of addresses."""
    form, here = CitizenForm(), acting().organisation_id or 0
    number = twelve_digits(form.citizen_id.data or "") if form.validate_on_submit() else ""
    found = find_by_citizen_id(number, here)
    if len(found) == 1:
        return redirect(url_for("recipients.detail", public_id=found[0].public_id))
    if found:
        flash(_("Nhiều người cùng số định danh này. Hãy tìm theo tên."), "warning")
    else:
        flash(_("Không ai của đơn vị có số định danh này."), "warning")
    return redirect(url_for("recipients.index"))


@bp.route("/register", methods=["GET", "POST"])
@requires("officer", "secretary")
def register() -> ResponseReturnValue:
    form = RegisterForm()
    if form.validate_on_submit():
        try:
            with unit_of_work(act_key()) as work:
                recipient = services.register(
                    form.particulars(), kind=RecipientKind(form.kind.data),
                    organisation_id=acting().organisation_id or 0, actor=acting(),
                )  # fmt: skip
                name = recipient.name
                work.location = url_for("recipients.index")
            flash(_("Đã thêm %(name)s vào danh sách của đơn vị.", name=name), "success")
            return redirect(work.location)
        except BadInput as error:
            form.refuse(error)
    status = 422 if form.errors else 200
    page = render_template("recipients/register.html", form=form, form_errors=form.errors)
    return page, status


@bp.get("/<public_id>")
@signed_in
def detail(public_id: str) -> ResponseReturnValue:
    actor = acting()
    recipient = get_visible(public_id, actor)
    honours = honours_of(recipient.id)
    here = actor.organisation_id or 0
    may_edit = keeper_in(actor, here) and find_membership(recipient.id, here, clock.today())
    return render_template(
        "recipients/detail.html", recipient=recipient, may_edit=bool(may_edit),
        may_read_ledger=ledger_reader(actor), may_read_struck=struck_reader(actor),
        citizen_id=recipient.citizen_id
        if citizen_id_reader(actor, recipient.id)
        else masked(recipient.citizen_id),
        held=sum(1 for one in honours if not one.struck_by),
        years=[(year, list(rows)) for year, rows in groupby(honours, key=lambda one: one.year)],
        names=names_of([honour.award_id for honour in honours]),
        places=memberships_of(recipient.id),
    )  # fmt: skip


@bp.route("/<public_id>/edit", methods=["GET", "POST"])
@requires("officer", "secretary")
def edit(public_id: str) -> ResponseReturnValue:
    actor = acting()
    recipient = get_visible(public_id, actor)
    place = find_membership(recipient.id, actor.organisation_id or 0, clock.today())
    if place is None:
        raise NotAllowed(_("Chỉ đơn vị nơi người này công tác mới được sửa thông tin."))
    form = EditForm(obj=recipient, data={"post": place.post, "since": place.valid_from})
    if form.validate_on_submit():
        try:
            with unit_of_work(act_key()) as work:
                services.edit(
                    public_id, form.particulars(), version=form.version.data or 0,
                    left_on=form.left_on.data, actor=actor,
                )  # fmt: skip
                work.location = _after_edit(public_id)
            flash(_("Đã lưu thông tin."), "success")
            return redirect(work.location)
        except BadInput as error:
            form.refuse(error)
            recipient = get_visible(public_id, actor)
    status = 422 if form.errors else 200
    page = render_template(
        "recipients/edit.html", form=form, recipient=recipient, form_errors=form.errors
    )
    return page, status


def _after_edit(public_id: str) -> str:
    """Whoever came from a dossier goes back to it."""
    dossier = request.args.get(DOSSIER)
    if dossier:
        return url_for("proposals.nominations", public_id=dossier)
    return url_for("recipients.detail", public_id=public_id)


@dataclass(frozen=True)
class Book:
    """How one ledger of a recipient is written into: what to call it, its form and its act."""

    title: str
    hint: str
    form: type[LedgerForm]
    enter: Callable[..., object]


BOOKS = {
    "grades": Book(
        lazy("Thêm xếp loại hằng năm"),
        lazy("Ghi đúng kết quả của cấp có thẩm quyền đánh giá."),
        GradeForm, keeping.enter_grade,
    ),
    "strengths": Book(
        lazy("Thêm số người của tập thể"),
        lazy("Số người có mặt đến cuối năm, dùng để tính tỷ lệ."),
        StrengthForm, keeping.enter_strength,
    ),
    "disciplines": Book(
        lazy("Thêm kỷ luật"), lazy("Ghi cả ngày hết hiệu lực."),
        DisciplineForm, keeping.enter_discipline,
    ),
    "holds": Book(
        lazy("Thêm việc thanh tra, kiểm tra, điều tra"),
        lazy("Chưa có kết luận thì chưa xét khen thưởng. Chưa xong thì để trống ngày kết thúc."),
        HoldForm, keeping.enter_hold,
    ),
    "coverages": Book(
        lazy("Ghi năm đã đủ dữ liệu"),
        lazy("Năm đã đủ mà không có dòng nào nghĩa là không có; năm khác là chưa biết."),
        CoverageForm, keeping.enter_coverage,
    ),
    "lineages": Book(
        lazy("Thêm tên trước đây, sáp nhập, chia tách"),
        lazy(
            "Đổi tên thì thành tích của tên cũ được tính tiếp. Sáp nhập, chia tách thì chỉ được "
            "đưa ra để người có thẩm quyền xem xét. Tập thể trước đó chưa có trong danh sách thì "
            "thêm ở trang “Tập thể, cá nhân” trước."
        ),
        LineageForm, lineage_keeping.enter_lineage,
    ),
    "absences": Book(
        lazy("Thêm thời gian vắng mặt"),
        lazy(
            "Năm không được xếp loại vì nghỉ chỉ không làm đứt chuỗi năm khi thời gian nghỉ được "
            "tính. Chưa hết thì để trống ngày cuối."
        ),
        AbsenceForm, absence_keeping.enter_absence,
    ),
}  # fmt: skip


def _doubts(
    ledgers: Ledgers, held: Sequence[Held], past: Sequence[Inherited], names: dict[int, str]
) -> list[Contradiction]:
    """A former name is the same collective: its rows are read with the present ones."""
    same = [one for one in past if one.before.renamed]
    honours: list[Held] = [*held, *(honour for one in same for honour in one.honours)]
    grades = [grade for one in same for grade in one.grades]
    return contradictions(ledgers, honours, names, grades)


@bp.get("/<public_id>/ledger")
@requires("officer", "secretary")
def ledger(public_id: str) -> ResponseReturnValue:
    actor = acting()
    recipient = get_visible(public_id, actor)
    held, ledgers = honours_of(recipient.id), ledgers_of(recipient.id)
    past, later = inherited_by(recipient.id), successors_of(recipient.id)
    named = [*held, *(honour for one in past for honour in one.honours)]
    names = names_of([honour.award_id for honour in named])
    around = [one.before.recipient_id for one in past] + [one.recipient_id for one in later]
    return render_template(
        "recipients/ledger.html", recipient=recipient, honours=held, ledgers=ledgers,
        names=names, past=past, later=later, seen=seen_among(around, actor),
        doubts=_doubts(ledgers, held, past, names),
        doubled={y for y, n in Counter(one.year for one in ledgers.grades).items() if n > 1},
        grades=[(y, list(rows)) for y, rows in groupby(ledgers.grades, key=lambda one: one.year)],
        initiatives=initiatives_of(recipient.id), ranks=ranks_of(recipient.id),
        places=memberships_of(recipient.id), may_keep=ledger_keeper(actor, recipient.id),
        may_revoke=honour_striker(actor, recipient.id),
        grade_names=GRADES, level_names=LEVELS, ledger_names=LEDGERS,
        lineage_names=LINEAGES, absence_names=ABSENCES, count_names=COUNTS,
        dossier=find_visible(request.args.get(DOSSIER, ""), actor),
        decisions=ids_of_items(
            [one.decision_item_id for one in held if one.decision_item_id], actor
        ),
    )  # fmt: skip


@bp.get("/<public_id>/ledger/export")
@requires("officer", "secretary")
def export_ledger(public_id: str) -> ResponseReturnValue:
    """Send what the import reads: honours, grades and initiatives, one a row."""
    recipient = get_visible(public_id, acting())
    held = honours_of(recipient.id)
    names = names_of([honour.award_id for honour in held])
    return send_list(
        f"Sổ theo dõi {recipient.name}",
        exporting.ledger_heads,
        lambda: exporting.ledger_cells(
            recipient, held, names, ledgers_of(recipient.id).grades, initiatives_of(recipient.id)
        ),
    )


@bp.route("/<public_id>/ledger/<book>/add", methods=["GET", "POST"])
@requires("officer", "secretary")
def add_row(public_id: str, book: str) -> ResponseReturnValue:
    recipient = kept(public_id)
    if book not in BOOKS:
        raise NotVisible(_("Không có sổ này. Hãy mở lại trang."))
    kind = BOOKS[book]
    form = kind.form(data={"year": request.args.get("year", type=whole)})
    if isinstance(form, LineageForm):
        form.offer(collectives_for(acting(), besides=recipient.id))
    words = {"heading": kind.title, "hint": kind.hint}
    return write(public_id, form, book, kind.enter, words)


@bp.route("/<public_id>/ledger/end-hold", methods=["GET", "POST"])
@requires("officer", "secretary")
def end_hold(public_id: str) -> ResponseReturnValue:
    recipient = kept(public_id)
    form = EndHoldForm(data={"hold_id": request.args.get("hold", type=whole)})
    form.offer(open_holds_of(recipient.id))
    words = {
        "heading": _("Ghi ngày kết thúc"),
        "hint": _("Từ ngày này việc xét khen thưởng lại tiếp tục."),
    }
    return write(public_id, form, "holds", keeping.end_hold, words)


@bp.post("/<public_id>/ledger/remove")
@requires("officer", "secretary")
def remove_row(public_id: str) -> ResponseReturnValue:
    return remove(public_id, keeping.remove)
