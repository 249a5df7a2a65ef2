"""The keys of the application at work: in a page, a job or a command."""

from flask import current_app

from workflow.signatures.keys.client import Signer, signer_of


def current_signer() -> Signer:
    """Return how this installation reaches its keys."""
    return signer_of(current_app.config["SETTINGS"])
