"""Which decisions there are, who sees them, and what stands in them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from sqlalchemy import CompoundSelect, Select, and_, func, or_, select, union
from sqlalchemy.orm import InstrumentedAttribute, aliased, contains_eager, joinedload

from workflow.awards.models import Award, AwardVersion, Route
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import NotVisible
from workflow.core.i18n import _
from workflow.councils.models import AgendaItem, BallotItem, TallyLine
from workflow.decisions.doubts import Neighbour, number_of
from workflow.decisions.models import Certificate, Decision, DecisionItem, ItemStatus
from workflow.documents.models import Document, DocumentLink, Paper, PaperSigner
from workflow.documents.queries import documents_of_many
from workflow.documents.states import OUT, Direction, FileRole, PaperStatus
from workflow.organisations.models import Organisation
from workflow.proposals.models import Nomination, Proposal
from workflow.proposals.queries import IN_COUNCIL
from workflow.proposals.states import NominationStatus
from workflow.recipients.models import RecipientKind

PAGE = 30
NEIGHBOURS = 200
OFFICE = frozenset({"secretary", "head", "clerk", "archivist"})
# A nomination of a team may have gone up to the ministry: two origins below it. An alias of so
# wide a table takes about a millisecond to make, hence once.
_NOMINATION_AND_ORIGINS = tuple(aliased(Nomination) for _level in range(3))


class Stage(StrEnum):
    """The filters of the list, in the words of the office."""

    DRAFTING = "drafting"
    TO_SIGN = "to-sign"
    TO_NUMBER = "to-number"
    ISSUED = "issued"


STATUSES = {
    Stage.DRAFTING: (PaperStatus.DRAFT, PaperStatus.CHECKED),
    Stage.TO_SIGN: (PaperStatus.OFFERED,),
    Stage.TO_NUMBER: (PaperStatus.SIGNED, PaperStatus.NUMBERED, PaperStatus.SEALED),
    Stage.ISSUED: OUT,
}


def proposed_by(
    organisation_id: int, column: InstrumentedAttribute[int] = DecisionItem.decision_id
) -> list[Select[int]]:
    """Return the ids of decisions with its nominations, also those continued higher up.

    With another `column` the same of the lines themselves.
    """
    found = []
    for level in range(len(_NOMINATION_AND_ORIGINS)):
        chain = _NOMINATION_AND_ORIGINS[: level + 1]
        rows = select(column).join(chain[0], DecisionItem.nomination_id == chain[0].id)
        for upper, lower in pairwise(chain):
            rows = rows.join(lower, upper.origin_id == lower.id)
        found.append(
            rows.join(Proposal, chain[-1].proposal_id == Proposal.id).where(
                Proposal.proposing_id == organisation_id, DecisionItem.status != ItemStatus.STRUCK
            )
        )
    return found


def _ids_visible_to(actor: Actor, statuses: Collection[PaperStatus]) -> CompoundSelect[int]:
    """Return the ids of one's own office, and of issued ones with one's own nominations.

    Each branch goes by an index of its own; one condition with an OR would read every decision.
    """
    here = actor.organisation_id
    proposed = union(*proposed_by(here or 0)).subquery()
    issued = (
        select(Decision.id)
        .join(Decision.paper)
        .where(Paper.status.in_(set(OUT) & set(statuses)), Decision.id.in_(select(proposed)))
    )
    if here is None or actor.roles.isdisjoint(OFFICE):
        return union(issued)
    own = select(Decision.id).where(Decision.organisation_id == here)
    if set(statuses) != set(PaperStatus):
        own = own.join(Decision.paper).where(Paper.status.in_(statuses))
    return union(own, issued)


def visible_to(actor: Actor) -> Select[Decision]:
    """Return the same decisions for a reader who asks for one of them."""
    rows = select(Decision).join(Decision.paper).options(contains_eager(Decision.paper))
    if actor.organisation_id is None:
        return rows.where(Decision.id.is_(None))
    proposed = Paper.status.in_(OUT) & or_(*(
        ids.where(DecisionItem.decision_id == Decision.id).correlate(Decision).exists()
        for ids in proposed_by(actor.organisation_id)
    ))  # fmt: skip
    if actor.roles.isdisjoint(OFFICE):
        return rows.where(proposed)
    return rows.where((Decision.organisation_id == actor.organisation_id) | proposed)


def get_visible(public_id: str, actor: Actor) -> Decision:
    rows = visible_to(actor).where(Decision.public_id == public_id)
    found = db.session.scalars(rows.options(joinedload(Decision.organisation))).one_or_none()
    if found is None:
        raise NotVisible(_("Không tìm thấy quyết định này, hoặc quyết định không dành cho bạn."))
    return found


def get_for_change(public_id: str, actor: Actor) -> Decision:
    """Return the decision with its row and its paper's locked, or refuse as not there."""
    seen = get_visible(public_id, actor)
    return lock(seen.id)


