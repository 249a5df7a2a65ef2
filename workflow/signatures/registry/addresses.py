"""Which addresses may be entered: public servers, and what the operator allows besides.

What an administrator enters is fetched by our own machine, which stands inside the office's
network: an address of that network would make it a way in.
"""

from collections.abc import Collection
from urllib.parse import urlsplit

from workflow.signatures.evidence.asking import is_address
from workflow.signatures.evidence.outer import is_inner_number, number_of
from workflow.signatures.registry.unfit import Unfit, Why

MOST = 10
_INNER_NAMES = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "private",
                "home.arpa", "localdomain")  # fmt: skip


def addresses_in(text: str, field: str, allowed: Collection[str]) -> list[str]:
    """Return the addresses typed one a line, each once. Raises Unfit."""
    listed = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
    if len(listed) > MOST:
        raise Unfit(Why.MANY_ADDRESSES, field, most=MOST)
    for one in listed:
        hold_outer(one, field, allowed)
    return listed


def hold_outer(address: str, field: str, allowed: Collection[str]) -> None:
    """Raise Unfit unless it is an http(s) address of a public host, or of one allowed."""
    if not is_address(address) or "#" in address or not address.isascii() or " " in address:
        raise Unfit(Why.BAD_ADDRESS, field, address=address[:200])
    host = (urlsplit(address).hostname or "").rstrip(".")
    if host not in allowed and is_inner(host):
        raise Unfit(Why.INNER_ADDRESS, field, host=host)


def is_inner(host: str) -> bool:
    """Whether a host is named as only an inner network names its own.

    Where a public name leads to is looked at whenever it is asked (`evidence/outer.py`).
    """
    number = number_of(host)
    if number is not None:
        return is_inner_number(number)
    return "." not in host or host.endswith(tuple(f".{name}" for name in _INNER_NAMES))
