"""`flask signatures verify FILE`: what can be said of a file, by what is trusted and recorded."""

import hashlib
import json
import sys
from pathlib import Path

import click
from flask.cli import AppGroup

from workflow.core import clock
from workflow.core.db import db
from workflow.signatures.engine.checking import check
from workflow.signatures.records import record_of
from workflow.signatures.telling import EXIT_CODES, lines_of
from workflow.signatures.trust import trust_now

signatures = AppGroup("signatures", help="Digital signatures: what can be said of a file.")


@signatures.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the whole report as JSON.")
def verify(file: Path, as_json: bool) -> None:
    """Verify the signatures in FILE. Exit: 0 valid, 3 unknown, 4 invalid, 5 no signature."""
    content = file.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    record, trust = record_of(digest), trust_now()
    db.session.rollback()
    name = record.name if record is not None else ""
    report = check(content, trust, record.expected if record else None, clock.now())
    if as_json:
        click.echo(json.dumps(report.as_data() | {"record": name}, ensure_ascii=False, indent=1))
    else:
        click.echo(f"Tệp: {file.name}")
        unknown = "tệp này không phải bản đã ký lưu trong hệ thống (so theo SHA-256)."
        click.echo(f"Bản ghi: {name if record is not None else unknown}")
        for line in lines_of(report):
            click.echo(line)
    sys.exit(EXIT_CODES[report.verdict])
