"""What people fill in around a decision."""

from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField
from wtforms.widgets import HiddenInput

from workflow.core.i18n import lazy
from workflow.core.web.forms import CountField, Form, LineField, ParagraphField, at_most, required

REASON_LENGTH = 1000
TEXT_LENGTH = 8000


class ChooseForm(Form):
    """The nominations to gather, by their public ids."""

    nominations = SelectMultipleField(lazy("Đề nghị"), validate_choice=False)


class WordsForm(Form):
    """The words of a draft; `version` is the one the page was drawn from."""

    version = CountField(widget=HiddenInput())
    subject = ParagraphField(
        lazy("Trích yếu"), [required(lazy("Hãy ghi trích yếu.")), at_most(500)]
    )
    bases = ParagraphField(
        lazy("Căn cứ"), [required(lazy("Hãy ghi ít nhất một căn cứ.")), at_most(TEXT_LENGTH)]
    )
    articles = ParagraphField(
        lazy("Các điều"), [required(lazy("Hãy ghi ít nhất một điều.")), at_most(TEXT_LENGTH)]
    )
    achievement = LineField(
        lazy("Thành tích ghi trên giấy khen"),
        [required(lazy("Hãy ghi thành tích để in trên giấy khen.")), at_most(300)],
    )
    destinations = ParagraphField(
        lazy("Nơi nhận"), [required(lazy("Hãy ghi nơi nhận.")), at_most(TEXT_LENGTH)]
    )
    signer_id = SelectField(lazy("Người ký"), [required(lazy("Hãy chọn người ký."))], coerce=int)


class ReadForm(Form):
    """An act on what was read: the digest of the copy the page showed."""

    digest = HiddenField()


class DeclineForm(Form):
    reason = ParagraphField(
        lazy("Lý do không ký"), [required(lazy("Hãy ghi lý do không ký.")), at_most(REASON_LENGTH)]
    )


class StrikeForm(Form):
    reason = ParagraphField(
        lazy("Lý do"),
        [required(lazy("Hãy ghi lý do đưa tên này ra khỏi quyết định.")), at_most(REASON_LENGTH)],
    )


class OfferForm(Form):
    """That the secretary knows of papers of the session nobody has signed yet."""

    unsigned_known = BooleanField(
        lazy("Tôi biết các văn bản trên chưa ký và vẫn trình ký quyết định này.")
    )
