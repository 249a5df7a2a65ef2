"""What is said of the signatures on a file, in the one wording every page uses."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from workflow.core import clock
from workflow.core.i18n import _
from workflow.documents.authority import rights_told
from workflow.documents.models import Paper
from workflow.documents.queries import signers_of
from workflow.signatures.engine.profile import SEAL, person_field
from workflow.signatures.engine.reasons import Code
from workflow.signatures.engine.report import Finding, Report, Role
from workflow.signatures.states import Verdict
from workflow.signatures.words import (
    HEADS,
    ROLES,
    TRUST_CLASSES,
    VERDICTS,
    method_words,
    sentence_of,
)

KEYS = {
    Verdict.VALID: "ok", Verdict.VALID_WITH_CHANGES: "ok", Verdict.UNKNOWN: "ask",
    Verdict.INVALID: "no", Verdict.NONE: "wait",
}  # fmt: skip
_OF_TIME = {
    Code.TIME_UNPROVEN, Code.TIME_AHEAD, Code.STAMP_FALSE, Code.STAMP_UNPROVEN,
    Code.ALGORITHM_AGED,
}  # fmt: skip
_OF_CERTIFICATE = {
    Code.WRONG_CERTIFICATE, Code.WRONG_USAGE, Code.SELF_SIGNED, Code.UNTRUSTED, Code.SAME_NAME,
    Code.CHAIN_BROKEN, Code.REVOKED, Code.REVOKED_SINCE, Code.REVOCATION_UNKNOWN, Code.WEAK_CHAIN,
    Code.NOT_YET_VALID, Code.EXPIRED, Code.EXPIRED_SINCE,
}  # fmt: skip
_OF_METHOD = {Code.WEAK_DIGEST, Code.WEAK_KEY, Code.OLD_PADDING}
_SAID_BY_TIME = {Code.TIME_UNPROVEN}  # “theo máy của người ký” says it already


@dataclass(frozen=True)
class Names:
    """How our record names who signs in which field, and the agency."""

    people: Mapping[str, tuple[str, str]]  # field: name and post
    agency: str
    rights: Mapping[str, str] = field(default_factory=dict)  # field: in whose place, and why

    @classmethod
    def of(cls, paper: Paper) -> "Names":
        signers = signers_of(paper.id)
        people = {person_field(one.ordinal): (one.name, one.post) for one in signers}
        rights = {person_field(nth): said for nth, said in rights_told(signers).items()}
        return cls(people, paper.organisation.name, rights)


@dataclass(frozen=True)
class Shown:
    """One signature in words; key as in lists of checks: ok, ask (look at it), no, wait (none)."""

    field: str
    key: str
    verdict: Verdict
    whose: str  # “chữ ký của Cục trưởng”
    signer: str
    line: str  # whose it is, as a public list names it
    content: str  # in a few words
    when: str = ""
    right: str = ""  # in whose place somebody signed
    doubts: Sequence[str] = ()  # about the time
    holder: Sequence[str] = ()  # of the certificate, and who issued it
    against: Sequence[str] = ()  # what speaks against the certificate
    changes: Sequence[str] = ()  # what became of the content since
    method: Sequence[str] = ()
    issuer: str = ""
    serial: str = ""

    @property
    def head(self) -> str:
        """Return “Hợp lệ: chữ ký của Cục trưởng”."""
        return _("%(verdict)s: %(whose)s", verdict=capitalised(self.verdict), whose=self.whose)

    @property
    def is_agencys(self) -> bool:
        return self.field == SEAL

    @property
    def note(self) -> str:
        """Return when and how whole, for lists that already name the signer."""
        return "; ".join(filter(None, [self.when, self.content]))

    @property
    def told(self) -> str:
        """Return everything in sentences, for lists of checks within the house."""
        if self.verdict is Verdict.NONE:
            return ""
        who = "; ".join(filter(None, [self.signer, self.right, self.when]))
        by = ""
        if self.holder:
            by = _("Chứng thư của %(holder)s, do %(issuer)s cấp.",
                   holder=self.holder[0], issuer=self.issuer)  # fmt: skip
        said = [*self.doubts, *self.against, *self.changes]
        return " ".join(filter(None, [f"{who}.", by, *said]))


@dataclass(frozen=True)
class Whole:
    """What is said of the file as a whole, and why."""

    key: str
    verdict: Verdict
    head: str
    note: str
    why: Sequence[str]

    @property
    def told(self) -> str:
        return " ".join([*self.why, f"{self.note}."])


def capitalised(verdict: Verdict) -> str:
    words = str(VERDICTS[verdict])
    return words[:1].upper() + words[1:]


def whole(report: Report) -> Whole:
    """Return the conclusion first; when it was reached stands beside it."""
    note = _("Máy chủ kiểm tra lúc %(at)s", at=_moment(report.at))
    why = tuple(sentence_of(reason) for reason in report.reasons)
    return Whole(KEYS[report.verdict], report.verdict, str(HEADS[report.verdict]), note, why)


def signatures(report: Report, names: Names, wanted: Sequence[str] = ()) -> list[Shown]:
    """Return what is said of each signature; of those in `wanted` that are missing, that they are.

    `wanted` names fields of the profile.
    """
    found = [_shown(one, names) for one in report.signatures]
    there = {one.field for one in found}
    return [*found, *(_missing(field, names) for field in wanted if field not in there)]


def wanted_on(names: Names) -> list[str]:
    """Return the fields that are signed by the end: everybody's, then the agency's."""
    return [*names.people, SEAL]


def _shown(one: Finding, names: Names) -> Shown:
    """Name the signer by our own record, where it knows the field; else by the certificate."""
    name, post = names.people.get(one.field, (one.holder.name if one.holder else one.field, ""))
    sealed, holder = one.role is Role.SEAL, one.holder
    signer = names.agency if sealed else ", ".join(filter(None, [name, post]))
    return Shown(
        one.field, KEYS[one.verdict], one.verdict, _whose(one.role, post), signer,
        line(one.role, signer), _content(one.verdict), when(one),
        names.rights.get(one.field, ""), _about(one, _OF_TIME - _SAID_BY_TIME),
        tuple(_certificate(one)), _about(one, _OF_CERTIFICATE), tuple(_changes(one)),
        tuple(_method(one)), *((holder.issuer, holder.serial) if holder else ()),
    )  # fmt: skip


def _missing(field: str, names: Names) -> Shown:
    role = Role.SEAL if field == SEAL else Role.PERSON
    name, post = names.people.get(field, ("", ""))
    signer = names.agency if role is Role.SEAL else ", ".join(filter(None, [name, post]))
    none = Verdict.NONE
    return Shown(
        field, KEYS[none], none, _whose(role, post), signer, line(role, signer), _content(none)
    )


def _whose(role: Role, post: str) -> str:
    if role is Role.PERSON and post:
        return _("chữ ký của %(post)s", post=post)
    return str(ROLES[role])


def line(role: Role, signer: str) -> str:
    """Return “Người ký: …”, or the agency that sealed."""
    if role is Role.SEAL:
        return _("Cơ quan: %(name)s", name=signer)
    return _("Người ký: %(name)s", name=signer)


def _content(verdict: Verdict) -> str:
    return {
        Verdict.VALID: _("nội dung không bị sửa"),
        Verdict.VALID_WITH_CHANGES: _("chỉ có bổ sung được phép (số, ngày, dấu)"),
        Verdict.UNKNOWN: _("chưa đủ bằng chứng để xác định"),
        Verdict.INVALID: _("không hợp lệ"),
        Verdict.NONE: _("chưa có"),
    }[verdict]


def when(one: Finding) -> str:
    """Return when it was made, and who says so."""
    if one.stamped is not None and one.stamped.proven:
        return _("%(at)s, có dấu thời gian", at=_moment(one.stamped.time))
    if one.claimed is not None:
        return _("%(at)s theo máy của người ký", at=_moment(one.claimed))
    return _("không ghi giờ ký")


def _moment(at: datetime) -> str:
    return f"{clock.local(at):%H:%M, %d/%m/%Y}"


def _certificate(one: Finding) -> Iterator[str]:
    """Yield whose certificate it is, then by whom."""
    holder = one.holder
    if holder is not None:
        yield holder.names
        until = f"{clock.local(holder.until):%d/%m/%Y}"
        issued = _("%(issuer)s cấp, còn hạn đến %(day)s", issuer=holder.issuer, day=until)
        yield ", ".join([issued, *([str(TRUST_CLASSES[one.root])] if one.root else [])])


def _changes(one: Finding) -> Iterator[str]:
    told = [
        sentence_of(reason) for reason in one.reasons
        if reason.code not in _OF_TIME | _OF_CERTIFICATE | _OF_METHOD
    ]  # fmt: skip
    yield from told or [_("Không đổi từ khi ký.")]


def _method(one: Finding) -> Iterator[str]:
    if one.method is not None:
        yield method_words(one.method)
    yield from _about(one, _OF_METHOD)


def _about(one: Finding, codes: set[Code]) -> list[str]:
    return [sentence_of(reason) for reason in one.reasons if reason.code in codes]
