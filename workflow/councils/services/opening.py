"""Open a ballot: over a snapshot of the members, on what waits, with thresholds and recusals."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import Incomplete, InvalidStep, NotAllowed, StaleEdit
from workflow.core.i18n import _
from workflow.councils.appraising.holding import must_be_appraised
from workflow.councils.eligibility import told_of
from workflow.councils.models import (
    AgendaItem,
    Ballot,
    BallotItem,
    Council,
    Elector,
    Recusal,
    Session,
)
from workflow.councils.publishing.services import must_be_consulted
from workflow.councils.queries import (
    agenda_of,
    attendance_of,
    ballots_of,
    get_for_change,
    present_of,
    seated_since,
    seats_on,
)
from workflow.councils.recusing.services import recused_now
from workflow.councils.rounds import last_lines, mark_of, may_be_put
from workflow.councils.secrecy import demands_secret, may_be_consulted
from workflow.councils.services.refusals import must_meet
from workflow.councils.services.sessions import must_be, must_have_quorum, must_run
from workflow.councils.states import BallotMode, BallotStatus, Presence, SessionStatus, Waits
from workflow.councils.steps import ballot_lifecycle
from workflow.councils.tally import Threshold, threshold_for
from workflow.proposals.queries import award_text, name_text
from workflow.proposals.states import NominationStatus

_UNFINISHED = (BallotStatus.DRAFT, BallotStatus.OPEN, BallotStatus.CLOSED)


def session_for_ballot(public_id: str, *, actor: Actor) -> Session:
    """Return the session, locked, when a new ballot may begin in it."""
    session = get_for_change(public_id, actor)
    must_run(actor, session)
    must_meet(session)
    must_be(session, SessionStatus.SITTING, doing=_("mở bỏ phiếu"))
    if any(b.status in _UNFINISHED for b in ballots_of(session.id)):
        raise InvalidStep(_("Phiên họp đang có cuộc bỏ phiếu chưa kiểm. Hãy kiểm phiếu trước."))
    return session


def waiting_in(session: Session, mode: BallotMode) -> list[AgendaItem]:
    """Return what waits for a vote in this mode. Raises Incomplete when nothing does.

    What an award's rule, or the council's where it is silent, wants voted on in secret is never
    put to a vote by name. Where no rule does, the council may still vote in secret.
    """
    last = last_lines(session.id)
    waiting = [row for row in agenda_of(session.id)
               if row.nomination.status is NominationStatus.ON_AGENDA
               and may_be_put(row, mode, last)]  # fmt: skip
    if not waiting:
        raise Incomplete(_("Không còn đề nghị nào trong phiên họp chờ bỏ phiếu."))
    if mode is BallotMode.CONSULTATION:
        must_be_allowed(session, waiting)
        return waiting
    ordinary = session.council.ordinary_mode
    secret = [row for row in waiting
              if demands_secret(row.nomination.award_version.secret_ballot, ordinary)]  # fmt: skip
    again = [row for row in waiting if row.id in last]  # their further round in the same mode
    if mode is BallotMode.SECRET:
        return [row for row in waiting if row in secret or row in again] or waiting
    by_name = [row for row in waiting if row in again or row not in secret]
    if not by_name:
        raise Incomplete(
            _("%(n)s đề nghị còn lại phải bỏ phiếu kín theo quy định của hình thức khen thưởng "
              "hoặc quy chế Hội đồng. Hãy chuẩn bị bỏ phiếu kín.", n=len(secret))
        )  # fmt: skip
    return by_name


def must_be_allowed(session: Session, rows: Sequence[AgendaItem]) -> None:
    """Refuse to ask in writing about an award whose rule, or the council's, wants a meeting."""
    barred = [row for row in rows
              if not may_be_consulted(row.nomination.award_version, session.council)]  # fmt: skip
    if barred:
        first = barred[0].nomination
        raise Incomplete(
            _("%(award)s (%(name)s) phải họp Hội đồng, không lấy ý kiến bằng văn bản được. Hãy đưa "
              "ra khỏi danh sách và xếp vào phiên họp.",
              award=award_text(first), name=name_text(first))
        )  # fmt: skip


def must_be_as_seen(session: Session, seen: str | None) -> None:
    """Refuse a vote asked for on a page drawn before the agenda or the ballots changed.

    `seen` is that page's mark; None where no page is asked from.
    """
    last = last_lines(session.id)
    waiting = [
        row for row in agenda_of(session.id)
        if row.nomination.status is NominationStatus.ON_AGENDA
        and not (row.id in last and last[row.id][0].waits is Waits.CHAIR)
    ]  # fmt: skip
    if seen is not None and seen != mark_of(ballots_of(session.id), waiting):
        raise StaleEdit(
            _("Chương trình hoặc các cuộc bỏ phiếu đã thay đổi từ khi trang này mở nên chưa mở bỏ "
              "phiếu. Hãy xem lại danh sách trên trang hiện nay rồi mở.")
        )  # fmt: skip


def next_round(session: Session) -> int:
    return len(ballots_of(session.id)) + 1


def open_ballot(public_id: str, *, actor: Actor, seen: str | None = None) -> Ballot:
    """Open a vote by name on what is on the agenda, over the members of today (promise P9)."""
    session = session_for_ballot(public_id, actor=actor)
    must_be_as_seen(session, seen)
    waiting_in(session, BallotMode.BY_NAME)
    ballot = Ballot(session_id=session.id, round=next_round(session), session=session)
    db.session.add(ballot)
    db.session.flush()
    begin(ballot, actor=actor)
    return ballot


