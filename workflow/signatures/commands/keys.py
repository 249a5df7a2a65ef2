"""`flask keys …`: which keys this installation signs with. Run as the signing process's user."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from cryptography import x509
from flask import current_app
from flask.cli import AppGroup

from workflow.core import clock
from workflow.signatures.keys import pkcs11, pkcs12
from workflow.signatures.keys.certificates import Signatures, chain_of
from workflow.signatures.keys.pins import Pin
from workflow.signatures.keys.refusals import Reason, Refused
from workflow.signatures.keys.register import (
    Entry,
    Kind,
    Purpose,
    changing,
    entry_of,
    read_register,
    write_private,
)

_WHOSE = {Purpose.PERSON: "người ký", Purpose.SEAL: "con dấu cơ quan"}
_SENTENCES = {
    Reason.WRONG_PIN: "Mật khẩu hoặc mã PIN không đúng.",
    Reason.PIN_LOCKED: "Thiết bị đã khóa vì nhập sai mã PIN nhiều lần.",
    Reason.NO_TOKEN: "Không thấy thiết bị mang nhãn này. Xem nhãn bằng: pkcs11-tool --list-slots",
    Reason.NO_OBJECT: "Không thấy đúng một khóa và một chứng thư như đã nêu.",
    Reason.MODULE: "Không nạp được thư viện PKCS#11 này.",
    Reason.FILE: "Tệp không phải PKCS#12 hoặc đã hỏng.",
    Reason.REGISTER: "Sổ khóa hoặc tệp khóa hỏng, hay để người khác đọc được (phải là 0600).",
    Reason.MECHANISM: "Khóa không phải RSA hay ECDSA, hoặc không ký được bằng SHA-256.",
    Reason.OTHER_KEY: "Khóa không khớp với chứng thư.",
}
_OURS = ["rsassa_pss", "rsassa_pkcs1v15", "ecdsa"]
_PROBE = b"flask keys add"

FOLDER = click.option(
    "--keys", "folder", type=click.Path(file_okay=False, path_type=Path),
    help="The folder of the signing process; default: keys in the instance.",
)  # fmt: skip


def _folder(given: Path | None) -> Path:
    instance: Path = current_app.config["SETTINGS"].instance
    folder = given or instance / "keys"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _asked(question: str) -> Pin:
    """Ask without showing; a pipe gives it as a line."""
    if sys.stdin.isatty():
        return Pin(click.prompt(question, hide_input=True))
    return Pin(sys.stdin.readline().rstrip("\r\n"))


def _refusal(refused: Refused) -> click.ClickException:
    return click.ClickException(_SENTENCES.get(refused.reason, "Không dùng được khóa này."))


def _read_file(entry: Entry, source: Path) -> tuple[Entry, bytes]:
    content = source.read_bytes()
    certificate, chain = pkcs12.look(content, _asked("Mật khẩu của tệp"))
    told = replace(entry, certificate=certificate, chain=chain, file=f"{entry.id}.p12")
    return told, content


def _read_token(entry: Entry, folder: Path) -> Entry:
    pin = _asked("Mã PIN của thiết bị")
    certificate, chain = pkcs11.look(entry, folder, pin)
    made = replace(entry, certificate=certificate, chain=chain)
    checking = Signatures(certificate)
    with pkcs11.opened(made, folder, pin) as key:
        for mechanism in _OURS:
            try:
                checking.expect(mechanism)
                checking.check(key.sign(_PROBE, mechanism), _PROBE, mechanism)
            except Refused as refused:
                if refused.reason is not Reason.MECHANISM:
                    raise
            else:
                return made
    raise Refused(Reason.MECHANISM)


def _with_chain(entry: Entry, files: Sequence[Path]) -> Entry:
    """Add what stands above the certificate from files the operator names."""
    others = [one for file in files for one in _certificates(file.read_bytes())]
    if not others:
        return entry
    known = [x509.load_der_x509_certificate(one) for one in entry.chain]
    own = x509.load_der_x509_certificate(entry.certificate)
    return replace(entry, chain=chain_of(own, [*known, *others]))


def _certificates(content: bytes) -> list[x509.Certificate]:
    if b"-----BEGIN" in content:
        return x509.load_pem_x509_certificates(content)
    return [x509.load_der_x509_certificate(content)]


def _line(entry: Entry) -> str:
    certificate = x509.load_der_x509_certificate(entry.certificate)
    name = certificate.subject.rfc4514_string()
    until = clock.local(certificate.not_valid_after_utc)
    place = entry.file or f"{entry.token}: {entry.key_label}"
    return (
        f"{entry.id}  {_WHOSE[entry.purpose]}  {name}  đến {until:%d/%m/%Y}  "
        f"{len(entry.chain)} chứng thư cấp trên  {place}  {entry.note}"
    ).rstrip()


keys = AppGroup("keys", help="Keys this installation signs with.")


@keys.command("add")
@click.argument("key_id", metavar="ID")
@click.option("--for", "purpose", type=click.Choice([p.value for p in Purpose]), required=True)
@click.option("--file", "source", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="A PKCS#12 file; it is copied into the folder.")  # fmt: skip
@click.option("--module", default="", help="The vendor's PKCS#11 library, for a token.")
@click.option("--token", default="", help="The token's label.")
@click.option("--key", "key_label", default="", help="The label of the key on it.")
@click.option("--certificate", "certificate_label", default="", help="Its label; default: --key.")
@click.option("--setting", "settings", multiple=True, metavar="NAME=VALUE",
              help="What the library reads from its environment.")  # fmt: skip
@click.option("--chain", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              multiple=True, help="Certificates above it, if file or token hold none.")  # fmt: skip
@click.option("--note", default="")
@FOLDER
def add(
    key_id: str, source: Path | None, chain: Sequence[Path], settings: Sequence[str],
    folder: Path | None, **more: Any,
) -> None:  # fmt: skip
    """Register a PKCS#12 file or a key of a token as ID; asks once for its password or PIN."""
    if (source is None) == (not (more["module"] and more["token"] and more["key_label"])):
        raise click.UsageError("Say either --file, or --module, --token and --key.")
    kind = Kind.PKCS11 if source is None else Kind.PKCS12
    more["certificate_label"] = more["certificate_label"] or more["key_label"]
    told = dict(one.partition("=")[::2] for one in settings)
    try:
        blank = entry_of(Entry(id=key_id, kind=kind, settings=told, **more).as_data())
    except ValueError as error:
        raise click.UsageError("ID: small letters, digits and hyphens, 40 at most.") from error
    try:
        _add(blank, source, chain, _folder(folder))
    except Refused as refused:
        raise _refusal(refused) from refused


