"""Dossiers in any status, with rows, without walking the whole way there."""

from datetime import UTC, datetime

import pytest

from workflow.awards.models import Ground
from workflow.core.db import db
from workflow.proposals.models import Nomination, Proposal, ProposalRevision, UnitMeeting
from workflow.proposals.states import NominationStatus, ProposalStatus

SUBMITTED_AT = datetime(2020, 12, 17, 2, 0, tzinfo=UTC)
NEVER_SUBMITTED = {ProposalStatus.DRAFT, ProposalStatus.WITHDRAWN}


def make_nomination(proposal, recipient, award, *, position=1, achievements="Hoàn thành xuất sắc nhiệm vụ",
                    status=NominationStatus.PROPOSED, commit=True, **fields):  # fmt: skip
    submitted = proposal.submitted_at is not None
    frozen = {"name": recipient.name, "award": f"{award.name} của {award.decider_post}", "post": ""}
    nomination = Nomination(
        proposal_id=proposal.id, recipient_id=recipient.id, award_version_id=award.id,
        year=2020, ground=Ground.MERIT, position=position, achievements=achievements,
        unit_name="Đội Quản lý thị trường số 3", status=status,
        **({"frozen": frozen if submitted else None, "unit_agree": 14} | fields),
    )  # fmt: skip
    db.session.add(nomination)
    if commit:
        db.session.commit()
    else:
        db.session.flush()
    return nomination


@pytest.fixture
def make_proposal(long_an, make_recipient):
    """A dossier of Đội 3 with `nominees` persons for the Giấy khen, in any status."""
    count = iter(range(1, 1000))

    def make(status=ProposalStatus.DRAFT, *, nominees=1, meeting=True, proposing=None, receiving=None,
             nomination_status=NominationStatus.PROPOSED, commit=True, **fields):  # fmt: skip
        number = next(count)
        submitted = status not in NEVER_SUBMITTED
        proposal = Proposal(
            code=f"HS-T-2020-{number:04d}", proposing_id=(proposing or long_an.team3).id,
            receiving_id=(receiving or long_an.department).id, round_id=long_an.round.id,
            title="Hồ sơ đề nghị khen thưởng năm 2020", status=status,
            created_by_id=long_an.officer.id, created_at=SUBMITTED_AT,
            submitted_at=SUBMITTED_AT if submitted else None, **fields,
        )  # fmt: skip
        db.session.add(proposal)
        db.session.flush()
        for position in range(1, nominees + 1):
            person = make_recipient(f"Bùi Thị H{number}{position}", organisation=long_an.team3,
                                    commit=False)  # fmt: skip
            make_nomination(proposal, person, long_an.certificate_person, position=position,
                            status=nomination_status, commit=False)  # fmt: skip
        if meeting:
            db.session.add(
                UnitMeeting(
                    proposal_id=proposal.id, held_at=datetime(2020, 12, 15, 1, tzinfo=UTC),
                    place="Phòng họp Đội", present=16, total=18, presided_by="Đỗ Văn G",
                    minuted_by="Trần Thị B",
                )
            )  # fmt: skip
        if submitted:
            db.session.add(
                ProposalRevision(
                    proposal_id=proposal.id, number=1, snapshot={}, digest="0" * 64,
                    submitted_at=SUBMITTED_AT, submitted_by_id=long_an.officer.id,
                )
            )  # fmt: skip
        if commit:
            db.session.commit()
        return proposal

    return make
