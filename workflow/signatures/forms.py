"""What people fill in on the signing page."""

from flask_wtf.file import FileField
from wtforms import HiddenField, IntegerField, PasswordField
from wtforms.validators import NumberRange, Optional

from workflow.core.i18n import lazy
from workflow.core.web.forms import Form, required
from workflow.signatures.services.annexes import MOST


class PinForm(Form):
    """The secret that unlocks a key. It is handed to the signing process and never kept."""

    seen = HiddenField()
    pin = PasswordField(
        lazy("Mã PIN hoặc mật khẩu của khóa"), [required(lazy("Hãy nhập mã PIN của khóa."))],
        render_kw={"autocomplete": "off"},
    )  # fmt: skip


class HandOutForm(Form):
    """Which file is wanted: `annex` is the place of an annex, or nothing for the paper's own."""

    seen = HiddenField()
    annex = IntegerField(validators=[Optional(), NumberRange(1, MOST)])


class AnnexForm(Form):
    """An annex in a file of its own."""

    annex = FileField(lazy("Tệp phụ lục (PDF)"), [required(lazy("Hãy chọn tệp PDF."))])


class BackForm(Form):
    """The file signed elsewhere."""

    file = FileField(lazy("Tệp đã ký (PDF)"), [required(lazy("Hãy chọn tệp PDF đã ký."))])
