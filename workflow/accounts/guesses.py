"""How often a password may be guessed: counted by account, by network and by known device."""

import hashlib
import ipaddress
from collections.abc import Sequence

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from workflow.accounts.models import GuessCount, KnownDevice
from workflow.core import clock
from workflow.core.db import db

A_DAY_FOR_ONE_ACCOUNT = 100
A_DAY_FROM_ONE_NETWORK = 500
LIMITS = {
    "account": A_DAY_FOR_ONE_ACCOUNT,
    "device": A_DAY_FOR_ONE_ACCOUNT,
    "session": A_DAY_FOR_ONE_ACCOUNT,  # of the present password, by somebody signed in
    "network": A_DAY_FROM_ONE_NETWORK,
    "check": 600,  # an hour from one network: whether a paper is genuine, asked by anybody
    "checks": 20_000,  # an hour from everywhere
}


def network_of(address: str) -> str:
    """Return the network an address belongs to: IPv4 by /24, IPv6 by /64."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    length = 24 if found.version == 4 else 64  # noqa: PLR2004
    return str(ipaddress.ip_network(f"{found}/{length}", strict=False))


def device_of(user_id: int, token_digests: Sequence[str]) -> KnownDevice | None:
    """Return the user's device among those the browser shows, if it has one."""
    return db.session.scalars(
        select(KnownDevice)
        .where(KnownDevice.user_id == user_id, KnownDevice.token_digest.in_(token_digests))
        .limit(1)
    ).one_or_none()


def buckets(login: str, address: str, device: KnownDevice | None) -> list[str]:
    """Return which counters a guess falls into.

    A stranger's guesses fill the account's counter and the network's; a device the owner
    signed in from has its own, so that nobody can lock the owner out (promise P25).
    Unknown logins are counted as known ones are: the answer tells nothing.
    """
    if device is not None:
        return [f"device:{device.id}"]
    name = hashlib.sha256(login.encode()).hexdigest()
    return [f"account:{name}", f"network:{network_of(address)}"]


def count(subjects: Sequence[str]) -> bool:
    """Count one guess before it is judged; answer whether every counter allows it."""
    insert = pg_insert if db.engine.dialect.name == "postgresql" else sqlite_insert
    day = clock.local(clock.real_now()).date()
    allowed = True
    for subject in sorted(subjects):
        row = insert(GuessCount).values(subject=subject, day=day, count=1)
        after = db.session.execute(
            row.on_conflict_do_update(
                index_elements=["subject", "day"], set_={"count": GuessCount.count + 1}
            ).returning(GuessCount.count)
        ).scalar_one()
        allowed = allowed and after <= LIMITS[subject.partition(":")[0]]
    return allowed


def take_back(subjects: Sequence[str]) -> None:
    """Uncount the guess that was right: only wrong ones are limited. Forget earlier days."""
    day = clock.local(clock.real_now()).date()
    db.session.execute(
        update(GuessCount)
        .where(GuessCount.subject.in_(subjects), GuessCount.day == day, GuessCount.count > 0)
        .values(count=GuessCount.count - 1)
    )
    db.session.execute(delete(GuessCount).where(GuessCount.day < day))
