"""The points of the secretary's check, told alike to the unit before and to the secretary after.

What stops a dossier from being handed in comes from `preflight`, by way of `progress`; here it is
put under the point it belongs to, beside what a person should look at and what is in order.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from workflow.awards.eligibility.verdicts import Verdict
from workflow.awards.eligibility.wording import lowered
from workflow.core.i18n import _
from workflow.proposals.earlier import unchanged_since
from workflow.proposals.preflight import (
    ACHIEVEMENTS,
    LIST,
    MEETING,
    OPINIONS,
    PAPERS,
    POINTS,
    SIGNING,
    Missing,
)
from workflow.proposals.progress import Progress
from workflow.proposals.states import ConfirmationResult, ProposalStatus

DEADLINE, EVIDENCE = "submit", "evidence"


@dataclass(frozen=True)
class Look:
    """Something that stops nothing: for a person to look at, or not to be told from the data."""

    verdict: Verdict
    line: Missing


@dataclass(frozen=True)
class Point:
    """One point of the check: how it stands, and each thing to mend or to look at."""

    topic: str
    title: str
    verdict: Verdict
    lines: tuple[Missing, ...]


def inspect(progress: Progress) -> list[Point]:
    """Return every point, in the order of the work, whether it is in order or not."""
    looks = list(_looks(progress))
    return [
        _point(topic, title, progress.missing, looks) for topic, title in _titles(progress).items()
    ]


def _titles(progress: Progress) -> dict[str, str]:
    titles = {
        LIST: _("Danh sách, điều kiện của từng đề nghị"),
        ACHIEVEMENTS: _("Thành tích của từng đề nghị"),
    }
    forms = progress.forms.values()
    if any(form.file_items for form in forms):
        titles[EVIDENCE] = _("Giấy tờ theo thành phần hồ sơ")
    if any(one.asked for form in forms for one in form.opinions):
        titles[OPINIONS] = _("Ý kiến của cơ quan khác")
    if not progress.proposal.from_transmittal:
        titles |= {
            MEETING: _("Họp xét của đơn vị và số đồng ý"),
            PAPERS: _("Tờ trình, Biên bản, Danh sách khớp nội dung"),
            SIGNING: _("Thủ trưởng đơn vị ký nội bộ"),
        }
    titles[DEADLINE] = _("Thời hạn nộp")
    returned = progress.proposal.status is ProposalStatus.RETURNED
    return ({POINTS: _("Trả lời yêu cầu của thư ký")} if returned else {}) | titles


def _point(topic: str, title: str, missing: Iterable[Missing], looks: Iterable[Look]) -> Point:
    lacking = [one for one in missing if (one.topic or one.step) == topic]
    beside = [one for one in looks if (one.line.topic or one.line.step) == topic]
    if lacking:
        verdict = Verdict.NOT_ELIGIBLE
    else:
        asked = [one.verdict for one in beside]
        verdict = next((one for one in (Verdict.REVIEW, Verdict.UNKNOWN) if one in asked),
                       Verdict.ELIGIBLE)  # fmt: skip
    return Point(topic, title, verdict, (*lacking, *(one.line for one in beside)))


def _looks(progress: Progress) -> Iterator[Look]:
    yield from _eligibility(progress)
    yield from _texts(progress)
    yield from _papers_of_rows(progress)
    yield from _opinions(progress)
    yield from _deadline(progress)


def _eligibility(progress: Progress) -> Iterator[Look]:
    for number, row in enumerate(progress.rows, start=1):
        answer, name = progress.eligibility[row.id], row.recipient.name
        if answer.verdict is Verdict.REVIEW and not answer.lacks_note:
            text = _(
                "Dòng %(n)s, %(name)s: cần xem xét. %(reason)s.",
                n=number, name=name, reason=answer.heading,
            )  # fmt: skip
            if answer.note:
                text = _("%(text)s Giải trình: %(note)s", text=text, note=answer.note)
        elif answer.verdict is Verdict.UNKNOWN:
            text = _(
                "Dòng %(n)s, %(name)s: chưa kiểm tra được. %(reason)s.",
                n=number, name=name, reason=answer.heading,
            )  # fmt: skip
        elif answer.is_insisted_on and answer.override is not None:
            text = _(
                "Dòng %(n)s, %(name)s: chưa đủ điều kiện, %(role)s đề nghị xét. %(reason)s.",
                n=number, name=name, role=lowered(answer.override.role_name),
                reason=answer.heading,
            )  # fmt: skip
        else:
            continue
        worst = Verdict.REVIEW if answer.verdict is Verdict.NOT_ELIGIBLE else answer.verdict
        yield Look(worst, Missing(LIST, text, row.public_id))


def _texts(progress: Progress) -> Iterator[Look]:
    unchanged = unchanged_since(progress.rows)
    for number, row in enumerate(progress.rows, start=1):
        if row.id in unchanged:
            text = _(
                "Dòng %(n)s, %(name)s: thành tích còn nguyên văn năm %(year)s.",
                n=number, name=row.recipient.name, year=unchanged[row.id],
            )  # fmt: skip
            yield Look(Verdict.REVIEW, Missing(ACHIEVEMENTS, text, row.public_id))


def _papers_of_rows(progress: Progress) -> Iterator[Look]:
    for number, row in enumerate(progress.rows, start=1):
        for item in progress.forms[row.id].lacking:
            text = _(
                "Dòng %(n)s, %(name)s: chưa gắn “%(item)s”.",
                n=number, name=row.recipient.name, item=item,
            )  # fmt: skip
            yield Look(Verdict.REVIEW, Missing(ACHIEVEMENTS, text, row.public_id, EVIDENCE))


def _opinions(progress: Progress) -> Iterator[Look]:
    """Tell of an office that objected, and of one not heard that nobody must wait for."""
    for number, row in enumerate(progress.rows, start=1):
        for one in progress.forms[row.id].opinions:
            if not one.asked or one.blocks:
                continue
            about = {"n": number, "name": row.recipient.name, "office": one.demand.text}
            if one.kept is None or one.kept.result is None:
                text = _("Dòng %(n)s, %(name)s: chưa có ý kiến của %(office)s.", **about)
            elif one.kept.result is ConfirmationResult.OBJECTED:
                text = _("Dòng %(n)s, %(name)s: %(office)s không đồng ý.", **about)
            else:
                continue
            yield Look(Verdict.REVIEW, Missing(ACHIEVEMENTS, text, row.public_id, OPINIONS))


def _deadline(progress: Progress) -> Iterator[Look]:
    proposal = progress.proposal
    if proposal.late_reason:
        text = _("Nộp muộn, lý do: %(reason)s", reason=proposal.late_reason)
    elif progress.is_late and proposal.submitted_at is None:
        text = _("Đã quá hạn; gửi kèm lý do khi nộp.")
    else:
        return
    yield Look(Verdict.REVIEW, Missing(DEADLINE, text))
