"""A token of SoftHSM2 in a folder of its own, with keys and certificates of the test authorities."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import serialization

from tests.signatures.pki.authorities import Authorities

MODULE = "/usr/lib/softhsm/libsofthsm2.so"
PIN, TOKEN = "9173-kín", "Cơ quan"
_DER = (serialization.Encoding.DER, serialization.PrivateFormat.PKCS8)


@dataclass(frozen=True)
class Token:
    """Where its configuration lies; `only` restricts what it can do."""

    folder: Path

    def configuration(self, only: str = "ALL") -> dict[str, str]:
        path = self.folder / f"{only}.conf"
        path.write_text(
            f"directories.tokendir = {self.folder}/tokens\nobjectstore.backend = file\n"
            f"log.level = ERROR\nslots.mechanisms = {only}\n"
        )
        return {"SOFTHSM2_CONF": str(path)}

    def run(self, *command: str) -> None:
        subprocess.run(
            command, check=True, capture_output=True, env=os.environ | self.configuration()
        )

    def write(self, kind: str, content: bytes, label: str, *more: str) -> None:
        path = self.folder / f"{label}.{kind}"
        path.write_bytes(content)
        self.run(
            "pkcs11-tool", "--module", MODULE, "--token-label", TOKEN, "--login", "--pin", PIN,
            "--write-object", str(path), "--type", kind, "--label", label,
            "--id", label.encode().hex(), *more,
        )  # fmt: skip
        path.unlink()


def make_token(folder: Path, authorities: Authorities) -> Token:
    """Fails where SoftHSM2 or OpenSC is missing: tools/setup.sh dev installs both."""
    token = Token(folder)
    (folder / "tokens").mkdir()
    token.run("softhsm2-util", "--init-token", "--free", "--label", TOKEN,
              "--pin", PIN, "--so-pin", "00000000")  # fmt: skip
    for name in ("seal", "head-curve"):
        token.write("privkey", _pkcs8(authorities, name), name)
        token.write("cert", authorities.certificate(name), name)
    token.write("privkey", _pkcs8(authorities, "seal"), "asks", "--always-auth")
    token.write("cert", authorities.certificate("issuing"), "issuing")
    return token


def _pkcs8(authorities: Authorities, name: str) -> bytes:
    private = serialization.load_pem_private_key(authorities.key(name), None)
    return private.private_bytes(*_DER, serialization.NoEncryption())
