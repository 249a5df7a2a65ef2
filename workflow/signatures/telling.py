"""A report in words for a terminal: the product's command and the offline verifier say it."""

from collections.abc import Iterator

from workflow.core.clock import local
from workflow.signatures.engine.report import Finding, Report, Stamped
from workflow.signatures.states import Verdict
from workflow.signatures.words import (
    HEADS,
    ROLES,
    TRUST_CLASSES,
    VERDICTS,
    method_words,
    sentence_of,
)

# 1 and 2 are what a program says that could not do its work or was asked wrongly.
EXIT_CODES = {
    Verdict.VALID: 0, Verdict.VALID_WITH_CHANGES: 0, Verdict.UNKNOWN: 3, Verdict.INVALID: 4,
    Verdict.NONE: 5,
}  # fmt: skip


def lines_of(report: Report) -> Iterator[str]:
    """Yield what was found, the conclusion first."""
    none = report.verdict is Verdict.NONE  # “chưa có” alone does not say what
    verdict = str(HEADS[report.verdict] if none else VERDICTS[report.verdict])
    yield f"KẾT LUẬN: {verdict.upper()}"
    yield f"Kiểm tra tại thời điểm {local(report.at):%H:%M %d/%m/%Y}"
    yield f"SHA-256: {report.digest}"
    for reason in report.reasons:
        yield f"- {sentence_of(reason)}"
    for finding in report.findings:
        yield ""
        yield from _finding(finding)
    for stamped in report.archival:
        yield ""
        yield from _archival(stamped)


def _finding(finding: Finding) -> Iterator[str]:
    role = str(ROLES[finding.role])
    yield f"{role[:1].upper()}{role[1:]} ({finding.field}): {VERDICTS[finding.verdict]}"
    if holder := finding.holder:
        yield f"  Người ký: {holder.names}"
        yield f"  Chứng thư: số {holder.serial}, do {holder.issuer} cấp"
        yield f"  Hạn dùng: {local(holder.since):%d/%m/%Y} đến {local(holder.until):%d/%m/%Y}"
    if finding.root is not None:
        yield f"  Gốc tin cậy: {TRUST_CLASSES[finding.root]}"
    if finding.stamped is not None:
        yield f"  Dấu thời gian: {_moment(finding.stamped)}"
    elif finding.claimed is not None:
        yield f"  Giờ theo máy người ký: {local(finding.claimed):%H:%M %d/%m/%Y}"
    if finding.method is not None:
        yield f"  Thuật toán: {method_words(finding.method)}"
    for reason in finding.reasons:
        yield f"  - {sentence_of(reason)}"


def _archival(stamped: Stamped) -> Iterator[str]:
    yield f"Dấu thời gian lưu trữ ({stamped.field}): {_moment(stamped)}"
    for reason in stamped.reasons:
        yield f"  - {sentence_of(reason)}"


def _moment(stamped: Stamped) -> str:
    return f"{local(stamped.time):%H:%M %d/%m/%Y}, {stamped.authority}"
