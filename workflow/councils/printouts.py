"""The contexts of a session's papers: plain values for the docx templates, as a clerk writes them.

Document text is never translated, so nothing here goes through gettext.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from workflow.accounts.delegating.blocks import block
from workflow.accounts.delegating.states import Way
from workflow.core import clock
from workflow.core.written_dates import long_moment
from workflow.councils.agenda import Part
from workflow.councils.models import (
    AgendaItem,
    Attendance,
    BallotItem,
    Council,
    Elector,
    NamedVote,
    Seat,
    Session,
    TallyLine,
)
from workflow.councils.posts import ON_PAPER, joined
from workflow.councils.rounds import Counted
from workflow.councils.states import Choice, Presence, SeatPost
from workflow.councils.tally import Threshold, percent_words, threshold_sentence
from workflow.documents.filling import BLANK_NUMBER, blank_day
from workflow.documents.headings import heading_of
from workflow.proposals.queries import award_text, name_text
from workflow.recipients.models import RecipientKind

BY_NAME, IN_SECRET = "Biểu quyết ghi tên", "Bỏ phiếu kín"


def _council_caps(council: Council) -> str:
    bare = council.name.replace(council.organisation.name, "").strip(" ,") or council.name
    caps = bare.upper()
    rest = caps.removeprefix("HỘI ĐỒNG ")
    return f"HỘI ĐỒNG\n{rest}" if rest != caps else caps


def council_heading(council: Council) -> dict[str, str]:
    """Return the two lines above the papers of a council."""
    host = council.organisation
    return {
        "parent_caps": heading_of(host)["name_caps"],
        "name_caps": _council_caps(council),
    }


def signature(signer: Seat) -> dict[str, str]:
    """Return the signature block of whoever presides, for the council by their seat."""
    post = "Chủ tịch" if signer.post is SeatPost.CHAIR else "Phó Chủ tịch"
    return block(post, signer.user.name, head_post="Chủ tịch", way=Way.COLLECTIVE, body="Hội đồng")


def counted(rows: Iterable[AgendaItem | BallotItem]) -> str:
    """Return “05 tập thể và 27 cá nhân”."""
    kinds = [row.nomination.recipient.kind for row in rows]
    people = kinds.count(RecipientKind.PERSON)
    groups = len(kinds) - people
    said = [f"{groups:02d} tập thể"] if groups else []
    said += [f"{people:02d} cá nhân"] if people else []
    return " và ".join(said)


def invitation(
    session: Session, signer: Seat, parts: Sequence[Part[AgendaItem]], symbol: str
) -> dict[str, Any]:
    """Return the context of `councils/invitation`."""
    council, day = session.council, clock.local(session.starts_at).date()
    place = council.organisation.place
    return {
        "organisation": council_heading(council) | {"name": council.name},
        "number": BLANK_NUMBER,
        "symbol": symbol,
        "date_line": f"{place}, {blank_day(day.year)}" if place else blank_day(day.year),
        "subject": session.title,
        "invitees": [f"Các thành viên {council.name}"],
        "chair": joined(signer.user.name, signer.user.title, ON_PAPER[signer.post]),
        "time": long_moment(session.starts_at),
        "venue": session.place,
        "agenda": [
            "Thông qua báo cáo thẩm định hồ sơ của Thường trực Hội đồng",
            *(f"Thảo luận, biểu quyết: {part.title} ({counted(part.rows)})" for part in parts),
        ],
        "closing": "Thành viên vắng mặt gửi ý kiến bằng văn bản về Thường trực Hội đồng "
        "trước giờ họp",
        "destinations": ["Như trên", f"Lưu: VT, {council.symbol}"],
        "signature": signature(signer),
    }


def _result_row(ordinal: int, item: BallotItem, line: TallyLine) -> dict[str, Any]:
    nomination = item.agenda_item.nomination
    row: dict[str, Any] = {"ordinal": ordinal, "name": name_text(nomination)}
    if nomination.recipient.kind is RecipientKind.PERSON:
        row |= {"post": nomination.post, "unit": nomination.unit_name}
    return row | {
        "award": award_text(nomination), "agree": line.agree, "disagree": line.disagree,
        "other": line.other, "total": line.total,
        "percent": percent_words(line.agree, line.total),
        "outcome": "Đạt" if line.passed else "Không đạt",
    }  # fmt: skip


def results(
    items: Sequence[BallotItem], tallies: Mapping[int, TallyLine]
) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of the count: collectives (and households), then persons."""
    people = [i for i in items if i.agenda_item.nomination.recipient.kind is RecipientKind.PERSON]
    others = [item for item in items if item not in people]
    return {
        "collectives": [_result_row(n, i, tallies[i.id]) for n, i in enumerate(others, 1)],
        "individuals": [_result_row(n, i, tallies[i.id]) for n, i in enumerate(people, 1)],
    }


