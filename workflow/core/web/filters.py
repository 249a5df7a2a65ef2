"""How dates, numbers and texts are written on pages."""

from datetime import date, datetime

from flask import Flask
from flask_babel import get_locale
from markupsafe import Markup, escape

from workflow.core import clock
from workflow.core.written_dates import long_date

_WEEKDAYS = {
    "vi": ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


def day(value: date | datetime | None) -> str:
    """Return 22/12/2020."""
    if value is None:
        return ""
    shown = clock.local(value) if isinstance(value, datetime) else value
    return f"{shown:%d/%m/%Y}"


def moment(value: datetime | None) -> str:
    """Return 22/12/2020, 17:00 on the office's wall clock."""
    return "" if value is None else f"{clock.local(value):%d/%m/%Y, %H:%M}"


def hour(value: datetime | None) -> str:
    return "" if value is None else f"{clock.local(value):%H:%M}"


def weekday(value: date | datetime) -> str:
    """Return Thứ Ba, 22/12/2020."""
    shown = clock.local(value) if isinstance(value, datetime) else value
    names = _WEEKDAYS["en" if str(get_locale()) == "en" else "vi"]
    return f"{names[shown.weekday()]}, {shown:%d/%m/%Y}"


def thousands(value: int) -> str:
    """Return 1.220."""
    return f"{value:,}".replace(",", ".")


def paragraphs(text: str) -> Markup:
    """Return text with its line breaks kept, escaped."""
    lines = [escape(line) for line in text.split("\n") if line.strip()]
    return Markup("").join(Markup("<p>{}</p>").format(line) for line in lines)


def register_filters(app: Flask) -> None:
    app.jinja_env.filters.update(
        date=day, datetime=moment, time=hour, weekday=weekday, longdate=long_date,
        thousands=thousands, paragraphs=paragraphs,
    )  # fmt: skip
