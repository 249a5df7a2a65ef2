"""The form of an award round."""

from wtforms import HiddenField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional

from workflow.awards.models import Ground
from workflow.core.i18n import lazy
from workflow.core.web.forms import (
    CountField,
    DayField,
    Form,
    LineField,
    MomentField,
    at_most,
    required,
)
from workflow.emulation.fields import GROUND_LABELS, LABELS, RoundFields


class RoundForm(Form):
    name = LineField(LABELS["name"], validators=[required(), at_most(150)])
    ground = SelectField(
        LABELS["ground"],
        choices=[SelectChoice(ground.value, label) for ground, label in GROUND_LABELS.items()],
        validators=[required()],
    )
    year = CountField(
        LABELS["year"],
        validators=[required(), NumberRange(1945, 2199, lazy("Năm phải từ %(min)s đến %(max)s."))],
    )
    opens_on = DayField(LABELS["opens_on"], validators=[required()])
    due_at = MomentField(LABELS["due_at"], validators=[required()])
    check_by = DayField(LABELS["check_by"], validators=[Optional()])
    meets_on = DayField(LABELS["meets_on"], validators=[Optional()])
    ceremony_on = DayField(LABELS["ceremony_on"], validators=[Optional()])
    version = HiddenField()

    def fields(self) -> RoundFields:
        typed = self.data
        return RoundFields(
            name=typed["name"], ground=Ground(typed["ground"]), year=typed["year"],
            opens_on=typed["opens_on"], due_at=typed["due_at"], check_by=typed["check_by"],
            meets_on=typed["meets_on"], ceremony_on=typed["ceremony_on"],
        )  # fmt: skip

    def stored_version(self) -> int:
        return int(self.version.data) if str(self.version.data).isdecimal() else 0


class NewRoundForm(RoundForm):
    organisation = SelectField(
        lazy("Đơn vị tổ chức, nhận hồ sơ"), validators=[required(lazy("Hãy chọn một đơn vị."))]
    )
