"""A count and its threshold in the words of the pages."""

from workflow.core.i18n import _
from workflow.councils.models import TallyLine
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
