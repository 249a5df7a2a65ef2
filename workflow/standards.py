"""What every installation works with: the national catalogue of awards and the paper templates."""

from dataclasses import dataclass

from workflow.awards import catalogue
from workflow.core import clock
from workflow.core.unit_of_work import unit_of_work
from workflow.documents.templates import load_templates
from workflow.documents.templating.papers import own_name
from workflow.documents.templating.queries import to_mend
from workflow.settings import ROOT

TEMPLATES = ROOT / "document_templates"


@dataclass(frozen=True)
class Added:
    """How many rules of awards and versions of templates were new; whose own templates now fail."""

    rules: int
    templates: int
    to_mend: tuple[str, ...]


def load_standards() -> Added:
    """Enter what came with this release and is not there yet; what was changed since stays.

    After every upgrade of the product; a second time it adds nothing.
    """
    with unit_of_work():
        return Added(
            rules=catalogue.load(), templates=len(load_templates(TEMPLATES)),
            to_mend=tuple(own_name(one) for one in to_mend(clock.today())),
        )  # fmt: skip
