"""What the journal of a session fixed while a secret ballot was open: its key and every paper.

A paper put in place of another before the close would be counted otherwise: whoever can write to
the database can seal one of their own to the ballot's public key.
"""

from collections import Counter

from workflow.core import audit
from workflow.councils.models import Ballot
from workflow.councils.sealed.queries import box_of, get_secret

KEY, PAPER = "ballot.key", "ballot.paper"  # the acts' names in the journal


def on_record(ballot: Ballot) -> bool:
    """Say whether key, items and papers are those of the journal, and its chain is whole."""
    stream = ("session", ballot.session_id)
    entries = [
        one for one in audit.journal(*stream)
        if (one.subject_kind, one.subject_id) == ("ballot", ballot.id)
    ]  # fmt: skip
    secret = get_secret(ballot.id)
    keys = [one.detail for one in entries if one.act == KEY]
    papers = Counter(one.detail["digest"] for one in entries if one.act == PAPER)
    return (
        keys == [{"public": (secret.public_key or b"").hex(), "items": secret.items}]
        and papers == Counter(slot.digest.hex() for slot in box_of(ballot.id))
        and not audit.faults(*stream)
    )
