"""Assign rows to members, take them back, and write and hand in a sheet."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from workflow.accounts.models import User
from workflow.core import audit, clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import (
    BadInput,
    Difference,
    Incomplete,
    InvalidStep,
    NotAllowed,
    StaleEdit,
)
from workflow.core.i18n import _
from workflow.councils.agenda import part_key
from workflow.councils.appraising.balancing import Pair, deal
from workflow.councils.appraising.board import deciders_among
from workflow.councils.appraising.choices import Grouping, Recommendation, recommendation_words
from workflow.councils.appraising.models import Appraisal, AppraisalSheet
from workflow.councils.appraising.queries import (
    UNDER_WAY,
    all_sheets_of,
    appraisal_of,
    criteria_of,
    own_sheet,
    put_to_vote,
    results_of,
    rule_of,
)
from workflow.councils.models import AgendaItem, Session
from workflow.councils.policies import secretary_of
from workflow.councils.queries import agenda_of, attendance_of, get_for_change
from workflow.councils.recusing.conflicts import conflicts_of
from workflow.proposals.queries import name_text
from workflow.proposals.states import NominationStatus

MOST_REMARK = 2000


@dataclass(frozen=True)
class Dealt:
    """What an assignment came to: sheets given out, to how many, and rows still short."""

    sheets: int
    members: int
    short: int


@dataclass(frozen=True)
class Draft:
    """What a member writes of a row: points by the criterion's key."""

    scores: Mapping[str, int]
    recommendation: Recommendation | None
    remark: str


def open_items(session: Session) -> list[AgendaItem]:
    """Return the rows that still take sheets: on the agenda and in no vote, nothing settled."""
    appraisal = appraisal_of(session.id)
    settled = {one.nomination_id for one in results_of(appraisal.id)} if appraisal else set()
    voted = put_to_vote(session.id)
    return [
        row for row in agenda_of(session.id)
        if row.nomination.status is NominationStatus.ON_AGENDA
        and row.id not in voted and row.nomination_id not in settled
    ]  # fmt: skip


def must_be_under_way(session: Session) -> None:
    if session.status not in UNDER_WAY:
        raise InvalidStep(_("Thẩm định làm từ khi triệu tập đến khi bế mạc phiên họp."))


def _to_run(public_id: str, actor: Actor) -> Session:
    session = get_for_change(public_id, actor)
    if not secretary_of(actor, session):
        raise NotAllowed(_("Chỉ thư ký Hội đồng giao thẩm định."))
    must_be_under_way(session)
    return session


def _begin(session: Session, actor: Actor) -> Appraisal:
    """Fix the rule and criteria; they follow the council's until somebody wrote something."""
    appraisal, rule = appraisal_of(session.id), rule_of(session.council_id)
    if appraisal is not None and any(one.saved_at for one in all_sheets_of(appraisal.id)):
        return appraisal
    criteria = criteria_of(session.council_id)
    if rule is None or not rule.asked or not criteria:
        raise Incomplete(
            _("Hội đồng chưa bật thẩm định hoặc chưa có tiêu chí. Hãy nhờ quản trị viên ghi ở "
              "trang Hội đồng, mục Thẩm định trước phiên họp.")
        )  # fmt: skip
    if appraisal is None:
        appraisal = Appraisal(
            session_id=session.id, begun_at=clock.now(), begun_by_id=actor.user_id, criteria=[]
        )
        db.session.add(appraisal)
    appraisal.wanted, appraisal.most_spread = rule.wanted, rule.most_spread
    appraisal.criteria = [
        {"key": one.public_id, "name": one.name, "guidance": one.guidance, "most": one.most}
        for one in criteria
    ]
    db.session.flush()
    return appraisal


