"""What the page of a decision shows: its steps, its list with votes, its certificates."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from workflow.accounts.models import User
from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.i18n import _
from workflow.core.jobs import Job
from workflow.councils.models import Session, TallyLine
from workflow.councils.records import UnsignedRecord
from workflow.decisions import families, policies, queries
from workflow.decisions.amending.policies import KEEPERS
from workflow.decisions.amending.queries import Mend, corrected_at, mends_of, replaced_by
from workflow.decisions.candidates import unsigned_behind
from workflow.decisions.models import Decision, DecisionItem, ItemStatus, Origin
from workflow.decisions.presenting import queries as ceremonies
from workflow.decisions.presenting.models import Ceremony
from workflow.decisions.presenting.placing import count_free
from workflow.decisions.printing import queries as printing
from workflow.decisions.printing.models import CertificatePrinting
from workflow.decisions.printing.queries import Style
from workflow.decisions.prizes_shown import Shown, prizes_of
from workflow.decisions.queries import IssuedCertificate
from workflow.decisions.sealing import policies as sealing
from workflow.decisions.sealing.queries import sealed_files
from workflow.documents.models import Document
from workflow.documents.panel import Panel, PanelStep
from workflow.documents.queries import generation_of
from workflow.documents.states import OUT, PaperStatus

_CHECKED_IN = (PaperStatus.DRAFT, PaperStatus.OFFERED)  # offered: the head has struck a name


@dataclass(frozen=True)
class Page:
    """Everything the templates need besides the paper's own panel."""

    decision: Decision
    steps: list[PanelStep]
    items: Sequence[DecisionItem]
    struck: Sequence[DecisionItem]
    votes: dict[int, TallyLine]
    certificates: list[IssuedCertificate]
    certificates_job: Job | None
    may_draw_again: bool
    session: Session | None
    may_edit: bool
    may_redraft: bool
    may_strike: bool
    own_award: bool
    may_open_session: bool
    unsigned: list[UnsignedRecord]
    prizes: Shown | None
    may_print: bool
    certificate_name: str
    certificate_style: Style
    printings: Sequence[CertificatePrinting]
    may_open_signing: bool
    sealed: dict[int, Document]  # by certificate
    reworded: set[int]  # print files made before a letter changed a name in them
    mends: list[Mend]
    set_right: Mend | None
    may_amend: bool
    may_drop: bool
    may_reissue: bool
    ceremonies: Sequence[Ceremony]
    to_present: int  # lines no ceremony has yet, for those who plan one

    @property
    def dossiers(self) -> int:
        """How many dossiers the list comes from."""
        return len({i.nomination.proposal_id for i in self.items if i.nomination is not None})

    @property
    def ended_certificates(self) -> set[int]:
        """Return whose award was annulled or went to another decision: not to be printed again."""
        return {one.id for one in self.certificates if one.item.status is not ItemStatus.AWARDED}

    @property
    def people(self) -> int:
        return sum(item.count for item in self.items)


def page_of(decision: Decision, actor: Actor, panel: Panel) -> Page:
    """Assemble the page for one reader, in a constant number of queries."""
    status, items = decision.paper.status, queries.items_of(decision.id)
    drafts = policies.drafter_of(actor, decision)
    own = policies.own_award(actor.user_id, items)
    signs = policies.signer_of(actor, decision)
    certificates = queries.certificates_of(decision.id) if status in OUT else []
    steps = _steps(decision, actor, panel, drafts=drafts)
    offers = any(step.act == "offer" for step in steps)
    return Page(
        decision, steps, items,
        queries.struck_of(decision.id), queries.votes_of(decision.id), certificates,
        _certificates_job(certificates), policies.at_desk(actor, decision),
        db.session.get(Session, decision.session_id) if decision.session_id else None,
        may_edit=drafts and status is PaperStatus.DRAFT and decision.origin is Origin.MADE_HERE,
        may_redraft=drafts and status is PaperStatus.CHECKED,
        may_strike=signs and status is PaperStatus.OFFERED and len(items) > 1,
        own_award=own and signs,
        may_open_session=policies.in_office(actor, decision)
        and not actor.roles.isdisjoint({"secretary", "head"}),
        unsigned=unsigned_behind(items) if offers else [],
        prizes=prizes_of(decision, items), **_printing(decision, items, certificates, actor),
        **_amending(decision, actor, drafts=drafts),
        ceremonies=ceremonies.of_decision(decision.id, actor) if status in OUT else [],
        to_present=(
            count_free(decision.id, decision.organisation_id)
            if drafts and status in OUT else 0
        ),
    )  # fmt: skip


