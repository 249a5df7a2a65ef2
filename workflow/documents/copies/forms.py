"""What people fill in for a copy: form, destinations, who signs it; and for a request."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice

from workflow.accounts.delegating.standing import Standing
from workflow.accounts.delegating.states import Way
from workflow.core.i18n import lazy
from workflow.core.web.forms import CountField, Form, LineField, ParagraphField, at_most, required
from workflow.documents.copies.models import CopyForm, CopyRun
from workflow.documents.copies.services import Order


class SignedCopyForm(Form):
    """The part every copy has: who signs it, at whose request, and that its end is known."""

    signer = SelectField(
        lazy("Người ký bản sao"), validators=[required(lazy("Hãy chọn người ký bản sao."))]
    )
    asked_by = LineField(lazy("Theo đề nghị của"), [at_most(200)])
    known = BooleanField(lazy("Tôi biết nội dung này không còn hiệu lực và vẫn sao để tra cứu."))
    request = HiddenField()

    def offer(self, signers: Sequence[Standing]) -> None:
        """Let one of those be chosen who may sign copies today."""
        self.offered = {one.user.public_id: one for one in signers}
        self.signer.choices = [SelectChoice(key, one.choice) for key, one in self.offered.items()]

    def order(self, form: CopyForm) -> Order:
        one = self.offered[self.signer.data]
        return Order(
            form, one.block["prefix"], one.post, one.user.name, self.asked_by.data or "",
            known=bool(self.known.data),
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


def first_values(signers: Sequence[Standing], last: CopyRun | None) -> dict[str, Any]:
    """Return who is chosen to begin with: as on the last copy, else by the head's order."""
    known = [one for one in signers if last and one.user.name == last.signature["name"]]
    usual = [one for one in signers if one.way is Way.BY_ORDER]
    best = next(iter([*known, *usual, *signers]), None)
    return {"signer": best.user.public_id} if best else {}
