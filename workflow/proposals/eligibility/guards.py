"""What stands beside the rule of the award: kind, doubles, quotas, inspections, the unit."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from workflow.awards.eligibility.verdicts import Verdict
from workflow.awards.eligibility.wording import Line
from workflow.awards.models import AwardKind, AwardVersion, Ground
from workflow.awards.queries import fits
from workflow.core.i18n import _
from workflow.proposals.eligibility.deeds import Deed, deed_of
from workflow.proposals.eligibility.gathering import Beside, Found
from workflow.proposals.eligibility.scarcity import scarce
from workflow.proposals.models import Nomination
from workflow.recipients.models import RecipientKind


def guards(
    row: Nomination, rows: Sequence[Nomination], version: AwardVersion | None, found: Found
) -> list[Line]:  # fmt: skip
    """Return a line for each guard that speaks; none speaks of a row without a fault."""
    return [
        *_kind(row, version), *_held_up(row, found), *_twice(row, rows),
        *_elsewhere(row, found), *_already(row, found), *_unit(row, found),
        *scarce(row, rows, version, found),
        *(list(_same_deed(row, rows, found)) or _two_forms(row, rows, found)),
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
    mine = _same(row)
    for number, other in enumerate(rows, start=1):
        if other.recipient_id == row.recipient_id and other.id != row.id and _same(other) == mine:
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
    """A title is given once a year; a form may be given again for another achievement.

    What was revoked may be proposed anew, but whoever decides has to know of it.
    """
    award, year = row.award_version.award, row.year
    merit = row.ground is Ground.MERIT
    held = [
        one for one in found.facts[row.recipient_id].honours
        if (one.code, one.year, one.merit) == (award.code, year, merit)
        and not one.pending and not one.passed
    ]  # fmt: skip
    for one in held:
        if not one.revoked:
            title = award.kind is AwardKind.TITLE and not one.doubtful
            yield Line(
                Verdict.NOT_ELIGIBLE if title else Verdict.REVIEW,
                _("Đã được tặng hình thức này cho năm %(year)s", year=year),
                one.source.text, (one.source,),
            )  # fmt: skip
            return
    for one in held[:1]:
        told = _("Đã bị hủy bỏ hình thức này cho năm %(year)s", year=year)
        yield Line(Verdict.REVIEW, told, one.source.text, (one.source,))


def _around(row: Nomination, rows: Sequence[Nomination], found: Found) -> Iterator[Deed]:
    """Return what else the recipient is proposed for here, or was proposed for."""
    for number, other in enumerate(rows, start=1):
        if other.id != row.id and other.recipient_id == row.recipient_id:
            yield replace(deed_of(other), source=_("dòng %(n)s", n=number))
    yield from found.deeds.of.get(row.recipient_id, [])


def _same_deed(row: Nomination, rows: Sequence[Nomination], found: Found) -> Iterator[Line]:
    """One achievement is rewarded once (Law 06/2022/QH15 Art 5); titles of a year build on it."""
    own = deed_of(row)
    for one in _around(row, rows, found):
        titles = own.kind is one.kind is AwardKind.TITLE and own.year == one.year
        same_row = (one.award_id, one.year) == (own.award_id, own.year)
        if own.words and own.words == one.words and not titles and not same_row:
            yield Line(
                Verdict.REVIEW,
                _("Thành tích này đã được khen") if one.given
                else _("Thành tích này cũng đang được đề nghị khen hình thức khác"),
                _("Giống hệt nội dung ở %(where)s, năm %(year)s", where=one.source, year=one.year),
            )  # fmt: skip
            return


def _two_forms(row: Nomination, rows: Sequence[Nomination], found: Found) -> Iterator[Line]:
    """Two forms of one kind of commendation in a year look like two for one achievement.

    A union rewards its own work by its own rules: its awards and the State's are not compared.
    """
    own = deed_of(row)
    if own.kind is not AwardKind.FORM:
        return
    beside = [
        one.source for one in _around(row, rows, found)
        if one.kind is AwardKind.FORM and one.award_id != own.award_id
        and (one.year, one.ground, one.owner_id) == (own.year, own.ground, own.owner_id)
    ]  # fmt: skip
    for where in [*beside, *_forms_held(row, found)][:1]:
        yield Line(
            Verdict.REVIEW,
            _("Hai hình thức cùng loại khen thưởng cho năm %(year)s", year=row.year),
            _("Xem %(where)s; mỗi thành tích chỉ được khen một lần", where=where),
        )  # fmt: skip


def _forms_held(row: Nomination, found: Found) -> list[str]:
    return [
        one.source.text for one in found.facts[row.recipient_id].honours
        if one.form and one.merit and row.ground is Ground.MERIT and one.year == row.year
        and row.award_version.award.owner_id is None
        and one.code != row.award_version.award.code and not one.revoked and not one.pending
    ]  # fmt: skip


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
