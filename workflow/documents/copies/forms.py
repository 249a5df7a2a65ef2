"""What people fill in for a copy: form, destinations, who signs it; and for a request."""

from typing import Any

from wtforms import BooleanField, HiddenField, RadioField
from wtforms.fields.choices import SelectChoice

from workflow.core.i18n import lazy
from workflow.core.web.forms import CountField, Form, LineField, ParagraphField, at_most, required
from workflow.documents.copies.models import CopyForm, CopyRun
from workflow.documents.copies.services import Order
from workflow.organisations.models import Organisation


class SignedCopyForm(Form):
    """The part every copy has: who signs it, at whose request, and that its end is known."""

    authority = LineField(lazy("Quyền hạn ký"), [at_most(120)])
    post = LineField(lazy("Chức vụ người ký"), [required(), at_most(120)])
    name = LineField(lazy("Người ký bản sao"), [required(), at_most(120)])
    asked_by = LineField(lazy("Theo đề nghị của"), [at_most(200)])
    known = BooleanField(lazy("Tôi biết nội dung này không còn hiệu lực và vẫn sao để tra cứu."))
    request = HiddenField()

    def order(self, form: CopyForm) -> Order:
        return Order(
            form, self.authority.data or "", self.post.data or "", self.name.data or "",
            self.asked_by.data or "", known=bool(self.known.data),
        )  # fmt: skip


class WholeForm(SignedCopyForm):
    form = RadioField(
        lazy("Hình thức sao"),
        choices=[
            SelectChoice("SY", lazy("Sao y: từ bản gốc, bản chính cơ quan đang giữ")),
            SelectChoice("SL", lazy("Sao lục: văn bản nhận được đã là bản sao y")),
        ],
    )
    destinations = ParagraphField(lazy("Nơi nhận"), [required(), at_most(2000)])
    quantity = CountField(lazy("Số lượng bản"), [required()])
    of = HiddenField()


class AskForm(Form):
    form = RadioField(lazy("Bản cần xin"))
    purpose = ParagraphField(
        lazy("Dùng vào việc gì, cho ai"),
        [required(lazy("Hãy ghi bản sao dùng vào việc gì.")), at_most(500)],
    )


class ReasonForm(Form):
    reason = ParagraphField(lazy("Lý do"), [required(lazy("Hãy ghi lý do.")), at_most(500)])


def first_values(organisation: Organisation, last: CopyRun | None) -> dict[str, Any]:
    """Return what the signer's fields begin with: as on the last copy, else by the head's order."""
    if last is not None:
        said = last.signature
        post = said.get("post") or said["post_caps"].capitalize()
        return {"authority": said["prefix"], "post": post, "name": said["name"]}
    head = (organisation.head_post or "Thủ trưởng").upper()
    return {"authority": f"TL. {head}", "post": "Chánh Văn phòng", "name": ""}
