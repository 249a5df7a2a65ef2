"""What was said of each nomination's eligibility at each moment the council looked at it.

When it was handed in, when the ballot opened, once the votes were counted, and now: each is
shown by the latest, and what changed from one to the next is said in words.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from workflow.awards.eligibility.verdicts import Verdict
from workflow.core.actors import Actor
from workflow.core.errors import InvalidStep
from workflow.core.i18n import _, on_paper
from workflow.councils.models import BallotItem, TallyLine
from workflow.councils.voting import is_being_voted_on
from workflow.proposals.eligibility.assessing import assess_for_council
from workflow.proposals.eligibility.freezing import (
    Kept,
    in_words,
    is_same,
    kept_from,
    kept_now,
    kept_of,
    to_keep,
    verdict_name,
)
from workflow.proposals.events import VerdictOverridden
from workflow.proposals.models import Nomination
from workflow.proposals.queries import award_text, name_text, visible_ids


@dataclass(frozen=True)
class Change:
    """What changed between two moments: in a few words for a list, and whole."""

    brief: str
    whole: str


@dataclass(frozen=True)
class Standing:
    """The latest answer on one nomination, and how it came to differ from those before it."""

    kept: Kept
    changes: tuple[Change, ...]

    @property
    def asks_for_eyes(self) -> bool:
        return self.kept.asks_for_eyes or bool(self.changes)


_ORDER = (Verdict.ELIGIBLE, Verdict.NOT_ELIGIBLE, Verdict.REVIEW, Verdict.UNKNOWN)


def counted_by_verdict(found: Iterable[Standing]) -> list[tuple[Verdict, int]]:
    """Return how many stand with each answer; answers nobody has are left out."""
    counts = Counter(one.kept.verdict for one in found)
    return [(verdict, counts[verdict]) for verdict in _ORDER if counts[verdict]]


def told_of(nominations: Iterable[Nomination]) -> dict[int, dict[str, Any]]:
    """Return what is frozen of each nomination as things stand before the council."""
    return to_keep(assess_for_council(list(nominations)))


def those_seen(nominations: Iterable[Nomination], actor: Actor) -> list[Nomination]:
    """Return those of dossiers the actor may see: of others not even the verdict is told."""
    rows = list(nominations)
    seen = visible_ids(actor, {row.proposal_id for row in rows})
    return [row for row in rows if row.proposal_id in seen]


def standings(
    nominations: Sequence[Nomination], opened: Mapping[int, BallotItem] | None = None,
    counted: Mapping[int, TallyLine] | None = None, *, live: bool = False,
) -> dict[int, Standing]:  # fmt: skip
    """Return how each nomination stands, by its id; `live` asks the ledgers of today as well."""
    moments = _moments()
    now = kept_now(assess_for_council(nominations)) if live else {}
    found = {}
    for row in nominations:
        item, line = (opened or {}).get(row.id), (counted or {}).get(row.id)
        said = [
            (moments[0], kept_of(row)),
            (moments[1], kept_from(item.eligibility) if item else None),
            (moments[2], kept_from(line.eligibility) if line else None),
            (moments[3], now.get(row.id)),
        ]
        known = [(when, kept) for when, kept in said if kept is not None]
        if known:
            found[row.id] = Standing(known[-1][1], tuple(_changes(known)))
    return found


def _moments() -> tuple[Callable[[], str], ...]:
    return (
        lambda: _("khi nộp"), lambda: _("khi mở bỏ phiếu"), lambda: _("sau kiểm phiếu"),
        lambda: _("nay"),
    )  # fmt: skip


def _changes(known: Sequence[tuple[Callable[[], str], Kept]]) -> Iterable[Change]:
    for (when, before), (then, after) in pairwise(known):
        if is_same(before, after):
            continue
        now = verdict_name(after.verdict)
        if before.verdict is after.verdict:
            now = _("%(verdict)s, dữ liệu khác", verdict=now)
        yield Change(
            _told(when(), verdict_name(before.verdict), then(), now),
            _told(when(), in_words(before, after), then(), in_words(after, before)),
        )


def _told(when: str, before: str, then: str, after: str) -> str:
    return _(
        "%(when)s: %(before)s; %(then)s: %(after)s.",
        when=when[:1].upper() + when[1:], before=before, then=then, after=after,
    )  # fmt: skip


def lines_for_minutes(items: Sequence[BallotItem], counted: Mapping[int, TallyLine]) -> list[str]:
    """Return what the minutes say of eligibility: how many of each, and each case that stands out.

    `counted` is by item. Nothing is said of a ballot held before anything of it was kept.
    """
    by_row = {item.nomination.id: item for item in items}
    lines = {item.nomination.id: counted[item.id] for item in items if item.id in counted}
    with on_paper():
        found = standings([item.nomination for item in by_row.values()], by_row, lines)
        told = {key: one for key, one in found.items() if by_row[key].eligibility}
        if not told:
            return []
        counts = ", ".join(
            f"{number:02d} {verdict_name(verdict)}"
            for verdict, number in counted_by_verdict(told.values())
        )
        return [
            f"Về điều kiện, tiêu chuẩn của các đề nghị: {counts}.",
            *(_case(by_row[key].nomination, one) for key, one in told.items() if one.asks_for_eyes),
        ]


def _case(nomination: Nomination, standing: Standing) -> str:
    """Say one case: the answer and why, who insisted, what changed since it was handed in."""
    kept = standing.kept
    said = [f"{name_text(nomination)}, {award_text(nomination)}: {verdict_name(kept.verdict)}"]
    if kept.verdict is not Verdict.ELIGIBLE:
        said[0] += f" ({kept.heading})"
    if kept.override is not None and not kept.override.void:
        one = kept.override
        said.append(f"{one.role_name} {one.by} đề nghị xét: {one.reason.rstrip(' .')}")
    said += [change.whole.rstrip(".") for change in standing.changes]
    return f"{'. '.join(said)}."


def refuse_during_vote(event: VerdictOverridden) -> None:
    """What the members vote on is not altered under their hands."""
    if is_being_voted_on(event.nomination_id):
        raise InvalidStep(
            _("Đề nghị này đang được bỏ phiếu nên không ghi thêm hay bỏ đề nghị xét được nữa.")
        )
