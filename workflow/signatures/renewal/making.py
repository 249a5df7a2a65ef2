"""Makes the renewal of one sealed file: read, judged, stamped, judged again. Records nothing.

Only the addresses entered for roots and terms are asked. What comes out begins with the very
bytes of the file before it, and is judged as everybody will judge it: good, or nothing.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from workflow.core import clock
from workflow.core.db import db
from workflow.core.errors import DamagedFile, MissingFile, Unavailable
from workflow.documents import contents
from workflow.documents.engine.checks import extends
from workflow.documents.models import Paper
from workflow.documents.renewed import RENEWED_AS, newest_of
from workflow.documents.states import FileRole
from workflow.signatures.engine.checking import check
from workflow.signatures.engine.prolonging import digest_for, last_stamp, raised
from workflow.signatures.engine.report import Expected, Report
from workflow.signatures.engine.signing import Evidence, Stamp, Unproven, renew
from workflow.signatures.evidence.fetching import Sources, fetch_evidence, fetch_stamp
from workflow.signatures.evidence.refusals import Revoked, SelfSigned
from workflow.signatures.queries import Terms, terms_of
from workflow.signatures.records import expect
from workflow.signatures.renewal import words
from workflow.signatures.renewal.finding import Due, Rules, State
from workflow.signatures.renewal.sources import find_sealed, source_of
from workflow.signatures.renewal.states import Trouble, Why
from workflow.signatures.renewal.words import Hindered
from workflow.signatures.states import Verdict
from workflow.signatures.trust import Roots, retired_now, roots_now

GOOD = {Verdict.VALID, Verdict.VALID_WITH_CHANGES}


@dataclass(frozen=True)
class Plan:
    """Everything a renewal needs, read before the slow work; no row is held meanwhile."""

    document_id: int  # the file as it was sealed
    paper_id: int
    organisation_id: int
    title: str
    owner: tuple[str, int]
    role: FileRole  # of the renewed file
    file_id: int
    digest: str
    expected: Expected
    signers: tuple[bytes, ...]
    terms: Terms
    roots: Roots
    rules: Rules


@dataclass(frozen=True)
class Seen:
    """A file as it was read and judged, and why it is due, if it is."""

    content: bytes
    report: Report
    state: State
    due: Due | None


def plan_for(document_id: int, at: datetime) -> Plan | None:
    """Return the plan; None for what is no sealed file, is not out, or does not count any more."""
    sealed = find_sealed(document_id)
    if sealed is None:
        return None
    paper, newest = db.session.get_one(Paper, sealed.paper_id), newest_of(sealed.document)
    made = source_of(sealed.link.owner_kind).signed_by(sealed.link.owner_id, sealed.document)
    expected = expect(made, newest.file.digest)
    if expected is None:
        return None
    terms = terms_of(paper.organisation)
    return Plan(
        document_id, paper.id, paper.organisation_id, sealed.document.title, sealed.owner,
        RENEWED_AS[sealed.link.role], newest.file_id, newest.file.digest, expected,
        tuple(dict.fromkeys(by.der for _field, by in made)), terms, roots_now(),
        Rules(at, {paper.organisation_id: terms}, dict(retired_now())),
    )  # fmt: skip


def look(plan: Plan) -> Seen:
    """Read and judge the file that counts now, from its own evidence."""
    try:
        content = contents.current_store().open(plan.digest)
    except (DamagedFile, MissingFile) as error:
        raise Hindered(Trouble.UNPROVEN, str(error)) from error
    report = check(content, plan.roots.trust(), plan.expected, plan.rules.at)
    state = state_of(report)
    return Seen(content, report, state, plan.rules.due(state, plan.terms))


def state_of(report: Report) -> State:
    """Return how long a file that was judged so can be proven."""
    last = report.archival[-1] if report.archival else None
    return State(
        report.verdict in GOOD, last.until if last else None, last.algorithms if last else ()
    )


def make(plan: Plan, seen: Seen, due: Due) -> tuple[bytes, Report]:
    """Return the renewed file with what can be said of it. Raises Hindered; nothing is kept."""
    if due.why is not Why.RAISED and not seen.state.good:
        raise words.unproven(seen.report)
    if not plan.terms.stamp_url:
        raise words.lacking_stamp()
    try:
        made = _stamped(plan, seen, due)
    except Unproven:
        raise words.unproven(seen.report) from None
    except (Unavailable, Revoked, SelfSigned) as error:
        raise words.hindered(error) from error
    expected = replace(plan.expected, digest=hashlib.sha256(made).hexdigest())
    report = check(made, plan.roots.trust(), expected, clock.now())  # behind its own time-stamp
    if not extends(made, seen.content) or report.verdict not in GOOD or not report.archival:
        raise words.unproven(report)
    _hold_longer(plan, seen, due, report)
    return made, report


def _stamped(plan: Plan, seen: Seen, due: Due) -> bytes:
    at, last = plan.rules.at, last_stamp(seen.content)
    issuers = plan.roots.issuers()
    wanted = plan.signers if due.why is Why.RAISED else ()
    if last is not None:  # those above an authority of former years may be known from its stamp
        wanted = (*wanted, last.certificate)
        issuers = replace(issuers, others=tuple(dict.fromkeys([*issuers.others, *last.others])))
    sources = Sources(plan.terms.stamp_url, plan.roots.ocsps, plan.roots.crls)
    evidence = fetch_evidence(sources, issuers, wanted, at)
    stamp = fetch_stamp(sources, plan.roots.issuers(), at)
    if evidence is None or stamp is None:
        raise words.lacking_evidence()
    return _written(plan, seen, due, evidence, stamp)


def _written(plan: Plan, seen: Seen, due: Due, evidence: Evidence, stamp: Stamp) -> bytes:
    at = plan.rules.at
    if due.why is Why.RAISED:
        return raised(seen.content, stamp, evidence, at)
    until = at + timedelta(days=plan.terms.renew_days)
    digest = digest_for(plan.rules.retired, until)
    return renew(seen.content, stamp, evidence, at, digest=digest)


def _hold_longer(plan: Plan, seen: Seen, due: Due, report: Report) -> None:
    """Raise Hindered unless the new time-stamp proves the file for longer than the last one."""
    before, after = (one.ends(plan.rules.retired) for one in (seen.state, state_of(report)))
    if due.why is Why.RAISED or before is None or after is None or after > before:
        return
    raise words.no_better(urlsplit(plan.terms.stamp_url).netloc, after)
