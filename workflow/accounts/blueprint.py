"""The blueprint of sign-in and of one's own account; page groups add their views to it."""

from flask import Blueprint

bp = Blueprint("accounts", __name__, url_prefix="/accounts")
