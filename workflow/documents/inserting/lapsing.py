"""A wish to insert a number ends by itself once its paper is numbered or becomes a draft again."""

from workflow.core.actors import SYSTEM
from workflow.core.db import db
from workflow.documents.inserting.models import Insertion
from workflow.documents.inserting.queries import open_of
from workflow.documents.inserting.steps import insertion_lifecycle


def lapse(paper_id: int) -> None:
    """End an open wish: a permission holds for the paper as it was read, and for no other act.

    The caller holds the paper's row.
    """
    found = open_of(paper_id)
    if found is None:
        return
    row = db.session.get_one(
        Insertion, found.id, with_for_update={"of": Insertion}, populate_existing=True
    )
    with insertion_lifecycle.step(row, "lapse", actor=SYSTEM, stream=("paper", paper_id)):
        return
