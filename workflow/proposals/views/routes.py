"""Every page of the dossiers, gathered under one blueprint."""

from workflow.proposals.views import (
    checking,
    detail,
    drafting,
    listing,
    lists,
    nominating,
    overriding,
    papers,
    reviewing,
    submitting,
)
from workflow.proposals.views.blueprint import bp

PAGES = (
    checking, detail, drafting, listing, lists, nominating, overriding, papers, reviewing,
    submitting,
)  # fmt: skip

__all__ = ["PAGES", "bp"]
