"""The `flask …` commands: first installation, demo, worker, checks."""

import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click
from flask import Flask, url_for
from flask.cli import AppGroup
from flask_migrate import upgrade
from sqlalchemy import inspect

from workflow.accounts import services as accounts
from workflow.accounts.setup import install
from workflow.core import clock, jobs, periodic
from workflow.core.clock import Installation
from workflow.core.db import db
from workflow.core.errors import WorkflowError
from workflow.core.text import one_line
from workflow.core.unit_of_work import unit_of_work
from workflow.councils.services.secret.recounting import Recount, read_box, recount
from workflow.demo.loading import load_demo
from workflow.documents import reconciling, reconciling_words, sweeping
from workflow.documents.contents import current_store
from workflow.documents.engine import readiness
from workflow.organisations import books as number_books
from workflow.organisations.fields import OrganisationFields
from workflow.organisations.models import OrganisationKind
from workflow.signatures.commands.keys import keys
from workflow.signatures.commands.renewing import signatures
from workflow.standards import load_standards
from workflow.worker import work_until_stopped

KINDS = click.Choice([kind.value for kind in OrganisationKind])


def _top_organisation(answers: dict[str, str]) -> OrganisationFields:
    """Return the organisation as answered; its headings and the rest are edited on its page."""
    line = {key: one_line(text) for key, text in answers.items()}
    return OrganisationFields(
        name=line["organisation"], short_name=line["short_name"] or line["organisation"],
        kind=OrganisationKind(line["kind"]), symbol=line["symbol"], place=line["place"],
        head_post="", heading_parent="", heading_name=line["organisation"].upper(),
        numbers_first=False, signs_digitally=False, valid_from=clock.today(),
    )  # fmt: skip


def _first_installation(login: str, name: str, address: str, answers: dict[str, Any]) -> None:
    try:
        with unit_of_work():
            token, expires_at = install(_top_organisation(answers), login=login, name=name)
    except WorkflowError as error:
        raise click.ClickException(str(error)) from error
    _load_standards()
    click.echo("Mở liên kết này một lần để đặt mật khẩu của quản trị viên đầu tiên:")
    _say_link(address, token, expires_at)


def _say_link(address: str, token: str, expires_at: datetime) -> None:
    click.echo(f"  {address.rstrip('/')}{url_for('accounts.enter', token=token)}")
    click.echo(f"Hết hạn lúc {clock.local(expires_at):%H:%M ngày %d/%m/%Y}.")


def _need_tables() -> None:
    if not inspect(db.engine).has_table(Installation.__tablename__):
        raise click.ClickException(
            "Cơ sở dữ liệu chưa có bảng nào. Hãy chạy trước: flask --app wsgi db upgrade"
        )


def _load_standards() -> None:
    added = load_standards()
    click.echo(f"Danh mục khen thưởng: thêm {added.rules}. Mẫu văn bản: thêm {added.templates}.")
    for whose in added.to_mend:
        click.echo(f"PHẢI SỬA: {whose} dùng trường không còn trong dữ liệu.", err=True)


ADDRESS = click.option(
    "--address", default="http://127.0.0.1:8000", show_default=True,
    help="Where people will open it.",
)  # fmt: skip


def _register_init(app: Flask) -> None:
    @app.cli.command("init")
    @click.option("--organisation", prompt="Tên cơ quan cao nhất", help="Full name.")
    @click.option("--short-name", prompt="Tên gọi tắt", default="", show_default=False)
    @click.option("--kind", prompt="Loại", type=KINDS, default="department")
    @click.option("--symbol", prompt="Ký hiệu trong số văn bản", default="", show_default=False)
    @click.option("--place", prompt="Địa danh", default="", show_default=False)
    @click.option("--login", prompt="Tên đăng nhập của quản trị viên đầu tiên")
    @click.option("--name", prompt="Họ và tên quản trị viên")
    @ADDRESS
    def init(login: str, name: str, address: str, **answers: str) -> None:
        """Set up a first real installation; prints the single-use link of its administrator."""
        _need_tables()
        with app.test_request_context():
            _first_installation(login, name, address, answers)


def _register_link(app: Flask) -> None:
    @app.cli.command("link")
    @click.argument("login")
    @ADDRESS
    def link(login: str, address: str) -> None:
        """Print a single-use link for LOGIN: for when no administrator can sign in any more."""
        _need_tables()
        with app.test_request_context():
            try:
                with unit_of_work():
                    fresh = accounts.send_link_from_the_server(login)
            except WorkflowError as error:
                raise click.ClickException(str(error)) from error
            click.echo(f"Mở liên kết này một lần để đặt mật khẩu mới cho {login}:")
            _say_link(address, fresh.token, fresh.expires_at)


def _codes(needed: int) -> list[str]:
    """Ask for the tellers' codes without showing them; a pipe gives one a line."""
    if not sys.stdin.isatty():
        return [line.strip() for line in sys.stdin if line.strip()]
    return [
        click.prompt(f"Mã kiểm phiếu {n}", hide_input=True, default="", show_default=False)
        for n in range(1, needed + 1)
    ]


def _say_recount(counted: Recount) -> None:
    for row, (item, (agree, disagree, other)) in enumerate(counted.totals.items(), start=1):
        click.echo(f"{row:>4}. [{item}]  đồng ý {agree}, không {disagree}, khác {other}")
    if not counted.known_here:
        click.echo("Cuộc bỏ phiếu này không có trên máy chủ này: chỉ so với tệp.")
    for difference in counted.differences:
        click.echo(f"KHÁC: {difference}", err=True)
    if counted.differences:
        raise click.ClickException("Kết quả kiểm lại không khớp.")
    click.echo("Khớp với kết quả đã công bố." if counted.published else "Chưa có kết quả công bố.")


