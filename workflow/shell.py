"""What every page shows around its content: who, the rail, the languages, the demo's clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, request, url_for
from flask_babel import get_locale
from flask_login import current_user

from workflow.accounts.queries import organisations_of
from workflow.core import clock
from workflow.core.db import db
from workflow.core.labels import template_functions
from workflow.core.web.filters import weekday
from workflow.core.web.navigation import Entry, entries_for
from workflow.core.web.once import new_act_key
from workflow.organisations.models import Organisation


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
    """One drawn item of the rail."""

    label: str
    icon: str
    url: str
    active: bool
    count: int | None


def _who() -> Who | None:
    if not current_user.is_authenticated:
        return None
    organisation = db.session.get(Organisation, current_user.actor.organisation_id or 0)
    name = organisation.short_name if organisation else ""
    return Who(current_user.name, current_user.title, name)


def _current(entries: Sequence[Entry]) -> Entry | None:
    """Return the item of this page: its own, or else the first of its domain."""
    here = request.endpoint or ""
    domain = here.rpartition(".")[0]
    exact = [entry for entry in entries if entry.endpoint == here]
    near = [entry for entry in entries if entry.endpoint.rpartition(".")[0] == domain]
    return next(iter([*exact, *near]), None)


def _rail() -> list[RailItem]:
    if not current_user.is_authenticated:
        return []
    actor = current_user.actor
    entries = entries_for(actor)
    current = _current(entries)
    items = []
    for entry in entries:
        active = entry is current
        count = entry.count(actor) if entry.count else None
        items.append(RailItem(str(entry.label), entry.icon, url_for(entry.endpoint), active, count))
    return items


def _demo_clock() -> dict[str, str] | None:
    if not current_app.config["SETTINGS"].is_demo:
        return None
    return {"now": weekday(clock.now()), "day": f"{clock.today():%d/%m/%Y}",
            "url": url_for("reports.move_clock")}  # fmt: skip


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


def _shell() -> dict[str, Any]:
    return {
        "who": _who(),
        "navigation": _rail,
        "search_url": url_for("archive.search") if current_user.is_authenticated else None,
        "acting_choices": _acting_choices(),
        "switch_url": url_for("accounts.act_for"),
        "sign_out_url": url_for("accounts.sign_out"),
        "password_url": url_for("accounts.change_password"),
        "language_url": lambda code: url_for("accounts.choose_language", code=code),
        "lang": str(get_locale()),
        "demo_clock": _demo_clock(),
    }


def register_shell(app: Flask) -> None:
    app.context_processor(_shell)
    app.jinja_env.globals.update(idempotency_key=new_act_key, today=clock.today)
    app.jinja_env.globals.update(template_functions())