def begin(ballot: Ballot, *, actor: Actor, **detail: Any) -> list[BallotItem]:
    """Open a prepared ballot: electors and items are fixed now. Returns its items in order."""
    session = ballot.session
    waiting = waiting_in(session, ballot.mode)
    if ballot.mode is not BallotMode.CONSULTATION:
        _mind_quorum(session)
    must_be_consulted(session, waiting)
    must_be_appraised(session, waiting)
    recused = recused_now(session, waiting)
    with ballot_lifecycle.step(ballot, "open", actor=actor, stream=("session", session.id)) as told:
        electors = _snapshot(session, ballot)
        items = _put(ballot, waiting, session.council)
        _recuse(electors, items, recused)
        _refuse_unvoted(ballot, items, electors, recused)
        ballot.base_without_recused = session.council.base_without_recused
        ballot.needs_all_answers = session.council.consultation_needs_all
        for rule in ("rounds", "again_numerator", "again_denominator", "tie_rule", "few_papers"):
            setattr(ballot, rule, getattr(session.council, rule))
        ballot.opened_at = clock.now()
        ballot.reminded_at = None  # that was to the tellers, of their codes
        told |= {"electors": len(electors), "items": len(items), **detail}
    return items


def _mind_quorum(session: Session) -> None:
    """Refuse where a new member is not marked yet, or too few are there.

    A session that lost its quorum votes on nothing, unless the council's rules let it.
    """
    seats, called = seats_on(session.council_id, clock.today()), attendance_of(session.id)
    came = [seat.user.name for seat in seated_since(seats, called)]
    if came:
        raise Incomplete(
            _("%(names)s vào Hội đồng sau khi khai mạc, chưa điểm danh. Hãy sửa điểm danh rồi mở "
              "bỏ phiếu.", names=", ".join(came))
        )  # fmt: skip
    if session.council.ballot_needs_quorum:
        must_have_quorum(session.council, present_of(seats, called), len(seats))


def refuse_too_few(electors: int, *, least: int) -> None:
    """Refuse a secret ballot of so few that its totals would tell who voted how."""
    if electors < least:
        raise NotAllowed(
            _("Hội đồng có %(n)s thành viên. Dưới %(least)s người thì con số tổng đã cho biết ai "
              "bỏ phiếu thế nào, nên không bỏ phiếu kín được. Hãy biểu quyết ghi tên.",
              n=electors, least=least)
        )  # fmt: skip


def _refuse_unvoted(
    ballot: Ballot, items: Sequence[BallotItem], electors: Sequence[Elector],
    recused: Mapping[tuple[int, int], str],
) -> None:  # fmt: skip
    """Refuse a row nobody may vote on, or too few for their votes to stay secret."""
    out = Counter(item_id for item_id, _user_id in recused)
    least = ballot.session.council.fewest_electors if ballot.mode is BallotMode.SECRET else 1
    for item in items:
        left = len(electors) - out[item.agenda_item_id]
        if left < least:
            raise NotAllowed(
                _("Dòng %(n)s, %(name)s: chỉ còn %(left)s thành viên biểu quyết, cần ít nhất "
                  "%(least)s. Hãy đưa đề nghị này ra khỏi phiên họp hoặc chọn cách bỏ phiếu khác.",
                  n=item.position, name=name_text(item.nomination), left=left, least=least)
            )  # fmt: skip


def _snapshot(session: Session, ballot: Ballot) -> list[Elector]:
    presences = {row.user_id: row.presence for row in attendance_of(session.id)}
    unmarked = Presence.ABSENT
    if ballot.mode is BallotMode.CONSULTATION:  # nobody sits: everybody answers on the own page
        presences, unmarked = {}, Presence.PRESENT
    electors = [
        Elector(
            ballot_id=ballot.id, user_id=seat.user_id, name=seat.user.name, post=seat.post,
            rank=seat.rank, presence=presences.get(seat.user_id) or unmarked,
        )
        for seat in seats_on(session.council_id, clock.today())
    ]  # fmt: skip
    db.session.add_all(electors)
    db.session.flush()
    return electors


def _put(ballot: Ballot, rows: Sequence[AgendaItem], council: Council) -> list[BallotItem]:
    ordinary = Threshold(council.vote_numerator, council.vote_denominator, council.vote_strict)
    told = told_of(row.nomination for row in rows)
    items = []
    for position, row in enumerate(rows, start=1):
        version = row.nomination.award_version
        rule = threshold_for(
            version.vote_numerator, version.vote_denominator, version.vote_strict,
            ordinary=ordinary,
        )  # fmt: skip
        items.append(
            BallotItem(
                ballot_id=ballot.id, agenda_item_id=row.id, agenda_item=row, position=position,
                numerator=rule.numerator, denominator=rule.denominator, strict=rule.strict,
                eligibility=told.get(row.nomination_id),
            )
        )  # fmt: skip
    db.session.add_all(items)
    db.session.flush()
    return items


def _recuse(
    electors: Sequence[Elector], items: Sequence[BallotItem],
    recused: Mapping[tuple[int, int], str],
) -> None:  # fmt: skip
    """Nobody votes on their own award, nor where the chair said so (promise P13)."""
    for item in items:
        for elector in electors:
            reason = recused.get((item.agenda_item_id, elector.user_id))
            if reason is not None:
                db.session.add(
                    Recusal(elector_id=elector.id, ballot_item_id=item.id, reason=reason)
                )
    db.session.flush()
