"""Pages of the import: give a table, look at the dry run, write the good rows."""

from itertools import islice

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.awards.importing import asked, keeping, runs, services
from workflow.awards.importing.blueprint import bp
from workflow.awards.importing.fault_book import fault_book
from workflow.awards.importing.forms import GiveForm
from workflow.awards.importing.headers import LOOKED_AT
from workflow.awards.importing.keeping import Kept
from workflow.awards.importing.packing import Packed
from workflow.awards.importing.planning import heading_of
from workflow.awards.importing.rows import label
from workflow.awards.importing.services import Written
from workflow.awards.importing.showing import findings_of
from workflow.core.errors import BadInput
from workflow.core.i18n import _, on_paper
from workflow.core.unit_of_work import unit_of_work
from workflow.core.web.access import acting, requires
from workflow.core.web.acting import carry_out
from workflow.core.web.once import act_key


@bp.route("", methods=["GET", "POST"])
@requires("officer", "secretary")
def give() -> ResponseReturnValue:
    form = GiveForm()
    form.offer(list(asked.units_of(acting())))
    if form.validate_on_submit():
        try:
            packed, name, source = asked.given(form)
            return _look(packed, name, source, mend=bool(form.mend.data), unit=form.unit.data or "")
        except BadInput as error:
            form.refuse(error)
    page = render_template(
        "awards/import.html", form=form, form_errors=form.errors, runs=runs.recent(acting()),
        long=runs.LONG,
    )  # fmt: skip
    return page, 422 if form.errors else 200


@bp.post("/sheet")
@requires("officer", "secretary")
def sheet() -> ResponseReturnValue:
    kept = keeping.read_mark(request.form.get("mark", ""), acting())
    packed = asked.other_sheet(kept, request.form.get("sheet", ""))
    unit = request.form.get("unit", "")
    return _look(packed, kept.name, kept.source, mend=asked.mend(), unit=unit)


@bp.post("/check")
@requires("officer", "secretary")
def check() -> ResponseReturnValue:
    mark = request.form.get("mark", "")
    kept = keeping.read_mark(mark, acting())
    packed = keeping.fetch(kept.digest)
    return _dry_run(packed, kept, mark, mend=asked.mend(), unit=request.form.get("unit", ""))


@bp.post("/write")
@requires("officer", "secretary")
def write() -> ResponseReturnValue:
    mark, actor = request.form.get("mark", ""), acting()

    def act() -> Written:
        table, name = keeping.recall(mark, actor)
        written = services.import_rows(
            table, name=name, actor=actor, mend=asked.mend(), choices=asked.choices(),
            unit_id=asked.unit(request.form.get("unit", ""), actor),
        )  # fmt: skip
        keeping.forget(mark, actor)
        return written

    return carry_out(act, to=url_for("award_import.give"), told=told)


@bp.post("/faults")
@requires("officer", "secretary")
def faults() -> ResponseReturnValue:
    table, name = keeping.recall(request.form.get("mark", ""), acting())
    with on_paper():
        made = services.dry_run(
            table, actor=acting(), mend=asked.mend(), choices=asked.choices(),
            unit_id=asked.unit(request.form.get("unit", ""), acting()),
        )  # fmt: skip
        content = fault_book(table, made)
    return asked.send_faults(content, name)


def told(written: Written) -> str:
    return _(
        "Đã nhập %(rows)s dòng: %(honours)s danh hiệu, %(grades)s xếp loại, %(works)s sáng kiến.",
        rows=written.rows, honours=written.honours, grades=written.grades,
        works=written.initiatives,
    )  # fmt: skip


def _look(
    packed: Packed, name: str, source: str, *, mend: bool, unit: str
) -> ResponseReturnValue:  # fmt: skip
    """Look at a short table at once; have a worker look at a long one."""
    actor = acting()
    heading_of(list(islice(packed.rows(), LOOKED_AT)))
    if packed.count <= runs.LONG:
        kept = asked.kept_for_now(packed, name, source)
        return _dry_run(packed, kept, keeping.mark_of(kept, actor), mend=mend, unit=unit)
    services.check_keeper(actor)
    digest = keeping.put(packed)
    with unit_of_work(act_key()) as work:
        run = runs.start(
            digest, packed, name=name, source=source, unit_id=asked.unit(unit, actor), mend=mend,
            actor=actor,
        )  # fmt: skip
        work.location = url_for("award_import.show_run", public_id=run.public_id)
    flash(_("Bảng dài nên được kiểm tra ở phía sau. Trang này cho biết đã đến đâu."), "success")
    return redirect(work.location)


def _dry_run(
    packed: Packed, kept: Kept, mark: str, *, mend: bool, unit: str
) -> ResponseReturnValue:  # fmt: skip
    table, choices = packed.table(), asked.choices()
    made = services.dry_run(
        table, actor=acting(), mend=mend, choices=choices, unit_id=asked.unit(unit, acting())
    )
    return render_template(
        "awards/import_check.html", found=findings_of(made, table), name=kept.name, mark=mark,
        mend=mend, unit=unit, choices=choices, prefix=asked.CHOICE, label=label,
        can_change_sheet=bool(kept.source),
    )  # fmt: skip
