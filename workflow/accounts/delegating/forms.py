"""Forms of delegated signing: whom, in which way, for which papers, until when; and the end."""

from collections.abc import Iterable

from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from workflow.accounts.delegating.labels import KIND_LABELS, WAY_LABELS
from workflow.accounts.delegating.services import Giving
from workflow.accounts.delegating.states import SignedKind, Way
from workflow.accounts.models import User
from workflow.core.i18n import _, lazy
from workflow.core.web.forms import (
    DayField,
    Form,
    LineField,
    MultiCheckboxField,
    ParagraphField,
    at_most,
    required,
)


class DelegationForm(Form):
    way = RadioField(
        lazy("Hình thức ký"),
        choices=[SelectChoice(way.value, label) for way, label in WAY_LABELS.items()],
        validators=[required(lazy("Hãy chọn hình thức ký."))],
    )
    holder = SelectField(
        lazy("Người được giao ký"), validators=[required(lazy("Hãy chọn người được giao ký."))]
    )
    giver = SelectField(lazy("Người giao"))
    post = LineField(lazy("Chức vụ in trên văn bản"), [at_most(120)])
    body = LineField(lazy("Tập thể lãnh đạo (chỉ với TM.)"), [at_most(160)])
    kinds = MultiCheckboxField(
        lazy("Loại văn bản được ký"),
        choices=[SelectChoice(kind.value, label) for kind, label in KIND_LABELS.items()],
        validators=[required(lazy("Hãy chọn ít nhất một loại văn bản được ký."))],
    )
    valid_from = DayField(lazy("Từ ngày"), validators=[required()])
    valid_to = DayField(lazy("Đến hết ngày"), validators=[Optional()])
    basis_number = LineField(lazy("Số, ký hiệu văn bản giao quyền"), [at_most(120)])
    basis_date = DayField(lazy("Ngày của văn bản"), validators=[Optional()])

    def offer(self, people: Iterable[User], heads: Iterable[User]) -> None:
        """Fill the lists of whom it may be given to and by whom."""
        self.holder.choices = [SelectChoice("", _("Chọn người")), *map(_person, people)]
        self.giver.choices = [*map(_person, heads), SelectChoice("", _("Không có"))]

    def giving(self) -> Giving:
        return Giving(
            Way(self.way.data), self.holder.data or "",
            frozenset(SignedKind(one) for one in self.kinds.data or []), self.data["valid_from"],
            self.valid_to.data, self.giver.data or "", self.post.data or "", self.body.data or "",
            self.basis_number.data or "", self.basis_date.data,
        )  # fmt: skip


class EndForm(Form):
    last_day = DayField(lazy("Ngày cuối còn được ký"), validators=[required()])
    reason = ParagraphField(
        lazy("Lý do kết thúc"), [required(lazy("Hãy ghi lý do kết thúc.")), at_most(500)]
    )


def _person(user: User) -> SelectChoice:
    return SelectChoice(user.public_id, ", ".join(filter(None, (user.name, user.title))))
