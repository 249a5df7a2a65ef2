"""Pages of the import of a long table: how far the worker is, what it found, the next step."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from workflow.awards.importing import asked, keeping, runs
from workflow.awards.importing.blueprint import bp
from workflow.awards.importing.keeping import Kept
from workflow.awards.importing.rows import label
from workflow.awards.importing.showing import Findings
from workflow.core.errors import NotVisible
from workflow.core.i18n import _
from workflow.core.web.access import acting, requires
from workflow.core.web.acting import carry_out


@bp.get("/runs/<public_id>")
@requires("officer", "secretary")
def show_run(public_id: str) -> ResponseReturnValue:
    run = runs.get_run(public_id, acting())
    mark = keeping.mark_of(Kept(run.table_digest, run.file_name, run.source_digest), acting())
    return render_template(
        "awards/import_run.html", run=run, found=Findings(**run.found), mark=mark,
        prefix=asked.CHOICE, label=label, kept=True, can_change_sheet=bool(run.source_digest),
    )  # fmt: skip


@bp.post("/runs/<public_id>/check")
@requires("officer", "secretary")
def check_run(public_id: str) -> ResponseReturnValue:
    said, mend = asked.choices(), asked.mend()
    return carry_out(
        lambda: runs.look_again(public_id, choices=said, mend=mend, actor=acting()),
        to=url_for("award_import.show_run", public_id=public_id), told="",
    )  # fmt: skip


@bp.post("/runs/<public_id>/write")
@requires("officer", "secretary")
def write_run(public_id: str) -> ResponseReturnValue:
    return carry_out(
        lambda: runs.begin_writing(public_id, actor=acting()),
        to=url_for("award_import.show_run", public_id=public_id),
        told=_("Các dòng đúng đang được ghi vào sổ. Có thể rời trang này, việc vẫn tiếp tục."),
    )


@bp.post("/runs/<public_id>/try-again")
@requires("officer", "secretary")
def try_run_again(public_id: str) -> ResponseReturnValue:
    return carry_out(
        lambda: runs.try_again(public_id, actor=acting()),
        to=url_for("award_import.show_run", public_id=public_id), told="",
    )  # fmt: skip


@bp.post("/runs/<public_id>/discard")
@requires("officer", "secretary")
def discard_run(public_id: str) -> ResponseReturnValue:
    return carry_out(
        lambda: runs.discard(public_id, actor=acting()),
        to=url_for("award_import.give"),
        told=_("Đã bỏ bảng này. Những gì đã ghi vào sổ vẫn còn."),
    )


@bp.get("/runs/<public_id>/faults")
@requires("officer", "secretary")
def run_faults(public_id: str) -> ResponseReturnValue:
    run = runs.get_run(public_id, acting())
    if not run.faults_digest:
        raise NotVisible(_("Bảng này không có dòng lỗi nào."))
    return asked.send_faults(keeping.fetch_file(run.faults_digest), run.file_name)
