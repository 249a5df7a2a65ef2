"""What was said of the signatures of an issued file, kept so that a visitor costs no checking."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from workflow.core.db import Base


class FileVerdict(Base):
    """The report on a file known by its digest, and when it was made."""

    __tablename__ = "file_verdicts"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    report: Mapped[dict[str, Any]] = mapped_column(JSON)  # a `Report`
    judged_at: Mapped[datetime]
