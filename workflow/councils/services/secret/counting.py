"""The box of a secret ballot: fixed at the close, opened by the tellers, counted by item."""

from collections import Counter
from collections.abc import Mapping, Sequence

from workflow.core.actors import Actor
from workflow.core.errors import InvalidStep, NotAllowed
from workflow.core.i18n import _
from workflow.core.unit_of_work import after_commit
from workflow.councils.models import Ballot
from workflow.councils.policies import secretary_of_ballot
from workflow.councils.queries import lock
from workflow.councils.sealed.box import receipt_code, root_of
from workflow.councils.sealed.counting import Fault
from workflow.councils.sealed.keyfile import KeyFolder
from workflow.councils.sealed.process import ask, refusal_of
from workflow.councils.sealed.queries import box_of, get_secret, is_teller, tellers_of
from workflow.councils.sealed.record import on_record
from workflow.councils.services.counting import settle
from workflow.councils.states import BallotStatus
from workflow.councils.tally import Count
from workflow.councils.voting import (
    all_recusals,
    electors_of,
    get_ballot,
    get_ballot_for_change,
    tallies_of,
)

FORMAT = "bang-vang box 1"


def seal_box(ballot: Ballot) -> dict[str, str | int]:
    """Fix what lies in the box at the close, for the record: its digest and how many papers."""
    secret = get_secret(ballot.id)
    box = box_of(ballot.id)
    secret.box_root = root_of(box)
    secret.voted = sum(one.voted for one in electors_of(ballot.id))
    return {"root": secret.box_root.hex(), "papers": len(box)}


def count_box(public_id: str, codes: Sequence[str], keys: KeyFolder, *, actor: Actor) -> Ballot:
    """Open the box by the tellers' codes in a process of its own, and count it by item.

    Raises BadInput for a wrong code and InvalidStep for a box that is not what it was at the
    close; nothing is counted then and nothing is changed.
    """
    lock(get_ballot(public_id, actor).session_id)
    ballot = get_ballot_for_change(public_id, actor)
    if not (is_teller(actor, ballot) or secretary_of_ballot(actor, ballot)):
        raise NotAllowed(_("Chỉ ban kiểm phiếu và thư ký Hội đồng mở hòm phiếu."))
    if ballot.status is not BallotStatus.CLOSED:
        raise InvalidStep(_("Chỉ kiểm phiếu khi cuộc bỏ phiếu đã đóng và chưa kiểm."))
    totals = ask("tally", {**box_order(ballot), **_opener(ballot, codes, keys)})["totals"]
    if not on_record(ballot):
        raise InvalidStep(refusal_of(Fault.RECORD))
    settled = ballot.public_id
    after_commit(lambda: keys.destroy(settled))
    return settle(ballot, lambda _ballot_id: _counts(ballot, totals), actor=actor)


def _opener(ballot: Ballot, codes: Sequence[str], keys: KeyFolder) -> dict[str, object]:
    if get_secret(ballot.id).needed:
        return {"codes": list(codes)}
    return {"codes": [], "seed": keys.seed(ballot.public_id).hex()}


def box_order(ballot: Ballot) -> dict[str, object]:
    """Return the closed box as it is counted, and as it is handed out for a recount."""
    secret = get_secret(ballot.id)
    return {
        "ballot": ballot.public_id, "items": secret.items, "needed": secret.needed,
        "public": (secret.public_key or b"").hex(), "voted": secret.voted,
        "root": (secret.box_root or b"").hex(),
        "shares": {one.number: (one.share or b"").hex() for one in tellers_of(ballot.id)},
        "box": [[one.slot.hex(), one.sealed.hex()] for one in box_of(ballot.id)],
    }  # fmt: skip


def exported(ballot: Ballot) -> dict[str, object]:
    """Return the closed box with what was published of it, to be counted again elsewhere."""
    lines = tallies_of(ballot.id) if ballot.status is BallotStatus.TALLIED else {}
    published = {
        str(item): {"agree": line.agree, "disagree": line.disagree, "other": line.other}
        for item, line in lines.items()
    }
    return {"format": FORMAT, **box_order(ballot), "published": published}


def look_up(ballot: Ballot, code: str) -> bool:
    """Say whether the paper of this receipt lies in the box."""
    wanted = code.lower().replace("-", "").replace(" ", "")
    return any(receipt_code(slot) == wanted for slot in box_of(ballot.id))


def _counts(ballot: Ballot, totals: Sequence[tuple[int, Mapping[str, int]]]) -> dict[int, Count]:
    members = len(electors_of(ballot.id))
    recused = Counter(one.ballot_item_id for one in all_recusals(ballot.id))
    return {
        item: Count(agree=one["agree"], disagree=one["disagree"], other=one["other"],
                    recused=recused[item], total=members)
        for item, one in totals
    }  # fmt: skip
