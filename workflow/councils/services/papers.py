"""The numbered papers of a session, in the council's own series."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import Incomplete, InvalidStep, NotAllowed
from workflow.core.events import emit
from workflow.core.i18n import _, on_paper
from workflow.core.numbers import EntryState
from workflow.core.series import symbol_for
from workflow.councils import notices, printouts
from workflow.councils.agenda import parts_of
from workflow.councils.appraising.wording import lines_for_minutes as appraisal_lines
from workflow.councils.eligibility import lines_for_minutes
from workflow.councils.events import SessionMinuted
from workflow.councils.models import Ballot, Elector, Seat, Session
from workflow.councils.policies import secretary_of
from workflow.councils.posts import ON_PAPER
from workflow.councils.printouts import Voting
from workflow.councils.publishing.wording import lines_for_minutes as public_lines
from workflow.councils.queries import (
    agenda_of,
    attendance_of,
    ballots_of,
    get_for_change,
    holder_of,
    lock,
    seats_on,
)
from workflow.councils.records import (
    MINUTES,
    NUMBERED,
    RECORDS,
    VOTE_COUNT,
    count_name,
    counts_of,
    records_of,
)
from workflow.councils.recusing.wording import lines_for_minutes as recusal_lines
from workflow.councils.recusing.wording import rows_short
from workflow.councils.rounds import (
    Counted,
    counted_in,
    last_items,
    lines_for_voided,
    rulings_of,
)
from workflow.councils.rounds import lines_for_minutes as lines_for_rounds
from workflow.councils.sealed.queries import tellers_of
from workflow.councils.services.refusals import must_meet
from workflow.councils.states import BallotMode, BallotStatus, Presence, SeatPost, SessionStatus
from workflow.councils.steps import session_lifecycle
from workflow.councils.voting import electors_of
from workflow.documents.events import PaperIssued
from workflow.documents.models import Paper
from workflow.documents.numbering import give_up_number
from workflow.documents.queries import lock as lock_paper
from workflow.documents.queries import paper_of, papers_of
from workflow.documents.services import Signer, draft_paper, redraw_paper
from workflow.documents.states import PaperKind, PaperStatus

INVITATION = "invitation"
NOTICE = "result_notice"


@dataclass(frozen=True)
class Sheet:
    """What tells one of the session's papers from another."""

    purpose: str
    kind: PaperKind
    title: str
    template: str = ""  # where it is not named like the purpose

    def symbol(self, session: Session) -> str:
        return symbol_for(self.kind.value, session.council.symbol)


def _signer(seat: Seat) -> Signer:
    return Signer(user_id=seat.user_id, post=ON_PAPER[seat.post], name=seat.user.name)


def write(
    session: Session, sheet: Sheet, context: dict[str, Any], signers: Sequence[Seat], actor: Actor
) -> Paper:
    """Draft the paper, or draw it anew while nobody has signed it."""
    written = paper_of(("session", session.id), sheet.purpose)
    if written is not None:
        return redraw_paper(written, context, title=sheet.title, actor=actor)
    return draft_paper(
        organisation_id=session.council.organisation_id, kind=sheet.kind, title=sheet.title,
        owner=("session", session.id), purpose=sheet.purpose, series=session.council.series,
        symbol=sheet.symbol(session), template=f"councils/{sheet.template or sheet.purpose}",
        context=context,
        signers=[_signer(seat) for seat in signers],
        destinations=context.get("destinations", []), actor=actor,
    )  # fmt: skip


def draft_invitation(session: Session, seats: Sequence[Seat], *, actor: Actor) -> Paper:
    """Write the invitation for the chair to sign."""
    chair = holder_of(seats, SeatPost.CHAIR)
    if chair is None:
        raise Incomplete(_("Hội đồng chưa có Chủ tịch để ký giấy mời."))
    sheet = Sheet(INVITATION, PaperKind.INVITATION, f"Giấy mời: {session.title}")
    parts = parts_of(agenda_of(session.id))
    context = printouts.invitation(session, chair, parts, sheet.symbol(session))
    return write(session, sheet, context, [chair], actor)


def give_up_reserved(session: Session, reason: str) -> None:
    """Let the numbers held for papers nobody signed become void: there will be no such paper."""
    for written in papers_of("session", session.id):
        paper = lock_paper(written.id)
        if paper.number_entry is not None and paper.number_entry.state is EntryState.RESERVED:
            give_up_number(paper, f"Phiên họp đã hủy: {reason}")


