"""Deal rows out to members: each row as often as wanted, shares even, like rows together."""

from collections import Counter
from collections.abc import Collection, Sequence

Pair = tuple[int, int]  # row, member


class _Deal:
    """A deal under way: what each member holds, and who may not look at which row."""

    def __init__(
        self, members: Sequence[int], barred: Collection[Pair], held: Collection[Pair]
    ) -> None:
        self.members = members
        self.barred = set(barred)
        self.on = set(held)
        self.loads = Counter(dict.fromkeys(members, 0))
        self.loads.update(member for _row, member in held)
        self.dealt: list[Pair] = []

    def able(self, row: int) -> list[int]:
        return [
            one for one in self.members
            if (row, one) not in self.barred and (row, one) not in self.on
        ]  # fmt: skip

    def give(self, row: int, member: int) -> None:
        self.on.add((row, member))
        self.loads[member] += 1
        self.dealt.append((row, member))

    def shares(self, total: int) -> Counter[int]:
        """Return how many more each takes, for all to hold as nearly the same as can be."""
        loads, shares = Counter(self.loads), Counter[int]()
        for _turn in range(total):
            least = min(self.members, key=lambda one: loads[one])
            loads[least] += 1
            shares[least] += 1
        return shares

    def even_out(self) -> None:
        """Move rows from who has more to who has less, until no single move helps."""
        moved = True
        while moved:
            moved = False
            for at, (row, member) in enumerate(self.dealt):
                able = self.able(row)
                least = min(able, key=lambda one: self.loads[one]) if able else member
                if self.loads[member] - self.loads[least] > 1:
                    self.on.remove((row, member))
                    self.on.add((row, least))
                    self.loads[member] -= 1
                    self.loads[least] += 1
                    self.dealt[at] = (row, least)
                    moved = True


def deal(
    rows: Sequence[int], members: Sequence[int], *, wanted: int, barred: Collection[Pair] = (),
    held: Collection[Pair] = (),
) -> list[Pair]:  # fmt: skip
    """Return who is to look at what, besides what is `held` already.

    Rows come in the order of what they have in common, so that neighbours go to one member. A
    row nobody is left for gets fewer.
    """
    under_way = _Deal(members, barred, held)
    has = Counter(row for row, _member in held)
    lacks = {row: max(0, wanted - has[row]) for row in rows}
    if not members:
        return []
    shares = under_way.shares(sum(lacks.values()))
    current: int | None = None
    for turn in range(wanted):
        for row in rows:
            able = under_way.able(row) if lacks[row] > turn else []
            if not able:
                continue
            if current not in able or shares[current] < 1:
                current = max(able, key=lambda one: shares[one])
            under_way.give(row, current)
            shares[current] -= 1
    under_way.even_out()
    return under_way.dealt
