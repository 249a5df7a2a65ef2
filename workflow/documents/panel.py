"""The ordered steps of a paper as its page shows them: what is done, who acts now, what waits."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from workflow.core import audit, clock
from workflow.core.actors import Actor
from workflow.core.audit import AuditRecord
from workflow.core.i18n import _, ngettext
from workflow.documents import authority, briefings, queries, second_eyes
from workflow.documents.codes import giving
from workflow.documents.contents import PDF
from workflow.documents.copy_names import names_of_copies
from workflow.documents.models import Document, DocumentLink, Drawing, Paper, PaperSigner
from workflow.documents.numbering import holds_last_years, series_of, stands_in_file
from workflow.documents.queries import Outlook
from workflow.documents.services import NUMBERED
from workflow.documents.states import OUT, FileRole, Medium, PaperStatus
from workflow.documents.steps import paper_lifecycle

_ANNEXES = (FileRole.RENEWED_ANNEX, FileRole.SEALED_ANNEX, FileRole.ANNEX)
_ORDER = (
    PaperStatus.DRAFT, PaperStatus.CHECKED, PaperStatus.OFFERED, PaperStatus.SIGNED,
    PaperStatus.NUMBERED, PaperStatus.SEALED, PaperStatus.ISSUED,
)  # fmt: skip
_BEFORE_OFFER = (PaperStatus.DRAFT, PaperStatus.CHECKED)


@dataclass(frozen=True)
class PanelStep:
    """One line of the panel. `act` names the form to show there: this actor may act now."""

    label: str
    note: str
    state: str  # done | now | wait
    act: str = ""


@dataclass(frozen=True)
class PaperFile:
    """One copy of the paper: its PDF, the docx it came from, what it is."""

    label: str
    pdf: Document | None
    docx: Document | None


@dataclass(frozen=True)
class Panel:
    paper: Paper
    steps: list[PanelStep]
    files: list[PaperFile]
    drawing: Drawing | None  # not yet fulfilled
    without_pdf: bool
    outlook: Outlook | None
    may_decline: bool
    may_redraft: bool
    offered_digest: str
    code: str = ""  # by which anyone checks the paper, once it is out

    @property
    def act(self) -> str:
        """The one thing this actor may do now, or nothing."""
        return next((step.act for step in self.steps if step.act), "")


@dataclass
class _Facts:
    paper: Paper
    signers: Sequence[PaperSigner]
    told: dict[str, AuditRecord]
    open_to_actor: list[str]
    drawn: bool
    found: list[tuple[str, str, bool, str]] = field(default_factory=list)

    def passed(self, status: PaperStatus) -> bool:
        if self.paper.status is PaperStatus.DROPPED:
            return False
        later = self.paper.status in (PaperStatus.REPLACED, PaperStatus.REVOKED)
        return later or _ORDER.index(self.paper.status) >= _ORDER.index(status)

    def note_of(self, act: str, waiting: str) -> str:
        entry = self.told.get(f"paper.{act}")
        return f"{entry.actor_name}, {_moment(entry.at)}" if entry else waiting

    def add(self, label: str, note: str, done: bool, act: str) -> None:
        self.found.append((label, note, done, act))


def panel_for(paper: Paper, actor: Actor) -> Panel:
    """Return what the page of `paper` shows to `actor`."""
    signers = queries.signers_of(paper.id)
    wishes = queries.drawings_of(("paper", paper.id), ("", NUMBERED))
    pending = [wish for wish in wishes if wish.drawn_round != wish.round]
    told: dict[str, AuditRecord] = {}
    for entry in audit.journal("paper", paper.id):
        told.setdefault(entry.act, entry)
    can = paper_lifecycle.open_to(actor, paper)
    facts = _Facts(paper, signers, told, can, not pending)
    steps = _steps(facts)
    links = queries.documents_of("paper", paper.id)
    files = [*files_of(paper, links), *_briefing(paper, actor)]
    numbering = any(step.act in ("number", "reserve") for step in steps)
    offered = queries.offered_among(links)
    return Panel(
        paper, steps, files, pending[0] if pending else None,
        without_pdf=any(wish.without_pdf for wish in wishes),
        outlook=_outlook(paper) if numbering else None,
        may_decline="decline" in can, may_redraft="redraft" in can,
        offered_digest=offered.file.digest if offered else "", code=_code_of(paper),
    )  # fmt: skip


def _code_of(paper: Paper) -> str:
    out = paper.status in OUT
    owner = ("paper", paper.id)
    return giving.codes_of([owner]).get(owner, "") if out else ""


def _outlook(paper: Paper) -> Outlook:
    today = clock.today()
    return queries.outlook(paper, today, series_of(paper, today))


def files_of(paper: Paper, links: Sequence[DocumentLink]) -> list[PaperFile]:
    """Return the paper's copies, the one that counts most first."""
    docx = {link.document.id: link.document for link in links if link.role is FileRole.SOURCE}
    names = names_of_copies(paper)
    found = []
    for role, label in names.items():
        pdfs = [one.document for one in links if one.role is role]
        pdfs = [one for one in pdfs if one.file.media_type == PDF]
        if role in (FileRole.RENEWED, FileRole.RENEWED_COPY):
            pdfs.reverse()  # the newest first
        for number, pdf in enumerate(pdfs, start=1):
            several = len(pdfs) > 1 and role in _ANNEXES
            source = docx.pop(pdf.source_id or 0, None)
            found.append(PaperFile(f"{label} {number}" if several else label, pdf, source))
    return found + [PaperFile(names[FileRole.SOURCE], None, one) for one in docx.values()]