def presiding(session: Session, seats: Sequence[Seat]) -> tuple[Seat, Seat]:
    """Return who presided and who took the minutes: seats whose holders were there.

    Where the members are asked in writing nobody sits: the council's own chair and secretary.
    """
    there = {
        row.user_id for row in attendance_of(session.id)
        if row.presence is Presence.PRESENT or session.is_consultation
    }  # fmt: skip
    present = [seat for seat in seats if seat.user_id in there]
    chair = holder_of(present, SeatPost.CHAIR, SeatPost.VICE_CHAIR)
    secretary = holder_of(present, SeatPost.SECRETARY)
    if chair is None or secretary is None:
        raise Incomplete(
            _("Biên bản cần chữ ký của người chủ trì (Chủ tịch hoặc Phó Chủ tịch Hội đồng) và thư "
              "ký Hội đồng có mặt tại phiên họp. Hãy sửa điểm danh, hoặc nhờ quản trị viên ghi "
              "thành viên thay thế giữ chức vụ đó.")
        )  # fmt: skip
    return chair, secretary


def last_tallied(session: Session) -> Ballot:
    done = [b for b in ballots_of(session.id) if b.status is BallotStatus.TALLIED]
    if not done:
        raise Incomplete(_("Phiên họp chưa có kết quả kiểm phiếu để lập biên bản."))
    return done[-1]


def _how(ballots: Sequence[Ballot]) -> Voting:
    """Return how the session voted, with the tellers of what was secret."""
    secret = [one for one in ballots if one.mode is BallotMode.SECRET]
    tellers = {(t.user.name, t.user.title) for one in secret for t in tellers_of(one.id)}
    return Voting(len(secret) < len(ballots), bool(secret), sorted(tellers))


def is_by_name(ballot: Ballot) -> bool:
    return ballot.mode is not BallotMode.SECRET


def _named_in(ballots: Sequence[Ballot], last: Ballot) -> Sequence[Elector]:
    """Return the electors the papers name: those of the last vote by name, if there was one."""
    by_name = [one for one in ballots if is_by_name(one)]
    return electors_of(by_name[-1].id if by_name else last.id)


def session_to_minute(public_id: str, *, actor: Actor) -> Session:
    """Return the session, locked, when its minutes may be written by the actor."""
    session = get_for_change(public_id, actor)
    if not secretary_of(actor, session):
        raise NotAllowed(_("Chỉ thư ký Hội đồng được lập biên bản."))
    if session.status is not SessionStatus.ADJOURNED:
        raise InvalidStep(_("Biên bản lập sau khi bế mạc phiên họp. Hãy tải lại trang."))
    return session


def _held(done: Sequence[Counted]) -> dict[str, Any]:
    """Return what a paper says of these counted ballots."""
    every, items = [one.ballot for one in done], last_items(done)
    return {
        "electors": _named_in(every, every[-1]), "voting": _how(every),
        "votes": [vote for one in done for vote in one.votes], "items": items,
        "tallies": {key: line for one in done for key, line in one.tallies.items()},
        "without_recused": any(one.base_without_recused for one in every),
    }  # fmt: skip


def _rounds(session: Session, done: Sequence[Counted], modes: Collection[BallotMode]) -> list[str]:
    return [*lines_for_voided(session.id, modes), *lines_for_rounds(done)]


def _counts(
    session: Session, done: Sequence[Counted], chair: Seat, secretary: Seat
) -> list[tuple[Sheet, dict[str, Any]]]:
    """Return the papers of the count: one for each way the session voted in."""
    modes = {one.ballot.mode for one in done}
    found = []
    for purpose in counts_of(modes):
        of = {BallotMode.SECRET} if purpose == VOTE_COUNT else {BallotMode.BY_NAME}
        of = of if len(modes) > 1 else modes
        part = [one for one in done if one.ballot.mode in of]
        with on_paper():
            title = f"{count_name(purpose, modes)}: {session.title}"
        sheet, held = Sheet(purpose, PaperKind.MINUTES, title, template=VOTE_COUNT), _held(part)
        short = {key: line.recused for key, line in held["tallies"].items()}
        found.append((sheet, printouts.vote_count(
            session, closed_at=part[-1].ballot.closed_at or clock.now(),
            symbol=sheet.symbol(session), chair=chair, secretary=secretary,
            by_name=[one for one in part if is_by_name(one.ballot)],
            notes=rows_short(held["items"], short), rounds=_rounds(session, part, of), **held,
        )))  # fmt: skip
    return found


