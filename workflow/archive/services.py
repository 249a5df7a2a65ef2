"""Filing what was issued or received, so that it can be found, and reading its files again."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from sqlalchemy import select

from workflow.archive import retention
from workflow.archive.fixity import FileFault
from workflow.archive.models import Level, Record, RecordCheck, RecordReader, RecordRecipient
from workflow.archive.queries import find_by_paper, get_visible, nominations_behind
from workflow.archive.words import folded_line, marked_line
from workflow.core import audit, clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.i18n import on_paper
from workflow.core.numbering_text import read, squeeze
from workflow.core.text import fold
from workflow.decisions.amending.queries import items_behind
from workflow.decisions.events import DecisionRegistered
from workflow.decisions.models import Decision, DecisionItem, Origin
from workflow.decisions.queries import decision_of_paper, items_of
from workflow.documents.events import PaperIssued
from workflow.documents.models import Paper
from workflow.documents.queries import kind_name
from workflow.organisations.models import Organisation
from workflow.proposals.models import Proposal
from workflow.recipients.models import RecipientKind


def on_paper_issued(event: PaperIssued) -> None:
    """Hear that a paper went out: it is filed in the same transaction."""
    file_record(event.paper_id, actor=event.actor)


def on_decision_registered(event: DecisionRegistered) -> None:
    """Hear that a superior's decision stands in the incoming book: it is found like any other.

    One that answers another dossier as well is found by its names too, and read by its units.
    """
    decision = db.session.get_one(Decision, event.decision_id)
    filed = find_by_paper(decision.paper_id)
    if filed is None:
        file_record(decision.paper_id, actor=event.actor, counted_in=clock.today().year)
    else:
        _complete(filed, items_of(decision.id), event.nominations)


def _complete(record: Record, items: Sequence[DecisionItem], nominations: Collection[int]) -> None:
    """Add to a filed record whoever it concerns besides; nothing is taken away."""
    named = set(
        db.session.scalars(
            select(RecordRecipient.ordinal).where(RecordRecipient.record_id == record.id)
        )
    )
    known = set(
        db.session.scalars(
            select(RecordReader.organisation_id).where(RecordReader.record_id == record.id)
        )
    )
    readers = _readers(record.paper, items, nominations)
    db.session.add_all(
        RecordReader(record_id=record.id, organisation_id=one.id)
        for one in readers if one.id not in known
    )  # fmt: skip
    db.session.add_all(
        _recipient(record, item) for item in items if item.name and item.ordinal not in named
    )
    record.collectives, record.individuals = _collectives(items), _individuals(items)
    _describe(record, record.paper, items, readers)
    db.session.flush()


def file_record(paper_id: int, *, actor: Actor, counted_in: int | None = None) -> Record:
    """File the paper with everything one may find it by; the second time changes nothing.

    `counted_in` is the year a paper with a doubtful date is counted in for the time being.
    """
    filed = find_by_paper(paper_id)
    if filed is not None:
        return filed
    paper = db.session.get_one(Paper, paper_id)
    decision = decision_of_paper(paper_id)
    items = items_of(decision.id) if decision else items_behind(paper_id)
    record = _record_of(paper, decision, items, counted_in)
    readers = _readers(paper, items)
    _describe(record, paper, items, readers)
    db.session.add(record)
    db.session.flush()
    db.session.add_all(
        RecordReader(record_id=record.id, organisation_id=reader.id) for reader in readers
    )
    db.session.add_all(_recipient(record, item) for item in items if item.name)
    audit.record(
        "record.file", stream=("paper", paper.id), actor=actor.as_system(),
        subject=("record", record.id), detail={"number": paper.number_text or ""},
    )  # fmt: skip
    return record


def _record_of(
    paper: Paper, decision: Decision | None, items: Sequence[DecisionItem], counted_in: int | None
) -> Record:
    written = read(paper.number_text or "")
    symbol = written.symbol or squeeze(paper.symbol)
    dated = _counted_date(paper, counted_in)
    level = _level(paper, decision, symbol)
    awards = list(dict.fromkeys(item.award_name for item in items if item.award_name))
    return Record(
        organisation_id=paper.organisation_id, paper_id=paper.id, kind=paper.kind,
        number=written.number or 0, symbol_fold=symbol, title=paper.title,
        issuer=paper.issuer_text or paper.organisation.short_name, dated=dated, year=dated.year,
        award_name=(decision.award_name if decision else "") or ", ".join(awards[:2]),
        collectives=_collectives(items), individuals=_individuals(items), level=level,
        retention=retention.period_of(paper.kind, level, dated.year), doubt=paper.date_doubt,
        filed_at=clock.now(),
    )  # fmt: skip


def _counted_date(paper: Paper, counted_in: int | None) -> date:
    """Return the date the record is sorted and counted by; the paper keeps what it says."""
    dated = paper.dated or paper.arrived_on or clock.today()
    if not paper.date_doubt or counted_in is None or counted_in == dated.year:
        return dated
    try:
        return dated.replace(year=counted_in)
    except ValueError:  # 29 February in a year that has none
        return date(counted_in, 2, 28)


def _level(paper: Paper, decision: Decision | None, symbol: str) -> Level:
    if decision is not None and decision.origin is Origin.RECEIVED:
        return retention.level_of_symbol(symbol)
    return retention.level_of_organisation(paper.organisation.kind)


def _collectives(items: Iterable[DecisionItem]) -> int:
    return sum(item.count for item in items if item.kind is not RecipientKind.PERSON)


def _individuals(items: Iterable[DecisionItem]) -> int:
    return sum(item.count for item in items if item.kind is RecipientKind.PERSON)


def _readers(
    paper: Paper, items: Sequence[DecisionItem], besides: Collection[int] = ()
) -> Sequence[Organisation]:
    """Return whose record it is, then everyone whose nominations are in it, at every level.

    `besides` are nominations no line names: the sheet gave counts alone.
    """
    named = [item.nomination_id for item in items if item.nomination_id]
    _nominations, dossiers = nominations_behind([*named, *besides])
    proposers = select(Proposal.proposing_id).where(Proposal.id.in_(dossiers))
    return db.session.scalars(
        select(Organisation)
        .where((Organisation.id == paper.organisation_id) | Organisation.id.in_(proposers))
        .order_by(Organisation.id)
    ).all()


def _describe(
    record: Record, paper: Paper, items: Sequence[DecisionItem], readers: Sequence[Organisation]
) -> None:
    """Write down the words the record is found by."""
    with on_paper():
        kind = kind_name(paper.kind)
    title = [paper.number_text or "", record.title, record.award_name, record.issuer,
             kind, str(record.year), paper.date_text if paper.date_doubt else ""]  # fmt: skip
    names = [item.name for item in items]
    units = [item.unit_name for item in items] + [o.name for o in readers]
    units += [o.short_name for o in readers]
    distinct = list(dict.fromkeys(units))
    record.search_title, record.search_names = folded_line(title), folded_line(names)
    record.search_units = folded_line(distinct)
    record.search_marked = marked_line([*title, *names, *distinct])


def _recipient(record: Record, item: DecisionItem) -> RecordRecipient:
    return RecordRecipient(
        record_id=record.id, ordinal=item.ordinal, name=item.name, name_fold=fold(item.name),
        unit_name=item.unit_name, unit_fold=fold(item.unit_name), award_name=item.award_name,
    )  # fmt: skip


def note_check(
    public_id: str, faults: Sequence[FileFault], *, files: int, actor: Actor
) -> RecordCheck:
    """Keep the result of reading every file of the record, and say so in the journal."""
    record = get_visible(public_id, actor)
    found = [{"title": fault.title, "reason": fault.reason} for fault in faults]
    check = RecordCheck(
        record_id=record.id, at=clock.now(), by_id=actor.user_id, by_name=actor.name,
        files=files, faults=found,
    )  # fmt: skip
    db.session.add(check)
    audit.record(
        "record.check", stream=("paper", record.paper_id), actor=actor,
        subject=("record", record.id), detail={"files": files, "faults": found},
    )  # fmt: skip
    return check