def _printing(
    decision: Decision, items: Sequence[DecisionItem], certificates: list[IssuedCertificate],
    actor: Actor,
) -> dict[str, Any]:  # fmt: skip
    """Return what whoever prints the certificates is offered."""
    prints = bool(certificates) and printing.may_print(actor, decision)
    family = families.family_of(items, decision.organisation)
    files = printing.printings_of(decision.id, actor) if prints else []
    return {
        "may_print": prints, "certificate_name": families.family_name(family),
        "certificate_style": printing.style_of(decision.organisation_id, family) if prints
        else printing.Style(),
        "may_open_signing": bool(certificates) and sealing.may_open(actor, decision),
        "sealed": sealed_files([one.id for one in certificates]) if certificates else {},
        "printings": files, "reworded": _reworded(decision, files, certificates),
    }  # fmt: skip


def _reworded(
    decision: Decision, files: Sequence[CertificatePrinting],
    certificates: Sequence[IssuedCertificate],
) -> set[int]:  # fmt: skip
    changed = corrected_at(decision.id) if files else {}
    at = {one.id: changed[one.item.id] for one in certificates if one.item.id in changed}
    return {
        file.id for file in files
        if any(at[one] >= file.asked_at for one in file.certificates if one in at)
    }  # fmt: skip


def _amending(decision: Decision, actor: Actor, *, drafts: bool) -> dict[str, Any]:
    """Return what sets the decision right, and what this reader may begin."""
    status, here = decision.paper.status, policies.in_office(actor, decision)
    mends = mends_of(decision.id)
    return {
        # what is under way is the office's own business
        "mends": [one for one in mends if here or one.paper.status in OUT],
        "set_right": replaced_by(decision),
        "may_amend": drafts
        and status is PaperStatus.ISSUED
        and decision.origin is Origin.MADE_HERE,
        "may_drop": drafts
        and decision.replaces_id is not None
        and status in (PaperStatus.DRAFT, PaperStatus.CHECKED),
        "may_reissue": here and not actor.roles.isdisjoint(KEEPERS),
    }


def _certificates_job(rows: list[IssuedCertificate]) -> Job | None:
    waiting = [row for row in rows if row.document is None]
    return generation_of(("certificate", waiting[0].id)) if waiting else None


def _steps(decision: Decision, actor: Actor, panel: Panel, *, drafts: bool) -> list[PanelStep]:
    """Put the two recorded checks in the place of the paper's one."""
    if decision.origin is Origin.RECEIVED or decision.paper.status is PaperStatus.DROPPED:
        return []
    before = [_content_step(decision, actor, panel), _form_step(decision, actor, panel)]
    after = list(panel.steps[1:])
    ready = before[-1].state == "done" and decision.paper.status is PaperStatus.DRAFT
    if ready:
        confirms = decision.organisation.numbers_first
        act = ("confirm" if confirms else "offer") if drafts and panel.drawing is None else ""
        after[0] = replace(after[0], state="now", act=act)
    if decision.paper.status is PaperStatus.OFFERED and not policies.is_checked(decision):
        after = [replace(s, state="wait", act="") if s.state == "now" else s for s in after]
    return [_draft_step(decision), *before, *after]


def _draft_step(decision: Decision) -> PanelStep:
    reason = decision.paper.decline_reason
    note = _("Bị trả lại: %(reason)s", reason=reason) if reason else ""
    return PanelStep(_("Soạn quyết định và danh sách"), note, "done")


def _content_step(decision: Decision, actor: Actor, panel: Panel) -> PanelStep:
    label, at = _("Kiểm tra nội dung"), decision.content_checked_at
    if at is not None or decision.paper.status not in _CHECKED_IN:
        return PanelStep(label, _signed_by(decision.content_checked_by_id, at), "done")
    mine = policies.content_checker_of(actor, decision) and panel.drawing is None
    note = _("Thư ký đối chiếu tên, hình thức khen với hồ sơ và biên bản")
    if decision.paper.status is PaperStatus.OFFERED:
        note = _("Danh sách đã thay đổi sau lần kiểm tra trước; kiểm tra lại trên bản mới")
    return PanelStep(label, note, "now", "check_content" if mine else "")


def _form_step(decision: Decision, actor: Actor, panel: Panel) -> PanelStep:
    label, at = _("Kiểm tra thể thức"), decision.form_checked_at
    if at is not None or decision.paper.status not in _CHECKED_IN:
        return PanelStep(label, _signed_by(decision.form_checked_by_id, at), "done")
    note = _("Văn thư hoặc thư ký xem theo Nghị định 30/2020/NĐ-CP")
    if decision.content_checked_at is None:
        return PanelStep(label, note, "wait")
    if decision.content_checked_by_id == actor.user_id:
        note = _("Văn thư hoặc thư ký khác xem theo Nghị định 30/2020/NĐ-CP")
    mine = policies.form_checker_of(actor, decision) and panel.drawing is None
    return PanelStep(label, note, "now", "check_form" if mine else "")


def _signed_by(user_id: int | None, at: datetime | None) -> str:
    user = db.session.get(User, user_id) if user_id else None
    return f"{user.name}, {clock.local(at):%d/%m/%Y, %H:%M}" if user and at else ""
