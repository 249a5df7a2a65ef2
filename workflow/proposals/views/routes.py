"""Every page of the dossiers, gathered under one blueprint."""

from workflow.proposals.views import (
    checking,
    detail,
    drafting,
    importing,
    listing,
    lists,
    nominating,
    papers,
    reviewing,
    submitting,
)
from workflow.proposals.views.blueprint import bp

PAGES = (
    checking, detail, drafting, importing, listing, lists, nominating, papers,
    reviewing, submitting,
)  # fmt: skip

__all__ = ["PAGES", "bp"]