def _briefing(paper: Paper, actor: Actor) -> list[PaperFile]:
    """Return what its office reads beside it, behind its own copies."""
    links = briefings.links_of(paper, actor)
    docx = next((one.document for one in links if one.role is FileRole.SOURCE), None)
    return [
        PaperFile(_("Phiếu trình"), link.document, docx)
        for link in links if link.role is FileRole.ANNEX
    ]  # fmt: skip


def copy_to_show(files: Sequence[PaperFile], wanted: str) -> PaperFile | None:
    """Return the copy asked for by its document's public id, else the one that counts most."""
    asked = next((one for one in files if one.pdf and one.pdf.public_id == wanted), None)
    drawn = next((one for one in files if one.pdf), None)
    return asked or drawn or next(iter(files), None)


def _moment(at: datetime) -> str:
    return f"{clock.local(at):%d/%m/%Y, %H:%M}"


def _steps(facts: _Facts) -> list[PanelStep]:
    paper = facts.paper
    declined = _("Bị trả lại: %(reason)s", reason=paper.decline_reason)
    facts.add(
        _("Soạn và kiểm tra thể thức"),
        facts.note_of("check", "") if facts.passed(PaperStatus.CHECKED)
        else declined if paper.decline_reason else _who_checks(paper),
        facts.passed(PaperStatus.CHECKED), "check",
    )  # fmt: skip
    if _has_number_first(paper):
        _add_held(facts)
    offered = facts.passed(PaperStatus.OFFERED)
    facts.add(_("Trình ký"), facts.note_of("offer", "") if offered else "", offered, "offer")
    _add_signers(facts)
    if not _has_number_first(paper):
        number = f"{paper.number_text} · {facts.note_of('number', '')}"
        numbered = facts.passed(PaperStatus.NUMBERED)
        facts.add(
            _("Cấp số, ngày ban hành"), number if numbered else _("Văn thư cấp số"), numbered,
            "number",
        )  # fmt: skip
    _add_last(facts)
    return _in_order(facts)


def _has_number_first(paper: Paper) -> bool:
    """Whether this paper's number comes before the signature; its office may have changed since."""
    if paper.number_entry_id is not None or paper.status not in _BEFORE_OFFER:
        return stands_in_file(paper)
    return paper.organisation.numbers_first


def _add_held(facts: _Facts) -> None:
    """Where numbers come first; one held from a year that is over has to be given up."""
    paper, label = facts.paper, _("Giữ số, ngày trước khi ký")
    if holds_last_years(paper):
        told = _("%(number)s giữ từ năm %(year)s, năm ấy đã hết nên không ký được nữa. Văn thư bỏ "
                 "số này; văn bản trở lại bản thảo và lấy số năm nay.",
                 number=paper.number_text, year=paper.number_year)  # fmt: skip
        facts.add(label, told, done=False, act="release")
    else:
        held = paper.number_entry_id is not None
        facts.add(label, paper.number_text or _("Văn thư giữ số"), held, "reserve")


def _who_checks(paper: Paper) -> str:
    if paper.owner_kind in second_eyes.OWNERS:
        return _("Thư ký hoặc văn thư khác, không phải người soạn, xem các trang và kiểm tra")
    return _("Người soạn xem các trang và kiểm tra")


def _add_signers(facts: _Facts) -> None:
    rights = authority.rights_told(facts.signers)
    for signer in facts.signers:
        digital = facts.paper.medium is Medium.DIGITAL
        label = _("Ký số") if digital else _("Ký")
        if signer.post:
            label = (
                _("%(post)s ký số", post=signer.post) if digital
                else _("%(post)s ký", post=signer.post)
            )  # fmt: skip
        note = signer.name
        if signer.signed_at:
            note = f"{signer.name}, {_moment(signer.signed_at)}"
            if right := rights.get(signer.ordinal):
                note = f"{note}. {right}"
        facts.add(label, note, signer.signed_at is not None, "sign")


def _add_last(facts: _Facts) -> None:
    paper, places = facts.paper, len(facts.paper.destinations)
    sealed, issued = facts.passed(PaperStatus.SEALED), facts.passed(PaperStatus.ISSUED)
    digital = paper.medium is Medium.DIGITAL
    waiting = (
        _("Văn thư đóng dấu bằng chứng thư số của cơ quan") if digital
        else _("Văn thư tải bản PDF đã ký và đóng dấu")
    )  # fmt: skip
    facts.add(
        _("Ký số cơ quan, đóng dấu") if digital else _("Đóng dấu, lưu bản đã ký"),
        facts.note_of("seal", "") if sealed else waiting, sealed, "seal",
    )  # fmt: skip
    label = _("Phát hành")
    if places:
        label = ngettext("Phát hành tới %(num)s nơi nhận", "Phát hành tới %(num)s nơi nhận", places)
    facts.add(
        label, facts.note_of("issue", "") if issued else ", ".join(paper.destinations[:4]),
        issued, "issue",
    )  # fmt: skip


def _in_order(facts: _Facts) -> list[PanelStep]:
    """The first step not done is the one of now; its form shows when the actor may act."""
    steps: list[PanelStep] = []
    waiting = False
    for label, note, done, act in facts.found:
        if done:
            steps.append(PanelStep(label, note, "done"))
            continue
        mine = not waiting and act in facts.open_to_actor and facts.drawn
        steps.append(PanelStep(label, note, "wait" if waiting else "now", act if mine else ""))
        waiting = True
    return steps