def _add(blank: Entry, source: Path | None, chain: Sequence[Path], folder: Path) -> None:
    content = b""
    if source is None:
        entry = _read_token(blank, folder)
    else:
        entry, content = _read_file(blank, source)
    entry = _with_chain(entry, chain)
    with changing(folder) as known:
        if entry.id in known:
            raise click.ClickException(
                f"Đã có khóa {entry.id}. Chọn tên khác, hoặc bỏ khóa cũ: flask keys remove"
            )
        if content:
            write_private(folder / entry.file, content)
        known[entry.id] = entry
    click.echo(_line(entry))


@keys.command("list")
@FOLDER
def list_keys(folder: Path | None) -> None:
    """List the keys, their certificates and where they lie."""
    try:
        known = read_register(_folder(folder))
    except Refused as refused:
        raise _refusal(refused) from refused
    for entry in known.values():
        click.echo(_line(entry))
    if not known:
        click.echo("Chưa có khóa nào. Thêm bằng: flask keys add")


@keys.command("remove")
@click.argument("key_id", metavar="ID")
@FOLDER
def remove(key_id: str, folder: Path | None) -> None:
    """Take the key ID out of the register, and its file away; a token keeps what it holds."""
    place = _folder(folder)
    try:
        with changing(place) as known:
            gone = known.pop(key_id, None)
            if gone is None:
                raise click.ClickException(f"Không có khóa {key_id}.")
    except Refused as refused:
        raise _refusal(refused) from refused
    if gone.file:
        (place / gone.file).unlink(missing_ok=True)
    click.echo(f"Đã bỏ khóa {key_id}.")
