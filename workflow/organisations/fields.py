"""What people enter about an organisation, and how two versions of it are compared."""

from dataclasses import asdict, dataclass, fields
from datetime import date

from workflow.core.errors import Difference
from workflow.core.i18n import lazy
from workflow.organisations.models import Organisation, OrganisationKind

KIND_LABELS = {
    OrganisationKind.MINISTRY: lazy("Bộ, ngành"),
    OrganisationKind.GENERAL_DEPARTMENT: lazy("Tổng cục"),
    OrganisationKind.DEPARTMENT: lazy("Cục, sở"),
    OrganisationKind.UNIT: lazy("Đơn vị trực thuộc"),
    OrganisationKind.UNION: lazy("Công đoàn"),
    OrganisationKind.COMMITTEE: lazy("Ủy ban nhân dân"),
}
LABELS = {
    "name": lazy("Tên đầy đủ"),
    "short_name": lazy("Tên gọi tắt"),
    "kind": lazy("Loại"),
    "symbol": lazy("Ký hiệu trong số văn bản"),
    "place": lazy("Địa danh"),
    "head_post": lazy("Chức vụ người đứng đầu"),
    "heading_parent": lazy("Dòng trên tên cơ quan"),
    "heading_name": lazy("Tên cơ quan trên văn bản"),
    "numbers_first": lazy("Lấy số trước khi ký"),
    "signs_digitally": lazy("Ký số văn bản"),
    "valid_from": lazy("Từ ngày"),
}


@dataclass(frozen=True)
class OrganisationFields:
    """Everything one form edits."""

    name: str
    short_name: str
    kind: OrganisationKind
    symbol: str
    place: str
    head_post: str
    heading_parent: str
    heading_name: str
    numbers_first: bool
    signs_digitally: bool
    valid_from: date

    @classmethod
    def of(cls, organisation: Organisation) -> "OrganisationFields":
        return cls(**{field.name: getattr(organisation, field.name) for field in fields(cls)})

    def plain(self) -> dict[str, str]:
        """Return the values as texts, for the audit and for comparing."""
        return {name: _written(value) for name, value in asdict(self).items()}

    def against(self, stored: "OrganisationFields") -> list[Difference]:
        """Return what was typed beside what is stored, field by field, where they differ."""
        mine, theirs = self.plain(), stored.plain()
        return [
            Difference(str(LABELS[name]), mine[name], theirs[name])
            for name in mine
            if mine[name] != theirs[name]
        ]


def _written(value: object) -> str:
    if isinstance(value, bool):
        return str(lazy("Có") if value else lazy("Không"))
    if isinstance(value, OrganisationKind):
        return str(KIND_LABELS[value])
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)
