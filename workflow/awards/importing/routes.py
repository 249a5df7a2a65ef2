"""Every page of the import, gathered under one blueprint."""

from workflow.awards.importing import pages, run_pages
from workflow.awards.importing.blueprint import bp

PAGES = (pages, run_pages)

__all__ = ["PAGES", "bp"]
