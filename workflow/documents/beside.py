"""What another domain shows beside a paper on each of its pages: its digital signatures."""

from collections.abc import Callable

from workflow.documents.models import Paper

_tellers: list[Callable[[Paper], object | None]] = []


def register_signed(teller: Callable[[Paper], object | None]) -> None:
    """Let a domain tell of the signatures on a paper. Saying it twice changes nothing."""
    if teller not in _tellers:
        _tellers.append(teller)


def signed_on(paper: Paper) -> object | None:
    """Return what `signatures/_panel.html` shows; None where nothing is signed digitally.

    A job may be written and committed: call it before anything else is read for the page.
    """
    return next((told for tell in _tellers if (told := tell(paper)) is not None), None)
