"""A .docx with every field of a paper as it is written in a template, to be copied from."""

import re

from workflow.core.i18n import _
from workflow.documents.engine.child import run_limited
from workflow.documents.templating.papers import PaperForm
from workflow.documents.templating.writing import OfferedField, fields_of

_TAG = re.compile(r"\{[{%].*?[%}]\}")


def sheet_of_fields(paper: PaperForm) -> bytes:
    """Return a table of the paper's fields: as written in Word, what each holds, an example."""
    payload = {
        "title": _("Các trường: %(title)s", title=paper.title),
        "note": _("Chép mã ở cột đầu vào mẫu. Danh sách có mã mở và mã đóng: mỗi mã đặt ở một hàng "
                  "hoặc một đoạn riêng, phần nằm giữa được lặp lại."),
        "rows": [
            [[_("Viết trong Word")], [_("Nội dung")], [_("Ví dụ")]],
            *([_written(one), [one.holds], [one.example]] for one in fields_of(paper.name)),
        ],
    }  # fmt: skip
    return run_limited("fields_sheet", payload).blobs[0]


def _written(field: OfferedField) -> list[str]:
    return _TAG.findall(field.written) if field.is_list else [field.written]
