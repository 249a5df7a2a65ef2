"""What signing and checking cost in CPU, by level, and 1,000 certificates sealed with one key.

`python -m bench.signatures --certificates 1000` prints `name: value unit` lines. Keys lie in the
signing process and are opened once, revocation lists and time-stamps come from the test
authorities in a process of their own; CPU is that of this process, and of the signing process
where it is named. `simple` is pyHanko's SimpleSigner, loaded once and called once a file, on the
same certificates in the same run. Every result is validated by pyHanko, or the run stops.
"""

import argparse
import dataclasses
import io
import json
import logging
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from unittest import mock

from asn1crypto import x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from bench.machine import header
from tests.signatures.making import expected, picture
from tests.signatures.pki.authorities import Authorities, Servers, read_authorities
from workflow.documents.engine.conversion import to_pdf
from workflow.documents.engine.faces import serif_faces
from workflow.documents.engine.rendering import render
from workflow.settings import ROOT
from workflow.signatures.engine.filling import Filled
from workflow.signatures.engine.places import find_places
from workflow.signatures.engine.preparing import prepare
from workflow.signatures.engine.profile import SEAL, TEXTS
from workflow.signatures.engine.report import Trust
from workflow.signatures.engine.signing import Key, Means, certify, seal
from workflow.signatures.engine.verifying import verify
from workflow.signatures.evidence import asking
from workflow.signatures.evidence.fetching import Sources, fetch_evidence, fetch_stamp
from workflow.signatures.evidence.issuers import Issuers
from workflow.signatures.evidence.revocation import fetch_crl
from workflow.signatures.keys.child import child_of
from workflow.signatures.keys.client import OpenKey, Signer
from workflow.signatures.keys.pins import Pin
from workflow.signatures.keys.register import Entry, Kind, Purpose, changing, write_private
from workflow.signatures.states import TrustClass, Verdict

AT = datetime(2020, 12, 29, 8, tzinfo=UTC)
PASSWORD = "bench"
WHOLE = SignatureCoverageLevel.ENTIRE_FILE
LEVELS = ("B-B", "B-T", "B-LTA")
DIFFERENT = 20  # certificates drawn; each is sealed many times, no two results are alike
MORE_ROWS = 40  # times the rows of the sample
SIMPLE = 40  # of them go through SimpleSigner, too slow for all
ROOM, DAY, YEAR = "\u00a0" * 10, "\u00a0" * 6, "\u00a0" * 9


class NotValid(RuntimeError):
    """A result did not validate, so its time means nothing."""


def tell(name: str, value: float, unit: str) -> None:
    print(f"{name}: {value:.2f} {unit}", flush=True)


def children_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def cpu_ms(act: Callable[[int], object], times: int) -> float:
    """Return the CPU milliseconds of one act, after one that is not counted."""
    act(0)
    began = time.process_time()
    for number in range(times):
        act(number)
    return (time.process_time() - began) / times * 1000


# --- papers -------------------------------------------------------------------------------------


def _sample(name: str) -> tuple[bytes, dict[str, object]]:
    path = ROOT / "document_templates" / "decisions" / name
    return path.with_suffix(".docx").read_bytes(), json.loads(
        path.with_suffix(".sample.json").read_text("utf-8")
    )


def certificates() -> list[bytes]:
    """Return certificates of different people, with the field of the seal."""
    template, told = _sample("certificate")
    made = []
    for number in range(DIFFERENT):
        told["recipient"] |= {"name": f"Nguyễn Thị Ánh Tuyết {number}"}
        pdf = to_pdf(render(template, told, title="Giấy khen"))
        places = find_places(pdf, [told["signature"]["name"]], blanks=(), seal_mm=36)
        made.append(prepare(pdf, places, serif_faces()))
    return made


def decision(rows: int) -> bytes:
    """Return a decision with room for number and date, and so many times the sample's rows."""
    template, told = _sample("decision")
    dated = f"ngày{DAY}tháng{DAY}năm{YEAR}"
    told |= {"number": ROOM, "date_line": f"Long An, {dated}", "date_text": dated}
    for key, value in list(told.items()):
        if isinstance(value, list) and key not in {"bases", "articles", "recipients_of_paper"}:
            told[key] = value * rows
    pdf = to_pdf(render(template, told, title="Quyết định"))
    places = find_places(pdf, [told["signature"]["name"]], blanks=TEXTS, seal_mm=36)
    return prepare(pdf, places, serif_faces())


# --- keys and servers ---------------------------------------------------------------------------


