"""Opening a dossier, its rows, its meeting: strangers first, then the work, then bad input."""

from datetime import UTC, datetime

import pytest

from tests.factories.proposals import make_nomination
from workflow.awards.models import Ground
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep, NotAllowed, NotVisible, StaleEdit
from workflow.proposals.queries import nominations_of
from workflow.proposals.services import drafting, nominating
from workflow.proposals.services.meeting import Meeting, record_meeting, seen_mark
from workflow.proposals.services.nominating import Row
from workflow.proposals.states import ProposalStatus
from workflow.recipients.models import RecipientKind


@pytest.fixture
def officer(long_an, actor):
    return actor(long_an.officer, long_an.team3)


@pytest.fixture
def stranger(long_an, actor):
    return actor(long_an.stranger, long_an.elsewhere)


def row(award, **fields):
    return Row(award.id, **({"ground": Ground.MERIT, "year": 2020} | fields))


def a_meeting(**fields):
    return Meeting(**({
        "held_at": datetime(2020, 12, 15, 1, tzinfo=UTC), "place": "Phòng họp Đội", "present": 16,
        "total": 18, "presided_by": "Đỗ Văn G", "minuted_by": "Trần Thị B",
    } | fields))  # fmt: skip


def test_a_stranger_can_do_nothing_with_the_draft(make_proposal, stranger, long_an):
    proposal = make_proposal()
    some_row = nominations_of(proposal.id)[0]

    for attempt in (
        lambda: drafting.edit_dossier(
            proposal.public_id, title="x", summary="", version=1, actor=stranger
        ),
        lambda: drafting.discard_secret(proposal.public_id, actor=stranger),
        lambda: nominating.add_nomination(
            proposal.public_id, "x", row(long_an.certificate_person), actor=stranger
        ),
        lambda: nominating.remove_nomination(
            proposal.public_id, some_row.public_id, actor=stranger
        ),
        lambda: record_meeting(proposal.public_id, a_meeting(), {}, seen="", actor=stranger),
    ):
        with pytest.raises(NotVisible):
            attempt()


def test_the_secretary_of_the_receiver_does_not_see_a_draft(make_proposal, long_an, actor):
    with pytest.raises(NotVisible):
        drafting.discard_secret(
            make_proposal().public_id, actor=actor(long_an.secretary, long_an.department)
        )


def test_the_unit_head_reads_but_does_not_edit(make_proposal, long_an, actor):
    proposal, head = make_proposal(), actor(long_an.unit_head, long_an.team3)

    with pytest.raises(NotAllowed):
        drafting.edit_dossier(proposal.public_id, title="x", summary="", version=1, actor=head)


def test_codes_run_on_without_a_gap_in_the_receivers_book(long_an, officer):
    codes = [
        drafting.open_dossier(long_an.round.public_id, title="Hồ sơ", actor=officer).code
        for _ in range(3)
    ]

    # Two departments write CQLTT, so the place tells them apart.
    assert codes == ["HS-CQLTT-LA-2020-0001", "HS-CQLTT-LA-2020-0002", "HS-CQLTT-LA-2020-0003"]


def test_a_round_of_another_line_is_refused(long_an, stranger):
    with pytest.raises(BadInput, match="Hãy chọn một đợt"):
        drafting.open_dossier(long_an.round.public_id, title="Hồ sơ", actor=stranger)


def test_a_stale_title_shows_both_texts(make_proposal, officer):
    proposal = make_proposal()
    seen = proposal.version
    drafting.edit_dossier(
        proposal.public_id, title="Tên của B", summary="", version=seen, actor=officer
    )
    db.session.commit()

    with pytest.raises(StaleEdit) as stale:
        drafting.edit_dossier(
            proposal.public_id, title="Tên của A", summary="", version=seen, actor=officer
        )

    assert [(d.label, d.yours, d.theirs) for d in stale.value.differences] == [
        ("Tên hồ sơ", "Tên của A", "Tên của B")
    ]


def test_a_submitted_dossier_is_not_edited(make_proposal, officer):
    proposal = make_proposal(ProposalStatus.SUBMITTED)

    with pytest.raises(InvalidStep, match="đã nộp"):
        drafting.edit_dossier(proposal.public_id, title="x", summary="", version=1, actor=officer)


@pytest.mark.parametrize("typed", ["2019–2020", "2019-2020", " 2019 - 2020 "])
def test_a_period_is_kept_as_two_years(make_proposal, officer, long_an, make_recipient, typed):
    person = make_recipient("Vũ Văn K", organisation=long_an.team3)

    nomination = nominating.add_nomination(
        make_proposal().public_id, person.public_id,
        row(long_an.certificate_person, period=typed), actor=officer,
    )  # fmt: skip

    assert nomination.period == "2019–2020"


