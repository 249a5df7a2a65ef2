"""Reads a signed PDF: its signatures in the order they were made, and the evidence it stores."""

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from asn1crypto import cms
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfStrictReadError
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.pdf_utils.rw_common import PdfHandler
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.generic_cms import (
    extract_certs_for_validation,
    extract_tst_data_iter,
)
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from workflow.signatures.engine.reasons import Code, Reason, because
from workflow.signatures.engine.trusting import Known

SIGNATURES = frozenset({"/ETSI.CAdES.detached", "/adbe.pkcs7.detached"})
STAMPS = frozenset({"/ETSI.RFC3161"})
_GAP = re.compile(rb"<([0-9A-Fa-f]*)>")


@dataclass(frozen=True)
class Unread:
    """A signature in a form that is not understood here."""

    field: str
    form: str


def entry(of: Mapping[str, Any], key: str, otherwise: Any) -> Any:
    """Return what stands under a key, references followed; pyHanko's `get` does not follow them."""
    try:
        return of[key]
    except KeyError:
        return otherwise


class Reading:
    """One file opened for verification; `loose` tells that it breaks the rules of its format."""

    def __init__(self, pdf: bytes) -> None:
        self.pdf = pdf
        try:
            self.reader, self.loose = _open(pdf, strict=True), False
        except PdfStrictReadError:
            self.reader, self.loose = _open(pdf, strict=False), True
        self._held: dict[int, frozenset[bytes]] = {}

    @cached_property
    def _filled(self) -> list[tuple[str, str, generic.DictionaryObject]]:
        """Name, form and field of whatever signature there is."""
        return [
            (name, str(entry(value.get_object(), "/SubFilter", "")), field)
            for name, value, field in enumerate_sig_fields(self.reader, filled_status=True)
        ]

    @cached_property
    def embedded(self) -> list[EmbeddedPdfSignature]:
        """All signatures and time-stamps as they followed each other."""
        listed = [
            EmbeddedPdfSignature(self.reader, field, name)
            for name, form, field in self._filled
            if form in SIGNATURES | STAMPS
        ]
        return sorted(listed, key=lambda one: (one.signed_revision, one.byte_range[3]))

    @property
    def unread(self) -> list[Unread]:
        """Those in a form that is not understood here."""
        return [
            Unread(name, form) for name, form, _ in self._filled if form not in SIGNATURES | STAMPS
        ]

    @property
    def signed(self) -> list[EmbeddedPdfSignature]:
        return [one for one in self.embedded if one.sig_object["/SubFilter"] in SIGNATURES]

    @property
    def stamps(self) -> list[EmbeddedPdfSignature]:
        return [one for one in self.embedded if one.sig_object["/SubFilter"] in STAMPS]

    def at(self, revision: int) -> HistoricalResolver:
        return self.reader.get_historical_resolver(revision)

    def evidence(self) -> Known:
        """Return the stored evidence: what lies behind the last time-stamp proves nothing."""
        stamps = self.stamps
        return _stored(self.at(stamps[-1].signed_revision) if stamps else self.reader)

    def held(self, revision: int) -> frozenset[bytes]:
        """Return the certificates, DER, that lie in what a time-stamp of that revision covers."""
        if revision not in self._held:
            found = {one.dump() for one in _stored(self.at(revision)).certificates}
            earlier = [one for one in self.embedded if one.signed_revision < revision]
            self._held[revision] = frozenset(found.union(*map(_brought, earlier)))
        return self._held[revision]

    def written(self, revision: int) -> dict[str, tuple[Any, ...]]:
        """Return what every field held in a revision: its value, and how it was shown."""
        form = entry(self.at(revision).root, "/AcroForm", {})
        return dict(_written(entry(form, "/Fields", ()), ""))

    def field_names(self) -> Iterator[tuple[str, bool]]:
        """Yield the name of each form field, and whether it is a plain one without parts."""
        form = entry(self.reader.root, "/AcroForm", {})
        for field in entry(form, "/Fields", ()):
            seen = field.get_object()
            yield str(entry(seen, "/T", "")), "/Kids" not in seen


