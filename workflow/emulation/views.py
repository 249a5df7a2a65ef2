"""Pages of award rounds."""

from flask import Blueprint

bp = Blueprint("emulation", __name__, url_prefix="/rounds")
