"""Build what the domains' factories leave out of the world the matrix walks through."""

from datetime import date, timedelta

from sqlalchemy import select

from tests.architecture.world import MARK, MOST_OF_A_KIND, TOKEN, id_of, ids_of
from tests.decisions.amending.conftest import Mending
from tests.factories.decisions import Desk
from tests.factories.documents import taken_pdf
from tests.factories.people import LONG_AGO
from workflow.accounts.delegating.models import Delegation
from workflow.accounts.delegating.states import SignedKind, Way
from workflow.accounts.models import EntryLink, LinkPurpose, Role, RoleGrant, User
from workflow.accounts.sessions import digest
from workflow.archive.incoming import handling
from workflow.archive.incoming.entering import Sheet, enter
from workflow.archive.incoming.handling import Task
from workflow.archive.models import Record
from workflow.awards.importing import keeping
from workflow.awards.models import Award, Honour, ImportRun
from workflow.awards.services import add_own_award
from workflow.awards.states import ImportPhase
from workflow.awards.suggestions import Standing
from workflow.core import clock
from workflow.core.actors import SYSTEM, Actor
from workflow.core.db import db
from workflow.core.unit_of_work import unit_of_work
from workflow.core.working_days import DayKind, SpecialDay
from workflow.councils.appraising.choices import Recommendation
from workflow.councils.appraising.models import (
    Appraisal,
    AppraisalCriterion,
    AppraisalRule,
    AppraisalSheet,
)
from workflow.councils.models import AgendaItem, Ballot, BallotItem, Council, Elector, Session
from workflow.councils.publishing.models import Publication, PublicComment, PublishedRow
from workflow.councils.sealed.models import SecretBallot, Teller
from workflow.councils.states import (
    BallotMode,
    BallotStatus,
    Presence,
    SeatPost,
    SessionKind,
    SessionStatus,
)
from workflow.decisions.amending import reissuing
from workflow.decisions.amending.models import Cause
from workflow.decisions.amending.reissuing import Request
from workflow.decisions.extracts.services import Per, make_extracts
from workflow.decisions.models import Decision, DecisionItem, ItemStatus
from workflow.decisions.presenting.models import Ceremony, Handover, StageTurn
from workflow.decisions.presenting.states import CeremonyStatus
from workflow.documents.attaching import add_document, attach
from workflow.documents.copies.models import CopyForm, CopyRequest
from workflow.documents.copies.services import Order
from workflow.documents.models import Document, DocumentTemplate, Paper
from workflow.documents.states import FileRole, TemplateStatus
from workflow.emulation.models import Round
from workflow.exchange.models import Transmittal
from workflow.organisations.models import Organisation
from workflow.proposals.models import (
    Nomination,
    Proposal,
    ProposalRevision,
    ReviewPoint,
    Suggestion,
)
from workflow.proposals.states import ProposalStatus
from workflow.recipients.models import Recipient


def add_long_imports(user: User, organisation: Organisation) -> None:
    """Long tables that were looked at and wait for their next step, with a copy of their faults."""
    for number in range(MOST_OF_A_KIND):
        copy = keeping.put_file(f"faults {number}".encode())
        db.session.add(
            ImportRun(
                organisation_id=organisation.id, user_id=user.id, at=clock.now(),
                file_name=f"{MARK} {number}.xlsx", table_digest=f"{number:064d}",
                faults_digest=copy, choices={}, phase=ImportPhase.PLANNED, rows=6000, found={},
                written={},
            )
        )  # fmt: skip
    db.session.commit()


def add_amendments(desk: Desk, issued: Decision, other: Decision) -> None:
    """An annulment that was issued, a letter and a replacement drafted, a certificate again."""
    mending = Mending(desk, issued)
    mending.issue(mending.annul(0, facts=MARK))
    mending.correct(1, MARK)
    asked = Request(Cause.LOST, MARK, "", clock.today())
    with unit_of_work():
        reissuing.ask(issued.public_id, mending.ids(1)[0], asked, actor=desk.clerk)
    Mending(desk, other).replace(0)


