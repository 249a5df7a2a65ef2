"""The short-lived process that makes a ballot's key, or opens its box: JSON in, JSON out.

It runs without network and ends at once, so neither the key nor an opened paper stays in the
memory of a server. Bytes travel in hexadecimal. Nothing is written anywhere.
"""

import json
import resource
import sys
from collections.abc import Mapping
from typing import Any

from workflow.councils.sealed.box import Slot
from workflow.councils.sealed.counting import Fault, Refused, Sealed, count
from workflow.councils.sealed.keys import BadCode, make_key, private_of_seed, recover


def make(order: Mapping[str, Any]) -> dict[str, Any]:
    """Make a key for the tellers' public keys."""
    key = make_key(order["needed"], [bytes.fromhex(one) for one in order["tellers"]])
    return {"public": key.public.hex(), "shares": [one.hex() for one in key.shares]}


def tally(order: Mapping[str, Any]) -> dict[str, Any]:
    """Count a closed box by the tellers' codes, or by the seed of a ballot without tellers."""
    try:
        return _tally(order)
    except (KeyError, TypeError, ValueError, AttributeError):  # an exported file may hold anything
        return {"fault": Fault.PAPER.value}


def _tally(order: Mapping[str, Any]) -> dict[str, Any]:
    shares = {int(number): bytes.fromhex(share) for number, share in order["shares"].items()}
    public = bytes.fromhex(order["public"])
    try:
        private = (
            private_of_seed(bytes.fromhex(order["seed"])) if order.get("seed")
            else recover(order["codes"], shares, public, order["needed"])
        )  # fmt: skip
    except BadCode as bad:
        return {"bad_code": bad.position}
    except ValueError:
        return {"too_few": order["needed"]}
    box = [Slot(bytes.fromhex(slot), bytes.fromhex(sealed)) for slot, sealed in order["box"]]
    sealed = Sealed(
        order["ballot"], order["items"], public, order["voted"], bytes.fromhex(order["root"]), box
    )
    try:
        totals = count(sealed, private)
    except Refused as refused:
        return {"fault": refused.fault.value}
    return {
        "totals": [
            [item, {mark.name.lower(): number for mark, number in one.items()}]
            for item, one in totals.items()
        ]
    }


def main() -> None:
    """Read one order from the standard input and answer it; a crash leaves no image of memory."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    order = json.load(sys.stdin)
    json.dump({"make": make, "tally": tally}[order["act"]](order), sys.stdout)
