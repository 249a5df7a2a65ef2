"""A consultation as its page shows it: where it stands, how long it lasts, what silence counts."""

from dataclasses import dataclass
from datetime import date

from workflow.core import clock
from workflow.core.i18n import _
from workflow.councils.models import Ballot, Session
from workflow.councils.states import BallotStatus, SessionStatus
from workflow.councils.voting import Progress
from workflow.documents.models import Paper
from workflow.documents.states import PaperStatus

_SENT = frozenset({PaperStatus.NUMBERED, PaperStatus.SEALED, PaperStatus.ISSUED})


@dataclass(frozen=True)
class Consultation:
    """What the page of a consultation needs beside the board every session has."""

    session: Session
    rows: int
    ballot: Ballot | None
    progress: Progress | None
    letter: Paper | None

    @property
    def is_open(self) -> bool:
        return self.ballot is not None and self.ballot.status is BallotStatus.OPEN

    @property
    def is_late(self) -> bool:
        """Whether the last day to answer on is over."""
        last = self.session.answers_by
        return last is not None and last < clock.today()

    @property
    def all_answered(self) -> bool:
        return self.progress is not None and self.progress.voted == self.progress.total

    @property
    def needs_all(self) -> bool:
        if self.ballot is not None and self.ballot.opened_at is not None:
            return self.ballot.needs_all_answers
        return self.session.council.consultation_needs_all

    @property
    def may_close(self) -> bool:
        if not self.is_open:
            return False
        return self.all_answered or (self.is_late and not self.needs_all)

    @property
    def letter_is_sent(self) -> bool:
        return self.letter is not None and self.letter.status in _SENT

    @property
    def day_has_come(self) -> bool:
        return clock.today() >= clock.local(self.session.starts_at).date()

    @property
    def may_extend(self) -> bool:
        return self.session.status is SessionStatus.CONVENED or self.is_open

    @property
    def starts_on(self) -> date:
        return clock.local(self.session.starts_at).date()

    @property
    def stage(self) -> int:
        """Return which of the five steps is under way; five when all are done, -1 when void."""
        at = {SessionStatus.PLANNED: 0, SessionStatus.CONVENED: 1, SessionStatus.ADJOURNED: 4,
              SessionStatus.MINUTED: 5, SessionStatus.VOID: -1}  # fmt: skip
        if self.session.status in at:
            return at[self.session.status]
        return 2 if self.is_open else 3

    def notes(self) -> tuple[tuple[str, str], ...]:
        """Return the five steps with a note each."""
        last = self.session.answers_by
        answered = self.progress.voted if self.progress else 0
        total = self.progress.total if self.progress else 0
        return (
            (_("Chuẩn bị"), _("%(n)s đề nghị", n=self.rows)),
            (_("Công văn"), (self.letter.number_text if self.letter else None)
             or _("Chủ tịch Hội đồng ký")),
            (_("Lấy ý kiến"), _("Đến hết ngày %(day)s", day=f"{last:%d/%m/%Y}") if last
             else _("%(n)s ngày làm việc", n=self.session.council.consultation_days)),
            (_("Tổng hợp"), _("%(voted)s trên %(total)s ý kiến", voted=answered, total=total)
             if total else _("Sau khi đóng")),
            (_("Biên bản"), _("Soạn tự động, chờ ký")),
        )  # fmt: skip
