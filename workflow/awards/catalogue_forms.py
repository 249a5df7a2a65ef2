"""The form of a new version of an organisation's own award."""

from wtforms import BooleanField

from workflow.awards.versioning import VersionFields
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

LONG = 2000


class VersionForm(Form):
    name = LineField(lazy("Tên"), validators=[required(), at_most(200)])
    criteria = ParagraphField(lazy("Tiêu chuẩn"), validators=[at_most(LONG)])
    prerequisite = ParagraphField(lazy("Điều kiện để kiểm tra tự động"),
                                  validators=[at_most(LONG)])  # fmt: skip
    vote_numerator = CountField(lazy("Số phiếu đồng ý"))
    vote_denominator = CountField(lazy("Trên tổng số"))
    vote_strict = BooleanField(lazy("Phải vượt tỷ lệ này"))
    secret_ballot = BooleanField(lazy("Bỏ phiếu kín"))
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
            legal_basis=self.legal_basis.data, valid_from=self.data["valid_from"],
            valid_to=self.data["valid_to"],
        )  # fmt: skip


def _lines(text: str | None) -> tuple[str, ...]:
    """Return what stands on each line, empty ones left out."""
    return tuple(line.strip() for line in (text or "").split("\n") if line.strip())
