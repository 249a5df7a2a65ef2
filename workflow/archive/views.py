"""Pages of the archive: search, one record, the check of its files, entering what came in."""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.archive import book_pages, copy_register_pages, intake_page, queries, register_pages
from workflow.archive import intake as entering
from workflow.archive.asking import FACETS, Filters, read_filters, understand
from workflow.archive.authenticity import checks_of, verdict
from workflow.archive.fixity import FileFault, Kept, faults_in
from workflow.archive.forms import IntakeForm
from workflow.archive.highlighting import highlight
from workflow.archive.incoming import follow_pages
from workflow.archive.incoming import pages as incoming_pages
from workflow.archive.incoming.finding import letters_found
from workflow.archive.incoming.models import Arrival
from workflow.archive.incoming.queries import find_by_paper as find_arrival
from workflow.archive.incoming.uploads import keep_files, look_first, looked_at, take_all
from workflow.archive.linking import related_of, related_of_many
from workflow.archive.models import Record
from workflow.archive.search import search as find
from workflow.archive.services import note_check
from workflow.core import audit
from workflow.core.db import db
from workflow.core.errors import BadInput, StoreUnavailable
from workflow.core.i18n import _, lazy
from workflow.core.unit_of_work import unit_of_work
from workflow.core.web.access import acting, requires, signed_in
from workflow.core.web.exports import send_list
from workflow.core.web.navigation import add_entry
from workflow.core.web.once import act_key
from workflow.councils import queries as council_queries
from workflow.councils.models import AgendaItem, Session
from workflow.decisions import policies as decision_policies
from workflow.decisions.models import DecisionItem
from workflow.decisions.queries import certificates_of, decision_of_paper, items_of
from workflow.documents import contents
from workflow.documents.copy_names import names_of_copies
from workflow.documents.models import DocumentLink
from workflow.documents.queries import kind_name
from workflow.documents.states import Direction, FileRole, PaperKind
from workflow.proposals import queries as proposal_queries
from workflow.proposals.finding import dossiers_found
from workflow.proposals.models import Proposal
from workflow.signatures import received as received_files
from workflow.signatures.panel import signed_on
from workflow.signatures.receiving import ReceivedFile, files_told

bp = Blueprint("archive", __name__, url_prefix="/archive")
bp.register_blueprint(register_pages.bp)
bp.register_blueprint(book_pages.bp)
bp.register_blueprint(incoming_pages.bp)
bp.register_blueprint(follow_pages.bp)
bp.register_blueprint(copy_register_pages.bp)
add_entry(
    "archive.search", lazy("Kho lưu trữ"), icon="archive", order=70,
    roles={"officer", "unit_head", "secretary", "head", "clerk", "archivist", "auditor"},
)  # fmt: skip
READ_AT_ONCE = 64 * 1024 * 1024  # more than this is read by the button alone
LINKED = 20
EXPORTED = 1000  # records of one search


def _facet_label(name: str, value: str) -> str:
    if name == "kind":
        return kind_name(PaperKind(value))
    if name == "doubt":
        return _("Cần đối chiếu") if value == "yes" else _("Không có nghi vấn")
    return value


def _url(q: str, chosen: dict[str, set[str]], **more: str) -> str:
    ticked: dict[str, Any] = {name: sorted(values) for name, values in chosen.items() if values}
    extra: dict[str, Any] = {name: value for name, value in more.items() if value}
    if q:
        extra["q"] = q
    return url_for("archive.search", **ticked, **extra)


def _conditions(q: str, filters: Filters, sort: str) -> list[tuple[str, str]]:
    """Return every condition with the page that does without it."""
    rows = [(f"“{q}”", _url("", filters.chosen, sort=sort))] if q else []
    for name in FACETS:
        for value in sorted(filters.chosen[name]):
            rest = filters.chosen | {name: filters.chosen[name] - {value}}
            rows.append((_facet_label(name, value), _url(q, rest, sort=sort)))
    return rows


