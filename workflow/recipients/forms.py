"""Forms about persons and collectives."""

from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import HiddenInput

from workflow.core.i18n import lazy
from workflow.core.web.forms import (
    CountField,
    DayField,
    Form,
    LineField,
    MultiCheckboxField,
    at_most,
    not_after_today,
    required,
)
from workflow.recipients.models import Hold, Recipient, RecipientKind
from workflow.recipients.services import Particulars
from workflow.recipients.states import (
    AbsenceKind,
    Counts,
    DisciplineLevel,
    Grade,
    Ledger,
    LineageKind,
)
from workflow.recipients.wording import ABSENCES, COUNTS, GRADES, LEVELS, LINEAGES

LEDGERS = {
    Ledger.HONOURS: lazy("Khen thưởng đã nhận"),
    Ledger.GRADES: lazy("Xếp loại hằng năm"),
    Ledger.INITIATIVES: lazy("Sáng kiến, đề tài"),
    Ledger.DISCIPLINE: lazy("Kỷ luật"),
}


class RecipientForm(Form):
    """What is typed about somebody of the unit."""

    name = LineField(lazy("Tên"), validators=[required(), at_most(200)])
    post = LineField(lazy("Chức vụ"), validators=[at_most(200)])
    employee_code = LineField(lazy("Số hiệu công chức"), validators=[at_most(50)])
    birth_date = DayField(lazy("Ngày sinh"), validators=[not_after_today])
    since = DayField(lazy("Về đơn vị từ ngày"), validators=[not_after_today])
    citizen_id = LineField(lazy("Số định danh (CCCD)"), validators=[at_most(20)],
                           render_kw={"inputmode": "numeric", "autocomplete": "off"})  # fmt: skip

    def particulars(self) -> Particulars:
        return Particulars(
            name=self.name.data, post=self.post.data or "",
            employee_code=self.employee_code.data or "", birth_date=self.birth_date.data,
            citizen_id=self.citizen_id.data or "", since=self.since.data,
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


class CitizenForm(Form):
    """Look for somebody of the unit by identity number; sent as POST, so no address holds it."""

    citizen_id = LineField(lazy("Số định danh (CCCD), 12 chữ số"),
                           validators=[required(), at_most(20)],
                           render_kw={"inputmode": "numeric", "autocomplete": "off"})  # fmt: skip


class EditForm(RecipientForm):
    version = CountField(widget=HiddenInput())
    left_on = DayField(lazy("Thôi công tác tại đơn vị từ ngày"))


def _choices(words: dict[Any, Any]) -> list[SelectChoice]:
    return [SelectChoice(key.value, text) for key, text in words.items()]


class LedgerForm(Form):
    """A row of a ledger; `typed` returns it as the service wants it."""

    def typed(self) -> dict[str, Any]:
        hidden = {"csrf_token"}
        return {name: field.data for name, field in self._fields.items() if name not in hidden}


class SourcedForm(LedgerForm):
    def typed(self) -> dict[str, Any]:
        found = super().typed()
        return found | {"source": found["source"] or ""}


class GradeForm(SourcedForm):
    year = CountField(lazy("Năm"), validators=[required()])
    grade = SelectField(lazy("Kết quả xếp loại"), choices=_choices(GRADES), validators=[required()])
    source = LineField(lazy("Theo văn bản"), validators=[at_most(300)])

    def typed(self) -> dict[str, Any]:
        return super().typed() | {"grade": Grade(self.grade.data)}


class StrengthForm(LedgerForm):
    year = CountField(lazy("Năm"), validators=[required()])
    members = CountField(lazy("Số người"), validators=[required()])


class DisciplineForm(SourcedForm):
    level = SelectField(
        lazy("Hình thức kỷ luật"), choices=_choices(LEVELS), validators=[required()]
    )
    starts_on = DayField(lazy("Có hiệu lực từ ngày"), validators=[required()])
    ends_on = DayField(lazy("Hết hiệu lực ngày"), validators=[required()])
    source = LineField(lazy("Theo văn bản"), validators=[at_most(300)])

    def typed(self) -> dict[str, Any]:
        return super().typed() | {"level": DisciplineLevel(self.level.data)}


class HoldForm(LedgerForm):
    reason = LineField(lazy("Nội dung thanh tra, kiểm tra, điều tra"),
                       validators=[required(), at_most(500)])  # fmt: skip
    starts_on = DayField(lazy("Bắt đầu ngày"), validators=[required()])
    ends_on = DayField(lazy("Kết thúc ngày"))


class EndHoldForm(LedgerForm):
    hold_id = SelectField(lazy("Việc đã có kết luận"), coerce=int, validators=[required()])
    ends_on = DayField(lazy("Kết thúc ngày"), validators=[required()])

    def offer(self, holds: Iterable[Hold]) -> None:
        self.hold_id.choices = [
            SelectChoice(one.id, f"{one.reason} ({one.starts_on:%d/%m/%Y})") for one in holds
        ]


class CoverageForm(SourcedForm):
    ledger = SelectField(lazy("Dữ liệu"), choices=_choices(LEDGERS), validators=[required()])
    first_year = CountField(lazy("Đủ từ năm"), validators=[required()])
    last_year = CountField(lazy("Đến hết năm"), validators=[required()])
    from_the_start = BooleanField(lazy("Trước năm đầu không có gì"))
    source = LineField(lazy("Theo đâu"), validators=[at_most(300)])

    def typed(self) -> dict[str, Any]:
        return super().typed() | {"ledger": Ledger(self.ledger.data)}


class CoverManyForm(SourcedForm):
    """The same said once for many people and ledgers; the people are ticked in the table."""

    first_year = CountField(lazy("Từ năm"), validators=[required()])
    last_year = CountField(lazy("Đến hết năm"), validators=[required()])
    ledgers = MultiCheckboxField(lazy("Dữ liệu đã đầy đủ"), choices=_choices(LEDGERS))
    from_the_start = BooleanField(lazy("Trước năm đầu không có gì"))
    source = LineField(lazy("Theo đâu"), validators=[at_most(300)])

    def typed(self) -> dict[str, Any]:
        return super().typed() | {"ledgers": [Ledger(one) for one in self.ledgers.data or []]}


class LineageForm(LedgerForm):
    kind = SelectField(lazy("Thay đổi"), choices=_choices(LINEAGES), validators=[required()])
    predecessor = SelectField(lazy("Tập thể trước đó"), validators=[required()])
    on = DayField(lazy("Từ ngày"), validators=[required()])
    source = LineField(lazy("Theo quyết định"), validators=[required(), at_most(300)])

    def typed(self) -> dict[str, Any]:
        return super().typed() | {"kind": LineageKind(self.kind.data)}

    def offer(self, earlier: Iterable[Recipient]) -> None:
        self.predecessor.choices = [
            SelectChoice("", lazy("Chọn tập thể")),
            *(SelectChoice(one.public_id, one.name) for one in earlier),
        ]


class AbsenceForm(SourcedForm):
    kind = SelectField(lazy("Lý do"), choices=_choices(ABSENCES), validators=[required()])
    starts_on = DayField(lazy("Từ ngày"), validators=[required()])
    ends_on = DayField(lazy("Đến hết ngày"))
    counts = SelectField(
        lazy("Tính là thời gian công tác"), default=Counts.UNKNOWN.value,
        choices=_choices(COUNTS), validators=[required()],
    )  # fmt: skip
    source = LineField(lazy("Theo văn bản"), validators=[at_most(300)])

    def typed(self) -> dict[str, Any]:
        found = super().typed()
        return found | {
            "kind": AbsenceKind(self.kind.data), "counts": Counts(self.counts.data),
        }  # fmt: skip
