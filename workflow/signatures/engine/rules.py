"""The rules of our own files, on top of what holds for any signed PDF (promises 4.3)."""

from collections.abc import Iterator

from pyhanko.pdf_utils import generic
from pyhanko.sign.fields import FieldMDPAction, MDPPerm
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from workflow.signatures.engine.profile import PERSON, SEAL, meaning
from workflow.signatures.engine.reading import Reading, end_of, entry
from workflow.signatures.engine.reasons import Code, Reason, because
from workflow.signatures.engine.report import Expected
from workflow.signatures.engine.structure import hidden

_OURS = "/ETSI.CAdES.detached"


def of_file(reading: Reading, expected: Expected) -> list[Reason]:
    """Return what in the file as a whole is not as we make it."""
    found = [*_signers(reading, expected), *_fields(reading), *_stamps_last(reading)]
    if reading.embedded:
        found += hidden(reading)
    return found


def _signers(reading: Reading, expected: Expected) -> Iterator[Reason]:
    """Exactly those expected, in their order, each in an update of its own."""
    wanted = [signer.field for signer in expected.signers]
    there = [one.fq_name for one in reading.signed]
    for field in wanted:
        if field not in there:
            yield because(Code.SIGNATURE_MISSING, field=field)
    extra = list(there)
    for field in wanted:
        if field in extra:
            extra.remove(field)
    for field in [*extra, *(one.field for one in reading.unread)]:
        yield because(Code.SIGNATURE_UNEXPECTED, field=field)
    revisions = [one.signed_revision for one in reading.embedded]
    kept = [field for field in there if field in wanted]
    in_order = kept == [field for field in wanted if field in there]
    if not in_order or len(set(revisions)) < len(revisions):
        yield because(Code.WRONG_ORDER)


def _fields(reading: Reading) -> Iterator[Reason]:
    """No field but those of the profile and of archival time-stamps, each once."""
    stamps = {one.fq_name for one in reading.stamps}
    seen: set[str] = set()
    for name, plain in reading.field_names():
        known = name in stamps or meaning(name)
        if not known or not plain or name in seen:
            yield because(Code.FOREIGN_FIELD, field=name)
        seen.add(name)


def _stamps_last(reading: Reading) -> Iterator[Reason]:
    """After the last signature only archival time-stamps, unseen, the last over the whole file.

    Before the seal comes, evidence may still lie behind the person's signature: one made with a
    token of their own is stamped by us as soon as it comes in.
    """
    if not reading.embedded:
        return
    last = reading.embedded[-1]
    sealed = [one.signed_revision for one in reading.signed]
    waits = meaning(last.fq_name) not in {"", SEAL}
    if end_of(last) != len(reading.pdf) and not waits:
        yield because(Code.NOT_WHOLE)
    for one in reading.stamps:
        box = [float(value) for value in entry(one.sig_field, "/Rect", (0, 0, 0, 0))]
        if box[0] != box[2] and box[1] != box[3]:
            yield because(Code.FOREIGN_FIELD, field=one.fq_name)
        if sealed and one.signed_revision < sealed[0]:
            yield because(Code.WRONG_ORDER)


def of_signature(
    reading: Reading, one: EmbeddedPdfSignature, expected: Expected, fingerprint: str
) -> list[Reason]:
    """Return what in one signature is not as we make it."""
    found = []
    if one.sig_object["/SubFilter"] != _OURS:
        found.append(because(Code.FORMAT_UNSUPPORTED))
    signer = next((each for each in expected.signers if each.field == one.fq_name), None)
    if signer is not None and fingerprint not in signer.certificates:
        found.append(because(Code.WRONG_CERTIFICATE))
    kind = meaning(one.fq_name)
    first = expected.signers[0].field if expected.signers else ""
    if kind == PERSON and one.fq_name == first and not _certified(reading, one):
        found.append(because(Code.NOT_CERTIFIED))
    if kind == SEAL and not _locked(one):
        found.append(because(Code.NOT_LOCKED))
    return found


def _certified(reading: Reading, one: EmbeddedPdfSignature) -> bool:
    """The first person certifies, and the catalogue says so of this very signature."""
    named = entry(reading.reader.root, "/Perms", generic.DictionaryObject())
    certifying = named.raw_get("/DocMDP") if "/DocMDP" in named else None
    own = one.sig_field.raw_get("/V")
    same = isinstance(certifying, generic.IndirectObject) and certifying == own
    return same and one.docmdp_level == MDPPerm.FILL_FORMS


def _locked(one: EmbeddedPdfSignature) -> bool:
    locked = one.fieldmdp
    return (
        locked is not None
        and locked.action == FieldMDPAction.ALL
        and one.docmdp_level == MDPPerm.NO_CHANGES
    )
