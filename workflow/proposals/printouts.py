"""The contexts of the unit's papers: Tờ trình, Biên bản họp, Danh sách. Plain values only."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from workflow.accounts.delegating.blocks import Block, block, is_heads_title
from workflow.accounts.delegating.states import SignedKind
from workflow.accounts.models import Role, User
from workflow.accounts.queries import users_with
from workflow.awards.legal_bases import cited_on
from workflow.core import clock
from workflow.core.db import db
from workflow.core.written_dates import long_date, long_moment
from workflow.documents.authority import block_of
from workflow.documents.filling import BLANK_NUMBER, blank_day
from workflow.documents.headings import heading_of
from workflow.documents.models import Drawing
from workflow.documents.services import Signer
from workflow.organisations.models import Organisation
from workflow.proposals.editing import rules_day
from workflow.proposals.eligibility.assessing import assess
from workflow.proposals.eligibility.insisting import beside_achievements, sentence
from workflow.proposals.eligibility.overrides import Override
from workflow.proposals.models import Nomination, Proposal
from workflow.proposals.snapshots import Listed, read_listed
from workflow.recipients.models import RecipientKind
from workflow.recipients.queries import posts_named

Context = dict[str, Any]
REPORT = "achievement_report"  # the purpose of a row's Báo cáo thành tích


@dataclass(frozen=True)
class Source(Listed):
    """Everything a paper of the unit may say, read once for all three."""

    proposal: Proposal
    unit: Organisation
    receiver: Organisation
    head_name: str
    signature: Block
    posts: dict[str, str]
    overrides: dict[int, Override] = field(default_factory=dict)  # those that hold, by row
    head_id: int | None = None
    reports: int = 0  # achievement reports drawn, which go along

    @property
    def year(self) -> int:
        if self.proposal.round is not None:
            return self.proposal.round.year
        return max((row.year for row in self.rows), default=clock.today().year)


def gather(proposal: Proposal) -> Source:
    """Read what the papers are made of."""
    listed = read_listed(proposal)
    unit = db.session.get_one(Organisation, proposal.proposing_id)
    heads = users_with(Role.UNIT_HEAD, unit.id, clock.today())
    head = min(heads, key=lambda one: not is_heads_title(one.title, unit.head_post), default=None)
    held = listed.meeting
    named = {held.presided_by, held.minuted_by} if held else set()
    posts = posts_named(named, unit.id, clock.today()) if named else {}
    return Source(
        listed.rows, listed.awards, listed.evidence, listed.heard, listed.meeting, proposal, unit,
        db.session.get_one(Organisation, proposal.receiving_id),
        head.name if head else "", _block_of(unit, head), posts, _standing(proposal, listed.rows),
        head.id if head else None, _reports_of(listed.rows),
    )  # fmt: skip


def _block_of(unit: Organisation, head: User | None) -> Block:
    """Return the block of who signs for the unit; a deputy given to sign for its head does."""
    post = unit.head_post or "Thủ trưởng đơn vị"
    if head is None:
        return block(post, "", head_post=post)
    return block_of(unit, Signer(head.id, post, head.name), SignedKind.SUBMISSION)


def _reports_of(rows: Sequence[Nomination]) -> int:
    return db.session.scalar(
        select(func.count())
        .select_from(Drawing)
        .where(
            Drawing.owner_kind == "nomination", Drawing.purpose == REPORT,
            Drawing.owner_id.in_([row.id for row in rows]),
        )
    ) or 0  # fmt: skip


def _standing(proposal: Proposal, rows: Sequence[Nomination]) -> dict[int, Override]:
    """Return what persons insist on; the rows are judged only where somebody said anything."""
    if not any(row.override for row in rows):
        return {}
    answers = assess(proposal, rows)
    said = {row.id: answers[row.id].override for row in rows}
    return {key: one for key, one in said.items() if one is not None and not one.void}


def _date_line(source: Source) -> str:
    return f"{source.unit.place}, {blank_day(clock.today().year)}"


def _symbol(kind: str, unit: Organisation) -> str:
    return f"{kind}-{unit.symbol}" if unit.symbol else kind


def _is_person(row: Nomination) -> bool:
    return row.recipient.kind is not RecipientKind.COLLECTIVE


def _parts(source: Source) -> tuple[list[Nomination], list[Nomination]]:
    people = [row for row in source.rows if _is_person(row)]
    return [row for row in source.rows if not _is_person(row)], people


def _counted(collectives: Sequence[Nomination], individuals: Sequence[Nomination]) -> str:
    """Count whoever is proposed once, and say how many rows where some have several."""
    parts = [(_heads(collectives), "tập thể"), (_heads(individuals), "cá nhân")]
    said = " và ".join(f"{count:02d} {word}" for count, word in parts if count)
    rows = len(collectives) + len(individuals)
    several = rows > sum(count for count, _word in parts)
    return f"{said} ({rows:02d} lượt đề nghị)" if several else said


def _heads(rows: Sequence[Nomination]) -> int:
    return len({row.recipient_id for row in rows})


def _summary(source: Source) -> list[Context]:
    order = list(dict.fromkeys(source.awards[row.id] for row in source.rows))
    people = Counter(source.awards[row.id] for row in source.rows if _is_person(row))
    others = Counter(source.awards[row.id] for row in source.rows if not _is_person(row))
    return [
        {"award": award, "collectives": others[award], "individuals": people[award]}
        for award in order
    ]


def _day(value: datetime) -> str:
    return long_date(clock.local(value).date())


def submission_letter(source: Source) -> Context:
    """Return what the Tờ trình says."""
    collectives, people = _parts(source)
    meeting = source.meeting
    met = ""
    if meeting is not None:
        day = _day(meeting.held_at)
        met = (
            f"{day[0].upper()}{day[1:]}, {source.unit.name} đã họp bình xét khen thưởng với sự "
            f"tham dự của {meeting.present}/{meeting.total} công chức, người lao động. "
        )
    asked = _counted(collectives, people)
    receiver = f"{source.receiver.head_post} {source.receiver.name}".strip()
    return {
        "organisation": heading_of(source.unit), "number": BLANK_NUMBER,
        "symbol": _symbol("TTr", source.unit), "date_line": _date_line(source),
        "subject": f"Về việc đề nghị khen thưởng năm {source.year}", "addressees": [receiver],
        "bases": cited_on(rules_day(source.year)),
        "situation": source.proposal.summary.split("\n") if source.proposal.summary else [],
        "opening": (
            f"{met}{source.unit.name} kính đề nghị xét, khen thưởng cho {asked}, cụ thể như sau:"
        ),
        "counts": {"collectives": len(collectives), "individuals": len(people)},
        "summary": _summary(source),
        "attachments": [
            "Danh sách đề nghị khen thưởng",
            "Biên bản họp xét khen thưởng" + (f" {_day(meeting.held_at)}" if meeting else ""),
            *([f"Báo cáo thành tích ({source.reports:02d} báo cáo)"] if source.reports else []),
        ],
        "insisted": _insisted(source).strip(),
        "closing": f"Kính đề nghị {receiver} xem xét, quyết định",
        "destinations": ["Như trên", "Lưu: VT"], "signature": source.signature,
    }  # fmt: skip


def _percent(agree: int, present: int) -> str:
    tenths = (agree * 2000 + present) // (2 * present) if present else 0
    whole, rest = divmod(tenths, 10)
    return f"{whole},{rest}%" if rest else f"{whole}%"


def _voted(source: Source, rows: Sequence[Nomination]) -> list[Context]:
    present = source.meeting.present if source.meeting else 0
    found = []
    for ordinal, row in enumerate(rows, start=1):
        agree = row.unit_agree or 0
        # How the rest divides is not recorded; the secretary writes it on the sheet.
        rest: int | str = 0 if agree == present else ""
        found.append({
            "ordinal": ordinal, "name": row.recipient.name, "post": row.post,
            "award": source.awards[row.id], "agree": agree, "disagree": rest, "other": rest,
            "total": present, "percent": _percent(agree, present), "outcome": "Đề nghị",
        })  # fmt: skip
    return found


def unit_minutes(source: Source) -> Context:
    """Return what the minutes of the unit's meeting say. Raises ValueError without a meeting."""
    meeting = source.meeting
    if meeting is None:
        raise ValueError("no meeting was recorded")
    collectives, people = _parts(source)
    remarks = [line for line in meeting.remarks.split("\n") if line.strip()]
    asked = _counted(collectives, people)
    return {
        "organisation": heading_of(source.unit), "number": BLANK_NUMBER,
        "symbol": _symbol("BB", source.unit), "subject": f"Họp xét khen thưởng năm {source.year}",
        "start_time": long_moment(meeting.held_at), "end_time": "      giờ      phút cùng ngày",
        "venue": meeting.place,
        "attendance": {
            "total": meeting.total, "present": meeting.present,
            "absent": meeting.total - meeting.present,
        },
        "absentees": [],
        "chair": _officer(source, meeting.presided_by, "chủ trì cuộc họp"),
        "secretary": _officer(source, meeting.minuted_by, "thư ký cuộc họp"),
        "content": [
            f"Cuộc họp xem xét thành tích và danh sách đề nghị khen thưởng năm {source.year} "
            f"gồm {asked}.",
            *remarks,
        ],
        "vote_mode": "Biểu quyết", "threshold": "Tỷ lệ tính trên số người có mặt",
        "collectives": _voted(source, collectives), "individuals": _voted(source, people),
        "conclusion": [f"Cuộc họp thống nhất đề nghị khen thưởng {asked}"],
        "destinations": ["Như Tờ trình", "Lưu: VT"],
        "signature": {"prefix": "", "post_caps": "CHỦ TRÌ", "name": meeting.presided_by},
    }  # fmt: skip