@bp.get("")
@signed_in
def search() -> ResponseReturnValue:
    asked = understand(request.args.get("q", ""))
    filters = read_filters(request.args.to_dict(flat=False))
    sort = "newest" if request.args.get("sort") == "newest" else ""
    found = find(
        asked, filters.chosen, actor=acting(), cursor=request.args.get("page", "")[:80],
        newest=sort == "newest",
    )  # fmt: skip
    first = "page" not in request.args and not any(filters.chosen.values())
    letters, more_letters = letters_found(asked, acting()) if first else ([], False)
    return render_template(
        "archive/search.html", letters=letters, more_letters=more_letters,
        dossiers=dossiers_found(asked.text, acting()) if first else [],
        proposal_url=lambda one: _link("proposals.detail", one.public_id), asked=asked,
        filters=filters, found=found, sort=sort,
        related=related_of_many([record.paper_id for record in found.records], acting()),
        files=queries.file_roles(record.paper_id for record in found.records),
        bad=received_files.bad_papers(
            [*(one.paper_id for one in found.records), *(one.arrival.paper_id for one in letters)]
        ),
        conditions=_conditions(asked.text, filters, sort), facet_label=_facet_label,
        kind_name=kind_name, may_enter=acting().has("clerk"),
        mark=lambda text: highlight(text, asked.highlights),
        next_url=_url(asked.text, filters.chosen, sort=sort, page=found.next) if found.next else "",
        previous_url=_url(asked.text, filters.chosen, sort=sort, page=found.previous)
        if found.previous else "",
        export_url=url_for("archive.export") + _url(asked.text, filters.chosen, sort=sort)
        .removeprefix(url_for("archive.search")), exported=EXPORTED,
    )  # fmt: skip


@bp.get("/export")
@signed_in
def export() -> ResponseReturnValue:
    """Send what the search finds, page after page, as far as a person would read."""
    asked = understand(request.args.get("q", ""))
    chosen = read_filters(request.args.to_dict(flat=False)).chosen
    newest, actor = request.args.get("sort") == "newest", acting()
    records: list[Record] = []
    found = find(asked, chosen, actor=actor, newest=newest)
    while found.records:
        records += found.records
        if not found.next or len(records) >= EXPORTED:
            break
        found = find(asked, chosen, actor=actor, cursor=found.next, newest=newest)
    return send_list(
        f"Kho lưu trữ {asked.text}".strip(),
        _heads,
        lambda: (_cells(one) for one in records[:EXPORTED]),
    )


def _heads() -> list[tuple[str, str]]:
    return [
        ("number", _("Số, ký hiệu")), ("date", _("Ngày")), ("kind", _("Loại văn bản")),
        ("title", _("Trích yếu")), ("issuer", _("Cơ quan ban hành")),
        ("award", _("Hình thức khen")), ("collectives", _("Tập thể")),
        ("individuals", _("Cá nhân")), ("note", _("Ghi chú")),
    ]  # fmt: skip


def _cells(record: Record) -> dict[str, str]:
    return {
        "number": record.paper.number_text or "",
        "date": record.paper.date_text or f"{record.dated:%d/%m/%Y}",
        "kind": kind_name(record.kind), "title": record.title, "issuer": record.issuer,
        "award": record.award_name, "collectives": str(record.collectives or ""),
        "individuals": str(record.individuals or ""), "note": record.doubt,
    }  # fmt: skip


def _link(endpoint: str, public_id: str) -> str | None:
    """Return the page of another domain's row, where this installation has that page."""
    known = endpoint in current_app.view_functions
    return url_for(endpoint, public_id=public_id) if known else None


def _kept(links: list[DocumentLink]) -> list[Kept]:
    return [Kept(link.document.title, link.document.file.digest) for link in links]


def _read_now(links: list[DocumentLink]) -> tuple[list[FileFault] | None, bool]:
    """Read the paper's own files; None when they are so many that a page must not wait.

    With it whether the store kept silent: the page then says nothing of the files.
    """
    if sum(link.document.file.size for link in links) > READ_AT_ONCE:
        return None, False
    try:
        return faults_in(_kept(links), contents.current_store()), False
    except StoreUnavailable:
        return None, True


def _origins(record: Record, items: list[DecisionItem]) -> dict[str, Any]:
    """Return the dossiers and sessions behind the record, as far as the actor may see them."""
    wanted = {item.nomination_id for item in items if item.nomination_id}
    nominations, dossiers = queries.nominations_behind(wanted)
    paper = record.paper
    if paper.owner_kind == "proposal" and paper.owner_id:
        dossiers.add(paper.owner_id)
    sessions = {paper.owner_id} if paper.owner_kind == "session" else set()
    agenda = db.select(AgendaItem.session_id).where(AgendaItem.nomination_id.in_(nominations))
    of_record = Session.id.in_(sessions) | Session.id.in_(agenda)
    seen = proposal_queries.visible_to(acting()).where(Proposal.id.in_(dossiers)).limit(LINKED)
    sat = council_queries.visible_to(acting()).where(of_record).limit(LINKED)
    return {
        "dossiers": [
            (dossier, _link("proposals.detail", dossier.public_id))
            for dossier in db.session.scalars(seen.order_by(Proposal.id)).unique()
        ],
        "sessions": [
            (session, _link("councils.session", session.public_id))
            for session in db.session.scalars(sat.order_by(Session.id)).unique()
        ],
    }


