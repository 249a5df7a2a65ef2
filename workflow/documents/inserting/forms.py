"""What the clerk writes when asking, and the head when refusing."""

from workflow.core.i18n import lazy
from workflow.core.web.forms import DayField, Form, ParagraphField, at_most, required

LONGEST = 500


class AskForm(Form):
    dated = DayField(lazy("Ngày văn bản phải mang"), [required()])
    reason = ParagraphField(lazy("Lý do"), [required(), at_most(LONGEST)])


class RefuseForm(Form):
    answer = ParagraphField(lazy("Lý do không cho phép"), [required(), at_most(LONGEST)])
