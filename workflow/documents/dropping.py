"""Giving up a draft nobody has signed: its rows and its journal stay, its number becomes void."""

from workflow.core.actors import Actor
from workflow.documents import queries
from workflow.documents.models import Paper
from workflow.documents.numbering import give_up_number
from workflow.documents.steps import paper_lifecycle


def drop_paper(paper_id: int, *, actor: Actor) -> Paper:
    """Give a draft up. Whoever calls has judged who may."""
    paper = queries.lock(paper_id)
    with paper_lifecycle.step(paper, "drop", actor=actor.as_system()):
        give_up_number(paper, "Dự thảo không dùng nữa.")
    return paper