def lock(decision_id: int) -> Decision:
    decision = db.session.scalars(
        select(Decision).where(Decision.id == decision_id).with_for_update()
        .execution_options(populate_existing=True)
    ).one()  # fmt: skip
    db.session.scalars(
        select(Paper).where(Paper.id == decision.paper_id).with_for_update()
        .execution_options(populate_existing=True)
    ).one()  # fmt: skip
    return decision


def items_of(decision_id: int) -> Sequence[DecisionItem]:
    """Return the lines of a decision in their order, without the struck ones."""
    return db.session.scalars(
        select(DecisionItem)
        .where(DecisionItem.decision_id == decision_id, DecisionItem.status != ItemStatus.STRUCK)
        .options(
            joinedload(DecisionItem.recipient),
            joinedload(DecisionItem.nomination).joinedload(Nomination.proposal),
        )
        .order_by(DecisionItem.ordinal, DecisionItem.id)
    ).all()


def struck_of(decision_id: int) -> Sequence[DecisionItem]:
    return db.session.scalars(
        select(DecisionItem)
        .where(DecisionItem.decision_id == decision_id, DecisionItem.status == ItemStatus.STRUCK)
        .order_by(DecisionItem.id)
    ).all()


def find_item(decision_id: int, public_id: str) -> DecisionItem:
    """Return one line of a decision the actor was already found to see."""
    found = db.session.scalars(
        select(DecisionItem).where(
            DecisionItem.decision_id == decision_id, DecisionItem.public_id == public_id
        )
    ).one_or_none()
    if found is None:
        raise NotVisible(_("Không tìm thấy dòng này trong danh sách kèm theo quyết định."))
    return found


def ids_of_items(item_ids: Collection[int], actor: Actor) -> dict[int, str]:
    """Return, by line, the public id of its decision, as far as the actor may open it."""
    rows = db.session.execute(
        visible_to(actor)
        .with_only_columns(DecisionItem.id, Decision.public_id)
        .join(DecisionItem, DecisionItem.decision_id == Decision.id)
        .where(DecisionItem.id.in_(item_ids))
        .options()
    )
    return dict(rows.all())


def decision_of_paper(paper_id: int) -> Decision | None:
    return db.session.scalars(select(Decision).where(Decision.paper_id == paper_id)).one_or_none()


def decision_of_nomination(nomination_id: int) -> Decision | None:
    """Return the decision the nomination stands in, drafted or issued; struck lines aside."""
    return db.session.scalars(
        select(Decision)
        .join(DecisionItem, DecisionItem.decision_id == Decision.id)
        .where(
            DecisionItem.nomination_id == nomination_id,
            DecisionItem.status.in_((ItemStatus.PROPOSED, ItemStatus.AWARDED)),
            # not the draft that is to replace it
            or_(DecisionItem.replaces_id.is_(None), DecisionItem.status == ItemStatus.AWARDED),
        )
    ).one_or_none()


def live_nominations(nomination_ids: Iterable[int]) -> set[int]:
    """Return which of the nominations already stand in a decision."""
    return set(
        db.session.scalars(
            select(DecisionItem.nomination_id).where(
                DecisionItem.nomination_id.in_(tuple(nomination_ids)),
                DecisionItem.status.in_((ItemStatus.PROPOSED, ItemStatus.AWARDED)),
            )
        ).all()
    ) - {None}  # type: ignore[return-value]


def signers_of(paper_id: int) -> Sequence[PaperSigner]:
    return db.session.scalars(
        select(PaperSigner).where(PaperSigner.paper_id == paper_id).order_by(PaperSigner.ordinal)
    ).all()


@dataclass(frozen=True)
class IssuedCertificate:
    """A certificate with its line and, once drawn, its file; sealed digitally, that file too."""

    id: int
    item: DecisionItem
    golden_number: int
    dated: date
    document: Document | None
    sealed: Document | None = None

    @property
    def files(self) -> list[Document]:
        """Return its files, the one that counts first."""
        return [one for one in (self.sealed, self.document) if one is not None]

    @property
    def item_id(self) -> int:
        return self.item.id


def _drawn(links: Sequence[DocumentLink]) -> Document | None:
    """Return the PDF; the docx where there is no converter."""
    pdfs = [link.document for link in links if link.role is FileRole.CERTIFICATE]
    return next(iter(pdfs or [link.document for link in links]), None)


