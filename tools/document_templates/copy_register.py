"""The printed register of copies: one yearly series for every form of copy."""

from __future__ import annotations

from docx.document import Document as DocxDocument

from tools.document_templates.register import Register, register_of
from tools.document_templates.tables import Column

COPIES = Register("BẢN SAO", (
    ("code", Column("Số, ký hiệu bản sao", 30)),
    ("date", Column("Ngày sao", 21)),
    ("form", Column("Hình thức", 17)),
    ("subject", Column("Văn bản được sao: số, ký hiệu; ngày; trích yếu", 58, centred=False)),
    ("signer", Column("Người ký bản sao", 25)),
    ("destinations", Column("Nơi nhận", 34, centred=False)),
    ("copies", Column("Số lượng bản", 13)),
    ("asked_by", Column("Theo đề nghị của", 23, centred=False)),
    ("received_by", Column("Ký nhận", 12)),
    ("note", Column("Ghi chú", 24, centred=False)),
), struck=(0, 3))  # fmt: skip


def copy_register() -> DocxDocument:
    """The register of copies of one year."""
    return register_of(COPIES)
