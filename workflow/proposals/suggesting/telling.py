"""Say of suggestions what they rest on or what lacks, by the data as they are now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workflow.awards.browsing import names_by_code
from workflow.awards.catalogue import is_verified
from workflow.awards.eligibility.facts import Facts, Question
from workflow.awards.eligibility.frames import Criterion
from workflow.awards.eligibility.rules import Free
from workflow.awards.eligibility.verdicts import Verdict
from workflow.awards.eligibility.wording import Names, asked, lines
from workflow.awards.ledgers import facts_of
from workflow.awards.models import AwardVersion
from workflow.awards.suggestions import Judged, Standing, judge, lacking_of, rule_of
from workflow.core import clock
from workflow.core.i18n import _
from workflow.proposals.models import Suggestion
from workflow.proposals.suggesting.computing import pending_of


@dataclass(frozen=True)
class Told:
    """What is said of one suggestion; `text` in the reader's language.

    `verdict` is what a nomination would be told, None where the data changed since.
    """

    verdict: Verdict | None
    text: str


def tell(organisation_id: int, rows: Sequence[Suggestion]) -> dict[int, Told]:
    """Return it by suggestion, in a number of queries that does not grow with the rows."""
    if not rows:
        return {}
    pending = pending_of(organisation_id, sorted({row.year for row in rows}))
    facts = facts_of({row.recipient_id for row in rows}, pending)
    names = names_by_code()
    return {row.id: _told(row, facts[row.recipient_id], names) for row in rows}


def _told(row: Suggestion, facts: Facts, names: Names) -> Told:
    judged = _judged(row.award_version, row.year, facts)
    if judged is None or judged.standing is not row.standing:
        return Told(None, _("Dữ liệu đã thay đổi sau lần tính này"))
    return Told(judged.verdict, _text(judged, row.year, names))


def _text(judged: Judged, year: int, names: Names) -> str:
    if judged.standing is Standing.EXPECTED:
        return _waiting(judged.explained, year, names)
    if judged.lacking is None:
        return "; ".join(_met(judged.explained, names))
    line = lines(judged.lacking, names)[0]
    return f"{line.title}: {_lower(line.detail)}" if line.detail else line.title


def _waiting(criterion: Criterion, year: int, names: Names) -> str:
    short = lacking_of(criterion)
    years = sorted({one for leaf in short for one in leaf.counted.unknown} or {year})
    parts = [_begun(leaf, names) for leaf in short]
    return _(
        "Chờ kết quả năm %(years)s: %(parts)s",
        years=", ".join(map(str, years)), parts="; ".join(parts),
    )  # fmt: skip


def _begun(leaf: Criterion, names: Names) -> str:
    words = _lower(asked(leaf.rule, names))
    if not leaf.counted.found:
        return words
    return _("%(condition)s (đã có %(n)s)", condition=words, n=f"{leaf.counted.found:02d}")


def _judged(version: AwardVersion, year: int, facts: Facts) -> Judged | None:
    rule = rule_of(version.prerequisite)
    if rule is None:
        return None
    return judge(
        rule, facts, Question(year), verified=is_verified(version), first_open=clock.today().year
    )


def _met(criterion: Criterion, names: Names) -> Iterator[str]:
    """Yield the conditions that speak for it; what anybody meets says nothing."""
    if criterion.parts:
        for part in criterion.parts:
            yield from _met(part, names)
    elif criterion.verdict is Verdict.ELIGIBLE and not isinstance(criterion.rule, Free):
        yield asked(criterion.rule, names)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
