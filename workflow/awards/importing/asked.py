"""What a sent form of the import says: the table given, the unit, who was meant."""

import tempfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from flask import request, send_file
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from workflow.awards.importing import keeping
from workflow.awards.importing.delimited import read_text
from workflow.awards.importing.forms import TableForm
from workflow.awards.importing.keeping import Kept
from workflow.awards.importing.packing import Packed, pack
from workflow.awards.importing.reading import read_packed, sentence_of
from workflow.awards.importing.table import Unreadable
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput
from workflow.core.i18n import _
from workflow.core.storage.spool import receive
from workflow.core.unit_of_work import unit_of_work
from workflow.organisations.models import Organisation
from workflow.recipients.queries import tree_of

CHOICE = "who-"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PASTED = "dán từ Excel"  # kept in the ledgers as their source, so it is never translated


def given(form: TableForm) -> tuple[Packed, str, str]:
    """Return the table, its name, and the digest of the kept file where it has more sheets."""
    sent = form.file.data
    if sent is not None and sent.filename:
        with receive(sent.stream, request.max_content_length or 0) as received:
            packed = read_packed(sent.filename, received.path)
            several = bool(packed.about["others"])
            source = keeping.put_file(received.path.read_bytes()) if several else ""
        return packed, sent.filename[-100:], source
    text = form.text.data or ""
    if not text.strip():
        raise BadInput(_("Hãy chọn một tệp hoặc dán các dòng từ Excel."), field="file")
    try:
        return pack(read_text(text)), _PASTED, ""
    except Unreadable as refusal:
        raise BadInput(sentence_of(refusal), field="text") from refusal


def kept_for_now(packed: Packed, name: str, source: str) -> Kept:
    """Keep the table between its dry run and its import, and no longer."""
    kept = Kept(keeping.put(packed), name, source)
    with unit_of_work():
        keeping.let_go_later(kept.digest, source)
    return kept


def other_sheet(kept: Kept, sheet: str) -> Packed:
    """Return another sheet of the file the table came from."""
    with tempfile.TemporaryDirectory(prefix="sheet-") as folder:
        path = Path(folder) / "book"
        path.write_bytes(keeping.fetch_file(kept.source))
        return read_packed(kept.name, path, sheet)


def units_of(actor: Actor) -> Sequence[Organisation]:
    mine = tree_of(actor.organisation_id)
    rows = select(Organisation).where(Organisation.id.in_(mine), Organisation.valid_to.is_(None))
    return db.session.scalars(rows.order_by(Organisation.name)).all()


def unit(text: str, actor: Actor) -> int | None:
    return next((one.id for one in units_of(actor) if str(one.id) == text), None)


def send_faults(content: bytes, name: str) -> ResponseReturnValue:
    """Send the copy of the file that has a column of faults."""
    stem = name.rpartition(".")[0] or name
    return send_file(
        BytesIO(content), mimetype=_XLSX, as_attachment=True, download_name=f"{stem} - lỗi.xlsx"
    )


def mend() -> bool:
    return bool(request.form.get("mend"))


def choices() -> dict[str, str]:
    """Who was said to be meant, by the key of the look-alike rows; the first answer counts."""
    said: dict[str, str] = {}
    for key, value in request.form.items(multi=True):
        if key.startswith(CHOICE) and value:
            said.setdefault(key.removeprefix(CHOICE), value)
    return said