def threshold_text(items: Sequence[BallotItem], *, without_recused: bool = False) -> str:
    """Return the threshold in one sentence; where awards differ, each with its own."""
    found: dict[Threshold, list[str]] = {}
    for item in items:
        rule = Threshold(item.numerator, item.denominator, item.strict)
        names = found.setdefault(rule, [])
        if (name := award_text(item.agenda_item.nomination)) not in names:
            names.append(name)
    if len(found) == 1:
        return threshold_sentence(next(iter(found)), without_recused=without_recused)
    said = {rule: threshold_sentence(rule, without_recused=without_recused) for rule in found}
    return "; ".join(f"{', '.join(names)}: {said[rule]}" for rule, names in found.items())


def _opinion(votes: Sequence[NamedVote]) -> str:
    given = [vote.choice for vote in votes]
    said = (
        (Choice.AGREE, "đồng ý"),
        (Choice.DISAGREE, "không đồng ý"),
        (Choice.OTHER, "ý kiến khác"),
    )
    if given and set(given) == {Choice.AGREE}:
        return "đồng ý với toàn bộ danh sách"
    return ", ".join(f"{words} {given.count(c)}" for c, words in said if given.count(c))


@dataclass(frozen=True)
class Voting:
    """How a session voted: by name, in secret, or some of it so and some of it so."""

    by_name: bool
    secret: bool
    tellers: Sequence[tuple[str, str]] = ()  # name and post

    @property
    def words(self) -> str:
        """Return what the papers call it."""
        return " và ".join(
            words for words, used in ((IN_SECRET, self.secret), (BY_NAME, self.by_name)) if used
        ).capitalize()

    @property
    def sentences(self) -> list[str]:
        said = [f"Hội đồng tiến hành {self.words.lower()} từng đề nghị."]
        if self.tellers:
            said.append(f"Ban kiểm phiếu gồm: {', '.join(name for name, _post in self.tellers)}.")
        return said


def _attendance(
    attendance: Sequence[Attendance], electors: Sequence[Elector], votes: Sequence[NamedVote],
    voting: Voting,
) -> dict[str, Any]:  # fmt: skip
    """Return who was there, who was not, and what the absent wrote."""
    posts = {elector.user_id: ON_PAPER[elector.post] for elector in electors}
    ids = {elector.user_id: elector.id for elector in electors}
    present = [row for row in attendance if row.presence is Presence.PRESENT]
    absent = [row for row in attendance if row.presence is Presence.ABSENT]
    written = {
        row.user_id: _opinion([v for v in votes if v.elector_id == ids.get(row.user_id)])
        for row in absent
    }
    if not voting.by_name:  # what an absent member's envelope held is nobody's to say
        sent = {elector.user_id for elector in electors if elector.voted}
        written = {key: "đã gửi phiếu kín" if key in sent else "" for key in written}
    return {
        "attendance": {
            "total": len(attendance), "present": len(present), "absent": len(absent),
        },
        "members": [
            {"name": row.user.name, "post": row.user.title,
             "council_post": posts.get(row.user_id, ON_PAPER[SeatPost.MEMBER])}
            for row in present
        ],
        "absentees": [
            {"name": row.user.name, "post": row.user.title, "reason": row.reason,
             "written_opinion": written[row.user_id]}
            for row in absent
        ],
    }  # fmt: skip


def minutes(
    session: Session, *, chair: Seat, secretary: Seat, attendance: Sequence[Attendance],
    electors: Sequence[Elector], votes: Sequence[NamedVote], items: Sequence[BallotItem],
    tallies: Mapping[int, TallyLine], parts: Sequence[Part[BallotItem]], symbol: str,
    voting: Voting, eligibility: Sequence[str] = (), recusals: Sequence[str] = (),
    without_recused: bool = False, before: Sequence[str] = (), rounds: Sequence[str] = (),
) -> dict[str, Any]:  # fmt: skip
    """Return the context of `councils/minutes`."""
    passed = [item for item in items if tallies[item.id].passed]
    return {
        "organisation": council_heading(session.council),
        "number": BLANK_NUMBER,
        "symbol": symbol,
        "subject": session.title,
        "start_time": long_moment(session.opened_at or session.starts_at),
        "end_time": long_moment(session.adjourned_at or session.starts_at),
        "venue": session.place,
        **_attendance(attendance, electors, votes, voting),
        "chair": {"name": chair.user.name,
                  "post": joined(chair.user.title, ON_PAPER[chair.post])},
        "secretary": {"name": secretary.user.name,
                      "post": joined(secretary.user.title, "Thư ký Hội đồng")},
        "content": [
            *_content(session, parts, [*before, *eligibility], recusals), *voting.sentences,
        ],
        "vote_mode": voting.words,
        "threshold": threshold_text(items, without_recused=without_recused),
        "rounds": list(rounds),
        **results(items, tallies),
        "conclusion": conclusion(passed, tallies),
        "destinations": ["Thành viên Hội đồng", f"Lưu: VT, {session.council.symbol}"],
        "signature": signature(chair),
    }  # fmt: skip


