"""Forms on the pages of dossiers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from flask_wtf.file import FileField
from wtforms import BooleanField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import HiddenInput

from workflow.awards.models import Ground
from workflow.awards.wording import ground_name
from workflow.core.i18n import _, lazy
from workflow.core.web.forms import (
    CountField,
    DayField,
    Form,
    LineField,
    MomentField,
    ParagraphField,
    at_most,
    required,
)
from workflow.documents.models import DocumentLink
from workflow.proposals.models import Nomination, Proposal
from workflow.proposals.services.consulting import Heard
from workflow.proposals.services.meeting import Meeting
from workflow.proposals.services.nominating import Row
from workflow.proposals.states import ConfirmationResult

NEWCOMER = "new"
LONG = 8000


class GeneralForm(Form):
    """The general part of a dossier, and the question about state secrets."""

    title = LineField(lazy("Tên hồ sơ"), validators=[required(), at_most(300)])
    summary = ParagraphField(lazy("Tình hình, thành tích chung của đơn vị"),
                             validators=[at_most(LONG)])  # fmt: skip
    secret = BooleanField(lazy("Hồ sơ chứa bí mật nhà nước"))
    version = CountField(widget=HiddenInput())


class OpenForm(GeneralForm):
    """A new dossier: its round, and the earlier one whose rows may be taken over."""

    round = SelectField(lazy("Đợt khen thưởng"), validators=[required()])
    source = SelectField(lazy("Bắt đầu từ"), validate_choice=False)

    def offer_sources(self, sources: Sequence[Proposal]) -> None:
        named = [
            SelectChoice(one.public_id, f"{one.code}, {one.round.name}" if one.round else one.code)
            for one in sources
        ]
        self.source.choices = [SelectChoice("", _("Hồ sơ trống")), *named]

    @property
    def chosen_source(self) -> str:
        """Return the earlier dossier to take rows from, if one of those offered was chosen."""
        offered = {one.value for one in self.source.choices}
        return self.source.data if self.source.data in offered else ""


class NominationForm(Form):
    """One row: the award and what it is for."""

    award = SelectField(lazy("Danh hiệu, hình thức đề nghị"), coerce=int, validators=[required()])
    ground = SelectField(lazy("Loại khen thưởng"), validators=[required()])
    year = CountField(lazy("Thành tích của năm"), validators=[required()])
    period = LineField(lazy("Giai đoạn, nếu dài hơn một năm"), validators=[at_most(50)])
    post = LineField(lazy("Chức vụ ghi trong danh sách"), validators=[at_most(200)])
    achievements = ParagraphField(lazy("Tóm tắt thành tích"), validators=[at_most(LONG)])
    version = CountField(widget=HiddenInput())

    def offer(self, awards: Sequence[tuple[int, str]]) -> None:
        self.award.choices = [SelectChoice(value, label) for value, label in awards]
        self.ground.choices = [SelectChoice(one.value, ground_name(one)) for one in Ground]

    def row(self) -> Row:
        return Row(
            award_version_id=self.award.data, ground=Ground(self.ground.data),
            year=self.year.data or 0, period=self.period.data or "", post=self.post.data or "",
            achievements=self.achievements.data or "",
        )  # fmt: skip


class AddNominationForm(NominationForm):
    """A new row: somebody of the unit, or somebody not entered yet."""

    recipient = SelectField(lazy("Người, tập thể được đề nghị"), validators=[required()])
    new_name = LineField(lazy("Tên, nếu chưa có trong danh sách"), validators=[at_most(200)])

    def take_newcomer(self) -> None:
        """A name written below, with nobody chosen above, means somebody new."""
        if self.new_name.data and not self.recipient.data:
            self.recipient.data = NEWCOMER

    def offer_recipients(self, people: Sequence[tuple[str, str]]) -> None:
        newcomer = (NEWCOMER, _("— Chưa có trong danh sách, ghi tên bên dưới —"))
        offered = [("", _("Chọn…")), *people, newcomer]
        self.recipient.choices = [SelectChoice(value, label) for value, label in offered]


class NoteForm(Form):
    """The unit's sentence where a person has to look at a row."""

    note = ParagraphField(lazy("Một câu giải trình, in vào Danh sách kèm Tờ trình"),
                          validators=[at_most(500)])  # fmt: skip
    version = CountField(widget=HiddenInput())


class OverrideForm(Form):
    """Why a row is to be considered although the rules do not find it eligible."""

    reason = ParagraphField(lazy("Một câu lý do, in vào Tờ trình, Danh sách và trang của Hội đồng"),
                            validators=[required(lazy("Hãy ghi một câu lý do.")),
                                        at_most(500)])  # fmt: skip
    seen = LineField(widget=HiddenInput())
    version = CountField(widget=HiddenInput())


class AchievementsForm(Form):
    achievements = ParagraphField(lazy("Tóm tắt thành tích"),
                                  validators=[required(), at_most(LONG)])  # fmt: skip
    version = CountField(widget=HiddenInput())


