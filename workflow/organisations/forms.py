"""Forms of organisations, their number books, and the table of holidays."""

from collections.abc import Sequence

from wtforms import BooleanField, HiddenField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange

from workflow.core.i18n import lazy
from workflow.core.web.forms import (
    CountField,
    DayField,
    Form,
    LineField,
    ParagraphField,
    at_most,
    required,
)
from workflow.core.working_days import DayKind
from workflow.organisations.fields import KIND_LABELS, LABELS, OrganisationFields
from workflow.organisations.models import Organisation, OrganisationKind


class OrganisationForm(Form):
    name = LineField(LABELS["name"], validators=[required(), at_most(200)])
    short_name = LineField(LABELS["short_name"], validators=[required(), at_most(80)])
    kind = SelectField(
        LABELS["kind"],
        choices=[SelectChoice(kind.value, label) for kind, label in KIND_LABELS.items()],
        default=OrganisationKind.UNIT.value,
        validators=[required()],
    )
    symbol = LineField(LABELS["symbol"], validators=[at_most(30)])
    place = LineField(LABELS["place"], validators=[at_most(80)])
    head_post = LineField(LABELS["head_post"], validators=[at_most(80)])
    heading_parent = ParagraphField(
        LABELS["heading_parent"], validators=[at_most(200)], render_kw={"rows": 2}
    )
    heading_name = ParagraphField(
        LABELS["heading_name"], validators=[at_most(200)], render_kw={"rows": 2}
    )
    numbers_first = BooleanField(LABELS["numbers_first"])
    signs_digitally = BooleanField(LABELS["signs_digitally"])
    valid_from = DayField(LABELS["valid_from"], validators=[required()])
    version = HiddenField()

    def fields(self) -> OrganisationFields:
        return OrganisationFields(
            name=self.name.data, short_name=self.short_name.data,
            kind=OrganisationKind(self.kind.data), symbol=self.symbol.data or "",
            place=self.place.data or "", head_post=self.head_post.data or "",
            heading_parent=self.heading_parent.data or "",
            heading_name=self.heading_name.data or "",
            numbers_first=bool(self.numbers_first.data),
            signs_digitally=bool(self.signs_digitally.data), valid_from=self.data["valid_from"],
        )  # fmt: skip

    def stored_version(self) -> int:
        return int(self.version.data) if str(self.version.data).isdecimal() else 0


class EndingForm(Form):
    """What every ending of an organisation asks: from which day, by which paper."""

    on = DayField(lazy("Từ ngày"), validators=[required()])
    basis = LineField(lazy("Theo văn bản"), validators=[required(), at_most(200)])


class RenameForm(EndingForm):
    name = LineField(lazy("Tên mới"), validators=[required(), at_most(200)])
    short_name = LineField(lazy("Tên gọi tắt mới"), validators=[required(), at_most(80)])
    symbol = LineField(lazy("Ký hiệu mới trong số văn bản"), validators=[at_most(30)])


class MergeForm(EndingForm):
    into = SelectField(lazy("Nhập vào"), validators=[required(lazy("Hãy chọn một đơn vị."))])


class BookForm(Form):
    organisation = SelectField(lazy("Đơn vị"), validators=[required()])
    series = LineField(lazy("Loại sổ"), validators=[required(), at_most(60)])
    year = CountField(
        lazy("Năm"),
        validators=[
            required(),
            NumberRange(1945, 2199, lazy("Năm phải từ %(min)s đến %(max)s.")),
        ],
    )
    first = CountField(lazy("Số đầu tiên sẽ cấp"), validators=[required()])


class SkipForm(Form):
    up_to = CountField(lazy("Số cuối cùng đã cấp bên ngoài"), validators=[required()])
    dated = DayField(lazy("Ngày của số cuối cùng"), validators=[required()])
    reason = LineField(lazy("Lý do"), validators=[required(), at_most(300)])
    known = BooleanField(lazy("Tôi đã đối chiếu với sổ giấy và vẫn ghi như vậy."))


class LostForm(Form):
    number = LineField(lazy("Số bị mất"), validators=[required(), at_most(60)])
    dated = DayField(lazy("Ngày trên văn bản"), validators=[required()])
    reason = LineField(lazy("Lý do"), validators=[required(), at_most(300)])
    known = BooleanField(lazy("Tôi đã đối chiếu với sổ giấy và vẫn ghi như vậy."))


class HolidayForm(Form):
    day = DayField(lazy("Ngày"), validators=[required()])
    kind = RadioField(
        lazy("Ngày này là"),
        choices=[
            SelectChoice(DayKind.OFF.value, lazy("Ngày nghỉ")),
            SelectChoice(DayKind.WORKED.value, lazy("Ngày thứ Bảy, Chủ nhật làm bù")),
        ],
        default=DayKind.OFF.value,
        validators=[required()],
    )
    name = LineField(lazy("Tên, lý do"), validators=[required(), at_most(120)])


def to_choose(organisations: Sequence[Organisation], first: str = "") -> list[SelectChoice]:
    """Return organisations as the choices of a list; `first` asks to choose one."""
    rows = [SelectChoice(row.public_id, row.short_name) for row in organisations]
    return [SelectChoice("", first), *rows] if first else rows
