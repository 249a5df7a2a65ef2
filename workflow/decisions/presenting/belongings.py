"""What is handed over with an award to begin with, and how much of it all has to be prepared."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from workflow.core.text import fold
from workflow.decisions.presenting.models import Handover
from workflow.decisions.presenting.ordering import Honoured
from workflow.decisions.presenting.precedence import Tier, rank_of

FLAG_WORDS = ("co thi dua",)


@dataclass(frozen=True)
class Things:
    """What goes with one line of a decision."""

    certificate: str
    has_frame: bool
    has_flag: bool
    has_envelope: bool
    has_flowers: bool
    other: str = ""


@dataclass
class Needed:
    """Everything to prepare; money nobody knows the sum of is counted apart."""

    certificates: Counter[str] = field(default_factory=Counter)
    frames: int = 0
    flags: int = 0
    flowers: int = 0
    envelopes: int = 0
    money: int = 0
    unknown: int = 0  # envelopes whose sum nobody knows
    others: Counter[str] = field(default_factory=Counter)
    recipients: int = 0


def things_for(one: Honoured, amount: int | None) -> Things:
    """Return what an award usually comes with; each line may be changed.

    A flag needs no frame. No envelope where a higher title of the same period is paid instead.
    """
    award = one.award
    tier, _place = rank_of(one.code, award, one.issuer, one.level)
    is_flag = fold(award).startswith(FLAG_WORDS)
    return Things(
        "" if is_flag else certificate_name(award), has_frame=not is_flag, has_flag=is_flag,
        has_envelope=amount != 0, has_flowers=tier is not Tier.OFFICE,
    )  # fmt: skip


def certificate_name(award: str) -> str:
    """Return what the sheet is called: “Giấy khen”, “Bằng khen”, “Bằng Huân chương …”."""
    head = award.partition(" của ")[0].strip()
    said = fold(head)
    if said.startswith(("giay khen", "bang khen")):
        return head.split("(")[0].strip()
    if said.startswith(("huan chuong", "huy chuong")):
        return f"{head} và Bằng kèm theo"
    return "Giấy chứng nhận danh hiệu"


def needed_for(rows: Iterable[Handover]) -> Needed:
    """Count what has to be prepared; lines whose honour was taken back need nothing."""
    found = Needed()
    for row in rows:
        if row.is_void:
            continue
        number = row.item.count
        found.recipients += number
        found.frames += number * row.has_frame
        found.flags += number * row.has_flag
        found.flowers += number * row.has_flowers
        if row.certificate:
            found.certificates[row.certificate] += number
        if row.other:
            found.others[row.other] += number
        if row.has_envelope:
            found.envelopes += number
            found.money += number * (row.item.prize_amount or 0)
            found.unknown += number * (row.item.prize_amount is None)
    return found


def told(row: Handover) -> str:
    """Return what one line is handed, as papers write it: “Giấy khen, khung, phong bì”."""
    parts = [
        row.certificate, "cờ" if row.has_flag else "", "khung" if row.has_frame else "",
        "phong bì" if row.has_envelope else "", "hoa" if row.has_flowers else "", row.other,
    ]  # fmt: skip
    said = ", ".join(part for part in parts if part)
    return said[:1].upper() + said[1:]