def _open(pdf: bytes, *, strict: bool) -> PdfFileReader:
    return PdfFileReader(io.BytesIO(pdf), strict=strict)


def _stored(handler: PdfHandler) -> Known:
    try:
        store = DocumentSecurityStore.read_dss(handler)
    except NoDSSFoundError:
        return Known()
    return Known(
        tuple(store.load_certs()),
        tuple(one.get_object().data for one in store.crls),
        tuple(one.get_object().data for one in store.ocsps),
    )


def _brought(one: EmbeddedPdfSignature) -> Iterator[bytes]:
    """Yield the certificates a signature brings with it, those of its own time-stamp too."""
    tokens = extract_tst_data_iter(one.signer_info, signed=False)
    for signed in (one.signed_data, *tokens):
        certificates = extract_certs_for_validation(signed)
        for each in (certificates.signer_cert, *certificates.other_certs):
            yield each.dump()


def _written(fields: Iterable[Any], above: str) -> Iterator[tuple[str, tuple[Any, ...]]]:
    for field in fields:
        seen = field.get_object()
        name = ".".join(part for part in (above, str(entry(seen, "/T", ""))) if part)
        shown = entry(entry(seen, "/AP", {}), "/N", None)
        look = shown.encoded_data if isinstance(shown, generic.StreamObject) else repr(shown)
        yield name, (str(entry(seen, "/FT", "")), repr(entry(seen, "/V", None)), look)
        yield from _written(entry(seen, "/Kids", ()), name)


def end_of(one: EmbeddedPdfSignature) -> int:
    """Return where what a signature covers ends."""
    return int(one.byte_range[2]) + int(one.byte_range[3])


def signed_part(pdf: bytes, field: str) -> bytes:
    """Return the file as it was once a field was signed; nothing where that is not signed."""
    found = [one for one in Reading(pdf).signed if one.fq_name == field]
    return pdf[: end_of(found[0])] if found else b""


def _gap_of(pdf: bytes, one: EmbeddedPdfSignature) -> bytes | None:
    """Return what lies between the signed parts, if it is exactly the signature in hexadecimal."""
    ranges = [int(part) for part in one.byte_range]
    if len(ranges) != 4 or ranges[0] != 0:  # noqa: PLR2004  two parts, each with start and length
        return None
    _start, first, second, length = ranges
    if not 0 < first < second < second + length <= len(pdf):
        return None
    found = _GAP.fullmatch(pdf, first, second)
    whole = found is not None and len(found[1]) == 2 * len(one.pkcs7_content)
    return found[1] if found is not None and whole else None


def loosely_covered(reading: Reading, one: EmbeddedPdfSignature, *, ours: bool) -> list[Reason]:
    """Return whether anything but the signature itself is left out of what it covers."""
    gap, found = _gap_of(reading.pdf, one), []
    if gap is None or (ours and not _canonical(gap, one)):
        found.append(because(Code.GAP))
    if one.evaluate_signature_coverage() < SignatureCoverageLevel.ENTIRE_REVISION:
        found.append(because(Code.PARTIAL))
    return found


def _canonical(gap: bytes, one: EmbeddedPdfSignature) -> bool:
    """Tell whether letters are all of one case, and nothing stands behind but zeros."""
    length = len(cms.ContentInfo.load(one.pkcs7_content).dump())
    return gap in {gap.lower(), gap.upper()} and not any(one.pkcs7_content[length:])


def objects_of(
    handler: HistoricalResolver,
) -> Iterator[tuple[generic.Reference, generic.PdfObject]]:
    """Yield what a revision wrote."""
    for reference in handler.explicit_refs_in_revision():
        yield reference, handler.get_object(reference)