class EvidenceForm(Form):
    file = FileField(lazy("Tệp minh chứng"), validators=[required(lazy("Hãy chọn tệp."))])
    title = LineField(lazy("Tên minh chứng"), validators=[at_most(200)])
    item = SelectField(lazy("Dùng cho"), validate_choice=False)

    def offer(self, items: Sequence[str]) -> None:
        other = SelectChoice("", _("Minh chứng khác"))
        self.item.choices = [other, *(SelectChoice(one, one) for one in items)]


class ConfirmationForm(Form):
    """When another office was asked, and what it answered."""

    asked_on = DayField(lazy("Hỏi ngày"), validators=[required()])
    answered_on = DayField(lazy("Trả lời ngày"))
    answered_by = LineField(lazy("Số văn bản, người trả lời"), validators=[at_most(200)])
    result = SelectField(lazy("Kết quả"))
    document = SelectField(lazy("Tệp trả lời"), validate_choice=False)
    version = CountField(widget=HiddenInput())

    def offer(self, files: Sequence[DocumentLink]) -> None:
        self.result.choices = [
            SelectChoice("", _("Chưa trả lời")),
            *(SelectChoice(one.value, result_name(one)) for one in ConfirmationResult),
        ]
        named = [SelectChoice(one.document.public_id, one.document.title) for one in files]
        self.document.choices = [SelectChoice("", _("Không có tệp")), *named]

    def heard(self) -> Heard:
        return Heard(
            asked_on=self.data["asked_on"], answered_on=self.data["answered_on"],
            answered_by=self.answered_by.data or "",
            result=ConfirmationResult(self.result.data) if self.result.data else None,
            document_public_id=self.document.data or "",
        )  # fmt: skip


def result_name(result: ConfirmationResult) -> str:
    return {
        ConfirmationResult.AGREED: _("Đồng ý"), ConfirmationResult.OBJECTED: _("Không đồng ý"),
    }[result]  # fmt: skip


class MeetingForm(Form):
    """The unit's meeting; one more field for every row of the list is added by `for_rows`."""

    held_at = MomentField(lazy("Thời gian bắt đầu"), validators=[required()])
    place = LineField(lazy("Địa điểm"), validators=[required(), at_most(300)])
    total = CountField(lazy("Tổng số người của đơn vị"), validators=[required()])
    present = CountField(lazy("Số người có mặt"), validators=[required()])
    presided_by = LineField(lazy("Chủ trì"), validators=[required(), at_most(200)])
    minuted_by = LineField(lazy("Thư ký cuộc họp"), validators=[required(), at_most(200)])
    remarks = ParagraphField(lazy("Ý kiến khác tại cuộc họp"), validators=[at_most(LONG)])
    seen = LineField(widget=HiddenInput())

    @classmethod
    def for_rows(cls, rows: Sequence[Nomination]) -> type["MeetingForm"]:
        fields = {
            f"agree_{row.public_id}": CountField(
                _("Số đồng ý với %(name)s", name=row.recipient.name), default=row.unit_agree
            )
            for row in rows
        }
        return type("MeetingOfRowsForm", (cls,), fields)

    def meeting(self) -> Meeting:
        return Meeting(
            held_at=cast("datetime", self.held_at.data), place=self.place.data,
            present=self.present.data or 0, total=self.total.data or 0,
            presided_by=self.presided_by.data,
            minuted_by=self.minuted_by.data, remarks=self.remarks.data or "",
        )  # fmt: skip

    def votes(self, rows: Sequence[Nomination]) -> dict[str, int | None]:
        fields: dict[str, Any] = self._fields
        return {row.public_id: fields[f"agree_{row.public_id}"].data for row in rows}


class SignForm(Form):
    seen = LineField(widget=HiddenInput())


class SubmitForm(Form):
    late_reason = ParagraphField(lazy("Lý do nộp muộn"), validators=[at_most(1000)])


class ReasonForm(Form):
    reason = ParagraphField(
        lazy("Lý do"), validators=[required(lazy("Hãy ghi lý do.")), at_most(1000)]
    )


class AnswerForm(Form):
    answer = ParagraphField(lazy("Đã sửa thế nào"), validators=[required(), at_most(2000)])


class PointForm(Form):
    """A point to mend: on one row, or on the dossier as a whole."""

    nomination = SelectField(lazy("Về"))
    text = ParagraphField(lazy("Điểm cần sửa"), validators=[required(), at_most(2000)])

    def offer(self, rows: Sequence[Nomination]) -> None:
        named = [
            SelectChoice(
                row.public_id, _("Dòng %(n)s, %(name)s", n=number, name=row.recipient.name)
            )
            for number, row in enumerate(rows, start=1)
        ]
        self.nomination.choices = [SelectChoice("", _("Cả hồ sơ")), *named]
