"""What people fill in of an appraisal: rule, criteria, assignment, a sheet, results."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField

from workflow.core.errors import BadInput
from workflow.core.i18n import _, lazy
from workflow.core.text import normalise
from workflow.core.web.forms import CountField, Form, LineField, ParagraphField, at_most, required
from workflow.core.web.numerals import whole, whole_or
from workflow.councils.appraising.administration import Scored, Wanted
from workflow.councils.appraising.choices import Outcome, Recommendation
from workflow.councils.appraising.writing import MOST_REMARK, Draft
from workflow.councils.forms import given

LINE, GUIDANCE = 250, 500
_READ = re.compile(r"read-(\d{1,9})")


class AppraisalRuleForm(Form):
    asked = BooleanField(lazy("Thành viên thẩm định đề nghị trước phiên họp"))
    wanted = CountField(lazy("Số phiếu cho mỗi đề nghị"), [required()])
    most_spread = CountField(lazy("Chênh lệch điểm tối đa (phần trăm)"), [required()])

    holds_ballot = BooleanField(lazy("Thẩm định xong mới mở bỏ phiếu"))

    def rule(self) -> Wanted:
        return Wanted(
            bool(self.asked.data), given(self.wanted.data), given(self.most_spread.data),
            bool(self.holds_ballot.data),
        )  # fmt: skip


class CriterionForm(Form):
    """What members score, and from how many points."""

    name = LineField(lazy("Tên tiêu chí"), [required(), at_most(LINE)])
    guidance = ParagraphField(lazy("Hướng dẫn chấm"), [at_most(GUIDANCE)])
    most = CountField(lazy("Điểm tối đa"), [required()])
    rank = CountField(lazy("Thứ tự"), [required()])

    def scored(self) -> Scored:
        return Scored(
            self.name.data, self.guidance.data or "", given(self.most.data), given(self.rank.data)
        )


def read_draft(form: Mapping[str, str], criteria: Sequence[Mapping[str, Any]]) -> Draft:
    """Read a sheet; a criterion left empty has no points yet. Raises BadInput."""
    scores = {}
    for one in criteria:
        raw = form.get(f"score-{one['key']}", "").strip()
        if not raw:
            continue
        try:
            scores[one["key"]] = whole(raw)
        except ValueError as error:
            message = _("%(name)s: chấm từ 0 đến %(most)s điểm.", name=one["name"],
                        most=one["most"])  # fmt: skip
            raise BadInput(message, field=f"score-{one['key']}") from error
    known = {one.value: one for one in Recommendation}
    remark = normalise(form.get("remark", "").replace("\r\n", "\n")[:MOST_REMARK])
    return Draft(scores, known.get(form.get("recommendation", "")), remark)


def read_rows(form: MultiDict[str, str]) -> dict[int, int]:
    """Return the ticked agenda items, each with how many sheets the page had shown of it."""
    ticked = set(form.getlist("rows"))
    return {
        int(found[1]): whole_or(0, value) for name, value in form.items()
        if (found := _READ.fullmatch(name)) and found[1] in ticked
    }  # fmt: skip


def read_outcome(form: Mapping[str, str]) -> Outcome:
    """Return the result that was chosen. Raises BadInput."""
    known = {one.value: one for one in Outcome}
    if (raw := form.get("outcome", "")) not in known:
        raise BadInput(_("Hãy chọn kết quả thẩm định."), field="outcome")
    return known[raw]
