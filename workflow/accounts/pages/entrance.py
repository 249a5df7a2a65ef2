"""Pages that let people in and out: sign-in, links, the demonstration's buttons, sign-out."""

from flask import (
    Response,
    abort,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user

from workflow.accounts import passwords
from workflow.accounts.blueprint import bp
from workflow.accounts.demo import demo_accounts, enter_demo, is_demo_database
from workflow.accounts.entry import enter_by_link, find_link
from workflow.accounts.forms import NewPasswordForm, SignInForm
from workflow.accounts.labels import ROLE_LABELS
from workflow.accounts.next_page import own_path
from workflow.accounts.pages.cookies import device_cookie, let_in, let_out, session_cookie
from workflow.accounts.sessions import end_session
from workflow.accounts.signing_in import Entered, count_guess, is_right, open_for
from workflow.core.errors import BadInput
from workflow.core.i18n import _
from workflow.core.unit_of_work import unit_of_work
from workflow.core.web.access import public, signed_in


def _is_demo() -> bool:
    """Both must say so: the way the server was started, and the database itself."""
    return current_app.config["SETTINGS"].is_demo and is_demo_database()


def _draw(form: SignInForm, status: int = 200) -> ResponseReturnValue:
    offices = demo_accounts() if _is_demo() else []
    page = render_template(
        "accounts/sign_in.html", form=form, offices=offices, role_labels=ROLE_LABELS,
        form_errors=bool(form.errors),
    )  # fmt: skip
    return page, status


def _welcome(entered: Entered, target: str | None) -> Response:
    """Start afresh: what the visitor's cookie held before belongs to nobody now."""
    end_session_of_before = session_cookie()
    if end_session_of_before:
        with unit_of_work():
            end_session(end_session_of_before)
    session.clear()
    return let_in(make_response(redirect(target or url_for("reports.inbox"))), entered)


def _try(login: str, password: str) -> Entered | None:
    address, devices = request.remote_addr or "", device_cookie()
    with unit_of_work():
        guess = count_guess(login, address=address, device_cookie=devices)
    if not is_right(guess, password):
        return None
    with unit_of_work():
        return open_for(guess, password, device_cookie=devices)


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    form = SignInForm()
    if request.method == "GET":
        if current_user.is_authenticated:
            return redirect(own_path(request.args.get("next")) or url_for("reports.inbox"))
        form.next.data = own_path(request.args.get("next")) or ""
        return _draw(form)
    if not form.validate():
        return _draw(form, 422)
    entered = _try(form.login.data, form.password.data)
    if entered is None:
        form.form_errors.append(
            _(
                "Tên đăng nhập hoặc mật khẩu chưa đúng, hoặc hôm nay đã có quá nhiều lần thử. "
                "Hãy gõ lại, hoặc nhờ quản trị viên cấp liên kết đặt lại mật khẩu."
            )
        )
        return _draw(form, 422)
    return _welcome(entered, own_path(form.next.data))


@bp.post("/demo-sign-in")
@public
def demo_sign_in() -> ResponseReturnValue:
    """Enter as one of the demonstration's people, without a password; nowhere else."""
    if not _is_demo():
        abort(404)
    with unit_of_work():
        entered = enter_demo(request.form.get("login", ""), device_cookie=device_cookie())
    return _welcome(entered, own_path(request.form.get("next")))


@bp.route("/enter/<token>", methods=["GET", "POST"])
@public
def enter(token: str) -> ResponseReturnValue:
    """Set one's own password by a single-use link. Opening it does not use it up."""
    user = find_link(token).user
    form = NewPasswordForm()
    if form.validate_on_submit():
        try:
            passwords.check_new(form.password.data, login=user.login)
            hashed = passwords.hash_password(form.password.data)
            with unit_of_work():
                entered = enter_by_link(token, hashed, device_cookie=device_cookie())
        except BadInput as error:
            form.refuse(error)
        else:
            return _welcome(entered, None)
    page = render_template(
        "accounts/enter.html", form=form, user=user, form_errors=bool(form.errors)
    )
    return page, 422 if form.errors else 200


@bp.post("/sign-out")
@signed_in
def sign_out() -> ResponseReturnValue:
    """End the session on the server: a copy of the cookie is worthless from now on."""
    with unit_of_work():
        end_session(session_cookie())
    session.clear()
    return let_out(make_response(redirect(url_for("accounts.sign_in"))))
