"""Forms of sign-in and of one's own password."""

from typing import Any

from wtforms import HiddenField, PasswordField
from wtforms.validators import EqualTo

from workflow.core.i18n import lazy
from workflow.core.web.forms import Form, LineField, at_most, required

NEW_PASSWORD: Any = {"autocomplete": "new-password", "maxlength": "256"}


class SignInForm(Form):
    login = LineField(
        lazy("Tên đăng nhập"),
        validators=[required(), at_most(100)],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        lazy("Mật khẩu"), validators=[required()], render_kw={"autocomplete": "current-password"}
    )
    next = HiddenField()


class NewPasswordForm(Form):
    password = PasswordField(lazy("Mật khẩu mới"), validators=[required()], render_kw=NEW_PASSWORD)
    again = PasswordField(
        lazy("Gõ lại mật khẩu mới"),
        validators=[required(), EqualTo("password", lazy("Hai lần gõ chưa giống nhau."))],
        render_kw=NEW_PASSWORD,
    )


class ChangePasswordForm(NewPasswordForm):
    current = PasswordField(
        lazy("Mật khẩu hiện tại"),
        validators=[required()],
        render_kw={"autocomplete": "current-password"},
    )
