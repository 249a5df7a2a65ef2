"""Every page of councils, gathered under one blueprint."""

from workflow.councils.views import (
    administration,
    agenda,
    opinions,
    packet,
    papers,
    publications,
    recusals,
    running,
    secret,
    sessions,
    voting,
)
from workflow.councils.views.blueprint import bp

PAGES = (
    administration,
    agenda,
    opinions,
    packet,
    papers,
    publications,
    recusals,
    running,
    secret,
    sessions,
    voting,
)

__all__ = ["PAGES", "bp"]