def add_secret_ballots(council: Council, members: list[User], secretary: User) -> None:
    """Sessions with a secret ballot at each stage; the first member is a teller of all of them."""
    for status in (BallotStatus.DRAFT, BallotStatus.OPEN, BallotStatus.CLOSED):
        session = Session(
            council_id=council.id, title="Phiên họp kín", starts_at=clock.now(), place="Cục",
            status=SessionStatus.SITTING, created_by_id=secretary.id,
        )  # fmt: skip
        db.session.add(session)
        db.session.flush()
        ballot = Ballot(session_id=session.id, mode=BallotMode.SECRET, status=status)
        db.session.add(ballot)
        db.session.flush()
        db.session.add(
            SecretBallot(
                ballot_id=ballot.id, needed=2, public_key=b"k" * 32, box_root=b"r" * 32, voted=0
            )
        )
        db.session.add(Teller(ballot_id=ballot.id, number=1, user_id=members[0].id))
        item = id_of(select(AgendaItem.id).order_by(AgendaItem.id))
        db.session.add(
            BallotItem(
                ballot_id=ballot.id, agenda_item_id=item, position=1, numerator=1, denominator=2,
                strict=True,
            )
        )  # fmt: skip
        db.session.add(
            Elector(
                ballot_id=ballot.id, user_id=members[0].id, name=members[0].name,
                post=SeatPost.MEMBER, presence=Presence.PRESENT,
            )
        )  # fmt: skip
    db.session.commit()


def add_consultations(council: Council, members: list[User], secretary: User) -> None:
    """Members asked in writing: being prepared, called, and answering."""
    council.may_consult = True
    item = id_of(select(AgendaItem.nomination_id).order_by(AgendaItem.id))
    for status in (SessionStatus.PLANNED, SessionStatus.CONVENED, SessionStatus.SITTING):
        session = Session(
            council_id=council.id, kind=SessionKind.CONSULTATION, title="Lấy ý kiến bằng văn bản",
            starts_at=clock.now(), place="", status=status, created_by_id=secretary.id,
            answers_by=clock.today() + timedelta(days=5),
        )  # fmt: skip
        db.session.add(session)
        db.session.flush()
        if status is SessionStatus.SITTING:
            _asked(session, item, members[0])
    db.session.commit()


def _asked(session: Session, nomination_id: object, member: User) -> None:
    row = AgendaItem(session_id=session.id, nomination_id=nomination_id, position=1)
    ballot = Ballot(
        session_id=session.id, mode=BallotMode.CONSULTATION, status=BallotStatus.OPEN,
        opened_at=clock.now(),
    )  # fmt: skip
    db.session.add_all([row, ballot])
    db.session.flush()
    db.session.add_all([
        BallotItem(ballot_id=ballot.id, agenda_item_id=row.id, position=1, numerator=1,
                   denominator=2, strict=True),
        Elector(ballot_id=ballot.id, user_id=member.id, name=member.name,
                post=SeatPost.MEMBER, presence=Presence.PRESENT),
    ])  # fmt: skip


def add_copies(decision: Decision, clerk: Actor, unit: Organisation, officer: User) -> None:
    """Two extracts, and a request of the unit that nobody has answered."""
    lines = select(DecisionItem.public_id).where(DecisionItem.decision_id == decision.id)
    order = Order(CopyForm.EXTRACT, "", "Cục trưởng", "Nguyễn Văn A")
    make_extracts(decision.public_id, ids_of(lines), Per.RECIPIENT, order, actor=clerk)
    for _number in range(MOST_OF_A_KIND):
        db.session.add(
            CopyRequest(
                organisation_id=decision.organisation_id, paper_id=decision.paper_id,
                asking_id=unit.id, asked_by_id=officer.id, asked_by_name=officer.name,
                asked_at=clock.now(), form=CopyForm.EXTRACT, purpose=MARK,
            )
        )  # fmt: skip
    db.session.commit()


def add_delegation(office: Organisation, holder: User) -> None:
    """Somebody who signs copies by the head's order."""
    db.session.add(
        Delegation(
            organisation_id=office.id, holder_id=holder.id, way=Way.BY_ORDER, post=MARK,
            kinds=[SignedKind.COPY.value], valid_from=LONG_AGO, entered_at=clock.now(),
        )
    )  # fmt: skip
    db.session.commit()


def first_nomination(proposal_id: int) -> int:
    return int(id_of(select(Nomination.id).where(Nomination.proposal_id == proposal_id)))


