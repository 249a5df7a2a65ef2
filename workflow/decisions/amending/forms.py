"""What people fill in to annul, replace or correct, to settle a recovery and to reissue."""

from collections.abc import Sequence

import wtforms
from wtforms import FieldList, FormField, SelectField, SelectMultipleField
from wtforms.widgets import HiddenInput

from workflow.core.i18n import _, lazy
from workflow.core.web.forms import (
    CountField,
    DayField,
    Form,
    LineField,
    ParagraphField,
    at_most,
    not_after_today,
    required,
)
from workflow.decisions.amending.drafting import Mistake
from workflow.decisions.amending.models import Cause, Part

LONG, SHORT, TEXT = 1000, 200, 8000
ROWS = 6


class AnnulForm(Form):
    items = SelectMultipleField(lazy("Tập thể, cá nhân"), validate_choice=False)
    ground = SelectField(
        lazy("Trường hợp hủy bỏ"), [required(lazy("Hãy chọn trường hợp hủy bỏ."))], coerce=int
    )
    facts = ParagraphField(lazy("Sự việc"), [required(), at_most(LONG)])
    bases = ParagraphField(lazy("Căn cứ thêm"), [at_most(TEXT)])


class ReplaceForm(Form):
    items = SelectMultipleField(lazy("Tập thể, cá nhân"), validate_choice=False)
    reason = ParagraphField(lazy("Vì sao phải thay thế"), [required(), at_most(LONG)])
    bases = ParagraphField(lazy("Căn cứ thêm"), [at_most(TEXT)])


class MistakeForm(wtforms.Form):  # type: ignore[misc]
    """One mistake; a row left empty says nothing."""

    item = SelectField(lazy("Chỗ ghi sai"), validate_choice=False)
    part = SelectField(lazy("Phần"), validate_choice=False)
    written = LineField(lazy("Đã ghi"), [at_most(LONG)])
    reads = LineField(lazy("Đính chính thành"), [at_most(LONG)])


class CorrectForm(Form):
    rows = FieldList(FormField(MistakeForm), min_entries=ROWS, max_entries=40)
    addressees = ParagraphField(lazy("Kính gửi"), [required(), at_most(LONG)])
    unit_symbol = LineField(lazy("Ký hiệu đơn vị soạn"), [at_most(30)])
    unit = SelectField(
        lazy("Đơn vị soạn"), choices=[], default=""
    )  # where the office has units with symbols

    def offer_units(self, units: Sequence[tuple[str, str]]) -> None:
        self.unit.choices = [("", _("Không ghi đơn vị")), *units]

    @property
    def drafted_by(self) -> str:
        """Return the unit's symbol: chosen where there is a choice, else as it was typed."""
        offered = len(self.unit.choices or ()) > 1
        return (self.unit.data if offered else self.unit_symbol.data) or ""

    def offer(self, items: list[tuple[str, str]], parts: list[tuple[str, str]]) -> None:
        for row in self.rows:
            row.form.item.choices, row.form.part.choices = items, parts

    def told(self) -> list[Mistake]:
        """Return the filled rows."""
        rows = [row.form for row in self.rows]
        return [
            Mistake(
                row.item.data or "", Part(row.part.data) if row.item.data else Part.OTHER,
                row.written.data, row.reads.data,
            )
            for row in rows
            if (row.written.data or row.reads.data) and row.part.data in set(Part)
        ]  # fmt: skip


class WordsForm(Form):
    """The words of a draft; `version` is the one the page was drawn from."""

    version = CountField(widget=HiddenInput())
    subject = ParagraphField(lazy("Trích yếu"), [required(), at_most(500)])
    addressees = ParagraphField(lazy("Kính gửi"), [at_most(LONG)])
    bases = ParagraphField(lazy("Căn cứ"), [at_most(TEXT)])
    articles = ParagraphField(lazy("Nội dung"), [required(), at_most(TEXT)])
    destinations = ParagraphField(lazy("Nơi nhận"), [required(), at_most(TEXT)])
    signer_id = SelectField(lazy("Người ký"), [required()], coerce=int)


class LineForm(Form):
    name = LineField(lazy("Họ và tên, tên tập thể"), [required(), at_most(SHORT)])
    post = LineField(lazy("Chức vụ"), [at_most(SHORT)])
    unit_name = LineField(lazy("Đơn vị công tác"), [at_most(SHORT)])


class RuleForm(Form):
    version = CountField(widget=HiddenInput())
    grounds = ParagraphField(lazy("Trường hợp hủy bỏ"), [required(), at_most(TEXT)])
    recovery_days = CountField(lazy("Hạn thu hồi (ngày)"), [required()])
    exchange_days = CountField(lazy("Hạn cấp lại, cấp đổi (ngày)"), [required()])
    source = LineField(lazy("Văn bản quy định"), [at_most(LONG)])


class SettleForm(Form):
    version = CountField(widget=HiddenInput())
    came_back = SelectField(lazy("Kết quả"), [required()])
    on = DayField(lazy("Ngày"), [required(), not_after_today])
    by = LineField(lazy("Người nộp lại, người thu"), [at_most(SHORT)])
    voucher = LineField(lazy("Số phiếu thu, biên bản"), [at_most(SHORT)])
    amount = CountField(lazy("Số tiền (đồng)"))
    note = ParagraphField(lazy("Ghi chú"), [at_most(LONG)])


class RequestForm(Form):
    cause = SelectField(lazy("Lý do"), [required(lazy("Hãy chọn lý do."))], coerce=Cause)
    asked_by = LineField(lazy("Người, đơn vị đề nghị"), [required(), at_most(SHORT)])
    request_text = LineField(lazy("Số, ngày văn bản đề nghị"), [at_most(SHORT)])
    asked_on = DayField(lazy("Ngày đề nghị"), [required(), not_after_today])
    reason = ParagraphField(lazy("Ghi chú"), [at_most(LONG)])


class StepForm(Form):
    """A step of a reissue, on the row as the page showed it."""

    version = CountField(widget=HiddenInput())


class BackForm(StepForm):
    on = DayField(lazy("Ngày nhận lại"), [required(), not_after_today])


class DrawForm(StepForm):
    note = LineField(lazy("Ghi chú in trên bản mới"), [at_most(SHORT)])


class HandForm(StepForm):
    on = DayField(lazy("Ngày trao"), [required(), not_after_today])
    to = LineField(lazy("Người nhận"), [required(), at_most(SHORT)])


class RefuseForm(StepForm):
    refusal = ParagraphField(lazy("Lý do không cấp"), [required(), at_most(LONG)])
