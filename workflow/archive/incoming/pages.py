"""Pages of what arrives: entering it, one paper with its handling, its prints."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.archive import intake_page
from workflow.archive.fixity import Kept, faults_in
from workflow.archive.forms import IntakeForm
from workflow.archive.incoming import acts, beginning, entering, printouts, queries
from workflow.archive.incoming.deadlines import is_late
from workflow.archive.incoming.facts import late_entry
from workflow.archive.incoming.forms import REWARD, EntryForm
from workflow.archive.incoming.models import Arrival
from workflow.archive.incoming.signatures import SEEN, see, seen_in
from workflow.archive.incoming.states import URGENCIES
from workflow.archive.incoming.steps import arrival_lifecycle
from workflow.archive.incoming.uploads import (
    keep,
    keep_files,
    look_first,
    looked_at,
    take_all,
)
from workflow.archive.queries import find_by_paper, own_files
from workflow.core import audit, clock
from workflow.core.audit import AuditRecord
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep, StoreUnavailable
from workflow.core.i18n import _, on_paper
from workflow.core.unit_of_work import unit_of_work
from workflow.core.web.access import acting, requires
from workflow.core.web.acting import carry_out
from workflow.core.web.filters import hour
from workflow.core.web.once import act_key
from workflow.documents import contents, generation
from workflow.documents.models import DocumentLink
from workflow.documents.queries import INSIDERS, documents_of, generation_of
from workflow.documents.states import FileRole
from workflow.signatures.receiving import ReceivedFile, files_told

bp = Blueprint("incoming", __name__, url_prefix="/incoming")
bp.register_blueprint(acts.bp)
INSIDE = tuple(sorted(INSIDERS))
READ_AT_ONCE = 64 * 1024 * 1024
_CARRIED = ("number_text", "date_text", "issuer", "title", "signer_post", "signer_name",
            "arrived_on")  # fmt: skip


# Entering


@bp.route("/new", methods=["GET", "POST"])
@requires("clerk")
def new() -> ResponseReturnValue:
    form = EntryForm()
    if request.method == "GET":
        return render_template("archive/incoming/new.html", form=form)
    if form.secret.data:  # entry stops: the page comes back empty and nothing was read or stored
        return _secret()
    if look_first():
        return _refused(form, 200 if looked_at(form, form.files, acting()) else 422)
    if form.kind.data == REWARD:
        return _to_intake(form)
    if not form.validate_on_submit():
        keep_files(form, form.files, acting())
        return _refused(form)
    return _enter(form)


def _enter(form: EntryForm) -> ResponseReturnValue:
    try:
        taken = take_all(form, form.files, acting())
        db.session.rollback()
        with unit_of_work(act_key()) as work:
            arrival = entering.enter(form.sheet(), files=taken, actor=acting())
            number = arrival.paper.arrival_number or 0
            work.location = url_for("archive.incoming.show", public_id=arrival.public_id)
    except InvalidStep as error:  # the book is shut: nothing typed is lost
        form.form_errors.append(str(error))
        return _refused(form, 409)
    except BadInput as error:
        form.refuse(error)
        return _refused(form)
    flash(_("Đã vào sổ đến số %(n)s.", n=f"{number:02d}"), "success")
    return redirect(work.location)


def _secret() -> ResponseReturnValue:
    empty = EntryForm(formdata=None)
    empty.form_errors = [
        _("Văn bản có dấu mật không được nhập vào hệ thống này. Không nội dung nào được giữ "
          "lại; hãy xử lý theo quy định về văn bản mật.")
    ]  # fmt: skip
    return render_template("archive/incoming/new.html", form=empty, form_errors=True), 422


def _refused(form: EntryForm, status: int = 422) -> ResponseReturnValue:
    return render_template("archive/incoming/new.html", form=form, form_errors=True), status


def _to_intake(form: EntryForm) -> ResponseReturnValue:
    """Go on to the page of decisions with all that was typed and sent so far."""
    try:
        taken = take_all(form, form.files, acting())
    except BadInput as error:
        form.refuse(error)
        return _refused(form)
    typed = {name: form[name].data for name in _CARRIED}
    onward = IntakeForm(formdata=None, data={name: one for name, one in typed.items() if one})
    keep(onward, taken, acting())
    return intake_page.draw(onward)


@bp.post("/follow")
@requires("clerk")
def follow() -> ResponseReturnValue:
    """Begin to follow a paper of the book that nobody followed so far."""
    paper = request.form.get("paper", "")[:40]
    return carry_out(
        lambda: beginning.follow(paper, actor=acting()), told=_("Đã mở theo dõi giải quyết."),
        to=lambda made: url_for("archive.incoming.show", public_id=made.public_id),
    )  # fmt: skip


# One paper


@bp.get("/<public_id>")
@requires(*INSIDE)
def show(public_id: str) -> ResponseReturnValue:
    actor = acting()
    arrival = queries.get_visible(public_id, actor)
    links = [link for link in own_files(arrival.paper_id) if link.role is FileRole.RECEIVED]
    answers = documents_of("arrival", arrival.id, FileRole.SIGNED)
    files = [link.document for link in (*links, *answers)]
    looked = files_told(files, arrival.paper.issuer_text)
    journal = audit.journal("paper", arrival.paper_id)
    damaged, unread = _read_now(links)
    whole = [link for link in links if link.document.file.digest not in damaged]
    asked = request.args.get("file", "")
    shown = next((one for one in whole if one.document.public_id == asked), None)
    pictured = [one for one in whole if one.document.pages]
    return render_template(
        "archive/incoming/show.html", arrival=arrival, paper=arrival.paper, links=links,
        damaged=damaged, unread=unread, shown=shown or next(iter(pictured or whole), None),
        can=arrival_lifecycle.open_to(actor, arrival), label=arrival_lifecycle.label,
        opinions=queries.opinions_of(arrival.id), late=is_late(arrival, clock.today()),
        late_entry=late_entry(arrival, arrival.paper), urgencies=dict(URGENCIES),
        journal=_journal(journal), prints=_prints(arrival), is_clerk=actor.has("clerk"),
        record=find_by_paper(arrival.paper_id),
        answer_files=answers, looked=looked,
        unseen=_unseen(links, looked, journal),
    )  # fmt: skip


def _unseen(
    links: list[DocumentLink], looked: list[ReceivedFile], journal: Sequence[AuditRecord]
) -> bool:
    """Return whether a file came in whose signature is not valid and nobody confirmed that."""
    bad = {one.digest for one in looked if one.said.is_bad}
    return bool({link.document.file.digest for link in links} & bad - seen_in(journal))


def _read_now(links: list[DocumentLink]) -> tuple[set[str], bool]:
    """Return the digests of damaged files, and whether the files were left unread."""
    if sum(link.document.file.size for link in links) > READ_AT_ONCE:
        return set(), True
    files = [Kept(link.document.title, link.document.file.digest) for link in links]
    try:
        return {one.digest for one in faults_in(files, contents.current_store())}, False
    except StoreUnavailable:
        return set(), True


def _journal(rows: Sequence[AuditRecord]) -> list[tuple[Any, str, str]]:
    """Return those acts of the paper that have a word for people."""
    words = {f"arrival.{step.trigger}": str(step.label) for step in arrival_lifecycle.steps}
    words |= {"paper.arrive": _("Vào sổ đến"), "arrival.follow": _("Mở theo dõi giải quyết"),
              "arrival.print": _("Lập bản in"),
              SEEN: _("Văn thư đã biết chữ ký số không hợp lệ")}  # fmt: skip
    return [(row, words[row.act], _told(row)) for row in rows if row.act in words]


def _told(row: AuditRecord) -> str:
    """Return who did it when, to whom it went, and why."""
    said = [f"{row.actor_name}, {hour(row.at)}"]
    if row.act in {"arrival.assign", "arrival.reassign"}:
        said.append(_("chuyển %(name)s", name=row.detail.get("handler", "")))
    if row.act == "arrival.answer":
        said.append(str(row.detail.get("number", "")))
    if row.act == SEEN:
        said += row.detail.get("files", [])
    if reason := row.detail.get("reason"):
        said.append(str(reason))
    return "; ".join(said)


@bp.post("/<public_id>/signatures-seen")
@requires("clerk")
def see_signatures(public_id: str) -> ResponseReturnValue:
    """Confirm what was found of the signatures after the paper was entered."""
    return carry_out(
        lambda: see(public_id, actor=acting()), told=_("Nhật ký đã ghi."),
        to=url_for("archive.incoming.show", public_id=public_id),
    )  # fmt: skip


def _print_names() -> dict[str, str]:
    return {
        printouts.SHEET: _("Phiếu giải quyết văn bản đến"),
        printouts.STAMP: _("Dấu “ĐẾN” 35 × 50 mm"), printouts.RETURN: _("Phiếu trả lại văn bản"),
    }  # fmt: skip


def _prints(arrival: Arrival) -> list[dict[str, Any]]:
    """Return each paper one may print, with its job and its files once they are there."""
    owner = ("arrival", arrival.id)
    links = documents_of(*owner)
    wanted = [name for name in _print_names() if name != printouts.RETURN or arrival.sent_back_to]
    return [
        {"name": name, "label": _print_names()[name], "job": generation_of(owner, name),
         "links": [link for link in links if link.purpose == name]}
        for name in wanted
    ]  # fmt: skip


@bp.post("/<public_id>/print")
@requires(*INSIDE)
def print_paper(public_id: str) -> ResponseReturnValue:
    """Have the handling sheet, the stamp or the note of return drawn."""
    purpose = request.form.get("paper", printouts.SHEET)
    if purpose not in _print_names():
        raise BadInput(_("Không có bản in này."))
    actor = acting()
    with unit_of_work(act_key()) as work, on_paper():
        arrival = queries.get_visible(public_id, actor)
        title = f"{_print_names()[purpose]} {arrival.paper.arrival_number or 0:02d}"
        generation.request(
            f"archive/{purpose}", _context(arrival, purpose, actor.name), title=title,
            owner=("arrival", arrival.id), purpose=purpose,
            organisation_id=arrival.organisation_id, actor=actor,
        )  # fmt: skip
        audit.record("arrival.print", stream=("paper", arrival.paper_id), actor=actor,
                     subject=("arrival", arrival.id), detail={"paper": purpose})  # fmt: skip
        work.location = url_for("archive.incoming.show", public_id=public_id, _anchor="prints")
    flash(_("Đang lập bản in. Tải lại trang sau ít giây."), "info")
    return redirect(work.location)


def _context(arrival: Arrival, purpose: str, keeper: str) -> dict[str, Any]:
    if purpose == printouts.STAMP:
        return printouts.stamp_context(arrival)
    if purpose == printouts.RETURN:
        if not arrival.sent_back_to:
            raise BadInput(_("Văn bản chưa được trả lại nơi gửi nên chưa có phiếu trả lại."))
        return printouts.return_context(arrival, keeper)
    return printouts.sheet_context(arrival, queries.opinions_of(arrival.id))
