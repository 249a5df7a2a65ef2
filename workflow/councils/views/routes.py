"""Every page of councils, gathered under one blueprint."""

from workflow.councils.views import (
    administration,
    agenda,
    blank,
    opinions,
    packet,
    papers,
    publications,
    recusals,
    running,
    screen,
    secret,
    sessions,
    tellers,
    voting,
)
from workflow.councils.views.blueprint import bp

PAGES = (
    administration,
    agenda,
    blank,
    opinions,
    packet,
    papers,
    publications,
    recusals,
    running,
    screen,
    secret,
    sessions,
    tellers,
    voting,
)

__all__ = ["PAGES", "bp"]
