"""Pages of councils and their sessions."""

from flask import Blueprint

bp = Blueprint("councils", __name__, url_prefix="/councils")
