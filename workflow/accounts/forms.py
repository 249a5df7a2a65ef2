"""Forms of sign-in, of one's own password, and of the accounts one administers."""

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField, PasswordField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import EqualTo, Optional

from workflow.accounts.labels import ROLE_LABELS
from workflow.accounts.models import Role
from workflow.accounts.services import Grant
from workflow.core.i18n import lazy
from workflow.core.web.forms import DayField, Form, LineField, at_most, required
from workflow.core.web.numerals import whole_or
from workflow.organisations.forms import to_choose
from workflow.organisations.models import Organisation

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


class PersonForm(Form):
    """Name and post, as shown beside what the person does."""

    name = LineField(lazy("Họ và tên"), validators=[required(), at_most(120)])
    title = LineField(lazy("Chức vụ"), validators=[at_most(120)])
    version = HiddenField()

    def stored_version(self) -> int:
        return int(self.version.data) if str(self.version.data).isdecimal() else 0


class GrantForm(Form):
    organisation = SelectField(lazy("Đơn vị"), validators=[required(lazy("Hãy chọn một đơn vị."))])
    role = SelectField(lazy("Vai trò"), validators=[required()])
    valid_from = DayField(lazy("Từ ngày"), validators=[required()])
    valid_to = DayField(lazy("Đến hết ngày"), validators=[Optional()])

    def offer(self, organisations: Sequence[Organisation]) -> None:
        """Fill the lists: the organisations one administers, and every role."""
        self.organisation.choices = to_choose(organisations)
        self.role.choices = [SelectChoice(role.value, label) for role, label in ROLE_LABELS.items()]

    def grant(self) -> Grant:
        return Grant(
            Role(self.role.data), self.organisation.data, self.data["valid_from"],
            self.valid_to.data,
        )  # fmt: skip


class NewUserForm(GrantForm, PersonForm):
    login = LineField(
        lazy("Tên đăng nhập"),
        validators=[required(), at_most(60)],
        render_kw={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"},
    )


class EndGrantForm(Form):
    last_day = DayField(lazy("Ngày cuối có vai trò"), validators=[required()])
    grant = HiddenField()

    def grant_id(self) -> int:
        return whole_or(0, str(self.grant.data))
