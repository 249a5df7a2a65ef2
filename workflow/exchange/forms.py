"""Forms of what goes up: the consolidation, the answer, the request, the foreign decision."""

from collections.abc import Mapping, Sequence

from flask_wtf.file import MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import HiddenInput

from workflow.accounts.delegating.standing import Standing
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
from workflow.proposals.models import Nomination

MOST_FILES = 10
_RESULTS = {"awarded": True, "refused": False}


class ConsolidateForm(Form):
    """Which nominations go up, under which trích yếu, signed by whom."""

    nominations = SelectMultipleField(
        lazy("Đề nghị cần trình"),
        validators=[required(lazy("Hãy chọn ít nhất một đề nghị để trình."))],
    )
    title = LineField(lazy("Trích yếu"), validators=[at_most(300)])
    opening = ParagraphField(lazy("Đoạn mở đầu của Tờ trình"), validators=[at_most(2000)])
    signer = SelectField(
        lazy("Người ký"), validators=[required(lazy("Hãy chọn người ký Tờ trình."))]
    )
    version = CountField(widget=HiddenInput())

    def offer(self, rows: Sequence[Nomination], signers: Sequence[Standing]) -> None:
        """Let these nominations be chosen, and one of those who may sign."""
        self.nominations.choices = [(row.public_id, row.public_id) for row in rows]
        self.signer.choices = [SelectChoice(one.user.public_id, one.choice) for one in signers]


class AnswerForm(Form):
    """The answer to what the superior asked, with files."""

    text = ParagraphField(
        lazy("Câu trả lời"),
        validators=[required(lazy("Hãy ghi câu trả lời cho yêu cầu bổ sung.")), at_most(4000)],
    )
    files = MultipleFileField(lazy("Tệp gửi kèm"))

    def uploads(self) -> list[FileStorage]:
        """Return the files really chosen; a browser sends an empty part for none."""
        return [one for one in self.files.data or [] if one and one.filename]

    def too_many(self) -> bool:
        """Refuse more files than one answer may carry, beside the field."""
        if len(self.uploads()) <= MOST_FILES:
            return False
        told = _("Mỗi lần gửi tối đa %(most)s tệp. Hãy bỏ bớt.", most=MOST_FILES)
        self.files.errors = [told]
        return True


class AskMoreForm(Form):
    """What is missing, and by when."""

    text = ParagraphField(
        lazy("Nội dung cần bổ sung"),
        validators=[required(lazy("Hãy ghi rõ cần bổ sung những gì.")), at_most(4000)],
    )
    due_on = DayField(lazy("Hạn trả lời"), validators=[required()])


class TermForm(Form):
    """How many working days we give ourselves."""

    days = CountField(lazy("Số ngày làm việc"), validators=[required()])
    version = CountField(widget=HiddenInput())


class ForeignOutcomeForm(Form):
    """The superior's decision as its sheet has it."""

    number = LineField(
        lazy("Số và ký hiệu"),
        validators=[required(lazy("Hãy ghi số và ký hiệu như trên văn bản.")), at_most(60)],
    )
    date_text = LineField(
        lazy("Ngày ghi trên văn bản"),
        validators=[required(lazy("Hãy ghi ngày như trên văn bản.")), at_most(40)],
    )
    issuer = LineField(
        lazy("Cơ quan ban hành"),
        validators=[required(lazy("Hãy ghi cơ quan ban hành như trên văn bản.")), at_most(200)],
    )
    title = LineField(
        lazy("Trích yếu"),
        validators=[required(lazy("Hãy ghi trích yếu của quyết định.")), at_most(300)],
    )
    arrived_on = DayField(
        lazy("Ngày đến"), [required(lazy("Hãy ghi ngày văn bản đến.")), not_after_today],
        default=clock.today,
    )  # fmt: skip
    same = BooleanField(lazy("Đúng là quyết định đã vào sổ, ghi kết quả theo quyết định ấy"))


def results_in(typed: Mapping[str, str]) -> dict[str, bool]:
    """Return what was chosen for each nomination; “not yet” is left out."""
    chosen = {
        key.removeprefix("result-"): _RESULTS[value]
        for key, value in typed.items()
        if key.startswith("result-") and value in _RESULTS
    }
    return dict(sorted(chosen.items()))
