"""The forms of an organisation's own award: a new one, and a new version of one."""

from wtforms import BooleanField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice

from workflow.awards import labels
from workflow.awards.eligibility.wording import Names
from workflow.awards.models import AwardKind, Ground, Route
from workflow.awards.own_awards import SUBJECTS, OwnAward
from workflow.awards.rule_building import GROUNDS, Limits, ticks
from workflow.awards.versioning import VersionFields
from workflow.awards.wording import ground_name
from workflow.core.i18n import lazy
from workflow.core.web.forms import (
    CountField,
    DayField,
    Form,
    LineField,
    MultiCheckboxField,
    ParagraphField,
    at_most,
    required,
)

LONG = 2000
_SAID = {"1": True, "0": False}  # anything else: the rule says nothing


class VersionForm(Form):
    name = LineField(lazy("Tên"), validators=[required(), at_most(200)])
    criteria = ParagraphField(lazy("Tiêu chuẩn"), validators=[at_most(LONG)])
    prerequisite = ParagraphField(lazy("Điều kiện để kiểm tra tự động"),
                                  validators=[at_most(LONG)])  # fmt: skip
    vote_numerator = CountField(lazy("Số phiếu đồng ý"))
    vote_denominator = CountField(lazy("Trên tổng số"))
    vote_strict = BooleanField(lazy("Phải vượt tỷ lệ này"))
    secret_ballot = BooleanField(lazy("Bỏ phiếu kín"))
    in_writing = SelectField(
        lazy("Lấy ý kiến Hội đồng bằng văn bản thay cho họp"), default="",
        choices=[SelectChoice("", lazy("Theo quy chế Hội đồng")),
                 SelectChoice("1", lazy("Được, nếu không phải bỏ phiếu kín")),
                 SelectChoice("0", lazy("Không, Hội đồng phải họp"))],
    )  # fmt: skip
    checklist = ParagraphField(lazy("Thành phần hồ sơ"), validators=[at_most(LONG)])
    word_limit = CountField(lazy("Báo cáo dài nhất (số từ)"))
    report_parts = ParagraphField(lazy("Các phần của báo cáo thành tích"),
                                  validators=[at_most(LONG)])  # fmt: skip
    confirmations = ParagraphField(lazy("Cơ quan phải hỏi ý kiến"), validators=[at_most(LONG)])
    legal_basis = LineField(lazy("Theo văn bản"), validators=[required(), at_most(300)])
    valid_from = DayField(lazy("Hiệu lực từ ngày"), validators=[required()])
    valid_to = DayField(lazy("Đến ngày"))

    def fields(self) -> VersionFields:
        return VersionFields(
            name=self.name.data, criteria=self.criteria.data or "",
            prerequisite=(self.prerequisite.data or "").strip(),
            vote_numerator=self.data["vote_numerator"],
            vote_denominator=self.data["vote_denominator"],
            vote_strict=bool(self.vote_strict.data), secret_ballot=bool(self.secret_ballot.data),
            checklist="\n".join(_lines(self.checklist.data)),
            word_limit=self.data["word_limit"], report_parts=_lines(self.report_parts.data),
            confirmations=_lines(self.confirmations.data),
            in_writing=_SAID.get(self.in_writing.data or ""),
            legal_basis=self.legal_basis.data, valid_from=self.data["valid_from"],
            valid_to=self.data["valid_to"],
        )  # fmt: skip


class OwnAwardForm(VersionForm):
    """A new award of the organisation: the version's fields, and what makes it an award."""

    kind = RadioField(lazy("Loại"), choices=[
        SelectChoice(AwardKind.FORM.value, lazy("Hình thức khen thưởng")),
        SelectChoice(AwardKind.TITLE.value, lazy("Danh hiệu thi đua")),
    ])  # fmt: skip
    subjects = MultiCheckboxField(lazy("Đối tượng"))
    grounds = MultiCheckboxField(lazy("Loại khen thưởng"))
    ticked = MultiCheckboxField(lazy("Điều kiện thường dùng"))
    prerequisite = ParagraphField(lazy("Điều kiện khác"), validators=[at_most(LONG)])
    route = RadioField(lazy("Cách xét"), choices=[
        SelectChoice(key.value, name) for key, name in labels.ROUTES.items()
    ])  # fmt: skip
    once = BooleanField(lazy("Mỗi người, mỗi tập thể chỉ được tặng một lần"))
    a_year = CountField(lazy("Số lượng nhiều nhất một năm"))
    consultation_days = CountField(lazy("Số ngày làm việc lấy ý kiến công khai"))

    def offer(self, names: Names) -> None:
        """Fill the lists to choose from, in the reader's language."""
        self.subjects.choices = [SelectChoice(one, labels.SUBJECTS[one]) for one in SUBJECTS]
        self.grounds.choices = [SelectChoice(one.value, ground_name(one)) for one in GROUNDS]
        self.ticked.choices = [SelectChoice(text, words) for text, words in ticks(names)]

    def award(self) -> OwnAward:
        return OwnAward(
            kind=AwardKind(self.kind.data), subjects=tuple(self.subjects.data or ()),
            grounds=tuple(Ground(one) for one in self.grounds.data or ()),
            ticked=tuple(self.ticked.data or ()),
            limits=Limits(
                bool(self.once.data), self.data["a_year"], self.data["consultation_days"]
            ),
            route=Route(self.route.data), rules=self.fields(),
        )  # fmt: skip


def _lines(text: str | None) -> tuple[str, ...]:
    """Return what stands on each line, empty ones left out."""
    return tuple(line.strip() for line in (text or "").split("\n") if line.strip())