def certificates_of(decision_id: int) -> list[IssuedCertificate]:
    """Return the certificates in the order of the golden book, with their files; two queries."""
    rows = db.session.scalars(
        select(Certificate)
        .join(Certificate.item)
        .options(contains_eager(Certificate.item))
        .where(DecisionItem.decision_id == decision_id)
        .order_by(Certificate.golden_number, Certificate.id)
    ).all()
    links = documents_of_many("certificate", [row.id for row in rows])
    return [
        IssuedCertificate(
            row.id, row.item, row.golden_number, row.dated, _drawn(links[row.id]),
            next((one.document for one in links[row.id] if one.role is FileRole.SIGNED), None),
        )
        for row in rows
    ]  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One line of the list: the decision, and how many it rewards of each kind."""

    decision: Decision
    counts: tuple[tuple[RecipientKind, int], ...]


def list_page(actor: Actor, stage: Stage | None, *, before: str = "") -> tuple[list[Row], str]:
    """Return one page, newest first, and the cursor of the next one or an empty text."""
    ids = _ids_visible_to(actor, STATUSES[stage] if stage else set(PaperStatus)).subquery()
    page = select(ids.c.id).order_by(ids.c.id.desc()).limit(PAGE + 1)
    if before:
        cursor = select(Decision.id).where(Decision.public_id == before).scalar_subquery()
        page = page.where(ids.c.id < cursor)
    found = db.session.scalars(
        select(Decision)
        .options(joinedload(Decision.paper), joinedload(Decision.organisation))
        .where(Decision.id.in_(page.subquery().select()))
        .order_by(Decision.id.desc())
    ).all()
    shown = found[:PAGE]
    numbers = _counts([decision.id for decision in shown])
    rows = [Row(decision, tuple(numbers.get(decision.id, ()))) for decision in shown]
    return rows, shown[-1].public_id if len(found) > PAGE else ""


def _counts(decision_ids: Sequence[int]) -> dict[int, list[tuple[RecipientKind, int]]]:
    rows = (
        select(DecisionItem.decision_id, DecisionItem.kind, func.sum(DecisionItem.count))
        .where(DecisionItem.decision_id.in_(decision_ids), DecisionItem.status != ItemStatus.STRUCK)
        .group_by(DecisionItem.decision_id, DecisionItem.kind)
    )
    numbers: dict[int, list[tuple[RecipientKind, int]]] = {}
    for decision_id, kind, number in db.session.execute(rows):
        numbers.setdefault(decision_id, []).append((kind, int(number)))
    return numbers


def count_stage(actor: Actor, stage: Stage) -> int:
    """Return how many decisions of the actor's own office stand at `stage`, for the rail."""
    return db.session.scalar(
        select(func.count(Decision.id))
        .join(Decision.paper)
        .where(
            Decision.organisation_id == actor.organisation_id, Paper.status.in_(STATUSES[stage])
        )
    ) or 0  # fmt: skip


def dated_numbers(organisation_id: int, symbol: str, issuer: str) -> tuple[Neighbour, ...]:
    """Return numbers and undoubted dates of the same issuer's papers, to judge a date by."""
    rows = db.session.execute(
        select(Paper.number_text, Paper.dated)
        .where(
            Paper.organisation_id == organisation_id, Paper.direction == Direction.INCOMING,
            Paper.symbol == symbol, Paper.issuer_text == issuer, Paper.dated.is_not(None),
            Paper.date_doubt == "",
        )
        .order_by(Paper.id.desc())
        .limit(NEIGHBOURS)
    )  # fmt: skip
    found = [(number_of(text or ""), dated) for text, dated in rows]
    return tuple(Neighbour(number, day) for number, day in found if number is not None and day)


def votes_of(decision_id: int) -> dict[int, TallyLine]:
    """Return the council's count for each nomination of the decision, the last one if several."""
    rows = db.session.execute(
        select(AgendaItem.nomination_id, TallyLine)
        .join(BallotItem, BallotItem.agenda_item_id == AgendaItem.id)
        .join(TallyLine, TallyLine.ballot_item_id == BallotItem.id)
        .join(DecisionItem, DecisionItem.nomination_id == AgendaItem.nomination_id)
        .where(DecisionItem.decision_id == decision_id)
        .order_by(TallyLine.id)
    )
    return {nomination_id: line for nomination_id, line in rows}  # noqa: C416


def count_undecided(organisation_id: int) -> int:
    """Return how many nominations wait to be put into a decision of the organisation.

    Those its council passed, and those accepted whose award needs no council.
    """
    live = select(DecisionItem.id).where(
        DecisionItem.nomination_id == Nomination.id,
        DecisionItem.status.in_((ItemStatus.PROPOSED, ItemStatus.AWARDED)),
    )
    decided_here = or_(
        Award.owner_id == Organisation.id,
        Award.owner_id.is_(None) & (AwardVersion.decider_kind == Organisation.kind),
    )
    direct = and_(
        Nomination.status == NominationStatus.PROPOSED, AwardVersion.route == Route.DIRECT
    )
    return db.session.scalar(
        select(func.count(Nomination.id))
        .join(Proposal, Nomination.proposal_id == Proposal.id)
        .join(Organisation, Proposal.receiving_id == Organisation.id)
        .join(AwardVersion, Nomination.award_version_id == AwardVersion.id)
        .join(Award, AwardVersion.award_id == Award.id)
        .where(
            Organisation.id == organisation_id, Proposal.status.in_(IN_COUNCIL), decided_here,
            ~live.exists(), or_(Nomination.status == NominationStatus.PASSED, direct),
        )
    ) or 0  # fmt: skip