def serve() -> None:
    """Be the authorities, until stdin is closed."""
    with Servers(AT).running() as servers:
        print(json.dumps([servers.url, servers.tsa(), servers.ocsp(), servers.crl(),
                          servers.crl("root")]), flush=True)  # fmt: skip
        sys.stdin.read()


@contextmanager
def authorities() -> Iterator[tuple[Authorities, Sources]]:
    command = [sys.executable, "-m", "bench.signatures", "--serve"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as started:
        url, stamp, ocsp, *lists = json.loads(started.stdout.readline())
        with mock.patch.object(asking, "inner_allowed", return_value={"127.0.0.1"}):
            yield read_authorities(url), Sources(stamp, [ocsp], lists)
        started.stdin.close()


@contextmanager
def opened(made: Authorities, folder: Path, name: str) -> Iterator[OpenKey]:
    """Give a key of the signing process, asked for with one PIN."""
    chain = (made.certificate("issuing"),)
    entry = Entry(id=name, kind=Kind.PKCS12, purpose=Purpose.SEAL, file=f"{name}.p12",
                  certificate=made.certificate(name), chain=chain)  # fmt: skip
    write_private(folder / entry.file, made.pkcs12(name, PASSWORD.encode()))
    with changing(folder) as known:
        known[name] = entry
    with Signer(folder).opened(name, Pin(PASSWORD)) as key:
        yield key


# --- pyHanko's own word on every result -----------------------------------------------------------


def _context(made: Authorities) -> ValidationContext:
    return ValidationContext(
        trust_roots=[x509.Certificate.load(made.certificate("root"))],
        other_certs=[x509.Certificate.load(made.certificate("issuing"))],
        allow_fetching=False, moment=AT + timedelta(minutes=1),
    )  # fmt: skip


def must_hold(pdf: bytes, made: Authorities, level: str) -> None:
    """Validate with pyHanko alone. Raises NotValid."""
    reader = PdfFileReader(io.BytesIO(pdf), strict=True)
    for embedded in reader.embedded_regular_signatures:
        state = validate_pdf_signature(embedded, _context(made), skip_diff=False)
        whole = state.coverage is WHOLE or level == "B-LTA"
        last = embedded.field_name == SEAL
        if not state.bottom_line or (last and not whole):
            raise NotValid(f"{level} {embedded.field_name}: {state.summary()}")
        if (state.timestamp_validity is not None) != (level != "B-B"):
            raise NotValid(f"{level} {embedded.field_name}: time-stamp")
    if level == "B-LTA":
        _must_last(reader, made)


def _must_last(reader: PdfFileReader, made: Authorities) -> None:
    """Validate by what the file itself keeps, revocation demanded, and its archival time-stamp."""
    kept = DocumentSecurityStore.read_dss(reader).as_validation_context(
        {
            "trust_roots": [x509.Certificate.load(made.certificate("root"))],
            "allow_fetching": False, "moment": AT + timedelta(minutes=1),
            "revocation_mode": "hard-fail", "retroactive_revinfo": True,
        }
    )  # fmt: skip
    for embedded in reader.embedded_regular_signatures:
        if not validate_pdf_signature(embedded, kept, ts_validation_context=kept).bottom_line:
            raise NotValid(f"B-LTA {embedded.field_name}: by its own evidence")
    last = reader.embedded_signatures[-1]
    state = validate_pdf_timestamp(last, kept)
    if not (state.valid and state.trusted and state.coverage is WHOLE):
        raise NotValid(f"B-LTA: {state.summary()}")


# --- what is measured -----------------------------------------------------------------------------


def means_of(sources: Sources, made: Authorities, level: str) -> Means:
    issuers = Issuers([made.certificate("root")], [made.certificate("issuing")])
    signed = [made.certificate("head"), made.certificate("seal")]
    return Means(
        AT,
        stamp=fetch_stamp(sources, issuers, AT) if level != "B-B" else None,
        evidence=fetch_evidence(sources, issuers, signed, AT) if level == "B-LTA" else None,
    )


def by_level(
    level: str, paper: bytes, keys: tuple[Key, Key], at: tuple[Authorities, Sources], times: int
) -> None:
    """A decision signed by its head, numbered and sealed by the clerk, then checked."""
    (person, office), (made, sources) = keys, at
    means = means_of(sources, made, level)
    blue = dataclasses.replace(means, picture=picture((20, 40, 160)))
    red = dataclasses.replace(means, picture=picture((200, 20, 20)))
    values = Filled("846", date(2020, 12, 29))
    signed = certify(paper, person, blue)
    sealed = seal(signed, office, red, values=values)
    must_hold(sealed, made, level)
    tell(f"{level}.sign", cpu_ms(lambda _n: certify(paper, person, blue), times), "ms CPU")
    tell(f"{level}.seal", cpu_ms(lambda _n: seal(signed, office, red, values=values), times),
         "ms CPU")  # fmt: skip
    tell(f"{level}.grows", (len(sealed) - len(paper)) / 1024, "KiB")
    trust = Trust({TrustClass.OFFICIAL: [made.certificate("root")]}, crls=_lists(sources))
    want = expected(person, office)
    said = verify(sealed, trust, want, AT + timedelta(minutes=1))
    wanted = {Verdict.VALID, Verdict.VALID_WITH_CHANGES}
    if level == "B-LTA" and said.verdict not in wanted:
        raise NotValid(f"{level}: {said.reasons} {[one.reasons for one in said.findings]}")
    print(f"# {level}: our verdict is {said.verdict.value}")
    tell(f"{level}.verify",
         cpu_ms(lambda _n: verify(sealed, trust, want, AT + timedelta(minutes=1)), times),
         "ms CPU, two signatures by our policy")  # fmt: skip
    tell(f"{level}.pyhanko", cpu_ms(lambda _n: must_hold(sealed, made, level), times),
         "ms CPU, pyHanko alone")  # fmt: skip


def _lists(sources: Sources) -> list[bytes]:
    return [fetch_crl(address).dump() for address in sources.crls]


def simple_signer(folder: Path) -> Callable[[bytes], bytes]:
    """Return pyHanko's usual way, its key loaded once."""
    signer = signers.SimpleSigner.load_pkcs12(
        str(folder / "seal.p12"), passphrase=PASSWORD.encode(), prefer_pss=True
    )

    def sign(pdf: bytes) -> bytes:
        meta = signers.PdfSignatureMetadata(
            field_name=SEAL, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
        )
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=True)
        made = io.BytesIO()
        signers.sign_pdf(writer, meta, signer=signer, existing_fields_only=True, output=made)
        return made.getvalue()

    return sign


