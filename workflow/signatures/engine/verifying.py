"""Says what can be said of a signed PDF today, from the file and what is trusted alone.

The same code judges our own files by our strict profile (`expected`) and those of others without
it. Nothing is fetched and nothing asked for: an address in an uploaded certificate is never
followed.
"""

import asyncio
import hashlib
import logging
from datetime import datetime

from workflow.signatures.engine import rules
from workflow.signatures.engine.judging import Judging, unread
from workflow.signatures.engine.reading import Reading
from workflow.signatures.engine.reasons import Code, Reason, because, worst
from workflow.signatures.engine.report import Expected, Finding, Report, Stamped, Trust
from workflow.signatures.engine.structure import contents_of, edges
from workflow.signatures.engine.timing import Stamps
from workflow.signatures.engine.trusting import Judge
from workflow.signatures.states import Verdict

for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)  # the report says it, nobody reads these
_FALSE = {Code.STAMP_FALSE, Code.GAP, Code.PARTIAL}  # of a time-stamp: somebody touched the file


def verify(pdf: bytes, trust: Trust, expected: Expected | None, at: datetime) -> Report:
    """Judge a file at a moment. Whatever a file provokes is a verdict, never an error.

    Only MemoryError escapes: judge what somebody uploaded through `checking`.
    """
    digest = hashlib.sha256(pdf).hexdigest()
    try:
        return asyncio.run(_verified(pdf, digest, trust, expected, at))
    except MemoryError:
        raise  # says nothing of the file; the limited child reports it
    except Exception as error:  # nine kinds were seen (promises E14)
        reason = because(Code.UNREADABLE, detail=type(error).__name__)
        return Report(Verdict.INVALID, digest, at, (reason,))


async def _verified(
    pdf: bytes, digest: str, trust: Trust, expected: Expected | None, at: datetime
) -> Report:
    reading = Reading(pdf)
    if reading.reader.encrypted:
        reason = because(Code.ENCRYPTED)
        return Report(reason.weight, digest, at, (reason,))
    reasons = _of_file(reading, digest, expected)
    if not reading.embedded and not reading.unread:
        verdict = worst(one.weight for one in reasons) if expected else Verdict.NONE
        empty = verdict is Verdict.VALID
        return Report(Verdict.NONE if empty else verdict, digest, at, tuple(reasons))
    judge = Judge.by(trust).knowing(reading.evidence())
    stamps = Stamps(judge, trust, at)
    clock, archival = await stamps.chain(reading, ours=expected is not None)
    judging = Judging(reading, judge, stamps, clock, expected)
    findings = [await judging.finding(one) for one in reading.signed]
    findings += [unread(one.field, one.form) for one in reading.unread]
    verdict = _overall(reasons, findings, archival)
    return Report(verdict, digest, at, tuple(reasons), tuple(findings), archival)


def _of_file(reading: Reading, digest: str, expected: Expected | None) -> list[Reason]:
    found = edges(reading)
    if reading.loose:
        found.append(because(Code.LOOSE_STRUCTURE))
    if expected is not None and expected.digest and expected.digest.lower() != digest:
        found.append(because(Code.DIGEST_DIFFERS))
    found += contents_of(reading, ours=expected is not None)
    if expected is not None:
        found += rules.of_file(reading, expected)
    return found


def _overall(
    reasons: list[Reason], findings: list[Finding], archival: tuple[Stamped, ...]
) -> Verdict:
    """Return the verdict on the whole: what was allowed before the last signature is settled."""
    if not findings:
        return Verdict.NONE
    *earlier, last = findings
    settled = [
        Verdict.VALID if one.verdict is Verdict.VALID_WITH_CHANGES else one.verdict
        for one in earlier
    ]
    false = [reason.weight for one in archival for reason in one.reasons if reason.code in _FALSE]
    return worst([*(one.weight for one in reasons), *settled, last.verdict, *false])
