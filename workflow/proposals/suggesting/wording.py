"""Say how somebody stands to an award: what speaks for it, what lacks, what is waited for."""

from collections.abc import Iterator

from workflow.awards.eligibility.frames import Criterion
from workflow.awards.eligibility.rules import Free
from workflow.awards.eligibility.verdicts import Verdict
from workflow.awards.eligibility.wording import Names, asked, lines, lowered
from workflow.awards.models import Ground
from workflow.awards.suggestions import Judged, Standing, lacking_of
from workflow.core.i18n import _


def text_of(judged: Judged, year: int, names: Names) -> str:
    if judged.standing is Standing.EXPECTED:
        return _waiting(judged.explained, year, names)
    if judged.lacking is None:
        return "; ".join(_met(judged.explained, names))
    return lines(judged.lacking, names, Ground.MERIT)[0].sentence


def _waiting(criterion: Criterion, year: int, names: Names) -> str:
    short = lacking_of(criterion)
    years = sorted({one for leaf in short for one in leaf.counted.unknown} or {year})
    parts = [_begun(leaf, names) for leaf in short]
    return _(
        "Chờ kết quả năm %(years)s: %(parts)s",
        years=", ".join(map(str, years)), parts="; ".join(parts),
    )  # fmt: skip


def _begun(leaf: Criterion, names: Names) -> str:
    words = lowered(asked(leaf.rule, names))
    if not leaf.counted.found:
        return words
    return _("%(condition)s (đã có %(n)s)", condition=words, n=f"{leaf.counted.found:02d}")


def _met(criterion: Criterion, names: Names) -> Iterator[str]:
    """Yield the conditions that speak for it; what anybody meets says nothing."""
    if criterion.parts:
        for part in criterion.parts:
            yield from _met(part, names)
    elif criterion.verdict is Verdict.ELIGIBLE and not isinstance(criterion.rule, Free):
        yield asked(criterion.rule, names)
