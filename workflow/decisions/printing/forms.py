"""The form of a printed sheet: its size, the printer's shift, and a row for each place."""

import math
import re
from typing import Any

from wtforms import BooleanField, DecimalField, FormField, RadioField, SelectField, StringField
from wtforms import Form as Part
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError
from wtforms.widgets import HiddenInput, TextInput

from workflow.core.i18n import _, lazy
from workflow.core.web.forms import CountField, Form, NormalTextMixin, at_most, required
from workflow.decisions.printing.models import Layout
from workflow.decisions.printing.queries import Style
from workflow.decisions.printing.services import Wanted
from workflow.decisions.printing.stock import (
    KEYS,
    LARGEST,
    NARROWEST,
    PAPERS,
    SMALLEST,
    WIDEST,
    Align,
    Place,
    Stock,
)
from workflow.decisions.printing.wording import layout_names, place_names

CUSTOM = "custom"
MOST_SHIFT = 30.0  # millimetres a printer may be off
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


class LengthField(DecimalField):  # type: ignore[misc]
    """A length or a size with at most one decimal, written 12,5 or 12.5."""

    widget = TextInput()  # a browser's number box shows nothing where it expects a point

    def __init__(self, label: str, *, least: float, most: float, **kwargs: Any) -> None:
        self.least, self.most = least, most
        super().__init__(label, validators=[required()], **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        raw = (valuelist[0] if valuelist else "").strip()
        self.data = None
        try:
            value = float(raw.replace(",", "."))
        except ValueError:
            value = math.nan
        if not (self.least <= value <= self.most):
            raise ValueError(
                _("%(label)s: “%(raw)s” không hợp lệ. Ghi số từ %(least)s đến %(most)s.",
                  label=self.label.text, raw=raw[:20], least=f"{self.least:g}",
                  most=f"{self.most:g}")
            )  # fmt: skip
        self.data = round(value, 1)

    @property
    def number(self) -> float:
        """The length of a form that was found valid."""
        return float(self.data or 0)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:g}".replace(".", ",") if self.data is not None else ""


class _Chosen:
    """Refuse in words what is not among the choices."""

    def pre_validate(self, form: Any) -> None:
        try:
            super().pre_validate(form)  # type: ignore[misc]
        except ValidationError:
            raise ValidationError(_("Không có lựa chọn này. Hãy chọn lại.")) from None


class SelectOne(_Chosen, SelectField):  # type: ignore[misc]
    """One of a few, as a list."""


class OneShown(_Chosen, RadioField):  # type: ignore[misc]
    """One of a few, all of them seen."""


class LeadField(NormalTextMixin, StringField):  # type: ignore[misc]
    """Words before a value; the space at their end counts."""

    _clean = staticmethod(lambda raw: raw)


def _colour(_form: Any, field: Any) -> None:
    if not _COLOUR.fullmatch(field.data or ""):
        raise ValidationError(_("Màu không hợp lệ. Chọn lại màu."))


class PlaceForm(Part):  # type: ignore[misc]
    """One value: whether and where it is printed, and how it looks."""

    printed = BooleanField(lazy("In"))
    lead = LeadField(lazy("Chữ đứng trước"), validators=[at_most(40)])
    x = LengthField(lazy("Cách trái (mm)"), least=0, most=WIDEST)
    y = LengthField(lazy("Cách trên (mm)"), least=0, most=WIDEST)
    width = LengthField(lazy("Rộng (mm)"), least=5, most=WIDEST)
    size = LengthField(lazy("Cỡ chữ"), least=SMALLEST, most=LARGEST)
    lines = SelectOne(
        lazy("Số dòng"), choices=[SelectChoice(n, str(n)) for n in (1, 2, 3, 4)], coerce=int
    )
    align = SelectOne(
        lazy("Căn"),
        choices=[
            SelectChoice(Align.LEFT.value, lazy("Trái")),
            SelectChoice(Align.CENTRE.value, lazy("Giữa")),
            SelectChoice(Align.RIGHT.value, lazy("Phải")),
        ],
    )  # fmt: skip
    bold = BooleanField(lazy("Đậm"))
    italic = BooleanField(lazy("Nghiêng"))
    caps = BooleanField(lazy("IN HOA"))
    colour = StringField(lazy("Màu"), validators=[_colour])


class _StyleBase(Form):
    version = CountField(widget=HiddenInput())
    layout = OneShown(lazy("Trang vẽ cả khung"), [required(lazy("Hãy chọn một mẫu trang."))])
    on_stock = OneShown(
        lazy("Khi in"),
        choices=[
            SelectChoice("page", lazy("In cả trang như mẫu trên")),
            SelectChoice("stock", lazy("In chữ lên phôi đã in sẵn")),
        ],
    )  # fmt: skip
    paper = SelectOne(
        lazy("Khổ phôi"),
        [required()],
        choices=[
            SelectChoice("A4", lazy("A4 ngang (297 × 210 mm)")),
            SelectChoice("A3", lazy("A3 ngang (420 × 297 mm)")),
            SelectChoice(CUSTOM, lazy("Khổ khác")),
        ],
    )  # fmt: skip
    width = LengthField(lazy("Rộng phôi (mm)"), least=NARROWEST, most=WIDEST)
    height = LengthField(lazy("Cao phôi (mm)"), least=NARROWEST, most=WIDEST)
    dx = LengthField(lazy("Dời sang phải (mm)"), least=-MOST_SHIFT, most=MOST_SHIFT)
    dy = LengthField(lazy("Dời xuống (mm)"), least=-MOST_SHIFT, most=MOST_SHIFT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.layout.choices = [
            SelectChoice(one.value, name) for one, name in layout_names().items()
        ]

    def places(self) -> list[Any]:
        """Return the rows of the table, in the order of the sheet."""
        return [self[key] for key in KEYS]

    def wanted(self) -> Wanted:
        own = (self.width.number, self.height.number)
        paper = PAPERS.get(self.paper.data, own)
        places = tuple(
            Place(key=key, **(self[key].data | {"align": Align(self[key].data["align"])}))
            for key in KEYS
        )
        return Wanted(
            Layout(self.layout.data), self.on_stock.data == "stock",
            Stock(*paper, places, self.dx.number, self.dy.number),
        )  # fmt: skip

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse a value that would be printed beside the sheet."""
        if not super().validate(extra_validators):
            return False
        stock, names = self.wanted().stock, place_names()
        for place in stock.places:
            across, below = place.x + place.width > stock.width, place.y > stock.height
            if place.printed and (across or below):
                field = self[place.key].form["x" if across else "y"]
                field.errors = [
                    *field.errors,
                    _("%(name)s nằm ngoài phôi %(w)s × %(h)s mm. Giảm khoảng cách hoặc bề rộng.",
                      name=names[place.key], w=f"{stock.width:g}", h=f"{stock.height:g}"),
                ]  # fmt: skip
        return not self.errors


StyleForm: type[_StyleBase] = type(
    "StyleForm", (_StyleBase,), {key: FormField(PlaceForm) for key in KEYS}
)


def as_form(style: Style, stock: Stock) -> dict[str, Any]:
    """Return what the form shows of an office's style with these places."""
    size = (stock.width, stock.height)
    paper = next((name for name, one in PAPERS.items() if one == size), CUSTOM)
    rows = {place.key: vars(place) | {"align": place.align.value} for place in stock.places}
    return rows | {
        "version": style.version, "layout": style.layout.value,
        "on_stock": "stock" if style.on_stock else "page", "paper": paper, "width": stock.width,
        "height": stock.height, "dx": stock.dx, "dy": stock.dy,
    }  # fmt: skip