def _content(
    session: Session, parts: Sequence[Part[BallotItem]], eligibility: Sequence[str],
    recusals: Sequence[str],
) -> list[str]:  # fmt: skip
    said = [line.strip() for line in session.discussion.splitlines() if line.strip()]
    return [
        "Thường trực Hội đồng báo cáo kết quả thẩm định hồ sơ đề nghị.",
        *(f"Hội đồng xét {part.title}: {counted(part.rows)}." for part in parts),
        *eligibility,
        *said,
        *recusals,
    ]


def by_word(items: Sequence[BallotItem], tallies: Mapping[int, TallyLine]) -> list[BallotItem]:
    """Return the items that passed with fewer votes than needed: who presides broke the tie."""
    return [
        item for item in items
        if tallies[item.id].passed
        and tallies[item.id].agree
        < Threshold(item.numerator, item.denominator, item.strict).needed(tallies[item.id].total)
    ]  # fmt: skip


def conclusion(passed: Sequence[BallotItem], tallies: Mapping[int, TallyLine]) -> list[str]:
    outcome = "Không có đề nghị nào đạt tỷ lệ theo quy định"
    if passed:
        outcome = (
            "Hội đồng trình cấp có thẩm quyền xem xét, quyết định đối với "
            f"{counted(passed)} đạt tỷ lệ theo quy định"
        )
    if ruled := by_word(passed, tallies):
        outcome = (
            "Hội đồng trình cấp có thẩm quyền xem xét, quyết định đối với "
            f"{counted(passed)} được thông qua, trong đó {counted(ruled)} có số phiếu ngang nhau, "
            "theo quyết định của người chủ trì"
        )
    return [outcome, "Biên bản được thông qua tại cuộc họp"]


def vote_count(
    session: Session, *, chair: Seat, secretary: Seat, closed_at: datetime,
    electors: Sequence[Elector], votes: Sequence[NamedVote], items: Sequence[BallotItem],
    tallies: Mapping[int, TallyLine], symbol: str, voting: Voting, without_recused: bool = False,
    rounds: Sequence[str] = (), by_name: Sequence[Counted] = (), notes: Sequence[str] = (),
) -> dict[str, Any]:  # fmt: skip
    """Return the context of `councils/vote_count`."""
    return {
        "organisation": council_heading(session.council),
        "title": "BẢNG TỔNG HỢP BIỂU QUYẾT" if voting.by_name else "BIÊN BẢN KIỂM PHIẾU",
        "is_secret": not voting.by_name,
        "number": BLANK_NUMBER,
        "symbol": symbol,
        "subject": session.title,
        "time": long_moment(closed_at),
        "venue": session.place,
        "vote_mode": voting.words,
        "threshold": threshold_text(items, without_recused=without_recused),
        "tellers": [{"name": name, "post": post} for name, post in voting.tellers],
        "ballots": _papers(electors, votes, voting),
        "rounds": list(rounds),
        **results(items, tallies),
        "notes": list(notes),
        "named_votes": named_votes(by_name),
        "secretary": {"name": secretary.user.name},
        "signature": signature(chair),
    }  # fmt: skip


def named_votes(
    counted_ballots: Sequence[Counted], *, silent: str = "Không bỏ phiếu"
) -> list[dict[str, Any]]:
    """Return how each member voted, in a row each; `silent` is said of those who did not.

    Of several ballots by name each is told, in their order.
    """
    people = {e.user_id: e for one in counted_ballots for e in one.electors}
    return [
        {"ordinal": n, "name": e.name, "post": ON_PAPER[e.post],
         "choice": _choices(e.user_id, counted_ballots, silent)}
        for n, e in enumerate(people.values(), 1)
    ]  # fmt: skip


def _choices(user_id: int, counted_ballots: Sequence[Counted], silent: str) -> str:
    said = []
    for one in counted_ballots:
        mine = {e.id for e in one.electors if e.user_id == user_id}
        said.append(_named_choice([v for v in one.votes if v.elector_id in mine]) or silent)
    if len(said) == 1:
        return said[0]
    return "; ".join(f"Lần {n}: {words[:1].lower()}{words[1:]}" for n, words in enumerate(said, 1))


def _papers(
    electors: Sequence[Elector], votes: Sequence[NamedVote], voting: Voting
) -> dict[str, int]:
    """Count what was given out and came back.

    Of a secret ballot the papers of absent members are those whose envelope was put in.
    """
    written = {vote.elector_id for vote in votes if vote.in_writing}
    if not voting.by_name:
        written = {e.id for e in electors if e.voted and e.presence is Presence.ABSENT}
    cast = [e for e in electors if e.voted and e.id not in written]
    present = [e for e in electors if e.presence is Presence.PRESENT]
    return {
        "members": len(electors), "issued": len(present), "returned": len(cast),
        "valid": len(cast), "invalid": 0, "written": len(written),
    }  # fmt: skip


def _named_choice(votes: Sequence[NamedVote]) -> str:
    if not votes:
        return ""
    given = [vote.choice for vote in votes]
    said = f"Đồng ý {given.count(Choice.AGREE)}, không đồng ý {given.count(Choice.DISAGREE)}"
    other = given.count(Choice.OTHER)
    said += f", ý kiến khác {other}" if other else ""
    return f"{said} (bằng văn bản)" if votes[0].in_writing else said
