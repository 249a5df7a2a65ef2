"""Every page about certificates, roots and terms, gathered under one blueprint."""

from workflow.signatures.registry.pages import certificates, roots, terms
from workflow.signatures.registry.pages.blueprint import bp

PAGES = (certificates, roots, terms)

__all__ = ["PAGES", "bp"]
