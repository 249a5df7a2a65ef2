"""Sealed files after ten and after thirty years, from what they store, with the network cut."""

import io
import socket
from datetime import UTC, datetime

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper

from tests.signatures.making import LATER, SEALED
from workflow.signatures.engine.reasons import Code
from workflow.signatures.engine.signing import _Stamper, renew
from workflow.signatures.engine.verifying import verify
from workflow.signatures.states import Verdict

IN_TEN, IN_THIRTY = datetime(2031, 1, 5, tzinfo=UTC), datetime(2051, 1, 5, tzinfo=UTC)
RENEWALS = (
    (datetime(2034, 6, 1, tzinfo=UTC), "tsa-2034"),
    (datetime(2050, 6, 1, tzinfo=UTC), "tsa-2050"),
)


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    def refuse(*_args, **_more):
        raise AssertionError("no connection may be opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def renewed(maker, pdf: bytes, until: datetime) -> bytes:
    for at, authority in RENEWALS:
        if at < until:
            pdf = renew(pdf, maker.stamp(at, authority), maker.evidence(at), at)
    return pdf


def _stamped_unasked(pdf: bytes, stamp) -> bytes:
    """A time-stamp over the file, without asking whether the former one can still be proven."""
    writer, made = IncrementalPdfFileWriter(io.BytesIO(pdf)), io.BytesIO()
    PdfTimeStamper(_Stamper(stamp)).timestamp_pdf(writer, "sha256", output=made)
    return made.getvalue()


@pytest.fixture(scope="module")
def kept(maker, sealed) -> bytes:
    """The paper as an archive that renews in time has it in 2051."""
    return renewed(maker, sealed["LTA"], IN_THIRTY)


def test_renewed_in_time_a_file_is_valid_after_thirty_years(maker, kept, recorded):
    report = verify(kept, maker.trust(), recorded, IN_THIRTY)
    assert (report.verdict, report.reasons) == (Verdict.VALID, ())
    assert [(one.time, one.proven) for one in report.archival] == [
        (SEALED, True), *((at, True) for at, _authority in RENEWALS)
    ]  # fmt: skip
    assert [one.proven for one in report.findings] == [SEALED.replace(hour=1), SEALED]


@pytest.mark.parametrize(
    ("at", "verdict", "code"),
    [
        (IN_TEN, Verdict.VALID, []),  # the time-stamp authority's certificate lasts until 2035
        (datetime(2035, 6, 1, tzinfo=UTC), Verdict.UNKNOWN, [Code.EXPIRED_SINCE]),
        (IN_THIRTY, Verdict.UNKNOWN, [Code.EXPIRED_SINCE]),
    ],
)
def test_without_renewals_a_file_becomes_unknown_never_valid(
    maker, sealed, recorded, at, verdict, code
):
    report = verify(sealed["LTA"], maker.trust(), recorded, at)
    assert report.verdict == verdict
    assert [one.code for one in report.archival[0].reasons] == code


@pytest.mark.parametrize("at", [IN_TEN, IN_THIRTY])
@pytest.mark.parametrize("level", ["B", "T"])
def test_what_was_never_archived_is_unknown_after_ten_years(maker, sealed, recorded, level, at):
    later = maker.trust(at)
    assert verify(sealed[level], maker.trust(LATER), recorded, LATER).verdict == Verdict.VALID
    trusts = [maker.trust(LATER), later]
    verdicts = {verify(sealed[level], trust, recorded, at).verdict for trust in trusts}
    assert verdicts == ({Verdict.UNKNOWN} if level == "B" else verdicts - {Verdict.INVALID})
    assert level == "T" or Verdict.VALID not in verdicts


def test_a_renewal_that_came_too_late_does_not_bring_the_proof_back(maker, sealed, recorded):
    late = datetime(2036, 1, 1, tzinfo=UTC)
    made = _stamped_unasked(sealed["LTA"], maker.stamp(late, "tsa-2034"))
    report = verify(made, maker.trust(late), recorded, late.replace(month=2))
    assert (report.verdict, [one.proven for one in report.archival]) == (
        Verdict.UNKNOWN, [False, True]
    )  # fmt: skip
