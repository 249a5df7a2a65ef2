"""The contexts of a consultation's papers: the letter to the members, the record of their answers.

Document text is never translated, so nothing here goes through gettext.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from workflow.core import clock
from workflow.core.written_dates import long_date
from workflow.councils.agenda import Part
from workflow.councils.models import AgendaItem, Ballot, BallotItem, Seat, Session, TallyLine
from workflow.councils.posts import ON_PAPER, joined
from workflow.councils.printouts import (
    conclusion,
    council_heading,
    counted,
    named_votes,
    results,
    signature,
    threshold_text,
)
from workflow.councils.rounds import Counted
from workflow.councils.states import Choice
from workflow.documents.filling import BLANK_NUMBER, blank_day
from workflow.proposals.queries import name_text


def request_letter(
    session: Session, signer: Seat, parts: Sequence[Part[AgendaItem]], symbol: str
) -> dict[str, Any]:
    """Return the context of `councils/consultation_letter`."""
    council, day = session.council, clock.local(session.starts_at).date()
    place = council.organisation.place
    last = session.answers_by or day
    return {
        "organisation": council_heading(council) | {"name": council.name},
        "number": BLANK_NUMBER, "symbol": symbol,
        "date_line": f"{place}, {blank_day(day.year)}" if place else blank_day(day.year),
        "subject": f"V/v {session.title[:1].lower()}{session.title[1:]}",
        "addressees": [f"Các thành viên {council.name}"],
        "opening": f"{council.name} đề nghị các thành viên cho ý kiến bằng văn bản, thay cho họp "
        "Hội đồng, về các nội dung sau:",
        "contents": [f"{part.title}: {counted(part.rows)}" for part in parts],
        "ways": [
            "Thành viên xem hồ sơ từng đề nghị và ghi ý kiến (đồng ý, không đồng ý hoặc ý kiến "
            "khác) trên phần mềm, hoặc gửi phiếu ý kiến có chữ ký về thư ký Hội đồng",
            f"Thời gian cho ý kiến: từ {long_date(day)} đến hết {long_date(last)}",
            silence(needs_all=council.consultation_needs_all),
        ],
        "closing": "Hội đồng trân trọng đề nghị các thành viên cho ý kiến đúng thời hạn",
        "destinations": ["Như trên", f"Lưu: VT, {council.symbol}"],
        "signature": signature(signer),
    }  # fmt: skip


def silence(*, needs_all: bool) -> str:
    """Say what the council's rules make of a member who does not answer."""
    if needs_all:
        return "Hội đồng chỉ tổng hợp khi đủ ý kiến của mọi thành viên"
    return ("Hết thời hạn, thành viên không cho ý kiến không được tính là đồng ý và vẫn nằm trong "
            "tổng số thành viên Hội đồng")  # fmt: skip


def summary(
    session: Session, ballot: Ballot, *, signers: tuple[Seat, Seat], letter: str,
    done: Sequence[Counted], items: Sequence[BallotItem], tallies: Mapping[int, TallyLine],
    told: Sequence[str], rounds: Sequence[str], symbol: str,
) -> dict[str, Any]:  # fmt: skip
    """Return the context of `councils/consultation_minutes`."""
    chair, secretary = signers
    began = clock.local(session.opened_at or session.starts_at).date()
    ended = clock.local(ballot.closed_at or session.starts_at).date()
    electors, votes = done[-1].electors, done[-1].votes
    answered = [one for one in electors if one.voted]
    missing = [one.name for one in electors if not one.voted]
    written = len({vote.elector_id for vote in votes if vote.in_writing})
    passed = [item for item in items if tallies[item.id].passed]
    return {
        "organisation": council_heading(session.council),
        "number": BLANK_NUMBER, "symbol": symbol,
        "subject": session.title,
        "letter": letter,
        "period": f"từ {long_date(began)} đến hết {long_date(ended)}",
        "deadline": _deadline(session),
        "secretary": {"name": secretary.user.name,
                      "post": joined(secretary.user.title, "Thư ký Hội đồng")},
        "answers": {"members": len(electors), "answered": len(answered), "written": written},
        "missing": missing,
        "silence": silence(needs_all=ballot.needs_all_answers),
        "content": list(told),
        "vote_mode": "Lấy ý kiến bằng văn bản, ghi tên",
        "threshold": threshold_text(items, without_recused=ballot.base_without_recused),
        "rounds": list(rounds),
        **results(items, tallies),
        "is_secret": False,
        "named_votes": named_votes(done, silent="Không cho ý kiến"),
        "opinions": [line for one in done for line in _opinions(one)],
        "conclusion": conclusion(passed, tallies)[:1],
        "destinations": ["Thành viên Hội đồng", f"Lưu: VT, {session.council.symbol}"],
        "chair": {"name": chair.user.name, "post": joined(chair.user.title, ON_PAPER[chair.post])},
        "signature": signature(chair),
    }  # fmt: skip


def _deadline(session: Session) -> str:
    last = session.answers_by or clock.local(session.starts_at).date()
    said = f"hết {long_date(last)}"
    if session.extension_reason:
        said += f" (đã gia hạn, lý do: {session.extension_reason.rstrip(' .')})"
    return said


def _opinions(one: Counted) -> list[str]:
    """Return what members wrote beside “ý kiến khác”, under their names."""
    names = {elector.id: elector.name for elector in one.electors}
    rows = {item.id: item for item in one.items}
    return [
        f"{names[vote.elector_id]}, về {name_text(rows[vote.ballot_item_id].nomination)}: "
        f"{vote.opinion.rstrip(' .')}"
        for vote in one.votes
        if vote.choice is Choice.OTHER and vote.opinion
    ]
