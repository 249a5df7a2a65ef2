"""What the clerk types of a paper, and what people say of its handling."""

from collections.abc import Sequence
from typing import Any

from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, HiddenField, SelectField
from wtforms.validators import NumberRange, Optional

from workflow.accounts.models import User
from workflow.archive.incoming.answering import Outside
from workflow.archive.incoming.entering import Sheet
from workflow.archive.incoming.handling import Task
from workflow.archive.incoming.models import Arrival
from workflow.archive.incoming.states import KINDS, URGENCIES, Urgency
from workflow.core import clock
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
from workflow.signatures.receiving import ReceivedFile

REWARD = "reward"


class WithFiles(Form):
    """Files from outside, kept while the form comes back, with what is said of their signatures."""

    kept = HiddenField()
    signature_seen = BooleanField(
        lazy("Tôi đã xem: chữ ký số không hợp lệ; vẫn nhận tệp này để ghi nhận")
    )
    told_of = HiddenField()  # the digests the box stands for
    kept_names: Sequence[str] = ()
    looked: Sequence[ReceivedFile] = ()
    seen: frozenset[str] = frozenset()

    def tell(self, looked: Sequence[ReceivedFile]) -> None:
        """Show what is said of the files; a box ticked for other files has to be ticked anew."""
        told = (self.told_of.data or "").split() if self.signature_seen.data else []
        bad = [one.digest for one in looked if one.said.is_bad]
        self.looked, self.seen = looked, frozenset(told)
        self.told_of.data = " ".join(bad)
        self.signature_seen.data = bool(bad) and self.seen.issuperset(bad)

    @property
    def asks_to_see(self) -> bool:
        return bool(self.told_of.data or self.signature_seen.errors)


_PAGES = NumberRange(min=1, max=10_000, message=lazy("Từ 1 đến 10000."))