def _register_council(app: Flask) -> None:
    council = AppGroup("council", help="Councils and their secret ballots.")

    @council.command("recount")
    @click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
    def recount_box(file: Path) -> None:
        """Count an exported box again by the tellers' codes; writes nothing."""
        try:
            box = read_box(file.read_text(encoding="utf-8", errors="replace"))
            counted = recount(box, _codes(box["needed"]))
        except WorkflowError as error:
            raise click.ClickException(str(error)) from error
        _say_recount(counted)

    app.cli.add_command(council)


def _register_books(app: Flask) -> None:
    books = AppGroup("books", help="Number books.")

    @books.command("shut")
    def shut_books() -> None:
        """Shut every number book, after a restore: none gives a number until it was compared."""
        with unit_of_work():
            shut = number_books.shut_all()
        click.echo(f"Đã khóa {shut} sổ. Quản trị viên đối chiếu rồi mở lại từng sổ ở Sổ văn bản.")

    app.cli.add_command(books)
    _register_numbers(app)


def _register_numbers(app: Flask) -> None:
    group = AppGroup("numbers", help="Numbers of papers.")

    @group.command("reconcile")
    @click.option("--open", "opening", is_flag=True, help="Open the books that fit.")
    @click.option("--scans-seen", is_flag=True, help="Somebody looked at the PDFs without text.")
    def reconcile_books(opening: bool, scans_seen: bool) -> None:
        """Compare every shut book with papers and files; look for numbers given since a backup.

        Ends with 1 while a book does not fit, or files nobody can read are not looked at.
        """
        found = reconciling.reconcile(current_store())
        unseen = bool(found.unreadable) and not scans_seen
        fitting = [one.book.id for one in found.reports if one.fits and not one.is_open]
        opened = fitting if opening and not unseen else []
        lines = list(reconciling_words.lines_of(found, opened))
        with unit_of_work():
            for book_id in opened:
                number_books.open_reconciled(book_id)
        for line in lines:
            click.echo(line)
        if opening and unseen:
            click.echo("Chưa mở sổ nào: xem các bản quét trên rồi chạy lại với --scans-seen.")
        if unseen or found.strays or any(not one.fits for one in found.reports):
            raise click.exceptions.Exit(1)

    app.cli.add_command(group)


def _register_sweep(app: Flask) -> None:
    @app.cli.command("sweep")
    @click.option("--remove", is_flag=True, help="Remove them; without it they are only listed.")
    @click.option(
        "--days",
        default=sweeping.GRACE.days,
        show_default=True,
        type=click.IntRange(1),
        help="Leave what was stored in the last days: somebody may be about to name it.",
    )
    def sweep(remove: bool, days: int) -> None:
        """List the files in the store that no row names, and remove them on demand."""
        store, grace = current_store(), timedelta(days=days)
        try:
            seen = sweeping.look_through(store)
            old = seen.older_than(grace)
            for one in old:
                click.echo(f"{one.digest}  {clock.local(one.stored_at):%d/%m/%Y %H:%M}")
            click.echo(
                f"Kho có {seen.named} tệp được nhắc tới, {len(seen.orphans)} tệp không, "
                f"trong đó {len(old)} tệp đã quá {days} ngày."
            )
            if seen.missing:
                click.echo(
                    f"THIẾU: ít nhất {seen.missing} tệp được nhắc tới không có trong kho. "
                    "Hãy chép kho tệp từ bản sao lưu mới nhất.", err=True,
                )  # fmt: skip
            if remove:
                removed = sweeping.remove(seen, old, store)
                dropped = store.drop_unfinished(clock.real_now() - grace)
                click.echo(f"Đã xóa {len(removed)} tệp, {dropped} phần ghi dở.")
        except WorkflowError as error:
            raise click.ClickException(str(error)) from error


def _register_check(app: Flask) -> None:
    @app.cli.command("check")
    def check() -> None:
        """Say what this machine lacks to draw papers: LibreOffice, fonts, poppler."""
        found = readiness.lacking()
        for sentence in found:
            click.echo(f"THIẾU: {sentence}", err=True)
        if found:
            raise click.ClickException("Máy chủ chưa đủ để dựng văn bản.")
        click.echo("Máy chủ đủ LibreOffice, phông chữ và công cụ đọc PDF để dựng văn bản.")


def register_commands(app: Flask) -> None:
    _register_init(app)
    _register_link(app)
    _register_books(app)
    _register_sweep(app)
    _register_check(app)
    _register_council(app)
    app.cli.add_command(keys)
    app.cli.add_command(signatures)

    @app.cli.command("demo")
    def demo() -> None:
        """Bring the schema up to date and load the demonstration, unless it was loaded before."""
        upgrade()
        load_demo(click.echo)
        _load_standards()

    @app.cli.command("standards")
    def standards() -> None:
        """Load the catalogue and the templates of this release; what is there stays."""
        _load_standards()

    @app.cli.command("worker")
    @click.option("--once", is_flag=True, help="Run what is due now, then stop.")
    def worker(once: bool) -> None:
        """Run waiting jobs until stopped."""
        if once:
            periodic.enqueue_due()
            click.echo(f"{jobs.run_all()} jobs")
        else:
            work_until_stopped()
