"""How far a draft is: what each of the six steps of the editor says about itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workflow.awards.eligibility.verdicts import Verdict
from workflow.core import clock
from workflow.core.i18n import _, ngettext
from workflow.proposals.eligibility.assessing import Assessment, assess
from workflow.proposals.models import Nomination, Proposal, ReviewPoint, SignOff, UnitMeeting
from workflow.proposals.papers import PaperState, UnitPaper, papers_and_old_reports
from workflow.proposals.preflight import Missing, missing, open_points
from workflow.proposals.printouts import gather
from workflow.proposals.queries import find_sign_off, points_of
from workflow.proposals.required import RowForm, forms_of

STEPS = ("general", "nominations", "achievements", "papers", "signing", "submit")


@dataclass(frozen=True)
class Progress:
    """Everything the frame of the editor shows, read once a page."""

    proposal: Proposal
    rows: Sequence[Nomination]
    meeting: UnitMeeting | None
    papers: Sequence[UnitPaper]
    sign_off: SignOff | None
    missing: Sequence[Missing]
    points: Sequence[ReviewPoint]
    eligibility: Mapping[int, Assessment]
    forms: Mapping[int, RowForm]

    @property
    def unchecked(self) -> int:
        """How many rows nothing can be said of, for want of data."""
        return sum(one.verdict is Verdict.UNKNOWN for one in self.eligibility.values())

    def lacking(self, step: str) -> bool:
        return any(one.step == step for one in self.missing)

    @property
    def reported(self) -> int:
        return sum(1 for row in self.rows if row.achievements.strip())

    @property
    def is_late(self) -> bool:
        award_round = self.proposal.round
        return award_round is not None and clock.now() > award_round.due_at


def progress_of(proposal: Proposal) -> Progress:
    """Read how far the draft is."""
    source = gather(proposal)
    papers = papers_and_old_reports(proposal, source)
    answers = assess(proposal, source.rows)
    forms = forms_of(source.rows)
    return Progress(
        proposal, source.rows, source.meeting, papers[0],
        find_sign_off(proposal.id), missing(proposal, source, papers, answers, forms),
        open_points(points_of(proposal.id, sent=True)), answers, forms,
    )  # fmt: skip


def _list_note(progress: Progress) -> str:
    count = len(progress.rows)
    lacking = sum(one.step == "nominations" for one in progress.missing)
    if not count:
        return _("Chưa có ai")
    if lacking:
        return ngettext("%(num)s điểm cần sửa", "%(num)s điểm cần sửa", lacking)
    return ngettext("%(num)s đề nghị", "%(num)s đề nghị", count)


def _papers_note(progress: Progress) -> str:
    lacking = [one.printout.title for one in progress.papers if one.state is not PaperState.READY]
    if progress.meeting is None:
        return _("Chưa ghi cuộc họp")
    if lacking:
        return _("Còn thiếu %(papers)s", papers=", ".join(lacking[:2]))
    return _("Đủ 3 văn bản")


def _signing_note(progress: Progress) -> str:
    kept = progress.sign_off
    if kept is None or progress.lacking("signing"):
        return _("Thủ trưởng chưa ký")
    return _("Đã ký ngày %(day)s", day=f"{clock.local(kept.at):%d/%m}")


def _last_note(progress: Progress) -> str:
    if not progress.missing:
        return _("Sẵn sàng nộp")
    before = ("nominations", "achievements", "papers", "signing")
    return (
        _("Mở khi 5 bước xong") if any(progress.lacking(step) for step in before)
        else _("Còn việc phải làm")
    )  # fmt: skip


def step_notes(progress: Progress) -> dict[str, tuple[str, str, bool]]:
    """Return label, note and “is it done” of each step."""
    count = len(progress.rows)
    reported = _("%(n)s trên %(all)s báo cáo", n=progress.reported, all=count)
    last = _last_note(progress)
    lacking = progress.lacking
    return {
        "general": (_("Thông tin chung"), _("Xong"), True),
        "nominations": (
            _("Danh sách đề nghị"),
            _list_note(progress), not lacking("nominations"),
        ),
        "achievements": (
            _("Thành tích, minh chứng"), reported, bool(count) and not lacking("achievements"),
        ),
        "papers": (_("Họp xét, văn bản"), _papers_note(progress), not lacking("papers")),
        "signing": (_("Ký nội bộ"), _signing_note(progress), not lacking("signing")),
        "submit": (_("Kiểm tra và nộp"), last, False),
    }  # fmt: skip
