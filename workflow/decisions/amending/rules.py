"""On what grounds an office annuls, and how long it gives for what has to come back."""

from dataclasses import dataclass
from datetime import date

from workflow.core import audit, clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, NotAllowed, StaleEdit
from workflow.core.i18n import _
from workflow.decisions.amending.models import AmendingRule
from workflow.decisions.amending.queries import rule_of

LONGEST = 365
RECOVERY_DAYS = EXCHANGE_DAYS = 15  # one province's example; nobody verified a national one
SOURCE = "Ví dụ của một địa phương, chưa kiểm chứng. Cơ quan ghi theo quy chế của mình."
_LAW_2022 = date(2024, 1, 1)
_GROUNDS = (
    "Có hành vi gian dối trong việc kê khai thành tích",
    "Cung cấp thông tin sai sự thật hoặc làm giả hồ sơ đề nghị khen thưởng",
    "Thẩm định, xét duyệt, quyết định khen thưởng trái quy định của pháp luật",
    "Có kết luận, bản án của cơ quan có thẩm quyền về vi phạm trong thời gian tính thành tích làm "
    "cho không bảo đảm tiêu chuẩn khen thưởng",
)


@dataclass(frozen=True)
class Ground:
    """One ground of annulment and the point of law it is named with."""

    basis: str
    text: str


@dataclass(frozen=True)
class Rule:
    """What holds in an office; `version` is 0 while it has said nothing of its own."""

    grounds: tuple[Ground, ...]
    recovery_days: int
    exchange_days: int
    source: str
    version: int

    @property
    def text(self) -> str:
        return "\n".join(f"{one.basis} | {one.text}" for one in self.grounds)


def grounds_in(text: str) -> tuple[Ground, ...]:
    """Read “point of law | ground”, one a line; a line without a bar has no point."""
    rows = [line.strip() for line in text.splitlines() if line.strip()]
    parts = [row.partition("|") if "|" in row else ("", "|", row) for row in rows]
    return tuple(Ground(basis.strip(), said.strip()) for basis, _bar, said in parts)


def current_rule(organisation_id: int) -> Rule:
    kept = rule_of(organisation_id)
    if kept is not None:
        return Rule(grounds_in(kept.grounds), kept.recovery_days, kept.exchange_days, kept.source,
                    kept.version)  # fmt: skip
    law = "Điều 93 " if clock.today() >= _LAW_2022 else ""
    basis = f"{law}Luật Thi đua, khen thưởng"
    usual = tuple(Ground(basis, text) for text in _GROUNDS)
    return Rule(usual, RECOVERY_DAYS, EXCHANGE_DAYS, SOURCE, 0)


def set_rule(
    grounds: str, *, recovery_days: int, exchange_days: int, source: str, version: int,
    actor: Actor,
) -> AmendingRule:  # fmt: skip
    """Keep what the office says; what was drafted before stays as it was worded."""
    if actor.organisation_id is None or not actor.has("secretary"):
        raise NotAllowed(_("Chỉ thư ký của cơ quan ghi các quy định này."))
    _check(grounds, recovery_days, exchange_days)
    kept = rule_of(actor.organisation_id)
    if (kept.version if kept else 0) != version:
        raise StaleEdit(_("Người khác vừa sửa các quy định này. Hãy tải lại trang."))
    if kept is None:
        kept = AmendingRule(organisation_id=actor.organisation_id, grounds="", recovery_days=0,
                            exchange_days=0)  # fmt: skip
        db.session.add(kept)
    kept.grounds, kept.source = grounds, source
    kept.recovery_days, kept.exchange_days = recovery_days, exchange_days
    db.session.flush()
    audit.record(
        "amending_rule.set", stream=("organisation", actor.organisation_id), actor=actor,
        detail={"grounds": grounds, "recovery_days": recovery_days,
                "exchange_days": exchange_days},
    )  # fmt: skip
    return kept


def _check(grounds: str, recovery_days: int, exchange_days: int) -> None:
    if not grounds_in(grounds) or not all(one.text for one in grounds_in(grounds)):
        raise BadInput(
            _("Hãy ghi ít nhất một trường hợp hủy bỏ; sau dấu “|” phải có nội dung."),
            field="grounds",
        )
    for field, days in (("recovery_days", recovery_days), ("exchange_days", exchange_days)):
        if not 1 <= days <= LONGEST:
            raise BadInput(_("Thời hạn từ 1 đến %(most)s ngày.", most=LONGEST), field=field)
