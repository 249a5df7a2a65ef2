"""Draft a decision over passed nominations: the list, the usual words, and the sheet."""

from collections import Counter
from collections.abc import Iterable, Sequence

from workflow.accounts.delegating import standing
from workflow.accounts.delegating.standing import Standing
from workflow.accounts.delegating.states import STANDS_IN, SignedKind
from workflow.awards import legal_bases
from workflow.awards.models import AwardKind
from workflow.awards.queries import decides_here
from workflow.awards.wording import form_name
from workflow.core import audit, clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep, NotAllowed, NotVisible
from workflow.core.i18n import _
from workflow.core.series import symbol_for
from workflow.core.text import fold
from workflow.core.written_dates import long_date
from workflow.councils.models import Session
from workflow.decisions import printouts, recognising, wording
from workflow.decisions.candidates import is_direct, loaded, sessions_of
from workflow.decisions.models import Decision, DecisionItem
from workflow.decisions.queries import live_nominations
from workflow.decisions.services.drawing import in_groups
from workflow.documents.authority import block_of
from workflow.documents.models import Paper
from workflow.documents.services import Signer, draft_paper
from workflow.documents.states import PaperKind
from workflow.organisations.models import Organisation
from workflow.proposals import outcomes
from workflow.proposals.models import Nomination
from workflow.proposals.queries import name_text
from workflow.proposals.states import NominationStatus
from workflow.recipients.models import RecipientKind

SERIES = "QĐ"


def draft(nomination_ids: Sequence[int], *, actor: Actor) -> Decision:
    """Draft a decision over the chosen nominations: list, words, and the sheet to be drawn."""
    organisation = _office(actor)
    nominations = gather(nomination_ids, organisation, actor)
    decision = _new_decision(nominations, organisation)
    items = in_groups([item_of(nomination) for nomination in nominations])
    for ordinal, item in enumerate(items, start=1):
        item.ordinal = ordinal
    decision.paper = _new_paper(decision, nominations, items, actor)
    db.session.add(decision)
    db.session.flush()
    for item in items:
        item.decision_id = decision.id
    db.session.add_all(items)
    db.session.flush()
    decision.paper.owner_kind, decision.paper.owner_id = "decision", decision.id
    audit.record(
        "decision.draft", stream=("paper", decision.paper_id), actor=actor,
        subject=("decision", decision.id), detail={"title": decision.paper.title},
    )  # fmt: skip
    return decision


def _office(actor: Actor) -> Organisation:
    organisation = db.session.get(Organisation, actor.organisation_id or 0)
    if organisation is None or not actor.has("secretary"):
        raise NotAllowed(_("Chỉ thư ký của cơ quan quyết định mới soạn được quyết định."))
    if not organisation.symbol:
        raise InvalidStep(
            _("Cơ quan chưa có ký hiệu văn bản. Nhờ quản trị viên ghi ký hiệu trước khi soạn.")
        )
    return organisation


def gather(ids: Sequence[int], organisation: Organisation, actor: Actor) -> Sequence[Nomination]:
    """Lock the nominations and check that each may stand in a decision of this office."""
    if not ids:
        raise BadInput(_("Hãy chọn ít nhất một đề nghị."), field="nominations")
    nominations = loaded(ids, lock=True)
    strange = [n for n in nominations if n.proposal.receiving_id != organisation.id]
    if strange or len(nominations) != len(set(ids)):
        raise NotVisible(_("Không tìm thấy một đề nghị đã chọn. Hãy tải lại trang và chọn lại."))
    taken = live_nominations(n.id for n in nominations)
    for nomination in nominations:
        _admit(nomination, organisation, taken, actor)
    if len({n.award_version.award.kind for n in nominations}) > 1:
        raise BadInput(
            _("Danh hiệu thi đua và hình thức khen thưởng là hai quyết định khác nhau. "
              "Hãy chọn các đề nghị cùng loại."),
            field="nominations",
        )  # fmt: skip
    if len({form_name(n.award_version) for n in nominations}) > 1:
        raise BadInput(
            _("Một quyết định chỉ tặng một hình thức. Hãy chọn các đề nghị cùng hình thức."),
            field="nominations",
        )
    return nominations


def _admit(
    nomination: Nomination, organisation: Organisation, taken: set[int], actor: Actor
) -> None:
    name = nomination.recipient.name
    if nomination.id in taken:
        raise InvalidStep(
            _("%(name)s đã nằm trong một quyết định khác, có thể người khác vừa soạn. "
              "Hãy tải lại trang để xem danh sách mới nhất.", name=name)
        )  # fmt: skip
    if not decides_here(nomination.award_version, organisation):
        raise InvalidStep(
            _("%(award)s cho %(name)s không do cơ quan này quyết định. Hãy trình cấp trên.",
              award=form_name(nomination.award_version), name=name)
        )  # fmt: skip
    if nomination.status is NominationStatus.PROPOSED and is_direct(nomination):
        outcomes.clear(nomination, actor=actor)
    if nomination.status is not NominationStatus.PASSED:
        raise InvalidStep(
            _("Đề nghị cho %(name)s chưa được thông qua hoặc đã có kết quả. "
              "Hãy tải lại trang để xem danh sách mới nhất.", name=name)
        )  # fmt: skip


