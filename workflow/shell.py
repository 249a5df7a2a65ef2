"""What every page shows around its content: who, the rail, the languages, the demo's clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import Flask, current_app, g, request, url_for
from flask_babel import get_locale
from flask_login import current_user

from workflow.accounts.queries import organisations_of, posts_of
from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.heartbeat import is_any_alive
from workflow.core.labels import template_functions
from workflow.core.tasks import Task
from workflow.core.web.addresses import page_url, static_url
from workflow.core.web.filters import weekday
from workflow.core.web.navigation import Entry, entries_for, split
from workflow.core.web.once import new_act_key
from workflow.organisations.models import Organisation
from workflow.reports.queries import Inbox, inbox

# What a role comes for; it is folded last when somebody has more than fits into the rail.
OWN = {
    "secretary": {"proposals.incoming", "councils.sessions", "decisions.index", "exchange.index",
                  "archive.search"},
    "clerk": {"documents.numbering", "archive.registers.outgoing", "archive.registers.incoming",
              "archive.search"},
    "archivist": {"archive.search", "archive.registers.outgoing", "archive.registers.incoming"},
    "administrator": {"organisations.index", "users.index", "emulation.index",
                      "document_templates.index"},
}  # fmt: skip
# Of the rest, what is folded first.
SELDOM = (
    "archive.copies.index", "stock.index", "recoveries.index",
    "archive.registers.incoming", "archive.registers.outgoing", "recipients.index",
    "delegations.index", "holidays.index", "catalogue.index", "signing.certificates",
    "document_templates.index",
    "books.index",
    "councils.administration", "emulation.index", "users.index", "organisations.index",
    "proposals.suggestions", "ceremonies.index", "archive.search", "arrivals.index",
)  # fmt: skip
# The letter after `g`; of two pages with the same letter the first one in the rail has it.
LETTERS = {
    "reports.inbox": "v", "proposals.index": "h", "proposals.incoming": "h", "archive.search": "k",
}  # fmt: skip
# Groups of pages without an item of their own, and the one they are reached from.
UNDER = {
    "awards": "recipients",
    "award_import": "recipients",
    "coverage": "recipients",
    "amending": "decisions",
    "amendments": "recoveries",
    "reissues": "recoveries",
    "books.schemes": "books",
    "archive.books": "archive.registers",
    "documents.inserting": "documents",
}
# Pages, or groups of them, people reach from another list than the first of their domain.
FROM = {
    "proposals.check": "proposals.incoming", "archive.incoming": "archive.registers.incoming",
    "archive.incoming.acts": "archive.registers.incoming",
    "archive.follow_up": "archive.registers.incoming",
}  # fmt: skip
MOST_PLACES = 3


@dataclass(frozen=True)
class Who:
    """The person at the keyboard, as the top bar shows them."""

    name: str
    title: str
    organisation_name: str

    @property
    def initials(self) -> str:
        words = self.name.split()
        return "".join(word[0] for word in (words[-2:] if len(words) > 1 else words)).upper()


@dataclass(frozen=True)
class RailItem:
    """One drawn item of the rail; `letter` opens it from the keyboard, after `g`."""

    label: str
    icon: str
    url: str
    active: bool
    count: int | None
    letter: str


@dataclass(frozen=True)
class Rail:
    """The rail as drawn: what stands in it, and what opens under its last item."""

    shown: list[RailItem]
    folded: list[RailItem]

    @property
    def items(self) -> list[RailItem]:
        return [*self.shown, *self.folded]

    @property
    def is_open(self) -> bool:
        return any(item.active for item in self.folded)

    @property
    def folded_count(self) -> int:
        return sum(item.count or 0 for item in self.folded)


def _who() -> Who | None:
    if not current_user.is_authenticated:
        return None
    organisation = db.session.get(Organisation, current_user.actor.organisation_id or 0)
    name = organisation.short_name if organisation else ""
    return Who(current_user.name, current_user.title, name)


def _current(entries: Sequence[Entry]) -> Entry | None:
    """Return the item of this page: its own, or else the first of its domain."""
    asked = g.get("stands_under") or request.endpoint or ""
    here = FROM.get(asked) or FROM.get(asked.rpartition(".")[0], asked)
    group = here.rpartition(".")[0]
    domain = UNDER.get(group, group)
    exact = [entry for entry in entries if entry.endpoint == here]
    near = [entry for entry in entries if entry.endpoint.rpartition(".")[0] == domain]
    return next(iter([*exact, *near]), None)


def _letters(entries: Sequence[Entry]) -> dict[str, str]:
    """Return the letter of each endpoint that has one, every letter once."""
    first: dict[str, str] = {}
    for entry in entries:
        if letter := LETTERS.get(entry.endpoint):
            first.setdefault(letter, entry.endpoint)
    return {endpoint: letter for letter, endpoint in first.items()}


def _seldom(actor: Actor, entries: Sequence[Entry], counts: Mapping[str, int]) -> list[str]:
    """Return the endpoints in the order they are folded; where work waits, and one's own, last."""
    waiting = {endpoint for endpoint, count in counts.items() if count}
    own = waiting.union(*(OWN.get(role, ()) for role in actor.roles))
    rest = [one.endpoint for one in reversed(entries) if one.endpoint not in SELDOM]
    return sorted([*SELDOM, *rest], key=own.__contains__)


