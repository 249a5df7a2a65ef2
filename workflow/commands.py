"""The `flask …` commands: first installation, demo, worker, checks."""

import click
from flask import Flask

from workflow.core import jobs
from workflow.demo.loading import load_demo
from workflow.worker import work_until_stopped


def register_commands(app: Flask) -> None:
    @app.cli.command("demo")
    def demo() -> None:
        """Load the demonstration into an empty database; a loaded one is left as it is."""
        load_demo(click.echo)

    @app.cli.command("worker")
    @click.option("--once", is_flag=True, help="Run what is due now, then stop.")
    def worker(once: bool) -> None:
        """Run waiting jobs until stopped."""
        if once:
            click.echo(f"{jobs.run_all()} jobs")
        else:
            work_until_stopped()
