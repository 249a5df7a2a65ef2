"""Opens a zip without believing it: sizes, names, overlaps and ratios are measured."""

import struct
import zipfile
import zlib
from pathlib import Path

from workflow.documents.engine.jobs.faults import Fault

_MOST_ENTRIES = 2000
_MOST_BYTES = 200 << 20
_MOST_RATIO = 100
_RATIO_FROM = 1 << 20
_CHUNK = 1 << 20
_LOCAL = struct.Struct("<4s22xHH")
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def open_checked(path: Path) -> zipfile.ZipFile:
    """The zip, once everything its directory says has been found true."""
    try:
        package = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Fault("broken", detail="zip") from error
    entries = package.infolist()
    if len(entries) > _MOST_ENTRIES:
        raise Fault("zip_entries", count=len(entries))
    _check_names(entries)
    _check_overlap(path, package, entries)
    _check_declared(entries)
    for entry in entries:
        _check_content(package, entry)
    return package


def _check_names(entries: list[zipfile.ZipInfo]) -> None:
    seen: set[str] = set()
    for entry in entries:
        name = entry.orig_filename
        plain = name.isprintable() and not name.startswith("/") and not set(name) & set('\\:*?"<>|')
        if not plain or ".." in name.split("/"):
            raise Fault("zip_names", part=name[:60])
        if name.casefold() in seen:
            raise Fault("zip_names", part=name[:60])
        seen.add(name.casefold())


def _check_overlap(path: Path, package: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """Each entry lies in its own bytes (CVE-2024-0450), the first at the start of the file."""
    end_before = 0
    with path.open("rb") as file:
        for entry in sorted(entries, key=lambda entry: entry.header_offset):
            if entry.header_offset < end_before or (not end_before and entry.header_offset):
                raise Fault("zip_overlap")
            file.seek(entry.header_offset)
            head = file.read(_LOCAL.size)
            if len(head) < _LOCAL.size or not head.startswith(b"PK\x03\x04"):
                raise Fault("broken", detail="zip")
            _magic, name_size, extra_size = _LOCAL.unpack(head)
            body = entry.header_offset + _LOCAL.size + name_size + extra_size
            end_before = body + entry.compress_size
    if end_before > package.start_dir:
        raise Fault("zip_overlap")


def _check_declared(entries: list[zipfile.ZipInfo]) -> None:
    for entry in entries:
        if entry.flag_bits & 0x41:
            raise Fault("encrypted")
        if entry.compress_type not in _METHODS:
            raise Fault("broken", detail="zip")
        large = entry.file_size > _RATIO_FROM
        if large and entry.file_size > _MOST_RATIO * max(entry.compress_size, 1):
            raise Fault("zip_bomb")
    if sum(entry.file_size for entry in entries) > _MOST_BYTES:
        raise Fault("zip_bomb")


def _check_content(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    read = 0
    try:
        with package.open(entry) as content:
            while chunk := content.read(_CHUNK):
                read += len(chunk)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        NotImplementedError,
    ) as error:
        raise Fault("broken", detail="zip") from error
    if read != entry.file_size:
        raise Fault("broken", detail="zip")
