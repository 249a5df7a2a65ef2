"""The base of every form: text in its stored form, dates as people write them, row versions."""

from datetime import date, datetime
from typing import Any, ClassVar

from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    Field,
    IntegerField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    widgets,
)
from wtforms.validators import Length, StopValidation, ValidationError

from workflow.core import clock
from workflow.core.errors import BadInput
from workflow.core.i18n import _, lazy
from workflow.core.text import normalise, one_line

DATE_FORMATS = ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y")
YEARS = range(1945, 2200)


class Form(FlaskForm):  # type: ignore[misc]
    """A form with CSRF that can show a service's refusal beside the field it is about."""

    def refuse(self, error: BadInput) -> None:
        """Put a service's refusal beside its field, or on top of the form."""
        field = self._fields.get(error.field or "")
        if field is None:
            self.form_errors.append(str(error))
        else:
            field.errors = [*field.errors, str(error)]


class NormalTextMixin:
    """Read text in its one stored form; say beside the field what nobody can see."""

    data: Any
    _clean: Any = staticmethod(one_line)

    def process_formdata(self, valuelist: list[Any]) -> None:
        raw = valuelist[0] if valuelist else ""
        self.data = raw
        try:
            self.data = self._clean(raw)
        except BadInput as error:
            raise ValueError(str(error)) from error


class LineField(NormalTextMixin, StringField):  # type: ignore[misc]
    """One line of text."""


class ParagraphField(NormalTextMixin, TextAreaField):  # type: ignore[misc]
    """Several lines of text."""

    _clean = staticmethod(lambda raw: normalise(raw.replace("\r\n", "\n")))


def read_day(raw: str) -> date:
    """Read a day typed as 22/12/2020 or sent as 2020-12-22. Raises ValueError for any other."""
    for pattern in DATE_FORMATS:
        try:
            day = datetime.strptime(raw, pattern).date()  # noqa: DTZ007
        except ValueError:
            continue
        if day.year in YEARS:
            return day
    raise ValueError(raw)


class DayField(DateField):  # type: ignore[misc]
    """A date typed as 22/12/2020 or chosen from the browser's calendar."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, format=list(DATE_FORMATS), **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        raw = (valuelist[0] if valuelist else "").strip()
        if not raw:
            self.data = None
            return
        try:
            self.data = read_day(raw)
        except ValueError:
            self.data = None
            raise ValueError(
                _("Ngày “%(raw)s” không có thật. Ghi dạng 22/12/2020.", raw=raw)
            ) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:%d/%m/%Y}" if isinstance(self.data, date) else ""


class MomentField(DayField):
    """A date and an hour typed as 22/12/2020 17:00, in the office's zone; `data` is in UTC."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        raw = (valuelist[0] if valuelist else "").strip()
        self.data = None
        if not raw:
            return
        for pattern in (f"{day} %H:%M" for day in DATE_FORMATS):
            try:
                typed = datetime.strptime(raw.replace("T", " "), pattern)  # noqa: DTZ007
            except ValueError:
                continue
            if typed.year in YEARS:
                self.data = typed.replace(tzinfo=clock.OFFICE_ZONE)
                return
        raise ValueError(_("Ngày giờ “%(raw)s” không có thật. Ghi dạng 22/12/2020 17:00.", raw=raw))

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        if isinstance(self.data, datetime):
            return f"{clock.local(self.data):%d/%m/%Y %H:%M}"
        return ""


class MultiCheckboxField(SelectMultipleField):  # type: ignore[misc]
    """Several of a few, each with a box to tick."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()


MOST_DIGITS = 9


class CountField(IntegerField):  # type: ignore[misc]
    """A whole number written with ASCII digits."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        raw = (valuelist[0] if valuelist else "").strip()
        if not raw:
            self.data = None
            return
        if raw.isascii() and raw.isdigit() and len(raw) > MOST_DIGITS:
            self.data = None
            raise ValueError(_("Số này quá lớn. Chỉ ghi tới %(n)s chữ số.", n=MOST_DIGITS))
        if not (raw.isascii() and raw.isdigit()):
            self.data = None
            raise ValueError(_("“%(raw)s” không phải là số. Chỉ ghi chữ số.", raw=raw))
        self.data = int(raw)


class Required:
    """Refuse a field left empty or filled with blanks; nought is an answer."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, _form: Any, field: Field) -> None:
        if field.data or field.data == 0:
            return
        if not field.errors:
            raise StopValidation(str(self.message))
        raise StopValidation


def required(message: str = "") -> Required:
    """Refuse an empty field, in words."""
    return Required(message or lazy("Hãy điền ô này."))


def at_most(characters: int) -> Length:
    """Refuse longer text, in words."""
    return Length(max=characters, message=lazy("Dài quá. Tối đa %(max)d ký tự."))


def not_after_today(_form: Any, field: Field) -> None:
    """Refuse a date that has not come."""
    if field.data and field.data > clock.today():
        raise ValidationError(_("Ngày này chưa đến. Hãy kiểm tra lại."))
