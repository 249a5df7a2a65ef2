"""`flask signatures due` and `flask signatures renew`: what is to be renewed, and doing it now."""

from collections.abc import Iterator

import click

from workflow.core.db import db
from workflow.documents.models import Paper
from workflow.signatures.commands.verify import signatures
from workflow.signatures.renewal import making, words
from workflow.signatures.renewal.finding import (
    Rules,
    State,
    proofs_due,
    rules_now,
    unread,
    waiting,
)
from workflow.signatures.renewal.models import FileProof
from workflow.signatures.renewal.sources import find_sealed
from workflow.signatures.renewal.states import Why
from workflow.signatures.renewal.working import Done, renew_one

__all__ = ["signatures"]
_MANY = 100_000


@signatures.command("due")
def due() -> None:
    """List the sealed files that are due, why, by when and what hindered them; reads no file.

    Ends with 1 while one of them could not be renewed.
    """
    rules = rules_now()
    rows = proofs_due(rules, db.true(), _MANY)
    for row in rows:
        click.echo("  ".join(_of_row(row, rules)))
    new = len(db.session.scalars(unread()).all())
    failing = [row for row in rows if row.trouble is not None]
    click.echo(f"{len(rows)} tệp đến hạn, {len(failing)} chưa gia hạn được, {new} chưa đọc.")
    if failing:
        raise click.exceptions.Exit(1)


def _of_row(row: FileProof, rules: Rules) -> Iterator[str]:
    yield row.paper.number_text or row.paper.public_id
    yield row.document.title
    yield row.paper.organisation.short_name
    found = rules.due(State.of(row), rules.terms[row.paper.organisation_id])
    if found is not None:
        yield words.why_due(found)
    if row.trouble is not None:
        yield f"{words.TROUBLES[row.trouble]}: {row.failure}"


@signatures.command("renew")
@click.option("--dry-run", is_flag=True, help="Read and judge what is due, and say what would be.")
def renew(*, dry_run: bool) -> None:
    """Renew now what the worker would renew by itself, those that failed before too.

    Ends with 1 where something due could not be renewed.
    """
    rules = rules_now()
    failed = told = 0
    for document_id in _candidates(rules):
        name = _name(document_id)
        db.session.rollback()
        said = _tried(document_id, rules) if dry_run else _said(renew_one(document_id))
        if said is not None:
            click.echo(f"{name}  {said[1]}")
            failed, told = failed + (not said[0]), told + 1
    if not told:
        click.echo("Không tệp nào phải gia hạn lúc này.")
    if failed:
        raise click.exceptions.Exit(1)


def _candidates(rules: Rules) -> list[int]:
    """Return the files to look at: those whose turn has come, and those that failed lately."""
    turn = db.session.scalars(waiting(rules)).all()
    rows = proofs_due(rules, db.true(), _MANY)
    return list(dict.fromkeys([*turn, *(row.document_id for row in rows)]))


def _name(document_id: int) -> str:
    sealed = find_sealed(document_id)
    if sealed is None:
        return str(document_id)
    number = db.session.get_one(Paper, sealed.paper_id).number_text or ""
    return f"{number}  {sealed.document.title}"


def _said(done: Done) -> tuple[bool, str] | None:
    if done.hindered is not None:
        return False, f"CHƯA GIA HẠN ĐƯỢC: {done.hindered}"
    if done.renewed:
        return True, f"đã gia hạn, SHA-256 {done.renewed}"
    return None


def _tried(document_id: int, rules: Rules) -> tuple[bool, str] | None:
    """Say what a renewal would be for; nothing is asked of a server and nothing written."""
    plan = making.plan_for(document_id, rules.at)
    db.session.rollback()
    if plan is None:
        return None
    try:
        seen = making.look(plan)
        if seen.due is None:
            return None
        if not seen.state.good and seen.due.why is not Why.RAISED:
            raise words.unproven(seen.report)
    except words.Hindered as hindered:
        return False, f"KHÔNG GIA HẠN ĐƯỢC: {hindered}"
    return True, f"sẽ gia hạn: {words.why_due(seen.due)}"
