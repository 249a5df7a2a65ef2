"""What a dossier still lacks before it may leave the unit: sentences, each with its step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workflow.core.i18n import _
from workflow.proposals.editing import EDITABLE
from workflow.proposals.eligibility.assessing import Assessment, assess
from workflow.proposals.models import Nomination, Proposal, ReviewPoint, UnitMeeting
from workflow.proposals.papers import PaperState, UnitPaper, papers_and_old_reports
from workflow.proposals.printouts import Source, gather
from workflow.proposals.queries import find_revision, find_sign_off, points_of
from workflow.proposals.required import RowForm, forms_of
from workflow.proposals.snapshots import content_digest

LIST, ACHIEVEMENTS, PAPERS, SIGNING, POINTS, MEETING, OPINIONS = (
    "nominations", "achievements", "papers", "signing", "points", "meeting", "opinions",
)  # fmt: skip

Papers = tuple[Sequence[UnitPaper], Sequence[Nomination]]  # with the rows of old reports


@dataclass(frozen=True)
class Missing:
    """One thing to mend: where (a step of the editor), what, and the row it is about.

    `topic` is the point of the secretary's check it falls under, where the step has several.
    """

    step: str
    text: str
    nomination: str = ""
    topic: str = ""


def _about_rows(rows: Sequence[Nomination]) -> list[Missing]:
    if not rows:
        return [Missing(LIST, _("Chưa có đề nghị nào. Thêm tập thể hoặc cá nhân đầu tiên."))]
    return [
        Missing(
            ACHIEVEMENTS,
            _("Dòng %(n)s, %(name)s: chưa ghi thành tích.", n=number, name=row.recipient.name),
            row.public_id,
        )
        for number, row in enumerate(rows, start=1)
        if not row.achievements.strip()
    ]


def _about_forms(rows: Sequence[Nomination], forms: Mapping[int, RowForm]) -> list[Missing]:
    """Say what is longer than the award allows, and whose word it cannot go without."""
    found = []
    for number, row in enumerate(rows, start=1):
        form, name = forms[row.id], row.recipient.name
        if form.too_long:
            text = _(
                "Dòng %(n)s, %(name)s: báo cáo dài %(words)s từ, quá %(limit)s từ. Hãy rút gọn.",
                n=number, name=name, words=form.words, limit=form.limit,
            )  # fmt: skip
            found.append(Missing(ACHIEVEMENTS, text, row.public_id))
        for one in form.opinions:
            if one.blocks:
                text = _(
                    "Dòng %(n)s, %(name)s: chưa có ý kiến của %(office)s.",
                    n=number, name=name, office=one.demand.text,
                )  # fmt: skip
                found.append(Missing(ACHIEVEMENTS, text, row.public_id, OPINIONS))
    return found


def _about_eligibility(
    rows: Sequence[Nomination], answers: Mapping[int, Assessment]
) -> list[Missing]:
    """Say who may not be handed in, and where the unit's sentence is wanted."""
    found = []
    for number, row in enumerate(rows, start=1):
        answer, name = answers[row.id], row.recipient.name
        if answer.blocks:
            text = _(
                "Dòng %(n)s, %(name)s: chưa đủ điều kiện. %(reason)s. %(way_out)s",
                n=number, name=name, reason=answer.heading, way_out=answer.way_out,
            )  # fmt: skip
        elif answer.lacks_note:
            text = _(
                "Dòng %(n)s, %(name)s: cần xem xét, hãy ghi một câu giải trình. %(reason)s.",
                n=number, name=name, reason=answer.heading,
            )  # fmt: skip
        else:
            continue
        found.append(Missing(LIST, text, row.public_id))
    return found


def _about_meeting(meeting: UnitMeeting | None, rows: Sequence[Nomination]) -> list[Missing]:
    if meeting is None:
        return [Missing(PAPERS, _("Chưa ghi cuộc họp xét của đơn vị."), topic=MEETING)]
    found = []
    for number, row in enumerate(rows, start=1):
        name = row.recipient.name
        if row.unit_agree is None:
            text = _("Dòng %(n)s, %(name)s: chưa ghi số đồng ý tại cuộc họp.", n=number, name=name)
        elif row.unit_agree > meeting.present:
            text = _(
                "Dòng %(n)s, %(name)s: %(agree)s đồng ý, nhiều hơn số có mặt.",
                n=number, name=name, agree=row.unit_agree,
            )  # fmt: skip
        else:
            continue
        found.append(Missing(PAPERS, text, row.public_id, MEETING))
    return found


