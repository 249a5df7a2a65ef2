"""Pages of the import: give a table, look at the dry run, write the good rows."""

from collections.abc import Sequence
from io import BytesIO

from flask import Blueprint, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from workflow.awards.importing import keeping, services
from workflow.awards.importing.delimited import read_text
from workflow.awards.importing.fault_book import fault_book, sentences
from workflow.awards.importing.forms import GiveForm
from workflow.awards.importing.planned import Outcome
from workflow.awards.importing.reading import read_upload, sentence_of
from workflow.awards.importing.rows import label
from workflow.awards.importing.services import Written
from workflow.awards.importing.table import Table, Unreadable
from workflow.core.db import db
from workflow.core.errors import BadInput
from workflow.core.i18n import _, on_paper
from workflow.core.storage.spool import receive
from workflow.core.web.access import acting, requires
from workflow.core.web.acting import carry_out
from workflow.organisations.models import Organisation
from workflow.recipients.queries import tree_of

bp = Blueprint("award_import", __name__, url_prefix="/awards/import")
SHOWN = 100
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CHOICE = "who-"
_PASTED = "dán từ Excel"  # kept in the ledgers as their source, so it is never translated


@bp.route("", methods=["GET", "POST"])
@requires("officer", "secretary")
def give() -> ResponseReturnValue:
    form = GiveForm()
    form.offer(list(_units()))
    if form.validate_on_submit():
        try:
            table, name = _given(form)
            mark = keeping.keep(table, name, acting())
            return _dry_run(table, name, mark, mend=bool(form.mend.data), unit=form.unit.data or "")
        except BadInput as error:
            form.refuse(error)
    page = render_template("awards/import.html", form=form, form_errors=form.errors)
    return page, 422 if form.errors else 200


@bp.post("/check")
@requires("officer", "secretary")
def check() -> ResponseReturnValue:
    mark = request.form.get("mark", "")
    table, name = keeping.recall(mark, acting())
    return _dry_run(table, name, mark, mend=_mend(), unit=request.form.get("unit", ""))


@bp.post("/write")
@requires("officer", "secretary")
def write() -> ResponseReturnValue:
    mark, actor = request.form.get("mark", ""), acting()

    def act() -> Written:
        table, name = keeping.recall(mark, actor)
        written = services.import_rows(
            table, name=name, actor=actor, mend=_mend(), choices=_choices(), unit_id=_unit()
        )
        keeping.forget(mark, actor)
        return written

    return carry_out(act, to=url_for("award_import.give"), told=_told)


@bp.post("/faults")
@requires("officer", "secretary")
def faults() -> ResponseReturnValue:
    table, name = keeping.recall(request.form.get("mark", ""), acting())
    with on_paper():
        made = services.dry_run(
            table, actor=acting(), mend=_mend(), choices=_choices(), unit_id=_unit()
        )
        content = fault_book(table, made)
    stem = name.rpartition(".")[0] or name
    return send_file(
        BytesIO(content), mimetype=_XLSX, as_attachment=True,
        download_name=f"{stem} - lỗi.xlsx",
    )  # fmt: skip


def _told(written: Written) -> str:
    return _(
        "Đã nhập %(rows)s dòng: %(honours)s danh hiệu, %(grades)s xếp loại, %(works)s sáng kiến.",
        rows=written.rows, honours=written.honours, grades=written.grades,
        works=written.initiatives,
    )  # fmt: skip


def _given(form: GiveForm) -> tuple[Table, str]:
    sent = form.file.data
    if sent is not None and sent.filename:
        limit = request.max_content_length or 0
        with receive(sent.stream, limit) as received:
            return read_upload(sent.filename, received.path), sent.filename[-100:]
    text = form.text.data or ""
    if not text.strip():
        raise BadInput(_("Hãy chọn một tệp hoặc dán các dòng từ Excel."), field="file")
    try:
        return read_text(text), _PASTED
    except Unreadable as refusal:
        raise BadInput(sentence_of(refusal), field="text") from refusal


def _dry_run(
    table: Table, name: str, mark: str, *, mend: bool, unit: str
) -> ResponseReturnValue:  # fmt: skip
    made = services.dry_run(
        table, actor=acting(), mend=mend, choices=_choices(), unit_id=_unit(unit)
    )
    return render_template(
        "awards/import_check.html", plan=made, table=table, name=name, mark=mark, mend=mend,
        unit=unit, counts={str(one): made.count(one) for one in Outcome}, shown=SHOWN,
        rows={str(one): made.of(one)[:SHOWN] for one in Outcome}, sentences=sentences,
        meanings=[(label(one), table.cell(made.heading.row, at))
                  for one, at in made.heading.columns.items()],
        choices=_choices(), prefix=_CHOICE,
    )  # fmt: skip


def _units() -> Sequence[Organisation]:
    mine = tree_of(acting().organisation_id)
    rows = select(Organisation).where(Organisation.id.in_(mine), Organisation.valid_to.is_(None))
    return db.session.scalars(rows.order_by(Organisation.name)).all()


def _unit(text: str | None = None) -> int | None:
    text = request.form.get("unit", "") if text is None else text
    return next((one.id for one in _units() if str(one.id) == text), None)


def _mend() -> bool:
    return bool(request.form.get("mend"))


def _choices() -> dict[str, str]:
    """Who was said to be meant, by the key of the look-alike rows; the first answer counts."""
    said: dict[str, str] = {}
    for key, value in request.form.items(multi=True):
        if key.startswith(_CHOICE) and value:
            said.setdefault(key.removeprefix(_CHOICE), value)
    return said
