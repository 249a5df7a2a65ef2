"""What people fill in around a ceremony."""

from datetime import datetime
from typing import Any, cast

from wtforms import BooleanField, RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import HiddenInput

from workflow.core.i18n import lazy
from workflow.core.web.forms import (
    CountField,
    DayField,
    Form,
    LineField,
    MomentField,
    ParagraphField,
    at_most,
    not_after_today,
    required,
)
from workflow.decisions.presenting.belongings import Things
from workflow.decisions.presenting.services.describing import Presenting
from workflow.decisions.presenting.services.handing import Receipt
from workflow.decisions.presenting.services.planning import Plan
from workflow.decisions.presenting.states import Way

USUAL_PER_TURN = 10
NAME, TEXT = 200, 1000
WAYS = [
    SelectChoice(Way.STAGE.value, lazy("Gọi lên sân khấu")),
    SelectChoice(Way.UNIT.value, lazy("Giao về đơn vị")),
]


class ChooseForm(Form):
    """The issued decisions, whole or line by line, by their public ids."""

    version = CountField(widget=HiddenInput(), default=0)
    decisions = SelectMultipleField(lazy("Quyết định"), validate_choice=False)
    items = SelectMultipleField(lazy("Từng dòng"), validate_choice=False)
    way = RadioField(lazy("Cách trao"), choices=WAYS, default=Way.STAGE.value)

    def chosen(self) -> dict[str, Any]:
        return {
            "items": set(self.items.data or ()), "decisions": set(self.decisions.data or ()),
            "way": Way(self.way.data or Way.STAGE),
        }  # fmt: skip


class PlanForm(Form):
    """Day and place; `version` is the one the page was drawn from."""

    version = CountField(widget=HiddenInput(), default=0)
    title = LineField(
        lazy("Tên buổi trao thưởng"),
        [required(lazy("Hãy ghi tên buổi trao thưởng.")), at_most(300)],
    )
    starts_at = MomentField(lazy("Ngày, giờ bắt đầu"), [required(lazy("Hãy ghi ngày và giờ."))])
    place = LineField(lazy("Địa điểm"), [required(lazy("Hãy ghi địa điểm.")), at_most(NAME)])
    host = LineField(lazy("Đơn vị tổ chức"), [at_most(NAME)])
    per_turn = CountField(
        lazy("Số tập thể, cá nhân mỗi đợt lên sân khấu"),
        [required(lazy("Hãy ghi số người mỗi đợt."))], default=USUAL_PER_TURN,
    )  # fmt: skip

    def plan(self) -> Plan:
        return Plan(
            self.title.data or "", cast("datetime", self.starts_at.data), self.place.data or "",
            self.host.data or "", self.per_turn.data or 0,
        )  # fmt: skip


class NewForm(PlanForm, ChooseForm):
    """The same with the decisions to begin with."""


class TurnForm(Form):
    version = CountField(widget=HiddenInput(), default=0)
    name = LineField(lazy("Người trao"), [at_most(NAME)])
    post = LineField(lazy("Chức vụ"), [at_most(NAME)])
    call = ParagraphField(lazy("Lời dẫn"), [at_most(TEXT)])
    everywhere = BooleanField(lazy("Ghi cả cho các đợt chưa có người trao"))

    def presenting(self) -> Presenting:
        return Presenting(self.name.data or "", self.post.data or "", self.call.data or "")


class LineForm(Form):
    version = CountField(widget=HiddenInput(), default=0)
    certificate = LineField(lazy("Giấy khen, bằng khen, giấy chứng nhận"), [at_most(NAME)])
    has_frame = BooleanField(lazy("Khung"))
    has_flag = BooleanField(lazy("Cờ"))
    has_envelope = BooleanField(lazy("Tiền thưởng trong phong bì"))
    has_flowers = BooleanField(lazy("Hoa"))
    other = LineField(lazy("Hiện vật khác"), [at_most(NAME)])
    way = RadioField(lazy("Cách trao"), choices=WAYS, default=Way.STAGE.value)
    same_award = BooleanField(lazy("Ghi như vậy cho mọi người cùng hình thức khen này"))

    def things(self) -> Things:
        return Things(
            self.certificate.data or "", self.has_frame.data, self.has_flag.data,
            self.has_envelope.data, self.has_flowers.data, self.other.data or "",
        )  # fmt: skip


class ReceiptForm(Form):
    """Who took it and signed for it; which of the fields must be filled, the act says."""

    receiver = LineField(lazy("Người nhận, ký nhận"), [at_most(NAME)])
    on = DayField(lazy("Ngày nhận"), [not_after_today])
    receipt = ParagraphField(lazy("Giấy tờ ký nhận, ghi chú"), [at_most(TEXT)])

    def said(self) -> Receipt:
        return Receipt(self.receiver.data or "", self.on.data, self.receipt.data or "")


class StandInForm(Form):
    name = LineField(lazy("Người nhận thay"), [at_most(NAME)])


class ReasonForm(Form):
    reason = ParagraphField(
        lazy("Lý do hủy"), [required(lazy("Hãy ghi lý do hủy buổi trao thưởng.")), at_most(TEXT)]
    )
