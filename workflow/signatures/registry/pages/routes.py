"""Every page about certificates, roots and terms, gathered under one blueprint."""

from workflow.signatures.registry.pages import algorithms, certificates, renewals, roots, terms
from workflow.signatures.registry.pages.blueprint import bp

PAGES = (algorithms, certificates, renewals, roots, terms)

__all__ = ["PAGES", "bp"]
