"""A count and its threshold in the words of the pages."""

from workflow.core.i18n import _
from workflow.councils.models import TallyLine, TallyRuling
from workflow.councils.states import Waits
from workflow.councils.tally import Threshold, result_words


def threshold_words(rule: tuple[int, int, bool]) -> str:
    """Return “trên 50% thành viên”, as the table shows it."""
    numerator, denominator, strict = rule
    words = Threshold(numerator, denominator, strict).words
    return _("%(share)s thành viên", share=words)


def line_words(line: TallyLine, rule: tuple[int, int, bool], left_out: int) -> str:
    numerator, denominator, strict = rule
    threshold = Threshold(numerator, denominator, strict)
    return result_words(line.agree, line.total, threshold, left_out=left_out)


def ruled_words(ruling: TallyRuling) -> str:
    """Say who settled what the count left open, and why."""
    if ruling.about is Waits.ROUND:
        return _("Không bỏ phiếu thêm vòng: %(reason)s", reason=ruling.reason)
    return _("Ngang phiếu; người chủ trì %(name)s quyết định: %(reason)s",
             name=ruling.decided_by_name, reason=ruling.reason)  # fmt: skip
