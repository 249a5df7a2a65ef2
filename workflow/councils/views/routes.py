"""Every page of councils, gathered under one blueprint."""

from workflow.councils.views import (
    administration,
    agenda,
    appraisal_rules,
    appraisals,
    ballot_papers,
    blank,
    consultations,
    opinions,
    packet,
    papers,
    preview,
    publications,
    recusals,
    ruling,
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
    appraisal_rules,
    appraisals,
    consultations,
    ballot_papers,
    blank,
    opinions,
    packet,
    papers,
    preview,
    publications,
    recusals,
    ruling,
    running,
    screen,
    secret,
    sessions,
    tellers,
    voting,
)

__all__ = ["PAGES", "bp"]
