"""A person's word against a verdict: who gave it, when, why, and whether it still holds."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from workflow.awards.eligibility.verdicts import Verdict
from workflow.core.i18n import _

UNIT_HEAD, SECRETARY = "unit_head", "secretary"


@dataclass(frozen=True)
class Override:
    """What was said, and against what; `void` once the row or its data are others."""

    by: str
    role: str
    at: datetime
    reason: str
    verdict: Verdict
    heading: str
    void: bool

    @property
    def role_name(self) -> str:
        return _("Thủ trưởng đơn vị") if self.role == UNIT_HEAD else _("Thư ký Hội đồng")


def void(stored: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return it as one that holds for nothing any more, also should the row become as it was."""
    return stored and {**stored, "digest": ""}


def override_of(stored: dict[str, Any] | None, digest: str | None = None) -> Override | None:
    """Return it as pages show it; without the `digest` of today it is as it was frozen."""
    if not stored:
        return None
    void = stored["void"] if digest is None else stored["digest"] != digest
    return Override(
        stored["name"], stored["role"], datetime.fromisoformat(stored["at"]), stored["reason"],
        Verdict(stored["verdict"]), stored["heading"], void,
    )  # fmt: skip