def draft_minutes(public_id: str, *, actor: Actor) -> list[Paper]:
    """Write the vote counts and the minutes, or draw them anew from what was said and counted."""
    session = session_to_minute(public_id, actor=actor)
    must_meet(session)
    last_tallied(session)
    day = clock.local(session.opened_at or session.starts_at).date()
    chair, secretary = presiding(session, seats_on(session.council_id, day))
    done = counted_in(session.id)
    held = _held(done)
    items, report = held["items"], Sheet(MINUTES, PaperKind.MINUTES, f"Biên bản: {session.title}")
    minutes = printouts.minutes(
        session, attendance=attendance_of(session.id), parts=parts_of(items), chair=chair,
        secretary=secretary, eligibility=lines_for_minutes(items, held["tallies"]),
        recusals=recusal_lines([one.ballot for one in done], items),
        before=[*public_lines(session.council, agenda_of(session.id)), *appraisal_lines(session)],
        rounds=_rounds(session, done, set(BallotMode)),
        symbol=report.symbol(session), **held,
    )  # fmt: skip
    papers = [*_counts(session, done, chair, secretary), (report, minutes)]
    return [write(session, sheet, ctx, [secretary, chair], actor) for sheet, ctx in papers]


def draft_notice(public_id: str, *, actor: Actor) -> Paper:
    """Write the notice of the results, each refusal with its reason, for who presided to sign."""
    session = get_for_change(public_id, actor)
    if not secretary_of(actor, session):
        raise NotAllowed(_("Chỉ thư ký Hội đồng được soạn thông báo kết quả."))
    if session.status not in (SessionStatus.ADJOURNED, SessionStatus.MINUTED):
        raise InvalidStep(_("Thông báo kết quả soạn sau khi bế mạc phiên họp. Hãy tải lại trang."))
    last_tallied(session)
    done = counted_in(session.id)
    every, items = [one.ballot for one in done], last_items(done)
    day = clock.local(session.opened_at or session.starts_at).date()
    chair, _secretary = presiding(session, seats_on(session.council_id, day))
    sheet = Sheet(NOTICE, PaperKind.NOTICE, f"Thông báo kết quả: {session.title}")
    tallies = {key: line for one in done for key, line in one.tallies.items()}
    context = notices.result_notice(
        session, chair=chair, items=items, symbol=sheet.symbol(session),
        tallies=tallies, rulings=rulings_of(tallies.values()),
        units=list(dict.fromkeys(item.nomination.proposal.proposing.name for item in items)),
        without_recused=any(one.base_without_recused for one in every),
    )  # fmt: skip
    return write(session, sheet, context, [chair], actor)


def _records(session: Session) -> tuple[str, ...]:
    held = [one.mode for one in ballots_of(session.id) if one.status is not BallotStatus.VOID]
    return records_of(session, held)


def _papers_stand(session: Session, states: frozenset[PaperStatus]) -> bool:
    papers = [paper_of(("session", session.id), purpose) for purpose in _records(session)]
    return all(paper is not None and paper.status in states for paper in papers)


def finish_minutes(public_id: str, *, actor: Actor) -> Session:
    """Say that the session is minuted: both papers are signed and carry their numbers."""
    session = get_for_change(public_id, actor)
    with session_lifecycle.step(session, "minute", actor=actor):
        if not _papers_stand(session, NUMBERED):
            raise Incomplete(
                _("Biên bản tổng hợp ý kiến cần được ký và cấp số trước đã.")
                if session.is_consultation
                else _("Các văn bản của phiên họp cần được ký và cấp số trước đã.")
            )
    emit(SessionMinuted(actor, session.id))
    return session


def hear_paper_issued(event: PaperIssued) -> None:
    """Close the session's book by itself once its papers are issued."""
    paper = db.session.get_one(Paper, event.paper_id)
    if paper.owner_kind != "session" or paper.owner_id is None:
        return
    if paper.purpose not in RECORDS:
        return
    session = lock(paper.owner_id)
    if session.status is not SessionStatus.ADJOURNED:
        return
    if _papers_stand(session, frozenset({PaperStatus.ISSUED})):
        with session_lifecycle.step(session, "minute", actor=event.actor.as_system()):
            pass
        emit(SessionMinuted(event.actor, session.id))
