"""Judges a file as the product would judge it later, before it becomes a record."""

from collections.abc import Callable
from datetime import datetime

from workflow.core import clock
from workflow.core.errors import BadInput
from workflow.core.i18n import _
from workflow.signatures import words
from workflow.signatures.engine.checking import check
from workflow.signatures.engine.reasons import Code, Reason
from workflow.signatures.engine.report import Expected, Report, Signer, Trust
from workflow.signatures.services.means import Gathered, Plan
from workflow.signatures.states import Level, Verdict

_GOOD = {Verdict.VALID, Verdict.VALID_WITH_CHANGES}
_ADDED = {Code.FILLED, Code.SIGNED_AFTER, Code.OTHER_CHANGE}
# A basic signature proves neither its time nor that its certificate was not revoked.
_BASIC_LACKS = {Code.REVOCATION_UNKNOWN, Code.TIME_UNPROVEN}


Judge = Callable[[bytes, Trust, Expected | None, datetime], Report]


def refuse_unexpected(
    signed: bytes, plan: Plan, field: str, gathered: Gathered, *, judge: Judge = check
) -> Report:
    """Raise BadInput unless the file holds just the signatures expected by now, all good.

    `field` is the one signed last. What only evidence could tell is not held against a basic
    signature; for the others evidence has been gathered, and has to prove it.
    `judge` may be the engine's `verify`, without a process of its own, for what was made here.
    """
    expected = Expected(
        [Signer(name, frozenset({mark})) for name, mark, _der in plan.before]
        + [Signer(field, frozenset({plan.fingerprint}))]
    )
    report = judge(signed, gathered.trust(), expected, clock.now())
    good = report.verdict in _GOOD or (plan.level is Level.BASIC and _only_lacks(report))
    if good and _added(report):
        raise BadInput(
            _("Tệp đã ký không được nhận: sau chữ ký còn có phần thêm vào. Hãy ký lại chính tệp đã "
              "tải về, không thêm gì sau khi ký."), field="file",
        )  # fmt: skip
    if good:
        return report
    why = " ".join(words.sentence_of(reason) for reason in _against(report))
    raise BadInput(_("Tệp đã ký không được nhận. %(why)s", why=why), field="file")


def _against(report: Report) -> list[Reason]:
    """Return what speaks against the file, the heaviest first, each reason once."""
    bad = [reason for reason in report.every_reason if reason.weight not in _GOOD]
    heavy = [reason for reason in bad if reason.weight is Verdict.INVALID]
    return list({reason.code: reason for reason in [*heavy, *bad]}.values())


def _added(report: Report) -> bool:
    """Whether anything but proof follows the signature just made."""
    return any(reason.code in _ADDED for reason in report.findings[-1].reasons)


def _only_lacks(report: Report) -> bool:
    return bool(report.findings) and {one.code for one in _against(report)} <= _BASIC_LACKS
