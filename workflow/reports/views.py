"""Pages of the inbox."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from workflow.core.web.access import signed_in

bp = Blueprint("reports", __name__)


@bp.get("/")
@signed_in
def inbox() -> ResponseReturnValue:
    return render_template("reports/inbox.html")


@bp.post("/demo-clock")
@signed_in
def move_clock() -> ResponseReturnValue:
    return redirect(url_for("reports.inbox"))