def add_publication(council: Council, secretary: User, nomination_id: int) -> None:
    """A list made public, with a comment nobody has answered."""
    day = clock.today()
    public = Publication(
        council_id=council.id, title="Danh sách công khai", days=10, published_on=day,
        last_day=day + timedelta(days=14), published_by_id=secretary.id,
    )  # fmt: skip
    db.session.add(public)
    db.session.flush()
    row = PublishedRow(publication_id=public.id, nomination_id=nomination_id)
    db.session.add(row)
    db.session.flush()
    db.session.add(
        PublicComment(
            row_id=row.id, author_id=secretary.id, author_name=secretary.name, text=MARK,
            said_at=clock.now(),
        )
    )  # fmt: skip
    db.session.commit()


def add_appraisal(session: Session, member: User, secretary: User) -> None:
    """What the council scores; of a session's first rows one sheet is in and one is not."""
    criteria = [
        AppraisalCriterion(council_id=session.council_id, name=MARK, guidance=MARK, most=10, rank=1)
        for _number in range(2)
    ]
    rule = AppraisalRule(council_id=session.council_id, asked=True, wanted=1, most_spread=20)
    appraisal = Appraisal(
        session_id=session.id, wanted=1, most_spread=20, begun_at=clock.now(),
        begun_by_id=secretary.id,
        criteria=[{"key": "k", "name": MARK, "guidance": "", "most": 10}],
    )  # fmt: skip
    db.session.add_all([*criteria, rule, appraisal])
    db.session.flush()
    rows = select(AgendaItem.nomination_id).where(AgendaItem.session_id == session.id)
    for number, row in enumerate(ids_of(rows.order_by(AgendaItem.id).limit(2))):
        db.session.add(
            AppraisalSheet(
                appraisal_id=appraisal.id, nomination_id=row, user_id=member.id,
                assigned_at=clock.now(), assigned_by_id=secretary.id, scores={"k": 7}, remark=MARK,
                recommendation=Recommendation.REWARD, saved_at=clock.now(),
                handed_in_at=clock.now() if number else None,
            )
        )  # fmt: skip
    db.session.commit()


def add_suggestion(unit: Organisation, award_version_id: int) -> None:
    """Somebody of the unit is due."""
    listed = select(Nomination.recipient_id).join(Nomination.proposal)
    person = db.session.scalars(listed.where(Proposal.proposing_id == unit.id)).first()
    db.session.add(
        Suggestion(
            organisation_id=unit.id, recipient_id=person, unit_id=unit.id, year=2020,
            award_version_id=award_version_id, standing=Standing.DUE, told=MARK,
        )
    )  # fmt: skip
    db.session.commit()


def add_ceremonies(organisation: Organisation) -> None:
    """A ceremony being planned and one under way, each with somebody of an issued decision."""
    awarded = (
        select(DecisionItem)
        .join(Decision)
        .where(
            Decision.organisation_id == organisation.id, DecisionItem.status == ItemStatus.AWARDED
        )
    )
    items = db.session.scalars(awarded.order_by(DecisionItem.id)).all()
    for item, status in zip(items, (CeremonyStatus.PLANNED, CeremonyStatus.HELD), strict=False):
        ceremony = Ceremony(
            organisation_id=organisation.id, title="Hội nghị", place="Hội trường", per_turn=10,
            starts_at=clock.now(), status=status,
        )  # fmt: skip
        db.session.add(ceremony)
        db.session.flush()
        turn = StageTurn(ceremony_id=ceremony.id, position=1)
        db.session.add(turn)
        db.session.flush()
        db.session.add(
            Handover(ceremony_id=ceremony.id, item_id=item.id, turn_id=turn.id, position=1)
        )
    signed = add_document(taken_pdf(), organisation_id=organisation.id, actor=SYSTEM)
    attach(signed, ("ceremony", ceremony.id), FileRole.SIGNED, actor=SYSTEM)
    db.session.commit()


def grant(user: User, organisation: Organisation, *roles: Role) -> None:
    for role in roles:
        db.session.add(
            RoleGrant(
                user_id=user.id, organisation_id=organisation.id, role=role, valid_from=LONG_AGO
            )
        )
    db.session.commit()


