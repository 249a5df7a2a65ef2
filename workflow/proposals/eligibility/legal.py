"""Which laws and decrees judge an achievement, as papers cite them."""

from datetime import date

from workflow.awards.legal_bases import cited_on


def rule_set_of(year: int) -> list[str]:
    """Return the laws and decrees whose criteria judge an achievement of `year`."""
    return [text.removeprefix("Căn cứ ") for text in cited_on(date(year, 12, 31))]
