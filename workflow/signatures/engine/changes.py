"""What was added to a file after a signature, and whether the signature allows it."""

from collections.abc import Iterator
from dataclasses import dataclass

from pyhanko.sign.diff_analysis import (
    DEFAULT_DIFF_POLICY,
    DiffPolicy,
    DiffResult,
    FieldComparisonContext,
    FieldComparisonSpec,
    FormUpdate,
    FormUpdatingRule,
    GenericFieldModificationRule,
    ModificationLevel,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
)
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from workflow.signatures.engine.profile import TEXTS, meaning
from workflow.signatures.engine.reading import Reading, canonical, gap_of
from workflow.signatures.engine.reasons import Code, Reason, because
from workflow.signatures.states import Verdict

_COVERAGES = {
    SignatureCoverageLevel.ENTIRE_FILE: "entire_file",
    SignatureCoverageLevel.ENTIRE_REVISION: "entire_revision",
}


class _Filling(GenericFieldModificationRule):
    """Lets fields be filled in, and tells only of what an update really wrote.

    pyHanko tells of an appearance older than the signature as if it were new, so that a field
    filled in before the head signs would count as changed by any later archival time-stamp.
    """

    def check_form_field(
        self, fq_name: str, spec: FieldComparisonSpec, context: FieldComparisonContext
    ) -> Iterator[tuple[ModificationLevel, FormUpdate]]:
        written = context.new.explicit_refs_in_revision()
        for level, update in super().check_form_field(fq_name, spec, context):
            if update.updated_ref in written:
                yield level, update


def _policy(*, ours: bool) -> DiffPolicy:
    """Return what may be added: in our files nothing without a use, nothing written over."""
    filling = _Filling(allow_in_place_appearance_stream_changes=not ours)
    rules = [SigFieldCreationRule(), SigFieldModificationRule(), filling]
    return StandardDiffPolicy(
        DEFAULT_DIFF_POLICY.global_rules, FormUpdatingRule(rules),
        ignore_orphaned_objects=not ours, ignore_identical_objects=not ours,
    )  # fmt: skip


_OURS, _FOREIGN = _policy(ours=True), _policy(ours=False)


@dataclass(frozen=True)
class Changes:
    """How much of the file a signature covers, and what came later."""

    coverage: str
    reasons: tuple[Reason, ...]
    filled: tuple[str, ...] = ()
    signed_after: tuple[str, ...] = ()


def changes_since(reading: Reading, one: EmbeddedPdfSignature, *, ours: bool) -> Changes:
    """Return what came after a signature; pyHanko compares the revisions."""
    one.compute_integrity_info(_OURS if ours else _FOREIGN)
    coverage = _COVERAGES.get(one.evaluate_signature_coverage(), "partial")
    gap = gap_of(reading.pdf, one)
    found = []
    if gap is None or (ours and not canonical(gap, one)):
        found.append(because(Code.GAP))
    if coverage == "partial":
        return Changes(coverage, (*found, because(Code.PARTIAL)))
    if not one.summarise_integrity_info()["docmdp_ok"] or not isinstance(
        one.diff_result, DiffResult
    ):
        return Changes(coverage, (*found, because(Code.FORBIDDEN_CHANGE)))
    later = tuple(
        each.fq_name for each in reading.signed if each.signed_revision > one.signed_revision
    )
    filled = tuple(sorted(_filled(reading, one.signed_revision), key=_place))
    found += _told(one.diff_result.modification_level, filled, later, ours=ours)
    return Changes(coverage, tuple(found), filled, later)


def _filled(reading: Reading, revision: int) -> Iterator[str]:
    """Yield the fields that hold or show something else now; signatures are told elsewhere."""
    before = reading.written(revision)
    for name, (kind, *held) in reading.written(reading.reader.total_revisions - 1).items():
        if kind != "/Sig" and list(before.get(name, (kind,))[1:]) != held:
            yield name


def _place(field: str) -> tuple[int, str]:
    """Sort number before date, as a reader meets them."""
    known = meaning(field)
    return (TEXTS.index(known) if known in TEXTS else len(TEXTS), field)


def _told(
    level: ModificationLevel, filled: tuple[str, ...], later: tuple[str, ...], *, ours: bool
) -> list[Reason]:
    """Return what to tell; a signature put into a foreign file may cover what is printed there."""
    if filled:
        names = [meaning(name) or name for name in filled]
        if ours and not set(names) <= set(TEXTS):
            return [because(Code.FORBIDDEN_CHANGE)]
        return [because(Code.FILLED, fields=", ".join(dict.fromkeys(names)))]
    if later:
        weight = Verdict.VALID if ours else Verdict.VALID_WITH_CHANGES
        return [because(Code.SIGNED_AFTER, weight, fields=", ".join(later))]
    if level not in {ModificationLevel.NONE, ModificationLevel.LTA_UPDATES}:
        return [because(Code.OTHER_CHANGE)]
    return []