def add_points(proposal: Proposal, author: User) -> None:
    """Write two points, sent to the unit where the dossier went back."""
    revision = db.session.scalars(
        select(ProposalRevision).where(ProposalRevision.proposal_id == proposal.id)
    ).one()
    returned = proposal.status is ProposalStatus.RETURNED
    for _twice in range(2):
        db.session.add(
            ReviewPoint(
                revision_id=revision.id, text=f"{MARK}: ghi rõ kết quả", made_by_id=author.id,
                made_at=clock.now(), sent=returned,
            )
        )  # fmt: skip
    db.session.commit()


def add_special_day() -> None:
    db.session.add(SpecialDay(day=date(2021, 1, 1), kind=DayKind.OFF, name="Tết Dương lịch"))
    db.session.commit()


def add_arrivals(organisation: Organisation, clerk: User, handler: User) -> None:
    """A letter that just came, one assigned, one in hand, one closed."""
    desk = Actor(clerk.id, clerk.name, organisation.id, frozenset({"clerk"}))
    desk_of_handler = Actor(handler.id, handler.name, organisation.id, frozenset({"archivist"}))
    for number in range(4):
        sheet = Sheet("Công văn", f"Công văn số {number}", "Sở Nội vụ", clock.today(),
                      number_text=f"{number + 1}/SNV", date_text=f"{clock.today():%d/%m/%Y}")  # fmt: skip
        arrival = enter(sheet, actor=desk)
        db.session.flush()
        task = Task(arrival.version, handler=handler.public_id, directly=True)
        if number:
            handling.assign(arrival.public_id, task, actor=desk)
        if number > 1:
            handling.take(arrival.public_id, actor=desk_of_handler)
        if number == MOST_OF_A_KIND:
            handling.close(arrival.public_id, MARK, actor=desk_of_handler)
    db.session.commit()


def add_own_title(organisation: Organisation) -> None:
    add_own_award(
        organisation, code="OWN", name=f"Danh hiệu {MARK}", subject="individual",
        valid_from=LONG_AGO, actor=SYSTEM,
    )  # fmt: skip
    db.session.commit()


def add_honours() -> None:
    """Give a few people an honour of years ago, so that a line of the ledger can be named."""
    award_id = db.session.scalars(select(Award.id).order_by(Award.id)).first()
    people = select(Recipient.id).order_by(Recipient.id).limit(MOST_OF_A_KIND)
    db.session.add_all(
        Honour(recipient_id=one, award_id=award_id, year=2018, number_text="9/QĐ")
        for one in db.session.scalars(people).all()
    )
    db.session.commit()


def national_awards() -> set[str]:
    """Return the public ids of what is everybody's."""
    return set(ids_of(select(Award.public_id).where(Award.owner_id.is_(None))))


def add_template(organisation: Organisation, sender: User) -> None:
    """A template of the organisation's own that waits for approval."""
    shipped = db.session.scalars(select(DocumentTemplate).order_by(DocumentTemplate.id)).first()
    db.session.add(
        DocumentTemplate(
            organisation_id=organisation.id, name="decisions/decision", version=1, note=MARK,
            status=TemplateStatus.PROPOSED, file_id=shipped.file_id, valid_from=clock.today(),
            uploaded_by_id=sender.id, uploaded_at=clock.now(), based_on_id=shipped.id,
        )
    )  # fmt: skip
    db.session.commit()


def shipped_templates() -> set[str]:
    """Return the public ids of the templates that came with the product: everybody's."""
    rows = select(DocumentTemplate.public_id).where(DocumentTemplate.organisation_id.is_(None))
    return set(ids_of(rows))


def add_link(user: User) -> None:
    db.session.add(
        EntryLink(
            token_digest=digest(TOKEN), user_id=user.id, purpose=LinkPurpose.RESET,
            expires_at=clock.real_now() + timedelta(days=1),
        )
    )  # fmt: skip
    db.session.commit()


def mark_titles() -> None:
    """Put the mark into the titles the factories gave, so that no page has them by chance."""
    for model in (Proposal, Session, Paper, Document, Transmittal, Record, Ceremony):
        for row in db.session.scalars(select(model)):
            row.title = f"{row.title} {MARK} {row.id}"
    for award_round in db.session.scalars(select(Round)):
        award_round.name = f"{award_round.name} {MARK}"
    for person in db.session.scalars(select(Recipient)):
        person.name = f"{person.name} {MARK} {person.id}"
    db.session.commit()
