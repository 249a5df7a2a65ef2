"""Archive records as the archive files them, with the words the search finds them by."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache

from bench.world import Person, World, at
from workflow.archive import retention
from workflow.archive.models import Record, RecordReader, RecordRecipient
from workflow.archive.words import APART, folded_words, marked_words
from workflow.core.numbering_text import read
from workflow.core.text import fold
from workflow.documents.queries import kind_name
from workflow.documents.states import PaperKind
from workflow.organisations.models import OrganisationKind
from workflow.recipients.models import RecipientKind

_folded_unit = cache(fold)


@cache
def _folded(text: str) -> str:
    return " ".join(folded_words(text))


@cache
def _marked(text: str) -> str:
    return " ".join(marked_words(text))


def _line(texts: Iterable[str], *, marked: bool = False) -> str:
    """Return what `archive.words` would write, remembering texts that come again and again."""
    cut = _marked if marked else _folded
    return f" {APART} ".join(cut(text) for text in texts if text)


def write(
    world: World, *, paper_id: int, organisation_id: int, kind: PaperKind, title: str,
    number_text: str, dated: date, issuer: str, award_name: str,
    level: OrganisationKind | None, readers: set[int], people: Sequence[tuple[Person, str]],
) -> None:  # fmt: skip
    """File one paper. `level` is who decided here; None reads it off a number from outside."""
    written = read(number_text)
    judged = (
        retention.level_of_symbol(written.symbol) if level is None
        else retention.level_of_organisation(level)
    )  # fmt: skip
    names = [person.name for person, _award in people]
    places = [world.places[one - 1] for one in sorted(readers)]
    units = [person.unit_name for person, _award in people] + [place.name for place in places]
    units = list(dict.fromkeys(units + [place.short_name for place in places]))
    head = [number_text, title, award_name, issuer, str(kind_name(kind)), str(dated.year)]
    persons = sum(person.kind is RecipientKind.PERSON for person, _award in people)
    record_id = world.sink.add(
        Record, organisation_id=organisation_id, paper_id=paper_id, kind=kind,
        number=written.number or 0, symbol_fold=written.symbol, title=title, issuer=issuer,
        dated=dated, year=dated.year, award_name=award_name, individuals=persons,
        collectives=len(people) - persons, level=judged, filed_at=at(dated, 15),
        retention=retention.period_of(kind, judged, dated.year), search_title=_line(head),
        search_names=_line(names), search_units=_line(units),
        search_marked=_line([*head, *names, *units], marked=True),
    )  # fmt: skip
    for reader in sorted(readers | {world.ministry.id}):
        world.sink.add(RecordReader, record_id=record_id, organisation_id=reader)
    for ordinal, (person, award) in enumerate(people, start=1):
        world.sink.add(
            RecordRecipient, record_id=record_id, ordinal=ordinal, name=person.name,
            name_fold=person.fold, unit_name=person.unit_name,
            unit_fold=_folded_unit(person.unit_name), award_name=award,
        )  # fmt: skip
