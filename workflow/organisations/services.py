"""Operations on organisations: entered, corrected, renamed, merged, dissolved; never deleted."""

from dataclasses import asdict, replace
from datetime import date, timedelta

from sqlalchemy import or_, update

from workflow.core import audit
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep, StaleEdit
from workflow.core.events import emit
from workflow.core.i18n import _
from workflow.core.text import fold
from workflow.organisations.events import OrganisationChanged
from workflow.organisations.fields import OrganisationFields
from workflow.organisations.models import ChangeKind, Organisation, OrganisationKind, Succession
from workflow.organisations.queries import get_for_change, get_visible, living_children

A_DAY = timedelta(days=1)


def create(fields: OrganisationFields, *, under: str, actor: Actor) -> Organisation:
    """Enter an organisation under another; a trade union stands beside its agency instead."""
    parent = get_for_change(under, actor)
    if parent.valid_to is not None:
        raise InvalidStep(_("Đơn vị cấp trên đã kết thúc. Hãy chọn đơn vị đang hoạt động."))
    return add_organisation(fields, parent=parent, actor=actor)


def add_organisation(
    fields: OrganisationFields, *, parent: Organisation | None, actor: Actor
) -> Organisation:
    """Store an organisation; without a parent it is the top of an installation."""
    organisation = Organisation(**asdict(fields), name_fold=_folded(fields))
    if parent is not None and fields.kind is OrganisationKind.UNION:
        organisation.beside_id = parent.id
    elif parent is not None:
        organisation.parent_id = parent.id
    db.session.add(organisation)
    db.session.flush()
    audit.record(
        "organisation.create", stream=("organisation", organisation.id), actor=actor,
        detail=fields.plain(),
    )  # fmt: skip
    return organisation


def edit(public_id: str, fields: OrganisationFields, *, version: int, actor: Actor) -> Organisation:
    """Correct what was entered. Raises StaleEdit with both texts when it changed meanwhile."""
    organisation = get_for_change(public_id, actor)
    stored = OrganisationFields.of(organisation)
    if organisation.version != version:
        raise StaleEdit(_("Người khác vừa sửa đơn vị này."), fields.against(stored))
    differences = fields.against(stored)
    if not differences:
        return organisation
    for name, value in asdict(fields).items():
        setattr(organisation, name, value)
    organisation.name_fold = _folded(fields)
    audit.record(
        "organisation.edit", stream=("organisation", organisation.id), actor=actor,
        detail={d.label: [d.theirs, d.yours] for d in differences},
        before=stored.plain(), after=fields.plain(),
    )  # fmt: skip
    return organisation


def rename(
    public_id: str, *, name: str, short_name: str, symbol: str, on: date, basis: str, actor: Actor
) -> Organisation:
    """Let a successor with the new name take the organisation's place from `on`."""
    old = _ending(public_id, on, actor)
    fields = replace(
        OrganisationFields.of(old), name=name, short_name=short_name, symbol=symbol, valid_from=on,
        heading_name=name.upper() if old.heading_name else "",
    )  # fmt: skip
    new = Organisation(
        **asdict(fields), name_fold=_folded(fields),
        parent_id=old.parent_id, beside_id=old.beside_id,
    )  # fmt: skip
    db.session.add(new)
    db.session.flush()
    _end(old, successor=new, kind=ChangeKind.RENAMED, on=on, basis=basis, actor=actor)
    return new


def merge(public_id: str, *, into: str, on: date, basis: str, actor: Actor) -> Organisation:
    """End the organisation; another one takes over what stands under it."""
    old = _ending(public_id, on, actor)
    successor = get_visible(into, actor)
    if successor.id == old.id:
        raise BadInput(_("Hãy chọn một đơn vị khác để nhập vào."), field="into")
    if successor.valid_to is not None or successor.valid_from > on:
        raise BadInput(_("Ngày đó đơn vị này không hoạt động. Hãy chọn đơn vị khác."), field="into")
    if _stands_under(successor, old):
        raise BadInput(
            _("Không nhập một đơn vị vào đơn vị cấp dưới của chính nó. Hãy chọn đơn vị khác."),
            field="into",
        )
    _end(old, successor=successor, kind=ChangeKind.MERGED, on=on, basis=basis, actor=actor)
    return successor


def dissolve(public_id: str, *, on: date, basis: str, actor: Actor) -> Organisation:
    """End the organisation with no successor, once nothing stands under it."""
    old = _ending(public_id, on, actor)
    below = living_children(old.id, on)
    if below:
        raise BadInput(
            _(
                "Còn %(n)s đơn vị trực thuộc đang hoạt động. "
                "Hãy giải thể hoặc nhập các đơn vị đó trước.",
                n=below,
            ),
            field="on",
        )
    _end(old, successor=None, kind=ChangeKind.DISSOLVED, on=on, basis=basis, actor=actor)
    return old


def _folded(fields: OrganisationFields) -> str:
    return fold(f"{fields.name} {fields.short_name} {fields.symbol}")


def _ending(public_id: str, on: date, actor: Actor) -> Organisation:
    old = get_for_change(public_id, actor)
    if old.valid_to is not None:
        raise InvalidStep(_("Đơn vị này đã kết thúc từ trước. Hãy xem lịch sử của đơn vị."))
    if on <= old.valid_from:
        raise BadInput(
            _("Ngày phải sau ngày thành lập %(day)s.", day=f"{old.valid_from:%d/%m/%Y}"), field="on"
        )
    return old


def _stands_under(lower: Organisation, upper: Organisation) -> bool:
    above: Organisation | None = lower
    while above is not None:
        if above.id == upper.id:
            return True
        above = above.parent
    return False


def _end(
    old: Organisation, *, successor: Organisation | None, kind: ChangeKind, on: date, basis: str,
    actor: Actor,
) -> None:  # fmt: skip
    """Close the old row, keep the lineage, hand over what stands under it, tell everybody."""
    old.valid_to = on - A_DAY
    successor_id = successor.id if successor else None
    db.session.add(
        Succession(predecessor_id=old.id, successor_id=successor_id, kind=kind, on=on, basis=basis)
    )
    if successor is not None:
        _hand_over_children(old, successor)
    detail = {"on": f"{on:%d/%m/%Y}", "basis": basis, "name": old.name}
    audit.record(
        f"organisation.{kind.value}", stream=("organisation", old.id), actor=actor,
        subject=("organisation", successor_id) if successor_id else None,
        detail=detail | ({"successor": successor.name} if successor else {}),
    )  # fmt: skip
    emit(OrganisationChanged(actor, old.id, successor_id, kind, on))


def _hand_over_children(old: Organisation, successor: Organisation) -> None:
    living = or_(Organisation.valid_to.is_(None), Organisation.valid_to > old.valid_to)
    for column in (Organisation.parent_id, Organisation.beside_id):
        db.session.execute(
            update(Organisation)
            .where(column == old.id, Organisation.id != successor.id, living)
            .values({column: successor.id, Organisation.version: Organisation.version + 1})
        )