@bp.get("/<public_id>")
@signed_in
def record(public_id: str) -> ResponseReturnValue:
    shown = queries.get_visible(public_id, acting())
    signed = signed_on(shown.paper)
    decision = decision_of_paper(shown.paper_id)
    items = list(items_of(decision.id)) if decision else []
    links = list(queries.own_files(shown.paper_id))
    faults, silent = _read_now(links)
    looked = _looked(shown, links)
    related = related_of(shown.paper_id, decision, acting())
    checks = checks_of(
        shown, links, set_right=[one.word for one in related], faults=faults, silent=silent,
        journal_faults=audit.faults("paper", shown.paper_id), signed=signed, looked=looked,
    )  # fmt: skip
    certificates = certificates_of(decision.id) if decision else []
    last = queries.last_check(shown.id)
    damaged = {fault.digest for fault in faults or ()}
    best = queries.best_file(links)
    return render_template(
        "archive/record.html", record=shown, paper=shown.paper, decision=decision, items=items,
        related=related, links=links, checks=checks, verdict=verdict(checks), last=last,
        damaged=damaged, unread=faults is None, arrival=_arrival_of(shown),
        best=best if best and best.document.file.digest not in damaged else None,
        certificates={certificate.item_id: certificate for certificate in certificates},
        opens_certificates=(
            decision is not None and decision_policies.may_view_id(acting(), decision.id)
        ),
        own=shown.paper.organisation_id == acting().organisation_id,
        asked=request.args.get("q", "")[:200], signed=signed,
        neighbours=queries.neighbours_of(shown, acting()), kind_name=kind_name,
        roles=names_of_copies(shown.paper),
        **_origins(shown, items),
    )  # fmt: skip


def _looked(record: Record, links: list[DocumentLink]) -> list[ReceivedFile]:
    """Return what is said of the signatures on a paper of another office."""
    if record.paper.direction is not Direction.INCOMING:
        return []
    came = [link.document for link in links if link.role is FileRole.RECEIVED]
    return files_told(came, record.issuer)


def _arrival_of(record: Record) -> Arrival | None:
    """Return the handling of what came from outside; our own papers have none."""
    came = record.paper.direction is Direction.INCOMING
    return find_arrival(record.paper_id) if came else None


@bp.post("/<public_id>/check")
@signed_in
def check(public_id: str) -> ResponseReturnValue:
    """Read every file of the record, certificates too, and keep the result."""
    shown = queries.get_visible(public_id, acting())
    decision = decision_of_paper(shown.paper_id)
    files = _kept(list(queries.own_files(shown.paper_id)))
    for certificate in certificates_of(decision.id) if decision else []:
        files += [Kept(one.title, one.file.digest) for one in certificate.files]
    db.session.rollback()
    faults = faults_in(files, contents.current_store())
    with unit_of_work(act_key()) as work:
        note_check(public_id, faults, files=len(files), actor=acting())
        work.location = url_for("archive.record", public_id=public_id)
    if faults:
        told = _("%(n)s tệp không còn như khi nhập kho. Hãy báo quản trị viên.", n=len(faults))
        flash(told, "error")
    else:
        flash(_("Đã đọc lại %(n)s tệp: không tệp nào thay đổi.", n=len(files)), "success")
    return redirect(url_for("archive.record", public_id=public_id))


@bp.route("/intake", methods=["GET", "POST"])
@requires("clerk")
def intake() -> ResponseReturnValue:
    form = IntakeForm()
    if request.method == "GET":
        return intake_page.draw(form)
    if form.secret.data:  # entry stops: the page comes back empty and nothing was read or stored
        empty = IntakeForm(formdata=None)
        empty.form_errors = [
            _("Văn bản có dấu mật không được nhập vào hệ thống này. Không nội dung nào được giữ "
              "lại; hãy xử lý theo quy định về văn bản mật.")
        ]  # fmt: skip
        return intake_page.draw(empty, form_errors=True), 422
    if look_first():
        told = looked_at(form, form.file, acting())
        return intake_page.draw(form, form_errors=not told), 200 if told else 422
    if not form.validate_on_submit():
        keep_files(form, form.file, acting())
        return _refused(form)
    try:
        taken = take_all(form, form.file, acting())
        db.session.rollback()
        with unit_of_work(act_key()) as work:
            filed = entering.take_in_decision(form.received(), files=taken, actor=acting())
            public_id: str = filed.public_id
            arrival, doubt = filed.paper.arrival_number, filed.doubt
            work.location = url_for("archive.record", public_id=public_id)
    except BadInput as error:
        form.refuse(error)
        return _refused(form)
    flash(_("Đã vào sổ đến số %(n)s và nhập kho.", n=arrival), "success")
    if doubt:
        flash(doubt, "warning")
    return redirect(url_for("archive.record", public_id=public_id))


def _refused(form: IntakeForm) -> ResponseReturnValue:
    return intake_page.draw(form, form_errors=True), 422
