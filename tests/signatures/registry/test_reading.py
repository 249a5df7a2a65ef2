"""What an upload may be: certificates alone, fit to be trusted, from addresses of public hosts."""

import subprocess
from datetime import UTC, datetime

import pytest
from asn1crypto import pem
from cryptography import x509 as native
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs7

from tests.signatures.registry.conftest import load
from workflow.signatures.registry.addresses import addresses_in
from workflow.signatures.registry.anchors import anchor_of
from workflow.signatures.registry.reading import certificates_in
from workflow.signatures.registry.unfit import Unfit, Why

AT = datetime(2020, 12, 18, tzinfo=UTC)


def why(act):
    with pytest.raises(Unfit) as refused:
        act()
    return refused.value.why


def key_files(authorities):
    key = serialization.load_pem_private_key(authorities.key("head"), None)
    der, pkcs8 = serialization.Encoding.DER, serialization.PrivateFormat.PKCS8
    locked = serialization.BestAvailableEncryption(b"1234")
    return [
        authorities.pkcs12("head", b"1234"),
        authorities.key("head"),
        key.private_bytes(der, pkcs8, serialization.NoEncryption()),
        key.private_bytes(der, pkcs8, locked),
        key.private_bytes(der, serialization.PrivateFormat.TraditionalOpenSSL,
                          serialization.NoEncryption()),
    ]  # fmt: skip


def test_a_file_with_a_private_key_is_refused_in_every_form(authorities, armoured):
    files = [*key_files(authorities), armoured("head") + authorities.key("head")]

    assert [why(lambda one=one: certificates_in(one)) for one in files] == [Why.PRIVATE_KEY] * 6


def test_certificates_are_read_as_pem_as_der_and_out_of_a_bundle(authorities, armoured):
    wanted = [authorities.certificate(name) for name in ("root", "issuing")]
    bundle = pkcs7.serialize_certificates(
        [native.load_der_x509_certificate(one) for one in wanted], serialization.Encoding.DER
    )

    assert [one.dump() for one in certificates_in(armoured("root", "issuing", "root"))] == wanted
    assert [one.dump() for one in certificates_in(wanted[0])] == wanted[:1]
    assert {one.dump() for one in certificates_in(bundle)} == set(wanted)
    assert {one.dump() for one in certificates_in(pem.armor("PKCS7", bundle))} == set(wanted)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", Why.NO_CERTIFICATE),
        (b"hello", Why.NO_CERTIFICATE),
        (b"0" * (257 << 10), Why.TOO_LARGE),
        (b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", Why.BROKEN),
        (b"-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n",
         Why.REQUEST),
    ],
)  # fmt: skip
def test_what_is_no_certificate_is_told_apart(content, told):
    assert why(lambda: certificates_in(content)) == told


def test_a_root_is_taken_with_what_stands_under_it(authorities, armoured):
    anchor = anchor_of(certificates_in(armoured("issuing", "root")), AT)

    assert anchor.root.dump() == authorities.certificate("root")
    assert [one.dump() for one in anchor.intermediates] == [authorities.certificate("issuing")]


def forged(authorities):
    """The public root, its signature replaced."""
    der = bytearray(authorities.certificate("root", "public"))
    der[-20] ^= 1
    return load(bytes(der))


def test_what_is_no_root_or_does_not_belong_under_it_is_refused(authorities):
    def of(*names):
        return [load(authorities.certificate(n, *of)) for n, *of in names]

    root, issuing = ("root",), ("issuing",)
    tries = {
        Why.NO_ROOT: (of(issuing), AT),
        Why.MANY_ROOTS: (of(root, ("root", "public")), AT),
        Why.STRAY: (of(root, ("issuing", "forged")), AT),
        Why.NOT_CA: (of(root, ("head",)), AT),
        Why.EXPIRED: (of(root, issuing), datetime(2046, 1, 1, tzinfo=UTC)),
        Why.NOT_YET: (of(root), datetime(2017, 1, 1, tzinfo=UTC)),
        Why.FALSE_ROOT: ([forged(authorities)], AT),
    }

    assert {code: why(lambda t=t: anchor_of(*t)) for code, t in tries.items()} == {
        code: code for code in tries
    }


@pytest.fixture(scope="module")
def weak(tmp_path_factory):
    """Roots of openssl: signed with SHA-1, and with a key of 1024 bits."""
    folder = tmp_path_factory.mktemp("weak")
    found = {}
    for name, size, digest in (("sha1", "2048", "-sha1"), ("small", "1024", "-sha256")):
        path = folder / f"{name}.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", f"rsa:{size}", "-nodes", digest, "-days",
             "9000", "-subj", f"/CN={name}", "-keyout", "/dev/null", "-out", path],
            check=True, capture_output=True,
        )  # fmt: skip
        found[name] = certificates_in(path.read_bytes())
    return found


def test_a_root_may_sign_itself_with_sha1_but_not_with_a_short_key(weak):
    at = datetime.now(UTC)

    assert anchor_of(weak["sha1"], at).root.dump() == weak["sha1"][0].dump()
    assert why(lambda: anchor_of(weak["small"], at)) == Why.WEAK_KEY


INNER = [
    "http://127.0.0.1/a", "http://127.1/a", "http://0x7f000001/a", "http://2130706433/a",
    "http://10.0.0.8/a", "http://192.168.1.5:8080/a", "http://169.254.169.254/latest",
    "http://[::1]/a", "http://[::ffff:10.0.0.1]/a", "http://[fe80::1]/a", "http://localhost/a",
    "http://tsa/a", "http://tsa.local/a", "https://ca.noibo.internal./a", "http://0.0.0.0/a",
]  # fmt: skip


@pytest.mark.parametrize("address", INNER)
def test_addresses_of_an_inner_network_are_refused(address):
    assert why(lambda: addresses_in(address, "crls", frozenset())) == Why.INNER_ADDRESS


@pytest.mark.parametrize(
    "address",
    ["ftp://ca.vn/a", "file:///etc/passwd", "http://u:p@ca.vn/a", "//ca.vn/a", "ca.vn", "http://",
     "http://ca.vn/a#b", "http://cấp.vn/"],
)  # fmt: skip
def test_what_is_no_plain_web_address_is_refused(address):
    assert why(lambda: addresses_in(address, "crls", frozenset())) == Why.BAD_ADDRESS


def test_public_addresses_are_taken_and_inner_ones_the_operator_allows():
    text = " http://crl.ca.gov.vn/a.crl \n\nhttps://203.162.0.11/b\nhttp://crl.ca.gov.vn/a.crl\n"

    assert addresses_in(text, "crls", frozenset()) == [
        "http://crl.ca.gov.vn/a.crl", "https://203.162.0.11/b",
    ]  # fmt: skip
    allowed = frozenset({"10.0.0.8"})
    assert addresses_in("http://10.0.0.8/a", "crls", allowed) == ["http://10.0.0.8/a"]
