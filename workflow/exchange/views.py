"""Pages of submission upward."""

from flask import Blueprint

bp = Blueprint("exchange", __name__, url_prefix="/transmittals")
