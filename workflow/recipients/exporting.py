"""The rows of lists of people and of ledgers that are taken away, as the import reads them back."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from workflow.core.i18n import _
from workflow.recipients.models import Recipient, RecipientKind, YearlyGrade
from workflow.recipients.queries import Member
from workflow.recipients.states import Grade

_GRADES = {
    Grade.EXCELLENT: "Hoàn thành xuất sắc nhiệm vụ", Grade.WELL: "Hoàn thành tốt nhiệm vụ",
    Grade.DONE: "Hoàn thành nhiệm vụ", Grade.NOT_DONE: "Không hoàn thành nhiệm vụ",
}  # fmt: skip
_SCOPES = {"grassroots": "cơ sở", "ministry-province": "cấp bộ, tỉnh", "national": "toàn quốc"}


def people_heads() -> list[tuple[str, str]]:
    return [
        ("name", _("Họ và tên")), ("kind", _("Loại")), ("code", _("Số hiệu")),
        ("post", _("Chức vụ")), ("unit", _("Đơn vị")),
    ]  # fmt: skip


def person_cells(one: Member) -> dict[str, str]:
    kinds = {
        RecipientKind.PERSON: _("Cá nhân"), RecipientKind.COLLECTIVE: _("Tập thể"),
        RecipientKind.HOUSEHOLD: _("Hộ gia đình"),
    }  # fmt: skip
    return {
        "name": one.recipient.name, "kind": kinds[one.recipient.kind],
        "code": one.recipient.employee_code, "post": one.membership.post,
        "unit": one.organisation.name,
    }  # fmt: skip


def ledger_heads() -> list[tuple[str, str]]:
    return [
        ("name", _("Họ và tên")), ("code", _("Số hiệu")), ("year", _("Năm")),
        ("award", _("Danh hiệu, hình thức khen thưởng")), ("grade", _("Xếp loại")),
        ("title", _("Sáng kiến")), ("scope", _("Phạm vi")), ("number", _("Số quyết định")),
        ("date", _("Ngày quyết định")), ("issuer", _("Cơ quan quyết định")), ("note", _("Ghi chú")),
    ]  # fmt: skip


def ledger_cells(
    recipient: Recipient, honours: Sequence[Any], names: Mapping[int, str],
    grades: Sequence[YearlyGrade], works: Sequence[Any],
) -> Iterator[dict[str, str]]:  # fmt: skip
    """Yield one row for each honour, grade and initiative; struck honours say by what."""
    empty = dict.fromkeys((key for key, _label in ledger_heads()), "")
    who = empty | {"name": recipient.name, "code": recipient.employee_code}
    for one in honours:
        struck = _("Đã hủy bỏ theo %(by)s", by=one.struck_by) if one.struck_by else ""
        yield who | {
            "year": str(one.year or one.period or ""), "award": names.get(one.award_id, ""),
            "number": one.number_text, "date": one.date_text, "issuer": one.issuer_text,
            "note": struck or one.source,
        }  # fmt: skip
    for grade in grades:
        yield who | {
            "year": str(grade.year), "grade": _GRADES[grade.grade], "note": grade.source,
        }  # fmt: skip
    for work in works:
        yield who | {
            "year": str(work.year), "title": work.title, "scope": _SCOPES[work.scope.value],
            "note": work.source,
        }  # fmt: skip
