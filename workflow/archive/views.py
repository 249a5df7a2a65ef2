"""Pages of the archive."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from workflow.core.web.access import signed_in

bp = Blueprint("archive", __name__, url_prefix="/archive")


@bp.get("/")
@signed_in
def search() -> ResponseReturnValue:
    return render_template("archive/search.html")
