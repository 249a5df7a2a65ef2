"""How roles are called on pages."""

from workflow.accounts.models import Role
from workflow.core.i18n import lazy

ROLE_LABELS = {
    Role.OFFICER: lazy("Cán bộ thi đua, khen thưởng"),
    Role.UNIT_HEAD: lazy("Trưởng đơn vị"),
    Role.SECRETARY: lazy("Thư ký Hội đồng"),
    Role.HEAD: lazy("Người ký quyết định"),
    Role.CLERK: lazy("Văn thư"),
    Role.ARCHIVIST: lazy("Cán bộ lưu trữ"),
    Role.ADMINISTRATOR: lazy("Quản trị viên"),
    Role.AUDITOR: lazy("Người kiểm tra"),
}
