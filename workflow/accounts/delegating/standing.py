"""By what right a person signs for an organisation on a day: as its head, or by delegation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from workflow.accounts.delegating.blocks import (
    USUAL_HEAD,
    Block,
    block,
    is_heads_title,
    post_of_head,
)
from workflow.accounts.delegating.models import Delegation
from workflow.accounts.delegating.states import SignedKind, Way
from workflow.accounts.models import Role, RoleGrant, User
from workflow.core.db import db
from workflow.organisations.models import Organisation, OrganisationKind


@dataclass(frozen=True)
class Standing:
    """Somebody who may sign, and the right it rests on; no delegation: the head."""

    user: User
    post: str
    head_post: str
    delegation: Delegation | None = None

    @property
    def way(self) -> Way | None:
        return self.delegation.way if self.delegation else None

    @property
    def body(self) -> str:
        return self.delegation.body if self.delegation else ""

    @property
    def block(self) -> Block:
        return block(
            self.post, self.user.name, head_post=self.head_post, way=self.way, body=self.body
        )

    @property
    def choice(self) -> str:
        """Return “Lê Văn P, KT. Cục trưởng, Phó Cục trưởng”, as a list offers the person."""
        if self.way is None:
            return f"{self.user.name}, {self.post}"
        by = self.body if self.way is Way.COLLECTIVE else self.head_post
        return f"{self.user.name}, {self.way.value}. {by}, {self.post}"

    @property
    def told(self) -> dict[str, str]:
        """Return what the journal keeps of the right a signature rested on."""
        if self.delegation is None:
            return {"post": self.post}
        held = self.delegation
        last = f"{held.last_day:%d/%m/%Y}" if held.last_day else ""
        return {
            "post": self.post, "way": held.way.value, "delegation": held.public_id,
            "from": f"{held.valid_from:%d/%m/%Y}", "last_day": last, "basis": held.basis_number,
        }  # fmt: skip


def signers_for(organisation: Organisation, kind: SignedKind, day: date) -> list[Standing]:
    """Return who may sign papers of the kind on `day`: the head first, then by way and person.

    Decisions are signed on their own page, which only holders of the signer's role open.
    """
    heads, deputies = _role_holders(organisation, day)
    given = {one.holder_id: one for one in _delegations(organisation.id, day) if one.covers(kind)}
    post = organisation.head_post or USUAL_HEAD
    own = [
        Standing(
            head, post_of_head(head.title, post), post, _for_collective(given.pop(head.id, None))
        )
        for head in heads
    ]
    named = {one.id for one in deputies}
    by = [
        Standing(one.holder, one.post, post, one)
        for one in given.values()
        if kind is not SignedKind.DECISION or one.holder_id in named
    ]
    order = list(Way)
    return own + sorted(by, key=lambda one: (order.index(one.way or Way.DEPUTY), one.user.id))


def standing_of(
    organisation: Organisation, user_id: int, kind: SignedKind, day: date
) -> Standing | None:
    """Return by what right the person signs the kind on `day`; None where there is none."""
    found = (one for one in signers_for(organisation, kind, day) if one.user.id == user_id)
    return next(found, None)


def heads_of(organisation: Organisation, day: date) -> Sequence[User]:
    """Return who heads the organisation on `day`: of those with the signer's role, no deputies."""
    return _role_holders(organisation, day)[0]


def latest_of(organisation_id: int, user_id: int, kind: SignedKind) -> Delegation | None:
    """Return what the person was given last for papers of the kind, also when it has ended."""
    rows = db.session.scalars(
        select(Delegation)
        .where(Delegation.organisation_id == organisation_id, Delegation.holder_id == user_id)
        .order_by(Delegation.valid_from.desc(), Delegation.id.desc())
    )
    return next((row for row in rows if row.covers(kind)), None)


def _for_collective(held: Delegation | None) -> Delegation | None:
    """A head needs nothing given, but may sign for a collective."""
    return held if held is not None and held.way is Way.COLLECTIVE else None


def _role_holders(organisation: Organisation, day: date) -> tuple[list[User], list[User]]:
    """Return the heads, and everybody else with the signer's role: deputies, those given it.

    A unit is headed by who signs off its dossiers.
    """
    roles = [Role.HEAD]
    if organisation.kind is OrganisationKind.UNIT:
        roles.append(Role.UNIT_HEAD)
    users = db.session.scalars(
        select(User)
        .where(
            User.is_active,
            User.id.in_(
                select(RoleGrant.user_id).where(
                    RoleGrant.organisation_id == organisation.id, RoleGrant.role.in_(roles),
                    RoleGrant.valid_from <= day,
                    or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= day),
                )
            ),
        )
        .order_by(User.id)
    ).all()  # fmt: skip
    heads = [one for one in users if is_heads_title(one.title, organisation.head_post)]
    return heads, [one for one in users if one not in heads]


def held_on(day: date) -> ColumnElement[bool]:
    """The condition `Delegation.holds_on` in SQL."""
    return (
        (Delegation.valid_from <= day)
        & or_(Delegation.valid_to.is_(None), Delegation.valid_to >= day)
        & or_(Delegation.ended_on.is_(None), Delegation.ended_on >= day)
    )


def _delegations(organisation_id: int, day: date) -> Sequence[Delegation]:
    return db.session.scalars(
        select(Delegation)
        .join(Delegation.holder)
        .options(contains_eager(Delegation.holder), joinedload(Delegation.organisation))
        .where(Delegation.organisation_id == organisation_id, User.is_active, held_on(day))
        .order_by(Delegation.id)
    ).all()
