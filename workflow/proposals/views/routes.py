"""Every page of the dossiers, gathered under one blueprint."""

from workflow.proposals.views import (
    checking,
    consulting,
    copying,
    detail,
    drafting,
    evidence,
    importing,
    listing,
    lists,
    nominating,
    overriding,
    papers,
    reviewing,
    submitting,
    suggestions,
)
from workflow.proposals.views.blueprint import bp

PAGES = (
    checking, consulting, copying, detail, drafting, evidence, importing, listing, lists,
    nominating, overriding, papers, reviewing, submitting, suggestions,
)  # fmt: skip

__all__ = ["PAGES", "bp"]
