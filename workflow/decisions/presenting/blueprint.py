"""The blueprint all pages of ceremonies hang on."""

from flask import Blueprint

from workflow.core.i18n import lazy
from workflow.core.web.navigation import add_entry

bp = Blueprint("ceremonies", __name__, url_prefix="/ceremonies")

add_entry(
    "ceremonies.index", lazy("Trao thưởng"), icon="award",
    roles={"secretary", "head", "clerk", "archivist", "officer", "unit_head"}, order=45,
)  # fmt: skip
