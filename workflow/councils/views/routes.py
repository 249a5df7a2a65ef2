"""Every page of councils, gathered under one blueprint."""

from workflow.councils.views import (
    administration,
    agenda,
    appraisal_rules,
    appraisals,
    consultations,
    opinions,
    papers,
    publications,
    recusals,
    ruling,
    running,
    secret,
    sessions,
    voting,
)
from workflow.councils.views.blueprint import bp

PAGES = (
    administration,
    agenda,
    appraisal_rules,
    appraisals,
    consultations,
    opinions,
    papers,
    publications,
    recusals,
    ruling,
    running,
    secret,
    sessions,
    voting,
)

__all__ = ["PAGES", "bp"]