@pytest.mark.parametrize(("typed", "sentence"), [
    ("hai năm", "để trống"),
    ("2020", "để trống"),
    ("2019-2020-2021", "để trống"),
    ("2020-2020", "trước năm cuối"),
    ("2021-2020", "trước năm cuối"),
    ("0001-2020", "trước năm cuối"),
    ("2018-2019", "kết thúc ở năm đề nghị .2020."),
])  # fmt: skip
def test_a_period_that_cannot_be_is_refused_beside_its_field(
    make_proposal, officer, typed, sentence
):
    proposal = make_proposal()
    present = nominations_of(proposal.id)[0]

    with pytest.raises(BadInput, match=sentence) as refused:
        nominating.edit_nomination(
            proposal.public_id, present.public_id,
            row(present.award_version, period=typed), version=present.version, actor=officer,
        )  # fmt: skip
    assert refused.value.field == "period"


def test_an_award_of_the_wrong_kind_is_refused_in_words(
    make_proposal, officer, long_an, make_recipient
):
    team = make_recipient("Đội 3", organisation=long_an.team3, kind=RecipientKind.COLLECTIVE)

    with pytest.raises(BadInput, match="không dành cho tập thể") as refused:
        nominating.add_nomination(make_proposal().public_id, team.public_id,
                                  row(long_an.certificate_person), actor=officer)  # fmt: skip
    assert refused.value.field == "award"


def test_the_same_person_award_and_year_is_refused(make_proposal, officer, long_an):
    proposal = make_proposal()
    person = nominations_of(proposal.id)[0].recipient

    with pytest.raises(BadInput, match="dòng 1"):
        nominating.add_nomination(
            proposal.public_id, person.public_id, row(long_an.certificate_person), actor=officer
        )


def test_a_person_of_another_unit_cannot_be_chosen(make_proposal, officer, long_an, make_recipient):
    other = make_recipient("Người Đội 1", organisation=long_an.team1)

    with pytest.raises(BadInput, match="của đơn vị"):
        nominating.add_nomination(
            make_proposal().public_id,
            other.public_id,
            row(long_an.certificate_person),
            actor=officer,
        )


def test_a_year_that_has_not_come_is_refused(make_proposal, officer, long_an, make_recipient):
    person = make_recipient("Vũ Văn K", organisation=long_an.team3)

    with pytest.raises(BadInput, match="2021"):
        nominating.add_nomination(make_proposal().public_id, person.public_id,
                                  row(long_an.certificate_person, year=2021), actor=officer)  # fmt: skip


def test_an_invisible_letter_in_the_achievements_is_refused(
    make_proposal, officer, long_an, make_recipient
):
    person = make_recipient("Vũ Văn K", organisation=long_an.team3)

    with pytest.raises(BadInput, match="không nhìn thấy"):
        nominating.add_nomination(make_proposal().public_id, person.public_id,
                                  row(long_an.certificate_person, achievements="Hoàn\u200bthành"), actor=officer)  # fmt: skip


def test_rows_move_among_their_own_kind(make_proposal, officer, long_an, make_recipient):
    proposal = make_proposal(nominees=2)
    team = make_recipient("Đội 3", organisation=long_an.team3, kind=RecipientKind.COLLECTIVE)
    make_nomination(proposal, team, long_an.certificate_collective, position=3)
    names = [one.recipient.name for one in nominations_of(proposal.id)]

    nominating.move_nomination(
        proposal.public_id, nominations_of(proposal.id)[1].public_id, up=True, actor=officer
    )
    nominating.move_nomination(
        proposal.public_id, nominations_of(proposal.id)[2].public_id, up=True, actor=officer
    )

    assert [one.recipient.name for one in nominations_of(proposal.id)] == [
        names[1],
        names[0],
        names[2],
    ]


@pytest.mark.parametrize(("fields", "field"), [
    ({"present": 19}, "present"),
    ({"present": 0}, "present"),
    ({"total": 0}, "total"),
    ({"held_at": datetime(2020, 12, 18, 2, tzinfo=UTC)}, "held_at"),
    ({"place": " "}, "place"),
])  # fmt: skip
def test_a_meeting_that_cannot_be_is_refused_beside_its_field(
    make_proposal, officer, fields, field
):
    proposal = make_proposal()

    with pytest.raises(BadInput) as refused:
        record_meeting(
            proposal.public_id, a_meeting(**fields), {}, seen=seen_mark(proposal), actor=officer
        )
    assert refused.value.field == field


def test_more_agreeing_than_present_is_refused(make_proposal, officer):
    proposal = make_proposal()
    first = nominations_of(proposal.id)[0].public_id

    with pytest.raises(BadInput, match="không thể nhiều hơn 16") as refused:
        record_meeting(
            proposal.public_id, a_meeting(), {first: 17}, seen=seen_mark(proposal), actor=officer
        )
    assert refused.value.field == f"agree_{first}"


def test_a_stale_meeting_form_shows_both_texts(make_proposal, officer):
    proposal = make_proposal()
    first = nominations_of(proposal.id)[0].public_id
    seen = seen_mark(proposal)
    record_meeting(proposal.public_id, a_meeting(present=15), {first: 14}, seen=seen, actor=officer)
    db.session.commit()

    with pytest.raises(StaleEdit) as stale:
        record_meeting(
            proposal.public_id, a_meeting(present=17), {first: 14}, seen=seen, actor=officer
        )

    assert [(d.label, d.yours, d.theirs) for d in stale.value.differences] == [
        ("Có mặt", "17", "15")
    ]
