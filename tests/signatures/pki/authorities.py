"""The authorities of the tests: keys made once, certificates by name, real servers on loopback."""

import contextlib
import functools
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import yaml
from certomancer.integrations.animator import Animator, AnimatorArchStore
from certomancer.registry import (
    ArchLabel,
    CertLabel,
    CertomancerConfig,
    PKIArchitecture,
    ServiceLabel,
)
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from werkzeug.serving import WSGIRequestHandler, make_server

FOLDER = Path(__file__).parent
KEPT = FOLDER.parents[2] / "build" / "test-authorities"
RSA = ("root", "issuing", "services", "head", "seal", "other", "public-root", "false-root",
       "false-issuing")  # fmt: skip
_PEM = serialization.Encoding.PEM
_PLAIN = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())

# The libraries read a key anew for each signature, and each time look whether it is a good one;
# these are ours.
for _read in ("load_der_private_key", "load_pem_private_key"):
    _once = functools.cache(getattr(serialization, _read))
    setattr(serialization, _read, functools.partial(_once, unsafe_skip_rsa_key_validation=True))


def make_keys() -> Path:
    """Make the keys that are not there yet; several test processes may do so at once."""
    KEPT.mkdir(parents=True, exist_ok=True)
    wanted = dict.fromkeys(RSA, 2048) | {"small": 1024, "curve": 0, "curve-root": 0}
    for name, size in wanted.items():
        path = KEPT / f"{name}.pem"
        if path.exists():
            continue
        key = (
            rsa.generate_private_key(65537, size)
            if size
            else ec.generate_private_key(ec.SECP256R1())
        )
        mine = KEPT / f"{name}.{os.getpid()}"
        mine.write_bytes(key.private_bytes(_PEM, *_PLAIN))
        with contextlib.suppress(FileExistsError):
            os.link(mine, path)  # whoever was first keeps it
        mine.unlink()
    return KEPT


@dataclass(frozen=True)
class Authorities:
    """One configuration, with the address its servers answer at."""

    config: CertomancerConfig

    def of(self, name: str = "office") -> PKIArchitecture:
        return self.config.get_pki_arch(ArchLabel(name))

    def certificate(self, name: str, of: str = "office") -> bytes:
        """Return the certificate as DER."""
        return self.of(of).get_cert(CertLabel(name)).dump()

    def key(self, name: str, of: str = "office") -> bytes:
        """Return the private key of the certificate as PEM, unencrypted."""
        arch = self.of(of)
        label = arch.get_cert_spec(CertLabel(name)).subject_key
        return serialization.load_der_private_key(
            arch.key_set.get_private_key(label).dump(), None
        ).private_bytes(_PEM, *_PLAIN)

    def pkcs12(self, name: str, password: bytes, of: str = "office") -> bytes:
        return self.of(of).package_pkcs12(CertLabel(name), password=password)

    def chain(self, of: str = "office") -> list[bytes]:
        """Return the root and what it issues certificates with, as DER."""
        return [self.certificate(name, of) for name in ("root", "issuing")]


@functools.cache
def read_authorities(prefix: str = "http://authorities.test") -> Authorities:
    """Return the authorities, whose certificates name servers under `prefix`."""
    make_keys()
    settings = yaml.safe_load((FOLDER / "authorities.yml").read_text())
    settings["external-url-prefix"] = prefix
    return Authorities(CertomancerConfig(settings, key_search_dir=str(KEPT)))


class _Quiet(WSGIRequestHandler):
    def log(self, *_args: object) -> None:
        """Say nothing."""


class Servers:
    """CRL, OCSP and time-stamp servers on loopback, whose clock is set."""

    def __init__(self, at: datetime) -> None:
        self.at, self.down, self.silent = at, False, ""
        self._server = make_server(
            "127.0.0.1", 0, self._answer, threaded=True, request_handler=_Quiet
        )
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self.asked: list[str] = []

    @functools.cached_property
    def authorities(self) -> Authorities:
        return read_authorities(self.url)

    @functools.cached_property
    def _animator(self) -> Animator:
        config = self.authorities.config
        animator = Animator(AnimatorArchStore(config.pki_archs), with_web_ui=False)
        animator.at_time = lambda _request: self.at
        return animator

    def _answer(self, environ, start_response):
        self.asked.append(environ["PATH_INFO"])
        if self.down or (self.silent and self.silent in environ["PATH_INFO"]):
            start_response("503 Service Unavailable", [("Content-Length", "0")])
            return [b""]
        if environ["PATH_INFO"].endswith("/latest.crl"):
            # the address of a CRL has a group inside its pattern, which newer werkzeugs do not match
            _, of, _, label, _ = environ["PATH_INFO"].split("/")
            found = self.authorities.of(of).service_registry.get_crl(ServiceLabel(label), self.at)
            start_response("200 OK", [("Content-Type", "application/pkix-crl")])
            return [found.dump()]
        return self._animator(environ, start_response)

    def tsa(self, name: str = "tsa", of: str = "office") -> str:
        return f"{self.url}/{of}/tsa/{name}"

    def ocsp(self) -> str:
        return f"{self.url}/office/ocsp/issuing"

    def crl(self, name: str = "issuing", of: str = "office") -> str:
        return f"{self.url}/{of}/crls/{name}/latest.crl"

    @contextlib.contextmanager
    def running(self) -> Iterator["Servers"]:
        thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            thread.join()
            self._server.server_close()
