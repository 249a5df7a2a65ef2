"""The blueprint of the import's pages."""

from flask import Blueprint

bp = Blueprint("award_import", __name__, url_prefix="/awards/import")