def counts_of(actor: Actor, entries: Sequence[Entry]) -> dict[str, int]:
    """Return how much waits behind each entry that counts."""
    return {one.endpoint: one.count(actor) for one in entries if one.count}


def _rail() -> Rail:
    if not current_user.is_authenticated:
        return Rail([], [])
    actor = current_user.actor
    entries = entries_for(actor)
    current, letters = _current(entries), _letters(entries)
    counts = counts_of(actor, entries)

    def drawn(entry: Entry) -> RailItem:
        return RailItem(
            str(entry.label), entry.icon, page_url(entry.endpoint), entry is current,
            counts.get(entry.endpoint), letters.get(entry.endpoint, ""),
        )  # fmt: skip

    shown, folded = split(entries, _seldom(actor, entries, counts))
    return Rail([drawn(entry) for entry in shown], [drawn(entry) for entry in folded])


def _demo_clock() -> dict[str, str] | None:
    if not current_app.config["SETTINGS"].is_demo:
        return None
    return {"now": weekday(clock.now()), "day": f"{clock.today():%d/%m/%Y}",
            "url": page_url("reports.move_clock")}  # fmt: skip


@dataclass(frozen=True)
class ActingChoice:
    """An organisation one may act for, in the account menu."""

    value: str
    label: str
    current: bool


def _acting_choices() -> list[ActingChoice]:
    if not current_user.is_authenticated:
        return []
    here = current_user.actor.organisation_id
    choices = organisations_of(current_user.user_id, clock.today())
    return [ActingChoice(o.public_id, o.short_name, o.id == here) for o in choices]


@dataclass(frozen=True)
class Elsewhere:
    """Work that waits for the same person in another organisation."""

    value: str
    name: str
    count: int


def _identity(task: Task) -> tuple[str, tuple[tuple[str, str], ...]]:
    return task.endpoint, tuple(sorted(task.values.items()))


def _elsewhere(here: Inbox) -> list[Elsewhere]:
    """Return what waits in the person's other organisations and is not in this inbox.

    Ballots and signatures belong to the person and are in every one of their inboxes. A
    task without values is a whole organisation's, so it is never the same as one here.
    """
    actor = current_user.actor
    known = {_identity(task) for task in (*here.now, *here.later) if task.values}
    others = [
        post for post in posts_of(actor, clock.today()) if post[0].id != actor.organisation_id
    ]
    found = []
    for place, there in others[:MOST_PLACES]:
        work = inbox(there)
        count = sum(_identity(task) not in known for task in (*work.now, *work.later))
        found.append(Elsewhere(place.public_id, place.short_name, count))
    return [one for one in found if one.count]


def _shell() -> dict[str, Any]:
    rail = cache(_rail)  # of this page alone: some name its items a second time
    return {
        "who": _who(),
        "rail": rail,
        "navigation": lambda: rail().items,
        "search_url": page_url("archive.search") if current_user.is_authenticated else None,
        "acting_choices": _acting_choices(),
        "elsewhere": _elsewhere,
        "switch_url": page_url("accounts.act_for"),
        "sign_out_url": page_url("accounts.sign_out"),
        "password_url": page_url("accounts.change_password"),
        "language_url": lambda code: url_for("accounts.choose_language", code=code),
        "lang": str(get_locale()),
        "demo_clock": _demo_clock(),
    }


def register_shell(app: Flask) -> None:
    app.context_processor(_shell)
    app.jinja_env.globals.update(idempotency_key=new_act_key, today=clock.today)
    app.jinja_env.globals.update(static_url=static_url)
    app.jinja_env.globals.update(is_any_worker_alive=is_any_alive)
    app.jinja_env.globals.update(template_functions())
