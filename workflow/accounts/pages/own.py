"""Pages of one's own account: the organisation one acts for, language, password."""

from flask import current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from workflow.accounts import passwords
from workflow.accounts.blueprint import bp
from workflow.accounts.entry import change_password as store_password
from workflow.accounts.entry import check_present, count_present
from workflow.accounts.forms import ChangePasswordForm
from workflow.accounts.login import set_cookie
from workflow.accounts.models import User
from workflow.accounts.next_page import path_within
from workflow.accounts.own import choose_organisation, keep_language
from workflow.accounts.pages.cookies import A_YEAR
from workflow.core.db import db
from workflow.core.errors import BadInput
from workflow.core.i18n import _
from workflow.core.unit_of_work import unit_of_work
from workflow.core.web.access import acting, public, signed_in

LANGUAGES = ("vi", "en")
LANGUAGE_COOKIE = "bangvang_lang"


@bp.post("/act-for")
@signed_in
def act_for() -> ResponseReturnValue:
    """Work for another organisation where one has a role; everything shown changes with it."""
    with unit_of_work():
        chosen = choose_organisation(
            current_user.session_id, request.form.get("acting", ""), actor=acting()
        )
        name = chosen.short_name
    flash(_("Bạn đang làm việc cho %(name)s.", name=name), "success")
    return redirect(url_for("reports.inbox"))


@bp.post("/language/<code>")
@public
def choose_language(code: str) -> ResponseReturnValue:
    """Remember the language in the browser, and in the account of whoever is signed in."""
    back = path_within(request.referrer, request.host) or url_for("reports.inbox")
    response = make_response(redirect(back))
    if code not in LANGUAGES:
        return response
    set_cookie(current_app, response, LANGUAGE_COOKIE, code, A_YEAR)
    if current_user.is_authenticated and current_user.language != code:
        user_id = current_user.user_id
        with unit_of_work():
            keep_language(user_id, code)
    return response


@bp.route("/password", methods=["GET", "POST"])
@signed_in
def change_password() -> ResponseReturnValue:
    form = ChangePasswordForm()
    if form.validate_on_submit():
        actor, session_id = acting(), current_user.session_id
        with unit_of_work():
            allowed = count_present(current_user.user_id)
        user = db.session.get_one(User, current_user.user_id)
        try:
            check_present(user, form.current.data, allowed=allowed)
            passwords.check_new(form.password.data, login=user.login)
            hashed = passwords.hash_password(form.password.data)
            with unit_of_work():
                store_password(user.id, hashed, session_id=session_id, actor=actor)
        except BadInput as error:
            form.refuse(error)
        else:
            flash(
                _("Đã đổi mật khẩu. Các máy khác đang đăng nhập tên này đã bị đăng xuất."),
                "success",
            )
            return redirect(url_for("reports.inbox"))
    page = render_template("accounts/change_password.html", form=form, form_errors=form.errors)
    return page, 422 if form.errors else 200
