"""What administrators fill in about roots, certificates and terms."""

from typing import Any

from flask_wtf.file import FileField, MultipleFileField
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional, ValidationError

from workflow.core.errors import BadInput
from workflow.core.i18n import lazy
from workflow.core.web.forms import (
    CountField,
    DayField,
    Form,
    LineField,
    ParagraphField,
    at_most,
    required,
)
from workflow.signatures.registry.agreeing import LABELS, RENEW_DAYS, SEAL_SIZES, Chosen
from workflow.signatures.registry.words import CLASSES, LEVELS
from workflow.signatures.renewal.words import ALGORITHMS
from workflow.signatures.states import Level, TrustClass

_REASON, _ADDRESSES = 500, 3000


class RootForm(Form):
    """A root with what is below it, and how its fingerprint was published."""

    trust_class = RadioField(
        lazy("Loại"), [required(lazy("Hãy chọn loại."))],
        choices=[SelectChoice(one.value, label) for one, label in CLASSES.items()],
        default=TrustClass.OFFICIAL.value,
    )  # fmt: skip
    file = FileField(lazy("Chứng thư gốc"))
    held = HiddenField()  # what the files of the last try held, PEM: nobody sends them twice
    below = MultipleFileField(lazy("Chứng thư trung gian"))
    held_below = HiddenField()
    fingerprint = StringField(
        lazy("Dấu vân tay SHA-256 nơi cấp công bố"), [required(), at_most(200)],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )  # fmt: skip
    source = LineField(lazy("Công bố ở đâu"), [required(), at_most(300)])
    crls = ParagraphField(lazy("Địa chỉ danh sách thu hồi (CRL)"), [at_most(_ADDRESSES)])
    ocsps = ParagraphField(lazy("Địa chỉ trả lời thu hồi (OCSP)"), [at_most(_ADDRESSES)])
    about = "file"  # the field beside which is said what is wrong with the files
    unread: BadInput | None = None

    def validate_file(self, _field: FileField) -> None:
        self._hold_read("file")

    def validate_below(self, _field: MultipleFileField) -> None:
        self._hold_read("below")

    def _hold_read(self, name: str) -> None:
        if self.unread is not None and self.about == name:
            raise ValidationError(str(self.unread))


class RenewedRootForm(RootForm):
    """What is around a root that is trusted already: the root itself need not be sent again."""

    about = "below"


class ConfirmForm(Form):
    compared = BooleanField(
        lazy("Tôi đã tự so dấu vân tay này với bản nơi cấp công bố, từng ký tự.")
    )


class ReasonForm(Form):
    reason = ParagraphField(
        lazy("Lý do"), [required(lazy("Hãy ghi lý do.")), at_most(_REASON)], render_kw={"rows": 3}
    )


def reason_beside(key: str) -> ReasonForm:
    """Return an empty form that may stand on a page beside others of its kind."""
    form = ReasonForm(formdata=None)
    form.reason.id = form.reason.label.field_id = f"reason-{key}"
    return form


class RegisterForm(Form):
    """Whose certificate it is, the certificate by file or by key, and the picture drawn."""

    person = SelectField(lazy("Người ký"), default="", validate_choice=False)
    key = SelectField(lazy("Khóa trong tiến trình ký"), default="", validate_choice=False)
    file = FileField(lazy("Tệp chứng thư"))
    held = HiddenField()  # the certificate of the last try, PEM: nobody sends it twice
    picture = FileField(lazy("Ảnh vẽ trên văn bản (PNG)"))
    kept = HiddenField()  # the mark of the picture of the last try
    known = BooleanField(lazy("Tôi đã xem các điểm cần lưu ý và vẫn ghi chứng thư này."))


class PictureForm(Form):
    version = HiddenField()
    picture = FileField(lazy("Ảnh vẽ trên văn bản (PNG)"), [required(lazy("Hãy chọn tệp ảnh."))])


class TermsForm(Form):
    """How strong signatures are, who stamps the time, how large the seal is."""

    level = RadioField(
        LABELS["level"], [required(lazy("Hãy chọn mức chữ ký."))],
        choices=[SelectChoice(one.value, label) for one, label in LEVELS.items()],
    )  # fmt: skip
    stamp_url = StringField(
        LABELS["stamp_url"], [at_most(300)], render_kw={"spellcheck": "false"},
        filters=[lambda raw: (raw or "").strip()],
    )  # fmt: skip
    seal_mm = CountField(
        LABELS["seal_mm"],
        [required(), NumberRange(SEAL_SIZES.start, SEAL_SIZES.stop - 1,
                                 lazy("Hình dấu rộng từ %(min)s đến %(max)s mm."))],
    )  # fmt: skip
    renew_days = CountField(
        LABELS["renew_days"],
        [required(), NumberRange(RENEW_DAYS.start, RENEW_DAYS.stop - 1,
                                 lazy("Từ %(min)s đến %(max)s ngày."))],
    )  # fmt: skip
    version = HiddenField()

    def chosen(self) -> Chosen:
        data: dict[str, Any] = self.data
        return Chosen(
            Level(data["level"]), data["stamp_url"] or "", data["seal_mm"], data["renew_days"]
        )

    def seen(self) -> int:
        return version_of(self)


class RetirementForm(Form):
    """Which algorithm is trusted to which day, and who says so."""

    name = SelectField(
        lazy("Thuật toán"), [required(lazy("Hãy chọn thuật toán."))], validate_choice=False,
        choices=[SelectChoice(value, label) for value, label in (("", ""), *ALGORITHMS.items())],
    )  # fmt: skip
    day = DayField(lazy("Ngày cuối còn được tin"), [Optional()])
    source = LineField(lazy("Theo văn bản nào"), [required(), at_most(300)])


def version_of(form: Any) -> int:
    """Return the version the form was drawn from; what was tampered with fits none."""
    text = str(form.version.data)
    return int(text) if text.isdecimal() else -1
