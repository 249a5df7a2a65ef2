"""Pages of papers and their files."""

from typing import Any

from flask import Blueprint

from workflow.documents import access, contents, queries

bp = Blueprint("documents", __name__)


@bp.record
def _configure(state: Any) -> None:
    """Tell the services of this application where its files live."""
    settings = state.app.config["SETTINGS"]
    contents.configure(state.app.extensions["store"], settings.instance / "page-pictures")
    access.register_owner("paper", queries.may_view)
