"""What a visitor may send: the code off a sheet, and a file of which only the digest is taken."""

from flask_wtf.file import FileField
from wtforms import Form as PlainForm
from wtforms import StringField

from workflow.core.i18n import lazy
from workflow.core.web.forms import Form, required

LONGEST = 120  # of a code as anybody may group it


class CodeForm(PlainForm):  # type: ignore[misc]
    """Sent by address: it changes nothing, so it needs no token."""

    code = StringField(lazy("Mã in trên giấy"), [required()])


class CompareForm(Form):
    file = FileField(lazy("Tệp bạn có"), [required(lazy("Hãy chọn tệp muốn so sánh."))])