def assign(
    public_id: str, grouping: Grouping, member_ids: Collection[str], *, actor: Actor
) -> Dealt:
    """Deal out what is still short among these members, by award or by unit, evenly.

    Nobody is given a row they have a conflict with; a sheet not handed in by somebody who has
    one by now is taken back and dealt anew. Who decides reads sheets as they come in, and so is
    given no row that has one.
    """
    session = _to_run(public_id, actor)
    called = {row.user.public_id: row.user for row in attendance_of(session.id)}
    if not set(member_ids) <= called.keys():
        raise BadInput(_("Có người không được triệu tập. Hãy tải lại trang."), field="members")
    appraisal = _begin(session, actor)
    members = [user for key, user in called.items() if key in set(member_ids)]
    if len(members) < appraisal.wanted:
        raise BadInput(
            _("Mỗi đề nghị cần %(n)s phiếu: hãy chọn ít nhất %(n)s thành viên.",
              n=appraisal.wanted), field="members",
        )  # fmt: skip
    items = open_items(session)
    barred = barred_from(session, items, list(called.values()))
    sheets = {(one.nomination_id, one.user_id): one for one in all_sheets_of(appraisal.id)}
    for pair in barred & sheets.keys():
        if sheets[pair].handed_in_at is None:
            sheets[pair].released_at = sheets[pair].released_at or clock.now()
    rows = _in_groups(items, grouping)
    written = {row for (row, _member), one in sheets.items() if one.handed_in_at is not None}
    barred |= {(row, one) for row in written for one in deciders_among(session, members)}
    held = {pair for pair, one in sheets.items() if one.released_at is None and pair[0] in rows}
    pairs = deal(
        rows, [one.id for one in reversed(members)], wanted=appraisal.wanted, barred=barred,
        held=held,
    )  # fmt: skip
    _give(appraisal, pairs, sheets, actor)
    counts: defaultdict[int, int] = defaultdict(int)
    for row, _member in [*held, *pairs]:
        counts[row] += 1
    done = Dealt(len(pairs), len({member for _row, member in pairs}),
                 sum(counts[row] < appraisal.wanted for row in rows))  # fmt: skip
    audit.record(
        "session.assign_appraisal", stream=("session", session.id), actor=actor,
        detail={"by": grouping.value, **vars(done)},
    )  # fmt: skip
    return done


def barred_from(session: Session, items: list[AgendaItem], members: list[User]) -> set[Pair]:
    """Return which member never looks at which nomination, whatever was decided for the vote."""
    found = conflicts_of(session, items, members)
    return {(one.item.nomination_id, one.member.id) for one in found}


def _in_groups(items: list[AgendaItem], grouping: Grouping) -> list[int]:
    """Return the nominations in an order in which those of one award, or one unit, stand close."""
    if grouping is Grouping.AWARD:
        ordered = sorted(items, key=lambda row: part_key(row.nomination))
    else:
        ordered = sorted(items, key=lambda row: (row.nomination.proposal.proposing_id,
                                                 row.nomination.unit_name or ""))  # fmt: skip
    return [row.nomination_id for row in ordered]


def _give(
    appraisal: Appraisal, pairs: list[Pair], sheets: Mapping[Pair, AppraisalSheet], actor: Actor
) -> None:
    now = clock.now()
    for pair in pairs:
        sheet = sheets.get(pair)
        if sheet is None:
            db.session.add(
                AppraisalSheet(
                    appraisal_id=appraisal.id, nomination_id=pair[0], user_id=pair[1],
                    assigned_at=now, assigned_by_id=actor.user_id, scores={},
                )
            )  # fmt: skip
        else:
            sheet.released_at, sheet.assigned_at = None, now
    db.session.flush()


def release(public_id: str, member_id: str, *, actor: Actor) -> int:
    """Take back from a member what is not handed in, to be assigned to others; drafts are kept."""
    session = _to_run(public_id, actor)
    appraisal = appraisal_of(session.id)
    taken = [
        one for one in (all_sheets_of(appraisal.id) if appraisal else ())
        if one.user.public_id == member_id and one.handed_in_at is None and not one.released_at
    ]  # fmt: skip
    if not taken:
        raise BadInput(_("Thành viên này không còn phiếu nào chưa nộp. Hãy tải lại trang."))
    for sheet in taken:
        sheet.released_at = clock.now()
    audit.record(
        "session.release_appraisal", stream=("session", session.id), actor=actor,
        detail={"name": taken[0].user.name, "sheets": len(taken)},
    )  # fmt: skip
    return len(taken)


