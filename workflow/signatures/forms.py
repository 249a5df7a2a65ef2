"""What people fill in on the signing page."""

from flask_wtf.file import FileField
from wtforms import HiddenField, PasswordField

from workflow.core.i18n import lazy
from workflow.core.web.forms import Form, required


class PinForm(Form):
    """The secret that unlocks a key. It is handed to the signing process and never kept."""

    seen = HiddenField()
    pin = PasswordField(
        lazy("Mã PIN hoặc mật khẩu của khóa"), [required(lazy("Hãy nhập mã PIN của khóa."))],
        render_kw={"autocomplete": "off"},
    )  # fmt: skip


class BackForm(Form):
    """The file signed elsewhere."""

    file = FileField(lazy("Tệp đã ký (PDF)"), [required(lazy("Hãy chọn tệp PDF đã ký."))])