class EntryForm(WithFiles):
    """A paper from outside; a decision that rewards has a page of its own."""

    kind = SelectField(
        lazy("Loại văn bản"), [required(lazy("Hãy chọn loại văn bản."))], choices=[],
        validate_choice=False,
    )  # fmt: skip
    number_text = LineField(lazy("Số, ký hiệu"), [at_most(60)])
    date_text = LineField(lazy("Ngày ghi trên văn bản"), [at_most(40)])
    issuer = LineField(lazy("Cơ quan ban hành, người gửi"), [required(), at_most(200)])
    title = LineField(lazy("Trích yếu"), [required(), at_most(500)])
    signer_post = LineField(lazy("Chức vụ người ký"), [at_most(100)])
    signer_name = LineField(lazy("Người ký"), [at_most(100)])
    arrived_on = DayField(
        lazy("Ngày đến"), [required(lazy("Hãy ghi ngày văn bản đến.")), not_after_today],
        default=clock.today,
    )  # fmt: skip
    pages = CountField(lazy("Số trang"), [Optional(), _PAGES])
    copies = CountField(lazy("Số bản nhận"), [required(), _PAGES], default=1)
    urgency = SelectField(lazy("Mức độ khẩn"), choices=[], default=Urgency.NORMAL.value)
    files = MultipleFileField(lazy("Bản quét hoặc bản điện tử"))
    secret = BooleanField(lazy("Văn bản có dấu Mật, Tối mật hoặc Tuyệt mật"))
    confirmed = BooleanField(lazy("Tôi đã đối chiếu với văn bản, vẫn vào sổ như trên"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.urgency.choices = [(value.value, label) for value, label in URGENCIES]
        named = [(name, label) for name, label, _kind in KINDS]
        self.kind.choices = [
            ("", _("Chọn loại văn bản")), (REWARD, _("Quyết định khen thưởng")), *named,
        ]  # fmt: skip

    def sheet(self) -> Sheet:
        """Return what was typed, as the service takes it."""
        return Sheet(
            kind_text=self.kind.data, title=self.title.data, issuer=self.issuer.data,
            arrived_on=self.arrived_on.data or clock.today(),
            number_text=self.number_text.data or "", date_text=self.date_text.data or "",
            signer_post=self.signer_post.data or "", signer_name=self.signer_name.data or "",
            urgency=Urgency(self.urgency.data), pages=self.pages.data,
            copies=self.copies.data or 0, secret=self.secret.data,
            confirmed=self.confirmed.data, seen=self.seen,
        )  # fmt: skip


class FilesForm(WithFiles):
    """Scans that come after the paper was entered."""

    files = MultipleFileField(lazy("Bản quét hoặc bản điện tử"))


class TaskForm(Form):
    """To whom a paper goes, until when, and what the leader says of it."""

    instruction = ParagraphField(lazy("Ý kiến chỉ đạo"), [at_most(2000)])
    unit_name = LineField(lazy("Đơn vị chủ trì"), [at_most(200)])
    handler = SelectField(
        lazy("Người giải quyết"), choices=[], validate_choice=False  # the service says it in words
    )  # fmt: skip
    days = CountField(lazy("Thời hạn, số ngày làm việc"), [Optional()])
    due_on = DayField(lazy("Hoặc đến hết ngày"), [Optional()])
    directly = BooleanField(
        lazy("Chuyển thẳng theo quy chế làm việc, không phải trình lãnh đạo cho ý kiến")
    )
    version = HiddenField()

    def demand(self, *names: str) -> None:
        """Say on the page that these must be filled in; the service says why."""
        for name in names:
            self[name].flags.required = True

    def offer(self, people: Sequence[User]) -> None:
        """Let these people be chosen."""
        choices = [
            (one.public_id, f"{one.name}, {one.title}" if one.title else one.name) for one in people
        ]
        self.handler.choices = [("", _("Chưa chọn")), *choices]

    def show(self, arrival: Arrival) -> None:
        """Fill in what is known of the row, and its version."""
        self.unit_name.data, self.due_on.data = arrival.unit_name, arrival.due_on
        self.handler.data = arrival.handler.public_id if arrival.handler else ""
        self.version.data = arrival.version

    def task(self) -> Task:
        """Return what was typed, as the service takes it."""
        version = self.version.data or ""
        return Task(
            version=int(version) if version.isascii() and version.isdigit() else 0,
            handler=self.handler.data or "", unit_name=self.unit_name.data or "",
            days=self.days.data, due_on=self.due_on.data,
            instruction=self.instruction.data or "", directly=self.directly.data,
        )  # fmt: skip


class SayForm(Form):
    """One text: an opinion or a reason. Which one, the page says."""

    text = ParagraphField(
        lazy("Nội dung"), [required(lazy("Hãy ghi rõ vào ô này.")), at_most(4000)]
    )  # fmt: skip
    for_unit = BooleanField(lazy("Là ý kiến của lãnh đạo đơn vị"))


class AnswerForm(Form):
    """The outgoing paper that answers."""

    number_text = LineField(
        lazy("Số, ký hiệu văn bản trả lời"),
        [required(lazy("Hãy ghi số, ký hiệu văn bản trả lời.")), at_most(60)],
    )
    text = ParagraphField(lazy("Ghi thêm về kết quả giải quyết"), [at_most(4000)])


class OutsideAnswerForm(WithFiles):
    """An answer that was not made on this system."""

    number_text = LineField(
        lazy("Số, ký hiệu văn bản trả lời"),
        [required(lazy("Hãy ghi số, ký hiệu văn bản trả lời.")), at_most(60)],
    )
    dated = DayField(
        lazy("Ngày văn bản trả lời"),
        [required(lazy("Hãy ghi ngày của văn bản trả lời.")), not_after_today],
    )
    sender = LineField(
        lazy("Cơ quan gửi văn bản trả lời"),
        [required(lazy("Hãy ghi cơ quan gửi văn bản trả lời.")), at_most(200)],
    )
    text = ParagraphField(lazy("Ghi thêm về kết quả giải quyết"), [at_most(4000)])
    files = MultipleFileField(lazy("Bản quét văn bản trả lời, nếu có"))

    def outside(self) -> Outside:
        """Return what was typed, as the service takes it."""
        return Outside(
            self.number_text.data or "", self.dated.data or clock.today(),
            self.sender.data or "", self.text.data or "", self.seen,
        )  # fmt: skip


class SendBackForm(Form):
    """Where a wrong or broken paper goes back to, and why."""

    to = LineField(lazy("Trả lại cho"), [required(), at_most(200)])
    text = ParagraphField(
        lazy("Văn bản sai hoặc hỏng ở chỗ nào"), [required(), at_most(2000)]
    )  # fmt: skip
