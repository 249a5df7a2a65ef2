"""Pages of papers and their files."""

from flask import Blueprint

bp = Blueprint("documents", __name__, url_prefix="/documents")