def _to_write(public_id: str, sheet_id: str, version: int, new: Draft, actor: Actor) -> tuple[
    Session, Appraisal, AppraisalSheet
]:  # fmt: skip
    session = get_for_change(public_id, actor)
    must_be_under_way(session)
    sheet = own_sheet(session, sheet_id, actor)
    appraisal = db.session.get_one(Appraisal, sheet.appraisal_id)
    if sheet.handed_in_at is not None:
        raise InvalidStep(_("Phiếu này đã nộp nên không sửa được nữa."))
    if sheet.nomination_id not in {row.nomination_id for row in open_items(session)}:
        raise InvalidStep(
            _("Thẩm định đề nghị này đã khép lại: đã ghi kết quả, đã đưa ra bỏ phiếu, hoặc đã đưa "
              "ra khỏi chương trình họp. Hãy mở lại trang thẩm định.")
        )  # fmt: skip
    if sheet.version != version:
        raise StaleEdit(
            _("Phiếu này vừa được lưu ở một trang khác. Hãy xem cả hai bản rồi sửa lại."),
            [Difference(_("Kiến nghị"), _said(new.recommendation), _said(sheet.recommendation)),
             Difference(_("Tổng điểm"), str(sum(new.scores.values())), str(sheet.total)),
             Difference(_("Nhận xét"), new.remark, sheet.remark)],
        )  # fmt: skip
    return session, appraisal, sheet


def _said(one: Recommendation | None) -> str:
    return recommendation_words(one) if one else _("Chưa chọn")


def _check_points(appraisal: Appraisal, new: Draft) -> None:
    most = {one["key"]: one for one in appraisal.criteria}
    for key, points in new.scores.items():
        if key not in most:
            raise BadInput(_("Tiêu chí đã thay đổi. Hãy tải lại trang rồi ghi lại phiếu."))
        if not 0 <= points <= most[key]["most"]:
            raise BadInput(
                _("%(name)s: chấm từ 0 đến %(most)s điểm.", name=most[key]["name"],
                  most=most[key]["most"]), field=f"score-{key}",
            )  # fmt: skip


def save(
    public_id: str, sheet_id: str, new: Draft, *, version: int, actor: Actor
) -> AppraisalSheet:
    """Keep a draft that nobody but its writer sees."""
    _session, appraisal, sheet = _to_write(public_id, sheet_id, version, new, actor)
    _check_points(appraisal, new)
    _keep(sheet, new)
    return sheet


def _keep(sheet: AppraisalSheet, new: Draft) -> None:
    sheet.scores, sheet.recommendation = dict(new.scores), new.recommendation
    sheet.remark, sheet.saved_at = new.remark[:MOST_REMARK], clock.now()


def hand_in(
    public_id: str, sheet_id: str, new: Draft, *, version: int, actor: Actor
) -> AppraisalSheet:
    """Hand the sheet in for good; from now on the writer sees what others said of the row.

    The journal says that it was handed in and by whom, and neither points nor recommendation:
    others may read the journal before their own sheet is in.
    """
    session, appraisal, sheet = _to_write(public_id, sheet_id, version, new, actor)
    _check_points(appraisal, new)
    for one in appraisal.criteria:
        if one["key"] not in new.scores:
            message = _("%(name)s: hãy chấm điểm.", name=one["name"])
            raise BadInput(message, field=f"score-{one['key']}")
    if new.recommendation is None:
        raise BadInput(_("Hãy chọn kiến nghị."), field="recommendation")
    if new.recommendation is not Recommendation.REWARD and not new.remark.strip():
        raise BadInput(_("Hãy ghi nhận xét khi không đề nghị khen hoặc cần trao đổi."),
                       field="remark")  # fmt: skip
    items = [row for row in open_items(session) if row.nomination_id == sheet.nomination_id]
    if barred_from(session, items, [sheet.user]):
        raise NotAllowed(
            _("Đồng chí có xung đột lợi ích với %(name)s nên không thẩm định đề nghị này. Hãy báo "
              "thư ký Hội đồng để giao người khác.", name=name_text(sheet.nomination))
        )  # fmt: skip
    _keep(sheet, new)
    sheet.handed_in_at = clock.now()
    audit.record(
        "session.hand_in_appraisal", stream=("session", session.id), actor=actor,
        subject=("nomination", sheet.nomination_id),
        detail={"name": actor.name, "nominee": name_text(sheet.nomination)},
    )  # fmt: skip
    return sheet
