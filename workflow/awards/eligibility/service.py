"""How many days somebody has served: places held, less the time away that does not count."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from workflow.awards.eligibility.facts import Facts
from workflow.recipients.states import Counts

Span = tuple[date, date]


def service_days(facts: Facts, until: date) -> int:
    """Return the days served up to and with `until`; places held at once count once."""
    served = _merged((one.first, one.last or until) for one in facts.service)
    away = _merged(
        (one.first, one.last or until) for one in facts.absences if one.counts is not Counts.YES
    )
    days = sum(_shared(one, (date.min, until)) for one in served)
    lost = sum(_shared(_cut(one, until), other) for one in served for other in away)
    return max(days - lost, 0)


def _merged(spans: Iterable[Span]) -> list[Span]:
    found: list[Span] = []
    for first, last in sorted(_real(spans)):
        if found and first <= found[-1][1] + timedelta(days=1):
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def _real(spans: Iterable[Span]) -> Iterator[Span]:
    return (span for span in spans if span[0] <= span[1])


def _cut(span: Span, until: date) -> Span:
    return span[0], min(span[1], until)


def _shared(one: Span, other: Span) -> int:
    """Return how many days two spans have in common."""
    return max((min(one[1], other[1]) - max(one[0], other[0])).days + 1, 0)
