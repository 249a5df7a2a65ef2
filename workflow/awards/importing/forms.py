"""Forms of an import: what is given, and what is decided after the dry run."""

from flask_wtf.file import FileField
from wtforms import BooleanField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice

from workflow.core.i18n import _, lazy
from workflow.core.web.forms import Form
from workflow.organisations.models import Organisation


class TableForm(Form):
    """A file, or text pasted from a spreadsheet."""

    file = FileField(lazy("Tệp .xlsx hoặc .csv"))
    text = TextAreaField(lazy("Hoặc dán từ Excel"))
    mend = BooleanField(lazy("Sửa các ô bị hỏng mã"))


class GiveForm(TableForm):
    """A history, and whose it is when its rows do not say."""

    unit = SelectField(lazy("Đơn vị của cả danh sách"), default="")

    def offer(self, units: list[Organisation]) -> None:
        nobody = SelectChoice("", _("Mỗi dòng ghi đơn vị riêng"))
        self.unit.choices = [nobody, *(SelectChoice(str(one.id), one.short_name) for one in units)]
