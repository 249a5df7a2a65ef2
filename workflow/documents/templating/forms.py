"""What administrators fill in to propose, refuse and give up a template."""

from flask_wtf.file import FileField

from workflow.core.i18n import lazy
from workflow.core.web.forms import DayField, Form, ParagraphField, at_most, required

NOTE_LENGTH = 1000


class ProposeForm(Form):
    """A template changed in Word, and from when it is to hold."""

    file = FileField(lazy("Tệp mẫu đã sửa (.docx)"), [required(lazy("Hãy chọn tệp mẫu."))])
    valid_from = DayField(lazy("Áp dụng từ ngày"), [required()])
    note = ParagraphField(
        lazy("Đã sửa gì, vì sao"),
        [required(lazy("Hãy ghi đã sửa gì, để người duyệt biết.")), at_most(NOTE_LENGTH)],
    )


class RejectForm(Form):
    reason = ParagraphField(
        lazy("Lý do không duyệt"),
        [required(lazy("Hãy ghi lý do không duyệt.")), at_most(NOTE_LENGTH)],
    )


class EndForm(Form):
    """From when the organisation uses what it inherits again, and why."""

    on = DayField(lazy("Trở về mẫu chung từ ngày"), [required()])
    reason = ParagraphField(lazy("Lý do"), [required(), at_most(NOTE_LENGTH)])
