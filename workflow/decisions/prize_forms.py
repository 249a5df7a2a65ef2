"""The form of a decision's prize money: amounts and coefficients typed as people write them."""

import re
from fractions import Fraction
from typing import Any

from workflow.core.i18n import _, lazy
from workflow.core.web.forms import Form, LineField, at_most
from workflow.decisions import money_words
from workflow.decisions.money import Terms

_AMOUNT = re.compile(r"\d{1,3}(?:[. ]\d{3}){1,2}|\d{1,9}", re.ASCII)
_COEFFICIENT = re.compile(r"(\d{1,3})(?:[.,](\d{1,3}))?", re.ASCII)


class AmountField(LineField):
    """Whole đồng, with or without dots: 2.340.000."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        raw, self.data = self.data, None
        if raw and not _AMOUNT.fullmatch(raw):
            raise ValueError(_("“%(raw)s” không phải số tiền. Ghi dạng 2.340.000.", raw=raw))
        if raw:
            self.data = int(re.sub(r"\D", "", raw))

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return money_words.dong(self.data) if self.data else ""


class CoefficientField(LineField):
    """A coefficient with a comma: 0,3."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        raw, self.data = self.data, None
        found = _COEFFICIENT.fullmatch(raw or "")
        if raw and not found:
            raise ValueError(_("“%(raw)s” không phải hệ số. Ghi dạng 0,3.", raw=raw))
        if found:
            self.data = Fraction(f"{found[1]}.{found[2] or 0}")

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return money_words.decimal(self.data) if self.data is not None else ""


class PrizeForm(Form):
    base = AmountField(lazy("Mức lương cơ sở (đồng)"))
    person = CoefficientField(lazy("Hệ số với cá nhân"))
    collective = CoefficientField(lazy("Hệ số với tập thể"))
    source = LineField(lazy("Theo văn bản"), validators=[at_most(300)])

    def terms(self) -> Terms:
        return Terms(
            self.data["base"], self.data["person"], self.data["collective"], self.source.data or ""
        )
