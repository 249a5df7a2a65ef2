"""Plan a ceremony: what is proposed, what may be changed by hand, and when it is refused."""

import pytest

from tests.decisions.presenting.conftest import PEOPLE, PLAN
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep, NotAllowed, NotVisible, StaleEdit
from workflow.core.unit_of_work import unit_of_work
from workflow.decisions.models import DecisionItem, ItemStatus
from workflow.decisions.presenting import queries
from workflow.decisions.presenting.belongings import Things, needed_for
from workflow.decisions.presenting.models import StageTurn
from workflow.decisions.presenting.printouts import call_of, what_of
from workflow.decisions.presenting.services import describing, planning
from workflow.decisions.presenting.services.describing import Presenting
from workflow.decisions.presenting.states import CeremonyStatus, Way
from workflow.recipients.models import RecipientKind

PROPOSED = [
    ["Đội Quản lý thị trường số 2", "Đội Quản lý thị trường số 10"],
    ["Nguyễn Thị Ánh", "Trần Quốc Bảo"], ["Lê Văn Cảnh", "Đặng Hữu Nghĩa"],
]  # fmt: skip


def _arrange(stage, act, target="", *, version=None, actor=None):
    with unit_of_work():
        describing.rearrange(
            stage.key, act, target, version=version or stage.ceremony.version,
            actor=actor or stage.desk.secretary,
        )  # fmt: skip


def test_nobody_but_the_secretary_of_the_office_plans_and_strangers_see_nothing(
    desk, plan, issue, stage
):
    with pytest.raises(NotAllowed):
        plan(actor=desk.clerk)
    for act in (
        lambda: queries.get_visible(stage.key, desk.stranger),
        lambda: _arrange(stage, "anew", actor=desk.stranger),
        lambda: planning.hold(stage.key, actor=desk.stranger),
        lambda: planning.cancel(stage.key, "x", actor=desk.stranger),
    ):
        with pytest.raises(NotVisible):
            act()
    with pytest.raises(NotAllowed):
        _arrange(stage, "anew", actor=desk.clerk)
    assert queries.get_visible(stage.key, desk.clerk).title == PLAN.title


def test_the_lists_of_a_stranger_and_of_the_office_hold_what_is_theirs(desk, stage):
    assert [len(queries.list_of(one)[0]) for one in (desk.stranger, desk.head)] == [0, 1]


def test_a_plan_proposes_turns_in_order_of_honour_with_what_each_is_handed(stage):
    program = stage.program
    needed = needed_for(program.lines)

    assert stage.names == PROPOSED
    assert [what_of(turn) for turn in program.turns] == [
        "Giấy khen của Cục trưởng (02 tập thể)", "Giấy khen của Cục trưởng (02 cá nhân)",
        "Giấy khen của Cục trưởng (02 cá nhân)",
    ]  # fmt: skip
    assert call_of(program.turns[0]) == (
        "Kính mời đại diện 02 tập thể lên nhận Giấy khen của Cục trưởng."
    )
    assert (dict(needed.certificates), needed.frames, needed.envelopes, needed.money) == (
        {"Giấy khen": 6}, 6, 6, 6 * 1_490_000,
    )  # fmt: skip


def test_what_nobody_knows_stays_unknown_and_what_a_higher_title_pays_needs_no_envelope(
    plan, issue
):
    stage = plan(issue("An", amount=None), issue("Bình", amount=0))
    needed = needed_for(stage.program.lines)

    assert (needed.envelopes, needed.unknown, needed.money) == (1, 1, 0)


def test_a_received_flag_of_the_province_goes_before_the_offices_own(plan, issue):
    own = issue("Đội 1", kind=RecipientKind.COLLECTIVE)
    flag = issue(
        "Đội 2", kind=RecipientKind.COLLECTIVE, award="Cờ thi đua", issuer="UBND tỉnh Long An"
    )
    stage = plan(own, flag)
    line = stage.program.turns[0].lines[0]

    assert stage.names == [["Đội 2"], ["Đội 1"]]
    assert (line.certificate, line.has_flag, line.has_frame, line.has_flowers) == (
        "", True, False, True,
    )  # fmt: skip
    assert call_of(stage.program.turns[0]) == (
        "Kính mời đại diện 01 tập thể lên đón nhận Cờ thi đua của UBND tỉnh Long An."
    )


def test_what_comes_later_takes_its_place_and_what_was_moved_by_hand_stays(stage, issue, desk):
    _arrange(stage, "turn-up", stage.program.turns[2].row.public_id)
    moved = stage.names
    later = issue("Đội Cờ", kind=RecipientKind.COLLECTIVE, award="Cờ thi đua", issuer="UBND tỉnh A")
    with unit_of_work():
        planning.add_lines(
            stage.key, items=(), decisions={later.public_id}, way=Way.STAGE,
            version=stage.ceremony.version, actor=desk.secretary,
        )  # fmt: skip

    assert stage.names == [["Đội Cờ"], *moved]


def test_a_line_goes_up_and_down_and_into_the_next_turn_while_that_has_room(stage):
    bao = stage.line("Trần Quốc Bảo").public_id
    _arrange(stage, "line-up", bao)
    assert stage.names[1] == ["Trần Quốc Bảo", "Nguyễn Thị Ánh"]
    _arrange(stage, "line-up", bao)
    assert stage.names[:2] == [[*PROPOSED[0], "Trần Quốc Bảo"], ["Nguyễn Thị Ánh"]]

    with pytest.raises(BadInput, match="Đợt 1 đã đủ 3 người"):
        _arrange(stage, "line-up", stage.line("Nguyễn Thị Ánh").public_id)
    _arrange(stage, "line-down", stage.line("Nguyễn Thị Ánh").public_id)
    assert stage.names == [[*PROPOSED[0], "Trần Quốc Bảo"], ["Nguyễn Thị Ánh", *PROPOSED[2]]]
    assert db.session.query(StageTurn).count() == 2  # the empty one is gone


