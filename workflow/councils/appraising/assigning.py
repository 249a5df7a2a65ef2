"""Assign the rows of a session to its members, evenly, and take back what is not handed in."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from workflow.accounts.models import User
from workflow.core import audit, clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, Incomplete, NotAllowed
from workflow.core.i18n import _
from workflow.councils.agenda import part_key
from workflow.councils.appraising.balancing import Pair, deal
from workflow.councils.appraising.board import deciders_among
from workflow.councils.appraising.choices import Grouping
from workflow.councils.appraising.models import Appraisal, AppraisalSheet
from workflow.councils.appraising.queries import all_sheets_of, appraisal_of, criteria_of, rule_of
from workflow.councils.appraising.rows import barred_from, must_be_under_way, open_items
from workflow.councils.models import AgendaItem, Session
from workflow.councils.policies import secretary_of
from workflow.councils.queries import attendance_of, get_for_change


@dataclass(frozen=True)
class Dealt:
    """What an assignment came to: sheets given out, to how many, and rows still short."""

    sheets: int
    members: int
    short: int


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
    appraisal = _begin(session, actor)
    called = [row.user for row in attendance_of(session.id)]
    members = _chosen(called, set(member_ids), appraisal.wanted)
    items = open_items(session)
    barred = barred_from(session, items, called)
    sheets = {(one.nomination_id, one.user_id): one for one in all_sheets_of(appraisal.id)}
    _take_back(sheets, barred)
    rows = _in_groups(items, grouping)
    written = {row for (row, _member), one in sheets.items() if one.handed_in_at is not None}
    barred |= {(row, one) for row in written for one in deciders_among(session, members)}
    held = {pair for pair, one in sheets.items() if one.released_at is None and pair[0] in rows}
    pairs = deal(
        rows, [one.id for one in reversed(members)], wanted=appraisal.wanted, barred=barred,
        held=held,
    )  # fmt: skip
    _give(appraisal, pairs, sheets, actor)
    counts = Counter(row for row, _member in [*held, *pairs])
    short = sum(counts[row] < appraisal.wanted for row in rows)
    done = Dealt(len(pairs), len({member for _row, member in pairs}), short)
    audit.record(
        "session.assign_appraisal", stream=("session", session.id), actor=actor,
        detail={"by": grouping.value, **vars(done)},
    )  # fmt: skip
    return done


def _chosen(called: list[User], member_ids: set[str], wanted: int) -> list[User]:
    members = [user for user in called if user.public_id in member_ids]
    if len(members) < len(member_ids):
        raise BadInput(_("Có người không được triệu tập. Hãy tải lại trang."), field="members")
    if len(members) < wanted:
        raise BadInput(
            _("Mỗi đề nghị cần %(n)s phiếu: hãy chọn ít nhất %(n)s thành viên.", n=wanted),
            field="members",
        )
    return members


def _take_back(sheets: Mapping[Pair, AppraisalSheet], pairs: set[Pair]) -> None:
    for pair in pairs & sheets.keys():
        if sheets[pair].handed_in_at is None:
            sheets[pair].released_at = sheets[pair].released_at or clock.now()


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
