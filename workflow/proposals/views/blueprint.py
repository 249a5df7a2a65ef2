"""The blueprint of the dossiers' pages, and its places in the rail."""

from flask import Blueprint

from workflow.core.i18n import lazy
from workflow.core.web.navigation import add_entry
from workflow.proposals.lists import count_incoming

bp = Blueprint("proposals", __name__, url_prefix="/proposals")

add_entry(
    "proposals.index", lazy("Hồ sơ của đơn vị"), icon="folder", roles={"officer", "unit_head"},
    order=20,
)  # fmt: skip
add_entry(
    "proposals.incoming", lazy("Hồ sơ đến"), icon="folder-symlink", roles={"secretary"}, order=25,
    count=count_incoming,
)  # fmt: skip
