"""A drawn paper holds its own number, date and signer, or it is not drawn."""

import pytest

from tests.documents.engine.conftest import paper
from workflow.documents.engine.errors import TemplateFault
from workflow.documents.engine.rendering import render
from workflow.documents.readback import refuse_without_names

CONTEXT = {
    "number": "12", "symbol": "QĐ-CQLTT", "date_line": "Long An, ngày 05 tháng 01 năm 2021",
    "signature": {"name": "Nguyễn Văn A"},
}  # fmt: skip
WHOLE = ("Số: 12/QĐ-CQLTT", CONTEXT["date_line"], "NGUYỄN VĂN A")


def test_a_paper_with_its_number_date_and_signer_is_drawn_and_a_draft_needs_no_number():
    refuse_without_names(paper(*WHOLE), CONTEXT)
    drawn = paper("Số: {{ so }}/QĐ-CQLTT", *WHOLE[1:])
    refuse_without_names(render(drawn, {"so": "12"}), CONTEXT)  # its hyphen is one that binds
    refuse_without_names(paper("Số:", "Nguyễn Văn A"), CONTEXT | {"number": "\u00a0\u00a0"})


@pytest.mark.parametrize("missing", range(3))
def test_a_paper_with_another_number_or_without_its_date_or_signer_is_not(missing: int):
    said = [text for place, text in enumerate(WHOLE) if place != missing]
    with pytest.raises(TemplateFault) as refused:
        refuse_without_names(paper(*said, "Số: 99/QĐ-CQLTT, năm 12"), CONTEXT)
    assert refused.value.code == "unprinted"
