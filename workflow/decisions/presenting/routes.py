"""Import every group of pages, so that the blueprint knows them all."""

from workflow.decisions.presenting import day_pages, order_pages, scan_pages, views
from workflow.decisions.presenting.blueprint import bp

__all__ = ["bp", "day_pages", "order_pages", "scan_pages", "views"]