def item_of(nomination: Nomination) -> DecisionItem:
    name = name_text(nomination)
    return DecisionItem(
        nomination_id=nomination.id, nomination=nomination, recipient_id=nomination.recipient_id,
        recipient=nomination.recipient, award_id=nomination.award_version.award_id,
        kind=nomination.recipient.kind, name=name, name_fold=fold(name), post=nomination.post,
        unit_name=nomination.unit_name, award_name=form_name(nomination.award_version),
        ground=nomination.ground, year=nomination.year, ordinal=0,
    )  # fmt: skip


def _new_decision(nominations: Sequence[Nomination], organisation: Organisation) -> Decision:
    first = nominations[0].award_version
    confers = printouts.confers(form_name(first), first.award.kind, organisation)
    kinds = [n.recipient.kind for n in nominations]
    year = Counter(n.year for n in nominations).most_common(1)[0][0]
    sessions = {s.id: s for s in sessions_of(n.id for n in nominations).values()}
    words = _usual_words(confers, kinds, organisation, year)
    return Decision(
        organisation=organisation, award_name=form_name(first),
        session_id=next(iter(sessions)) if len(sessions) == 1 else None,
        bases="\n".join(_bases(sessions.values())), **words,
    )  # fmt: skip


def _usual_words(
    confers: wording.Conferring, kinds: Sequence[RecipientKind], organisation: Organisation,
    year: int,
) -> dict[str, str]:  # fmt: skip
    """Return subject, articles and the certificates' words: a title is recognised, a form given."""
    if confers.kind is AwardKind.TITLE:
        return {
            "achievement": recognising.achievement(year),
            "subject": recognising.subject(confers, year),
            "articles": "\n".join(recognising.articles(confers, kinds, year)),
        }
    merit = wording.achievement(organisation, year)
    return {
        "achievement": merit,
        "subject": wording.subject(confers, kinds, merit),
        "articles": "\n".join(wording.articles(confers, kinds, organisation, merit)),
    }


def _bases(sessions: Iterable[Session]) -> list[str]:
    minutes = [f"Căn cứ {_record_of(session)} của {session.council.name}" for session in sessions]
    return [*legal_bases.cited_on(clock.today()), *minutes]


def _record_of(session: Session) -> str:
    """Return which record of a council a decision rests on, by its day."""
    if session.is_consultation:
        ended = session.adjourned_at or session.starts_at
        return f"Biên bản tổng hợp ý kiến {long_date(clock.local(ended).date())}"
    return f"Biên bản họp {long_date(clock.local(session.starts_at).date())}"


def _destinations(organisation: Organisation) -> list[str]:
    above = [f"{organisation.parent.short_name} (để b/c)"] if organisation.parent else []
    return ["Như Điều 3", *above, "Lưu: VT"]


def _new_paper(
    decision: Decision, nominations: Sequence[Nomination], items: list[DecisionItem], actor: Actor
) -> Paper:
    organisation = decision.organisation
    first = nominations[0].award_version
    signer = default_signer(organisation, items)
    destinations = _destinations(organisation)
    symbol = symbol_for(PaperKind.DECISION.value, organisation.symbol)
    context = printouts.decision_context(
        decision, items, symbol=symbol, destinations=destinations, year=clock.today().year,
        signer=block_of(organisation, signer, SignedKind.DECISION),
    )  # fmt: skip
    confers = printouts.confers(form_name(first), first.award.kind, organisation)
    recognises = confers.kind is AwardKind.TITLE
    return draft_paper(
        organisation_id=organisation.id, kind=PaperKind.DECISION,
        title=wording.title(confers, [item.kind for item in items]), owner=("decision", 0),
        purpose="decision", series=SERIES, symbol=symbol,
        template=recognising.TEMPLATE if recognises else "decisions/decision",
        context=context, signers=[signer], destinations=destinations, actor=actor,
    )  # fmt: skip


def signers_for(
    organisation: Organisation, kind: SignedKind = SignedKind.DECISION
) -> Sequence[Standing]:
    """Return who may sign papers of the kind today: the head, and who was given to."""
    return standing.signers_for(organisation, kind, clock.today())


def default_signer(
    organisation: Organisation, items: Sequence[DecisionItem],
    kind: SignedKind = SignedKind.DECISION,
) -> Signer:  # fmt: skip
    """Choose the head, or a deputy when the head would sign their own award (P13)."""
    offered = signers_for(organisation, kind)
    if not offered:
        raise InvalidStep(
            _(
                "Chưa có ai được giao quyền ký của cơ quan. "
                "Nhờ quản trị viên cấp vai trò thủ trưởng."
            )
        )
    rewarded = {item.recipient.user_id for item in items if item.recipient is not None}
    best = min(offered, key=lambda one: (one.user.id in rewarded, one.way in STANDS_IN))
    return Signer(best.user.id, best.post, best.user.name)
