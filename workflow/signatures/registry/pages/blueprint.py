"""The address and the item in the rail all pages about certificates, roots and terms share."""

from flask import Blueprint

from workflow.core.i18n import lazy
from workflow.core.web.navigation import add_entry
from workflow.signatures.registry.tasks import count_waiting

ADMINISTRATOR = "administrator"

bp = Blueprint("signing", __name__, url_prefix="/signatures")
add_entry(
    "signing.certificates", lazy("Chữ ký số"), icon="shield-check", roles={ADMINISTRATOR},
    order=88, count=count_waiting,
)  # fmt: skip