def _about_papers(papers: Sequence[UnitPaper], *, gone: bool) -> list[Missing]:
    """Say it once for all papers that stand alike: one click writes all of them.

    Of a dossier that is `gone` they matched when it left; a new year makes them no older.
    """
    found = []
    for state in PaperState:
        if gone and state is PaperState.STALE:
            continue
        named = ", ".join(one.printout.title for one in papers if one.state is state)
        if not named or state is PaperState.READY:
            continue
        words = {
            PaperState.MISSING: _("Chưa soạn: %(papers)s.", papers=named),
            PaperState.DRAWING: _("Đang soạn, chờ ít giây: %(papers)s.", papers=named),
            PaperState.FAILED: _("Soạn không thành, hãy soạn lại: %(papers)s.", papers=named),
            PaperState.STALE: _("Cũ hơn nội dung, hãy soạn lại: %(papers)s.", papers=named),
        }
        found.append(Missing(PAPERS, words[state]))
    return found


def _about_reports(rows: Sequence[Nomination], old: Sequence[Nomination]) -> list[Missing]:
    """A report nobody asked for may be absent; one that is there has to say what the row says."""
    numbers = {row.id: number for number, row in enumerate(rows, start=1)}
    return [
        Missing(
            ACHIEVEMENTS,
            _(
                "Dòng %(n)s, %(name)s: Báo cáo thành tích cũ hơn nội dung, hãy soạn lại.",
                n=numbers[row.id],
                name=row.recipient.name,
            ),
            row.public_id,
        )
        for row in old
    ]


def open_points(points: Sequence[ReviewPoint]) -> list[ReviewPoint]:
    """Return the points that came back and have no answer yet."""
    return [point for point in points if point.sent and point.resolved_at is None]


def missing_content(
    proposal: Proposal, source: Source, papers: Papers | None = None,
    answers: Mapping[int, Assessment] | None = None, forms: Mapping[int, RowForm] | None = None,
) -> list[Missing]:  # fmt: skip
    """Return what is missing before the unit head may sign off."""
    if answers is None:
        answers = assess(proposal, source.rows)
    found = _about_eligibility(source.rows, answers) + _about_rows(source.rows)
    found += _about_forms(source.rows, forms_of(source.rows) if forms is None else forms)
    if proposal.from_transmittal:
        return found
    found += _about_meeting(source.meeting, source.rows)
    written, old = papers_and_old_reports(proposal, source) if papers is None else papers
    found += _about_reports(source.rows, old)
    return found + _about_papers(written, gone=_gone(proposal))


def _gone(proposal: Proposal) -> bool:
    return proposal.status not in EDITABLE


def missing_sign_off(proposal: Proposal, source: Source) -> list[Missing]:
    """Return what is missing of the unit head's sign-off on what the dossier says now."""
    if proposal.from_transmittal:
        return []
    kept = find_sign_off(proposal.id)
    if kept is None:
        return [Missing(SIGNING, _unsigned(source.head_name))]
    handed_in = find_revision(proposal.id) if _gone(proposal) else None
    if handed_in is not None and kept.content_digest == handed_in.digest:
        return []
    if kept.content_digest != content_digest(proposal, source):
        return [Missing(SIGNING, _("Nội dung đã đổi sau khi thủ trưởng ký; cần ký lại."))]
    return []


def _unsigned(head: str) -> str:
    if not head:
        return _("Thủ trưởng đơn vị chưa ký nội bộ.")
    return _("Thủ trưởng đơn vị (%(name)s) chưa ký nội bộ.", name=head)


def missing(
    proposal: Proposal, source: Source | None = None, papers: Papers | None = None,
    answers: Mapping[int, Assessment] | None = None, forms: Mapping[int, RowForm] | None = None,
) -> list[Missing]:  # fmt: skip
    """Return everything that stops the dossier from being handed in, in the order of the work.

    What the secretary asked for comes first: answering may change the list, and signing is last.
    """
    source = source or gather(proposal)
    asked = [
        Missing(POINTS, _("Chưa trả lời điểm: “%(text)s”", text=point.text))
        for point in open_points(points_of(proposal.id, sent=True))
    ]
    content = missing_content(proposal, source, papers, answers, forms)
    return asked + content + missing_sign_off(proposal, source)