def many(made: Authorities, folder: Path, count: int) -> None:
    """Seal so many certificates with one key, and some of the same by SimpleSigner."""
    papers = certificates()
    child_of(folder).stop()  # its CPU is that of this batch alone
    before, began, wall = children_cpu(), time.process_time(), time.perf_counter()
    with opened(made, folder, "seal") as key:
        sealed = [seal(papers[n % DIFFERENT], key, Means(AT)) for n in range(count)]
    child_of(folder).stop()
    wall = time.perf_counter() - wall
    ours = (time.process_time() - began) / count * 1000
    process = (children_cpu() - before) / count * 1000
    usual = simple_signer(folder)
    simple = cpu_ms(lambda n: usual(papers[n % DIFFERENT]), min(SIMPLE, count))
    must_hold(usual(papers[0]), made, "B-B")
    for pdf in sealed:
        must_hold(pdf, made, "B-B")
    print(f"# {count} sealed certificates hold by pyHanko, {len(set(sealed))} of them different")
    tell("certificates.seal", ours, "ms CPU each")
    tell("certificates.process", process, "ms CPU each, of the signing process from its start")
    tell("certificates.whole", (ours + process) * count / 1000, f"s CPU for {count}")
    tell("certificates.wall", wall, f"s for {count}")
    tell("simple", simple, "ms CPU each")
    tell("cheaper", simple / (ours + process), "times")


def growth(papers: tuple[bytes, bytes], key: Key, times: int) -> None:
    """Seal papers of one and of many times the size."""
    costs = []
    for name, paper in zip(("small", "large"), papers, strict=True):
        values = Filled("846", date(2020, 12, 29))
        cost = cpu_ms(lambda _n, p=paper, v=values: seal(p, key, Means(AT), values=v), times)
        tell(f"{name}.size", len(paper) / 1024, "KiB")
        tell(f"{name}.seal", cost, "ms CPU")
        costs.append(cost)
    small, large = papers
    tell("growth", costs[1] / costs[0], f"times for {len(large) / len(small):.1f} times the size")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--certificates", type=int, default=1000)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--serve", action="store_true", help="be the authorities")
    options = parser.parse_args(arguments)
    if options.serve:
        serve()
        return
    logging.getLogger("pyhanko").setLevel(logging.ERROR)  # it warns of what is meant
    header()
    with authorities() as (made, sources), tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        small, large = decision(1), decision(MORE_ROWS)
        for level in LEVELS:
            with opened(made, folder, "head") as person, opened(made, folder, "seal") as office:
                by_level(level, small, (person, office), (made, sources), options.times)
        with opened(made, folder, "seal") as office:
            growth((small, large), office, options.times)
        many(made, folder, options.certificates)


if __name__ == "__main__":
    main()
