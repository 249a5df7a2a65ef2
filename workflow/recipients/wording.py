"""What the words of the ledgers are called on pages."""

from workflow.core.i18n import lazy
from workflow.recipients.states import AbsenceKind, Counts, DisciplineLevel, Grade, LineageKind

GRADES = {
    Grade.EXCELLENT: lazy("Hoàn thành xuất sắc nhiệm vụ"),
    Grade.WELL: lazy("Hoàn thành tốt nhiệm vụ"),
    Grade.DONE: lazy("Hoàn thành nhiệm vụ"),
    Grade.NOT_DONE: lazy("Không hoàn thành nhiệm vụ"),
}
LEVELS = {
    DisciplineLevel.REBUKE: lazy("Khiển trách"),
    DisciplineLevel.WARNING: lazy("Cảnh cáo"),
    DisciplineLevel.ABOVE: lazy(
        "Trên cảnh cáo (hạ bậc lương, giáng chức, cách chức, buộc thôi việc)"
    ),
}
LINEAGES = {
    LineageKind.RENAMED: lazy("Đổi tên"),
    LineageKind.MERGED: lazy("Sáp nhập"),
    LineageKind.SPLIT: lazy("Chia tách"),
}
ABSENCES = {
    AbsenceKind.STUDY: lazy("Đi học do cơ quan cử"),
    AbsenceKind.MATERNITY: lazy("Nghỉ thai sản"),
    AbsenceKind.WOUNDS: lazy("Điều trị vết thương do cứu người, cứu tài sản, chiến đấu"),
    AbsenceKind.ILLNESS: lazy("Nghỉ ốm, chữa bệnh"),
    AbsenceKind.POSTING: lazy("Biệt phái, đi công tác dài ngày"),
    AbsenceKind.UNJUSTIFIED: lazy("Nghỉ không có lý do"),
    AbsenceKind.OTHER: lazy("Lý do khác"),
}
COUNTS = {
    Counts.YES: lazy("Được tính"),
    Counts.NO: lazy("Không được tính"),
    Counts.UNKNOWN: lazy("Chưa rõ"),
}
