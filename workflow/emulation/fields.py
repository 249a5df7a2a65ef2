"""What people enter about a round, in the order its days must follow."""

from dataclasses import asdict, dataclass, fields
from datetime import date, datetime

from workflow.awards.models import Ground
from workflow.core import clock
from workflow.core.errors import BadInput, Difference
from workflow.core.i18n import _, lazy
from workflow.emulation.models import Round

GROUND_LABELS = {
    Ground.MERIT: lazy("Công trạng, thành tích đạt được"),
    Ground.SUDDEN: lazy("Đột xuất"),
    Ground.MOVEMENT: lazy("Phong trào, chuyên đề"),
    Ground.DEVOTION: lazy("Quá trình cống hiến"),
    Ground.TENURE: lazy("Niên hạn"),
    Ground.EXTERNAL: lazy("Đối ngoại"),
}
LABELS = {
    "name": lazy("Tên đợt"),
    "ground": lazy("Loại khen thưởng"),
    "year": lazy("Năm xét"),
    "opens_on": lazy("Bắt đầu nhận hồ sơ"),
    "due_at": lazy("Hạn nộp"),
    "check_by": lazy("Kiểm tra xong"),
    "meets_on": lazy("Hội đồng họp"),
    "ceremony_on": lazy("Trao thưởng"),
}
DAYS = ("opens_on", "due_at", "check_by", "meets_on", "ceremony_on")


@dataclass(frozen=True)
class RoundFields:
    """Everything one form edits."""

    name: str
    ground: Ground
    year: int
    opens_on: date
    due_at: datetime
    check_by: date | None
    meets_on: date | None
    ceremony_on: date | None

    @classmethod
    def of(cls, award_round: Round) -> "RoundFields":
        return cls(**{field.name: getattr(award_round, field.name) for field in fields(cls)})

    def check_order(self) -> None:
        """Refuse days that run backwards, beside the first that does. Raises BadInput."""
        last_name, last = "", None
        for name in DAYS:
            day = _day(getattr(self, name))
            if day is not None and last is not None and day < last:
                raise BadInput(
                    _(
                        "“%(this)s” không thể trước “%(before)s” (%(day)s). Hãy xem lại hai ngày.",
                        this=LABELS[name], before=LABELS[last_name], day=f"{last:%d/%m/%Y}",
                    ),
                    field=name,
                )  # fmt: skip
            if day is not None:
                last_name, last = name, day

    def plain(self) -> dict[str, str]:
        """Return the values as texts, for the audit and for comparing."""
        return {name: _written(value) for name, value in asdict(self).items()}

    def against(self, stored: "RoundFields") -> list[Difference]:
        """Return what was typed beside what is stored, where they differ."""
        mine, theirs = self.plain(), stored.plain()
        return [
            Difference(str(LABELS[name]), mine[name], theirs[name])
            for name in mine
            if mine[name] != theirs[name]
        ]


def _day(value: date | datetime | None) -> date | None:
    return clock.local(value).date() if isinstance(value, datetime) else value


def _written(value: object) -> str:
    if isinstance(value, datetime):
        return f"{clock.local(value):%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Ground):
        return str(GROUND_LABELS[value])
    return "" if value is None else str(value)