def test_turns_are_moved_parted_and_joined_and_proposed_anew(stage):
    first = stage.program.turns[0].row.public_id
    _arrange(stage, "turn-down", first)
    assert stage.names == [PROPOSED[1], PROPOSED[0], PROPOSED[2]]
    _arrange(stage, "split", stage.line("Trần Quốc Bảo").public_id)
    assert stage.names[:2] == [["Nguyễn Thị Ánh"], ["Trần Quốc Bảo"]]
    _arrange(stage, "join", stage.program.turns[1].row.public_id)
    assert stage.names == [PROPOSED[1], PROPOSED[0], PROPOSED[2]]
    with pytest.raises(BadInput, match="quá 3 người"):
        _arrange(stage, "join", stage.program.turns[1].row.public_id)
    _arrange(stage, "anew")
    assert stage.names == PROPOSED


def test_who_hands_over_is_kept_when_the_order_is_proposed_anew(stage, desk):
    turns = stage.program.turns
    for turn, name in ((turns[0], "Nguyễn Văn An"), (turns[1], "Lê Thị Bình")):
        with unit_of_work():
            describing.describe_turn(
                stage.key, turn.row.public_id, Presenting(name, "", ""), everywhere=False,
                version=stage.ceremony.version, actor=desk.secretary,
            )  # fmt: skip
    _arrange(stage, "turn-down", stage.program.turns[0].row.public_id)
    _arrange(stage, "anew")

    assert [turn.row.presenter_name for turn in stage.program.turns] == [
        "Nguyễn Văn An", "Lê Thị Bình", "",
    ]  # fmt: skip


def test_a_stale_edit_of_the_order_or_the_plan_is_refused_and_changes_nothing(stage, desk):
    old = stage.ceremony.version
    _arrange(stage, "turn-up", stage.program.turns[1].row.public_id)
    order = stage.names

    with pytest.raises(StaleEdit):
        _arrange(stage, "anew", version=old)
    with pytest.raises(StaleEdit) as refused:
        planning.edit(stage.key, PLAN, version=old, actor=desk.secretary)
    assert next(one.label for one in refused.value.differences) == "Tên buổi trao thưởng"
    assert stage.names == order


def test_one_line_or_all_of_its_award_are_handed_something_else_or_given_to_the_unit(stage, desk):
    things = Things("Giấy khen", has_frame=False, has_flag=False, has_envelope=True,
                    has_flowers=True, other="Sổ tay")  # fmt: skip
    with unit_of_work():
        changed = describing.describe_line(
            stage.key, stage.line(PEOPLE[0]).public_id, things, Way.UNIT, same_award=True,
            version=stage.ceremony.version, actor=desk.secretary,
        )  # fmt: skip

    assert changed == 4
    assert stage.names == [PROPOSED[0]]
    assert [line.item.name for line in stage.program.at_units] == [
        name for turn in PROPOSED[1:] for name in turn
    ]
    assert {line.other for line in stage.program.at_units} == {"Sổ tay"}
    with unit_of_work():
        describing.describe_line(
            stage.key, stage.line(PEOPLE[0]).public_id, things, Way.STAGE, same_award=False,
            version=stage.ceremony.version, actor=desk.secretary,
        )  # fmt: skip
    assert stage.names == [PROPOSED[0], [PEOPLE[0]]]


def test_a_line_stands_in_one_ceremony_and_once_let_go_in_another(stage, plan, desk):
    decision = stage.line(PEOPLE[0]).item.decision
    with pytest.raises(InvalidStep):
        plan(decision)
    with unit_of_work():
        planning.take_out(
            stage.key, stage.line(PEOPLE[0]).public_id, version=stage.ceremony.version,
            actor=desk.secretary,
        )  # fmt: skip

    other = plan(decision)

    assert other.names == [[PEOPLE[0]]]
    assert PEOPLE[0] not in [line.item.name for line in stage.program.lines]


def test_cancelling_frees_the_lines_and_asks_why(stage, plan, desk):
    decision = stage.line(PEOPLE[0]).item.decision
    with pytest.raises(BadInput):
        planning.cancel(stage.key, " ", actor=desk.secretary)
    with unit_of_work():
        planning.cancel(stage.key, "Hoãn sang năm sau", actor=desk.secretary)

    assert (stage.ceremony.status, stage.ceremony.reason) == (
        CeremonyStatus.CANCELLED, "Hoãn sang năm sau",
    )  # fmt: skip
    assert len(plan(decision).program.lines) == 4


def test_it_does_not_begin_before_its_day(stage, desk):
    with pytest.raises(InvalidStep, match="31/12/2020"):
        planning.hold(stage.key, actor=desk.secretary)
    stage.hold()
    assert stage.ceremony.status is CeremonyStatus.HELD


def test_an_honour_taken_back_drops_out(stage, issue, plan):
    struck = stage.line(PEOPLE[0]).item_id
    rows = DecisionItem.__table__.update().where(DecisionItem.id == struck)
    db.session.execute(rows.values(status=ItemStatus.REVOKED))
    db.session.commit()

    assert [line.item.name for line in stage.program.void] == [PEOPLE[0]]
    assert needed_for(stage.program.lines).frames == 5
    assert PEOPLE[0] not in [line.item.name for line in stage.program.open]
