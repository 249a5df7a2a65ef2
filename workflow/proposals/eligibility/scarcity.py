"""Guards of awards that are given to few or only once, as their rule says."""

import re
from collections.abc import Iterator, Sequence

from workflow.awards.catalogue import is_verified
from workflow.awards.eligibility.parsing import rule_of
from workflow.awards.eligibility.rules import Condition, leaves
from workflow.awards.eligibility.verdicts import Verdict
from workflow.awards.eligibility.wording import Line
from workflow.awards.models import AwardVersion
from workflow.core.i18n import _
from workflow.proposals.eligibility.gathering import Found
from workflow.proposals.models import Nomination

_NUMBER = re.compile(r"\d{1,6}")


def scarce(
    row: Nomination, rows: Sequence[Nomination], version: AwardVersion | None, found: Found
) -> Iterator[Line]:  # fmt: skip
    """Return a line where the award was given as often as it may be; unconfirmed, a question."""
    if version is None:
        return
    worst = Verdict.NOT_ELIGIBLE if is_verified(version) else Verdict.REVIEW
    for one in leaves(rule_of(version.prerequisite)):
        if not isinstance(one, Condition):
            continue
        if one.kind == "QUOTA" and (number := _NUMBER.search(one.parameter)):
            yield from _quota(row, rows, int(number[0]), found, worst)
        elif one.kind == "ONCE":
            yield from _once(row, found, worst)


def _quota(
    row: Nomination, rows: Sequence[Nomination], limit: int, found: Found, worst: Verdict
) -> Iterator[Line]:
    award_id = row.award_version.award_id
    here = sum(
        1 for one in rows if (one.award_version.award_id, one.year) == (award_id, row.year)
    )  # fmt: skip
    given = found.deeds.given.get((award_id, row.year), 0)
    elsewhere = found.deeds.asked.get((award_id, row.year), 0)
    if given + here > limit:
        yield Line(
            worst, _("Vượt số lượng được tặng trong năm %(year)s", year=row.year),
            _(
                "Được tặng %(limit)s, đã tặng %(given)s, hồ sơ này đề nghị %(here)s",
                limit=limit, given=given, here=here,
            ),
        )  # fmt: skip
    elif given + here + elsewhere > limit:
        yield Line(
            Verdict.REVIEW,
            _("Cùng các hồ sơ khác thì vượt số lượng được tặng trong năm %(year)s", year=row.year),
            _(
                "Được tặng %(limit)s, đã tặng %(given)s, đang đề nghị %(asked)s",
                limit=limit, given=given, asked=here + elsewhere,
            ),
        )  # fmt: skip


def _once(row: Nomination, found: Found, worst: Verdict) -> Iterator[Line]:
    code = row.award_version.award.code
    for one in found.facts[row.recipient_id].honours:
        if one.code == code and not one.pending and not one.revoked and one.year != row.year:
            yield Line(
                Verdict.REVIEW if one.doubtful else worst,
                _("Đã được tặng; hình thức này chỉ tặng một lần"), one.source.text, (one.source,),
            )  # fmt: skip
            return
