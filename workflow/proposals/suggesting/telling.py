"""Say of suggestions what they rest on or what lacks, by the data as they are now."""

from collections.abc import Sequence
from dataclasses import dataclass

from workflow.awards.browsing import names_by_code
from workflow.awards.catalogue import is_verified
from workflow.awards.eligibility.facts import Facts, Question
from workflow.awards.eligibility.parsing import rule_of
from workflow.awards.eligibility.verdicts import Verdict
from workflow.awards.eligibility.wording import Names
from workflow.awards.ledgers import facts_of
from workflow.awards.models import AwardVersion
from workflow.awards.suggestions import Judged, judge
from workflow.core import clock
from workflow.core.i18n import _
from workflow.proposals.models import Suggestion
from workflow.proposals.suggesting.computing import pending_of
from workflow.proposals.suggesting.wording import text_of


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
    return Told(judged.verdict, text_of(judged, row.year, names))


def _judged(version: AwardVersion, year: int, facts: Facts) -> Judged | None:
    rule = rule_of(version.prerequisite)
    if rule is None:
        return None
    return judge(
        rule, facts, Question(year), verified=is_verified(version), first_open=clock.today().year
    )
