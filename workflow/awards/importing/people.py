"""Whom a row names: by code first, then by exact name and unit; look-alikes wait for a person."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from workflow.awards.importing.headers import Meaning, plain
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.i18n import _
from workflow.core.text import fold
from workflow.organisations.models import Organisation
from workflow.recipients.citizen_ids import twelve_digits
from workflow.recipients.models import Membership, Recipient, RecipientKind
from workflow.recipients.queries import tree_of

MOST_CANDIDATES = 10


@dataclass(frozen=True)
class Known:
    """One who belongs to an organisation of the actor's line."""

    id: int
    public_id: str
    kind: RecipientKind
    name: str
    code: str
    citizen_id: str
    units: tuple[str, ...]  # full and short names of where they belong
    unit_ids: frozenset[int]
    place: str  # the short name of the first, to tell look-alikes apart


@dataclass(frozen=True)
class Match:
    """Who was found; else the look-alikes to choose from, and why nobody was taken."""

    person: Known | None = None
    candidates: tuple[Known, ...] = ()
    sentence: str = ""
    about: Meaning = Meaning.NAME  # the cell the sentence speaks of


def _exactly(name: str) -> str:
    return " ".join(name.split()).casefold()


class People:
    """Those the actor's organisation and the ones below know, found in one query."""

    def __init__(self, known: Iterable[Known]) -> None:
        self._by_code: dict[str, list[Known]] = defaultdict(list)
        self._by_citizen: dict[str, list[Known]] = defaultdict(list)
        self._by_name: dict[str, list[Known]] = defaultdict(list)
        for one in known:
            self._by_name[fold(one.name)].append(one)
            if one.code:
                self._by_code[one.code.casefold()].append(one)
            if one.citizen_id:
                self._by_citizen[one.citizen_id].append(one)

    def find(
        self, name: str, *, code: str = "", citizen: str = "", unit: str = "",
        unit_id: int | None = None,
    ) -> Match:  # fmt: skip
        """Return who is meant. `unit_id` is where they belong when the row names no unit.

        A number decides before the name does; two numbers of two people decide nothing.
        """
        citizen = twelve_digits(citizen)
        told = _numbered(self._by_numbers(code, citizen), name)
        if told is not None:
            return told
        if not name:
            return _nobody(code)
        alike = self._by_name.get(fold(name), [])
        exact = [
            one for one in alike
            if _exactly(one.name) == _exactly(name) and _belongs(one, unit, unit_id)
            and not (code and one.code) and not (citizen and one.citizen_id)
        ]  # fmt: skip
        if len(exact) == 1:
            return Match(exact[0])
        return _undecided(name, unit, tuple((exact or alike)[:MOST_CANDIDATES]))

    def _by_numbers(self, code: str, citizen: str) -> list[tuple[Meaning, str, list[Known]]]:
        """Return whom each number given names; codes of old lists may be identity numbers."""
        of_citizen = self._by_citizen.get(citizen) or self._by_code.get(citizen.casefold(), [])
        found = [
            (Meaning.CODE, code, self._by_code.get(code.casefold(), []) if code else []),
            (Meaning.CITIZEN_ID, citizen, of_citizen if citizen else []),
        ]
        return [one for one in found if one[2]]


def _numbered(found: list[tuple[Meaning, str, list[Known]]], name: str) -> Match | None:
    if not found:
        return None
    about, number, known = found[0]
    if len(found) > 1 and {one.id for one in known} != {one.id for one in found[1][2]}:
        told = _("Số hiệu và CCCD là của hai người khác nhau. Hãy sửa một trong hai.")
        return Match(sentence=told, about=Meaning.CITIZEN_ID)
    return _of_number(about, number, known, name)


def _of_number(about: Meaning, number: str, found: list[Known], name: str) -> Match:
    is_code = about is Meaning.CODE
    if len(found) > 1:
        told = (
            _("Nhiều người cùng số hiệu “%(code)s”. Hãy chọn người.", code=number)
            if is_code
            else _("Nhiều người cùng CCCD này. Hãy chọn người.")
        )
        return Match(candidates=tuple(found[:MOST_CANDIDATES]), sentence=told, about=about)
    if name and fold(name) != fold(found[0].name):
        told = (
            _(
                "Số hiệu “%(code)s” là của %(name)s. Hãy sửa tên hoặc số hiệu.",
                code=number, name=found[0].name,
            )
            if is_code
            else _("CCCD này là của %(name)s. Hãy sửa tên hoặc CCCD.", name=found[0].name)
        )  # fmt: skip
        return Match(sentence=told, about=about)
    return Match(found[0])


def _nobody(code: str) -> Match:
    if code:
        return Match(sentence=_("Không ai có số hiệu “%(code)s”.", code=code), about=Meaning.CODE)
    return Match(sentence=_("Không ai có CCCD này."), about=Meaning.CITIZEN_ID)


def _belongs(one: Known, unit: str, unit_id: int | None) -> bool:
    """Does the row say where this one belongs? A collective is a unit of its own."""
    if not unit:
        return unit_id in one.unit_ids or one.kind is RecipientKind.COLLECTIVE
    words = plain(unit)
    return any(words == known or words.endswith(f" {known}") for known in one.units)


def _undecided(name: str, unit: str, candidates: tuple[Known, ...]) -> Match:
    if not candidates:
        told = _(
            "Danh sách của đơn vị không có “%(name)s”. Hãy thêm vào danh sách rồi nhập lại.",
            name=name,
        )
    elif not unit:
        told = _("Dòng không ghi đơn vị nên chưa chắc là ai. Hãy chọn người.")
    else:
        told = _("Có người giống nhưng không trùng cả tên, đơn vị và số hiệu. Hãy chọn người.")
    return Match(candidates=candidates, sentence=told)


def people_of(actor: Actor) -> People:
    """Return everybody of the actor's organisation and of those below, past members too."""
    rows = db.session.execute(
        select(
            Recipient.id, Recipient.public_id, Recipient.kind, Recipient.name,
            Recipient.employee_code, Recipient.citizen_id, Organisation.id, Organisation.name,
            Organisation.short_name,
        )
        .join(Membership, Membership.recipient_id == Recipient.id)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.organisation_id.in_(tree_of(actor.organisation_id)))
        .order_by(Recipient.id, Membership.id.desc())
    )  # fmt: skip
    units: dict[int, tuple[set[str], set[int]]] = defaultdict(lambda: (set(), set()))
    heads: dict[int, tuple[str, RecipientKind, str, str, str, str]] = {}
    for id_, public_id, kind, name, code, citizen, unit_id, unit, short in rows:
        heads.setdefault(id_, (public_id, kind, name, code, citizen, short))
        units[id_][0].update({plain(unit), plain(short)} - {""})
        units[id_][1].add(unit_id)
    return People(
        Known(
            id_, public_id, kind, name, code, citizen, tuple(sorted(units[id_][0])),
            frozenset(units[id_][1]), place,
        )
        for id_, (public_id, kind, name, code, citizen, place) in heads.items()
    )  # fmt: skip
