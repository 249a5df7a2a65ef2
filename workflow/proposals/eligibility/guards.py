"""What stands beside the rule of the award: kind of recipient, doubles, inspections, the unit."""

from collections.abc import Iterator, Sequence

from workflow.awards.eligibility.verdicts import Verdict
from workflow.awards.eligibility.wording import Line
from workflow.awards.models import AwardKind, AwardVersion, Ground
from workflow.awards.queries import fits
from workflow.core.i18n import _
from workflow.proposals.eligibility.gathering import Beside, Found
from workflow.proposals.models import Nomination
from workflow.recipients.models import RecipientKind


def guards(
    row: Nomination, rows: Sequence[Nomination], version: AwardVersion | None, found: Found
) -> list[Line]:
    """Return a line for each guard that speaks; none speaks of a row without a fault."""
    return [
        *_kind(row, version), *_held_up(row, found), *_twice(row, rows),
        *_elsewhere(row, found), *_already(row, found), *_unit(row, found),
    ]  # fmt: skip


def _kind(row: Nomination, version: AwardVersion | None) -> Iterator[Line]:
    if version is not None and not fits(version, row.recipient.kind):
        yield Line(Verdict.NOT_ELIGIBLE, _("Hình thức dành cho loại đối tượng khác"), version.name)


def _held_up(row: Nomination, found: Found) -> Iterator[Line]:
    for hold in found.holds.get(row.recipient_id, []):
        since = f"{hold.starts_on:%d/%m/%Y}"
        yield Line(
            Verdict.NOT_ELIGIBLE,
            _("Đang thanh tra, kiểm tra, điều tra hoặc có khiếu nại nên chưa nộp được"),
            _("%(reason)s, từ %(day)s", reason=hold.reason, day=since),
        )


def _same(row: Nomination) -> tuple[int, int, int]:
    return row.recipient_id, row.award_version.award_id, row.year


def _twice(row: Nomination, rows: Sequence[Nomination]) -> Iterator[Line]:
    for number, other in enumerate(rows, start=1):
        if other.id != row.id and _same(other) == _same(row):
            yield Line(
                Verdict.NOT_ELIGIBLE, _("Đề nghị hai lần trong hồ sơ này"),
                _("Trùng với dòng %(n)s", n=number),
            )  # fmt: skip


def _elsewhere(row: Nomination, found: Found) -> Iterator[Line]:
    if Beside(*_same(row), row.ground) in found.beside:
        yield Line(
            Verdict.REVIEW, _("Đang được đề nghị hình thức này ở một hồ sơ khác"),
            _("Cùng người, cùng năm %(year)s", year=row.year),
        )  # fmt: skip


def _already(row: Nomination, found: Found) -> Iterator[Line]:
    """A title is given once a year; a form may be given again for another achievement."""
    award = row.award_version.award
    for one in found.facts[row.recipient_id].honours:
        held = (one.code, one.year, one.merit) == (award.code, row.year, row.ground is Ground.MERIT)
        if held and not one.pending and not one.passed and not one.revoked:
            title = award.kind is AwardKind.TITLE
            yield Line(
                Verdict.NOT_ELIGIBLE if title else Verdict.REVIEW,
                _("Đã được tặng hình thức này cho năm %(year)s", year=row.year),
                one.source.text, (one.source,),
            )  # fmt: skip
            return


def _unit(row: Nomination, found: Found) -> Iterator[Line]:
    """Of somebody who only came later nothing is known before; that is no fault."""
    if row.recipient.kind is not RecipientKind.PERSON:
        return
    then = [one for one in found.places.get(row.recipient_id, []) if one.touches(row.year)]
    if any(one.within for one in then):
        return
    if then:
        yield Line(
            Verdict.REVIEW, _("Không thuộc đơn vị trong năm %(year)s", year=row.year),
            _("Năm đó công tác ở đơn vị khác; cần ý kiến của đơn vị cũ"),
        )  # fmt: skip
    else:
        yield Line(
            Verdict.UNKNOWN, _("Thuộc đơn vị trong năm %(year)s", year=row.year),
            _("Chưa có dữ liệu nơi công tác của năm đó"),
        )  # fmt: skip
