"""Forms about persons and collectives."""

from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import HiddenInput

from workflow.core.i18n import lazy
from workflow.core.web.forms import (
    CountField,
    DayField,
    Form,
    LineField,
    at_most,
    not_after_today,
    required,
)
from workflow.recipients.models import RecipientKind
from workflow.recipients.services import Particulars


class RecipientForm(Form):
    """What is typed about somebody of the unit."""

    name = LineField(lazy("Tên"), validators=[required(), at_most(200)])
    post = LineField(lazy("Chức vụ"), validators=[at_most(200)])
    employee_code = LineField(lazy("Số hiệu công chức"), validators=[at_most(50)])
    birth_date = DayField(lazy("Ngày sinh"), validators=[not_after_today])

    def particulars(self) -> Particulars:
        return Particulars(
            name=self.name.data, post=self.post.data or "",
            employee_code=self.employee_code.data or "", birth_date=self.birth_date.data,
        )  # fmt: skip


class RegisterForm(RecipientForm):
    kind = RadioField(
        lazy("Loại"),
        choices=[
            SelectChoice(RecipientKind.PERSON.value, lazy("Cá nhân")),
            SelectChoice(RecipientKind.COLLECTIVE.value, lazy("Tập thể")),
            SelectChoice(RecipientKind.HOUSEHOLD.value, lazy("Hộ gia đình")),
        ],
        default=RecipientKind.PERSON.value,
    )


class EditForm(RecipientForm):
    version = CountField(widget=HiddenInput())
    left_on = DayField(lazy("Thôi công tác tại đơn vị từ ngày"))
