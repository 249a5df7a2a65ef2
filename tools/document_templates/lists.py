"""The lists of nominees and of votes, collectives first, then individuals."""

from __future__ import annotations

from docx.document import Document as DocxDocument

from tools.document_templates.blocks import shown_if
from tools.document_templates.tables import Column, Row, RuledTable

_ANYBODY = "collectives or individuals"
POST_AND_UNIT = "{% if item.post %}{{ item.post }}, {% endif %}{{ item.unit }}"


def summary_table(document: DocxDocument) -> None:
    """How many collectives and individuals are proposed for each award."""
    with shown_if(document, "summary"):
        _summary(document)


def _summary(document: DocxDocument) -> None:
    table = RuledTable(
        document,
        [
            Column("STT", 12),
            Column("Danh hiệu, hình thức khen thưởng", 78, centred=False),
            Column("Tập thể", 25),
            Column("Cá nhân", 25),
            Column("Cộng", 25),
        ],
        size=13,
    )
    table.control("for item in summary")
    total = "{{ item.collectives + item.individuals }}"
    table.row(
        Row(["{{ loop.index }}", "{{ item.award }}", "{{ item.collectives }}",
             "{{ item.individuals }}", total])
    )  # fmt: skip
    table.control("endfor")
    table.row(
        Row(["", "Tổng cộng", "{{ counts.collectives }}", "{{ counts.individuals }}",
             "{{ counts.collectives + counts.individuals }}"], bold=True)
    )  # fmt: skip


def recipients_table(document: DocxDocument, *, with_money: bool = False) -> None:
    """The recipients of a decision, and where there is prize money, each one's and the total."""
    widths = (12, 42, 47, 36) if with_money else (12, 48, 53, 52)
    headings = (
        "STT",
        "Tên tập thể; họ và tên cá nhân",
        "Chức vụ, đơn vị công tác",
        "Danh hiệu, hình thức khen thưởng",
    )
    columns = [
        Column(heading, width, centred=heading not in headings[1:3])
        for heading, width in zip(headings, widths, strict=True)
    ]
    if with_money:
        columns.append(Column("Tiền thưởng (đồng)", 28))
    table = RuledTable(document, columns, size=13)
    ordinal, name, award = "{{ item.ordinal }}", "{{ item.name }}", "{{ item.award }}"
    money = ["{{ item.prize }}"] if with_money else []
    grouped(
        table,
        collective=[ordinal, name, "", award, *money],
        individual=[ordinal, name, POST_AND_UNIT, award, *money],
    )
    if with_money:
        table.row(Row(["", "Tổng cộng", "", "", "{{ prizes.total }}"], bold=True))


def nominees_table(document: DocxDocument) -> None:
    """The nominees with their achievements and votes, on landscape pages."""
    with shown_if(document, _ANYBODY, "Không có đề nghị nào."):
        _nominees(document)


def _nominees(document: DocxDocument) -> None:
    columns = [
        Column("STT", 12),
        Column("Tên tập thể; họ và tên cá nhân", 50, centred=False),
        Column("Chức vụ, đơn vị công tác", 52, centred=False),
        Column("Hình thức đề nghị", 48),
        Column("Tóm tắt thành tích", 65, centred=False),
        Column("Số phiếu đồng ý", 25),
    ]
    table = RuledTable(document, columns)
    ends = [
        "{{ item.award }}",
        "{{ item.achievements }}",
        "{{ item.agree }}/{{ item.total }}",
    ]
    starts = ["{{ item.ordinal }}", "{{ item.name }}"]
    grouped(
        table,
        collective=[*starts, "", *ends],
        individual=[*starts, POST_AND_UNIT, *ends],
    )


def votes_table(document: DocxDocument, *, with_units: bool = True) -> None:
    """The votes on each nominee, of the total number of those who have a vote."""
    with shown_if(document, _ANYBODY, "Không có đề nghị nào được đưa ra biểu quyết."):
        _votes(document, with_units=with_units)


def _votes(document: DocxDocument, *, with_units: bool) -> None:
    columns = [
        Column("STT", 10),
        Column("Tập thể, cá nhân", 41, centred=False),
        Column("Danh hiệu, hình thức", 30),
        Column("Đồng ý", 15),
        Column("Không đồng ý", 16),
        Column("Khác", 13),
        Column("Tỷ lệ", 20),
        Column("Kết quả", 20),
    ]
    table = RuledTable(document, columns, size=11)
    votes = [
        "{{ item.award }}",
        "{{ item.agree }}",
        "{{ item.disagree }}",
        "{{ item.other }}",
        "{{ item.agree }}/{{ item.total }}\n{{ item.percent }}",
        "{{ item.outcome }}",
    ]
    where = POST_AND_UNIT if with_units else "{{ item.post }}"
    ordinal, name = "{{ item.ordinal }}", "{{ item.name }}"
    grouped(
        table,
        collective=[ordinal, name, *votes],
        individual=[ordinal, f"{name}\n({where})", *votes],
    )


def grouped(table: RuledTable, *, collective: list[str], individual: list[str]) -> None:
    """Both groups under their own band; an empty group leaves no trace."""
    for group, label, row in (
        ("collectives", "TẬP THỂ", collective),
        ("individuals", "CÁ NHÂN", individual),
    ):
        table.control(f"if {group}")
        table.band(label + " ({{ '%02d'|format(" + group + "|length) }})")
        table.control(f"for item in {group}")
        table.row(Row(row, joined=row is collective))
        table.control("endfor")
        table.control("endif")
