"""What we encode once for each certificate is what pyHanko encodes each time."""

import asyncio
from datetime import UTC, datetime

import pytest
from asn1crypto import tsp
from pyhanko.sign.signers.pdf_cms import Signer

from workflow.signatures.engine import signing

DIGEST = bytes(range(32))
AT = datetime(2020, 12, 29, 8, tzinfo=UTC)


class Once:
    """A key that signs the same every time, as PSS and ECDSA do not."""

    def __init__(self, key):
        self.certificate, self.chain = key.certificate, key.chain
        self._key, self.made = key, {}

    def sign(self, data, mechanism):
        return self.made.setdefault((data, mechanism), self._key.sign(data, mechanism))


class Stamper(signing.TimeStamper):
    """Gives one token for one signature."""

    def __init__(self, stamp):
        super().__init__(include_nonce=False)
        self._stamp, self._kept = stamp, {}

    async def async_request_tsa_response(self, req):
        told = req.dump()
        return self._kept.setdefault(told, tsp.TimeStampResp.load(self._stamp(told)))


@pytest.mark.parametrize("stamped", [False, True])
@pytest.mark.parametrize(
    ("name", "pss"), [("seal", True), ("seal", False), ("head-curve", True), ("head", True)]
)
def test_signatures_are_pyhankos_byte_for_byte(maker, monkeypatch, name, pss, stamped):
    key = Once(maker.key(name))
    signer = signing._Signer(key, pss=pss)
    stamper = Stamper(maker.stamp(AT)) if stamped else None

    async def raw(_self, data, _digest, dry_run=False):
        return key.sign(data, signer._envelope.mechanism)

    monkeypatch.setattr(signing._Signer, "async_sign_raw", raw)
    ours, theirs = (
        asyncio.run(sign(signer, DIGEST, "sha256", use_pades=True, timestamper=stamper)).dump()
        for sign in (signing._Signer.async_sign, Signer.async_sign)
    )

    assert ours == theirs
    assert len(key.made) == 1
