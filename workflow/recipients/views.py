"""Pages of persons and collectives."""

from flask import Blueprint

bp = Blueprint("recipients", __name__, url_prefix="/recipients")
