"""Every code a verification can give, and how much it weighs against a file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from workflow.signatures.states import Verdict


class Code(StrEnum):
    """What was found; the sentences are in `signatures/words.py`."""

    # the file
    UNREADABLE = "unreadable"
    TOO_HEAVY = "too_heavy"
    ENCRYPTED = "encrypted"
    DIGEST_DIFFERS = "digest_differs"
    LEADING_BYTES = "leading_bytes"
    TRAILING_BYTES = "trailing_bytes"
    LOOSE_STRUCTURE = "loose_structure"
    ACTIVE_CONTENT = "active_content"
    ATTACHED_FILES = "attached_files"
    LAYERS = "layers"
    HIDDEN_CONTENT = "hidden_content"
    FOREIGN_FIELD = "foreign_field"
    SIGNATURE_MISSING = "signature_missing"
    SIGNATURE_UNEXPECTED = "signature_unexpected"
    WRONG_ORDER = "wrong_order"
    NOT_WHOLE = "not_whole"
    # one signature
    BROKEN = "broken"
    FORMAT_UNSUPPORTED = "format_unsupported"
    GAP = "gap"
    CONTENT_CHANGED = "content_changed"
    SIGNATURE_FALSE = "signature_false"
    PARTIAL = "partial"
    FORBIDDEN_CHANGE = "forbidden_change"
    NOT_CERTIFIED = "not_certified"
    NOT_LOCKED = "not_locked"
    WRONG_CERTIFICATE = "wrong_certificate"
    WEAK_DIGEST = "weak_digest"
    WEAK_KEY = "weak_key"
    WEAK_CHAIN = "weak_chain"
    WRONG_USAGE = "wrong_usage"
    SELF_SIGNED = "self_signed"
    UNTRUSTED = "untrusted"
    SAME_NAME = "same_name"
    CHAIN_BROKEN = "chain_broken"
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"
    EXPIRED_SINCE = "expired_since"
    REVOKED = "revoked"
    REVOKED_SINCE = "revoked_since"
    REVOCATION_UNKNOWN = "revocation_unknown"
    ALGORITHM_AGED = "algorithm_aged"
    SOURCES_SILENT = "sources_silent"
    TIME_AHEAD = "time_ahead"
    STAMP_FALSE = "stamp_false"
    # worth telling, nothing against the signature
    STAMP_UNPROVEN = "stamp_unproven"
    TIME_UNPROVEN = "time_unproven"
    OLD_PADDING = "old_padding"
    FILLED = "filled"
    SIGNED_AFTER = "signed_after"
    OTHER_CHANGE = "other_change"


_UNKNOWN = {
    Code.TOO_HEAVY, Code.ENCRYPTED, Code.LOOSE_STRUCTURE, Code.FORMAT_UNSUPPORTED, Code.UNTRUSTED,
    Code.SAME_NAME, Code.CHAIN_BROKEN, Code.EXPIRED_SINCE, Code.REVOKED_SINCE,
    Code.REVOCATION_UNKNOWN, Code.ALGORITHM_AGED, Code.SOURCES_SILENT, Code.TIME_AHEAD,
}  # fmt: skip
_CHANGES = {Code.FILLED, Code.OTHER_CHANGE}
_TOLD = {Code.STAMP_UNPROVEN, Code.TIME_UNPROVEN, Code.OLD_PADDING, Code.SIGNED_AFTER}
_ORDER = (Verdict.VALID, Verdict.VALID_WITH_CHANGES, Verdict.UNKNOWN, Verdict.INVALID)


def weight_of(code: Code) -> Verdict:
    """Return the best verdict a file can have that this was found in."""
    for codes, verdict in (
        (_UNKNOWN, Verdict.UNKNOWN),
        (_CHANGES, Verdict.VALID_WITH_CHANGES),
        (_TOLD, Verdict.VALID),
    ):
        if code in codes:
            return verdict
    return Verdict.INVALID


@dataclass(frozen=True)
class Reason:
    """One thing found, with what fills its sentence in: texts and numbers only."""

    code: Code
    data: Mapping[str, Any] = field(default_factory=dict)
    weight: Verdict = Verdict.INVALID


def because(code: Code, weight: Verdict | None = None, **data: str | int) -> Reason:
    """Return the reason, weighing what its code does unless said otherwise."""
    return Reason(code, data, weight or weight_of(code))


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """Return what can be said of the whole, of whose parts that much can be said."""
    return max(verdicts, key=_ORDER.index, default=Verdict.VALID)
