"""Pages of accounts: sign-in and out, passwords, the organisation one acts for."""

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.accounts.login import cookie_name
from workflow.accounts.sessions import end_session
from workflow.core.unit_of_work import unit_of_work
from workflow.core.web.access import public, signed_in

bp = Blueprint("accounts", __name__, url_prefix="/accounts")


@bp.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    return render_template("accounts/sign_in.html")


@bp.post("/sign-out")
@signed_in
def sign_out() -> ResponseReturnValue:
    """End the session on the server: a copy of the cookie is worthless from now on."""
    with unit_of_work():
        end_session(request.cookies.get(cookie_name(current_app), ""))
    response = current_app.make_response(redirect(url_for("accounts.sign_in")))
    response.delete_cookie(cookie_name(current_app), path="/")
    return response


@bp.post("/act-for")
@signed_in
def act_for() -> ResponseReturnValue:
    return redirect(url_for("reports.inbox"))


@bp.get("/password")
@signed_in
def change_password() -> ResponseReturnValue:
    return redirect(url_for("reports.inbox"))


@bp.get("/language/<code>")
@public
def choose_language(code: str) -> ResponseReturnValue:
    return redirect(url_for("reports.inbox"))