def _officer(source: Source, name: str, otherwise: str) -> Context:
    return {"name": name, "post": source.posts.get(name) or otherwise}


def _listed(source: Source, rows: Sequence[Nomination]) -> list[Context]:
    present = source.meeting.present if source.meeting else 0
    return [
        {
            "ordinal": ordinal, "name": row.recipient.name, "post": row.post,
            "unit": row.unit_name, "award": source.awards[row.id],
            "achievements": _explained(source, row), "agree": row.unit_agree or 0, "total": present,
        }
        for ordinal, row in enumerate(rows, start=1)
    ]  # fmt: skip


def _explained(source: Source, row: Nomination) -> str:
    """The list has no column for remarks: what is said of a row stands below the achievements."""
    said = [row.achievements]
    if row.eligibility_note:
        said.append(f"Giải trình: {row.eligibility_note}")
    override = source.overrides.get(row.id)
    if override is not None:
        said.append(beside_achievements(override))
    return "\n".join(said).strip()


def _insisted(source: Source) -> str:
    """Name in the Tờ trình whom the unit proposes although the rules do not find them eligible."""
    return sentence(
        (row.recipient.name, source.awards[row.id], override)
        for row in source.rows
        if (override := source.overrides.get(row.id)) is not None
    )


def nomination_list(source: Source) -> Context:
    """Return what the annexed list says."""
    collectives, people = _parts(source)
    return {
        "organisation": heading_of(source.unit),
        "subject": f"Đề nghị khen thưởng năm {source.year}", "number": BLANK_NUMBER,
        "symbol": _symbol("TTr", source.unit),
        "date_text": blank_day(clock.today().year),
        "issuer": source.unit.name, "date_line": _date_line(source),
        "collectives": _listed(source, collectives), "individuals": _listed(source, people),
        "counted": _counted(collectives, people), "signature": source.signature,
    }  # fmt: skip


@dataclass(frozen=True)
class Printout:
    """One of the unit's papers: the purpose of its drawing, its title, its template."""

    purpose: str
    title: str
    context: Callable[[Source], Context]

    @property
    def template(self) -> str:
        return f"proposals/{self.purpose}"


PRINTOUTS = (
    Printout("submission_letter", "Tờ trình", submission_letter),
    Printout("unit_minutes", "Biên bản họp", unit_minutes),
    Printout("nomination_list", "Danh sách đề nghị", nomination_list),
)
