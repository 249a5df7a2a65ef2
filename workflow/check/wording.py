"""The sentences of the public page: what the sheet is, and what can be said of its signatures."""

from dataclasses import dataclass

from workflow.check.facts import Facts, Standing
from workflow.core import clock
from workflow.core.i18n import _, either_language
from workflow.documents.queries import signers_of
from workflow.signatures.engine.profile import person_field
from workflow.signatures.engine.report import Finding, Report, Role
from workflow.signatures.states import Verdict

_GOOD = (Verdict.VALID, Verdict.VALID_WITH_CHANGES)
TONES = {
    Standing.GENUINE: "green", Standing.CORRECTED: "gold", Standing.PARTLY_REVOKED: "gold",
    Standing.REISSUED: "gold", Standing.REPLACED: "seal", Standing.REVOKED: "seal",
    Standing.VOID: "seal",
}  # fmt: skip


@dataclass(frozen=True)
class Said:
    """One line of the list of signatures; key as in the list of checks: ok, ask, no, wait."""

    key: str
    head: str
    note: str = ""


def heading(facts: Facts) -> str:
    """Return the answer in one line."""
    words = {
        Standing.GENUINE: _("%(paper)s này là thật"),
        Standing.CORRECTED: _("%(paper)s này là thật, đã được đính chính"),
        Standing.PARTLY_REVOKED: _("%(paper)s này là thật, một phần đã bị hủy bỏ"),
        Standing.REISSUED: _("%(paper)s này đã được cấp lại"),
        Standing.REPLACED: _("%(paper)s này đã được thay thế"),
        Standing.REVOKED: _("%(paper)s này đã bị hủy bỏ"),
        Standing.VOID: _("%(paper)s này đã bị hủy"),
    }[facts.standing]
    return words % {"paper": noun(facts)}


def noun(facts: Facts) -> str:
    return either_language(facts.noun, facts.english)


def signatures(facts: Facts, report: Report) -> list[Said]:
    """Return what can be said of each signature, by the names of our own record."""
    paper = facts.paper
    names = dict(facts.own.names) if facts.own else {
        person_field(one.ordinal): ", ".join(filter(None, [one.name, one.post]))
        for one in signers_of(paper.id)
    }  # fmt: skip
    said = [_one(one, names, paper.organisation.name) for one in report.findings
            if one.role is not Role.STAMP]  # fmt: skip
    return [_whole(report), *said]


def _one(finding: Finding, names: dict[str, str], agency: str) -> Said:
    if finding.role is Role.SEAL:
        head = _("Cơ quan: %(name)s", name=agency)
    else:
        unnamed = finding.holder.name if finding.holder else ""
        head = _("Người ký: %(name)s", name=names.get(finding.field, unnamed))
    return Said(_key(finding.verdict), head, f"{_when(finding)}{_verdict(finding.verdict)}")


def _when(finding: Finding) -> str:
    if finding.stamped is not None and finding.stamped.proven:
        at = clock.local(finding.stamped.time)
        return _("%(at)s, có dấu thời gian; ", at=f"{at:%d/%m/%Y %H:%M}")
    if finding.claimed is not None:
        at = clock.local(finding.claimed)
        return _("%(at)s theo máy của người ký; ", at=f"{at:%d/%m/%Y %H:%M}")
    return ""


def _verdict(verdict: Verdict) -> str:
    return {
        Verdict.VALID: _("nội dung không bị sửa"),
        Verdict.VALID_WITH_CHANGES: _("chỉ có bổ sung được phép (số, ngày, dấu)"),
        Verdict.UNKNOWN: _("chưa đủ bằng chứng để xác định"),
        Verdict.INVALID: _("không hợp lệ"),
        Verdict.NONE: _("chưa có"),
    }[verdict]


def _whole(report: Report) -> Said:
    head = {
        Verdict.VALID: _("Chữ ký số hợp lệ"),
        Verdict.VALID_WITH_CHANGES: _("Chữ ký số hợp lệ, có bổ sung được phép"),
        Verdict.UNKNOWN: _("Chưa xác định được chữ ký số"),
        Verdict.INVALID: _("Chữ ký số không hợp lệ"),
        Verdict.NONE: _("Tệp không có chữ ký số"),
    }[report.verdict]
    at = f"{clock.local(report.at):%H:%M, %d/%m/%Y}"
    return Said(_key(report.verdict), head, _("Máy chủ kiểm tra lúc %(at)s", at=at))


def _key(verdict: Verdict) -> str:
    if verdict in _GOOD:
        return "ok"
    return "wait" if verdict is Verdict.UNKNOWN else "no"
