"""The blueprint of councils and sessions, and its places in the rail."""

from flask import Blueprint

from workflow.core.i18n import lazy
from workflow.core.web.navigation import add_entry
from workflow.councils.queries import has_seat

bp = Blueprint("councils", __name__, url_prefix="/councils")

add_entry(
    "councils.sessions", lazy("Hội đồng, phiên họp"), icon="people", roles={"secretary", "head"},
    order=30, also=has_seat,
)  # fmt: skip
add_entry(
    "councils.administration", lazy("Hội đồng"), icon="diagram-3", roles={"administrator"},
    order=86,
)  # fmt: skip
