"""Which version of a template holds where and when, and the versions that come with the product."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from sqlalchemy import CTE, func, literal, or_, select
from sqlalchemy.orm import aliased, joinedload

from workflow.core import clock
from workflow.core.db import db
from workflow.core.errors import Incomplete
from workflow.core.i18n import _
from workflow.core.storage.port import Store
from workflow.documents import contents
from workflow.documents.engine.errors import TemplateFault
from workflow.documents.engine.rendering import template_fields
from workflow.documents.models import DocumentTemplate
from workflow.documents.states import TemplateStatus
from workflow.documents.stored import stored_file
from workflow.organisations.models import Organisation

FROM_THE_BEGINNING = date(1945, 9, 2)
MOST_LEVELS = 20
_ABOVE = aliased(Organisation)


def line_above(organisation_id: int) -> CTE:
    """Return an organisation and all it inherits from, with how many steps away they stand.

    A union inherits from the agency it stands beside, and then from that agency's superiors.
    """
    line = (
        select(
            Organisation.id,
            func.coalesce(Organisation.beside_id, Organisation.parent_id).label("above"),
            literal(0).label("steps"),
        )
        .where(Organisation.id == organisation_id)
        .cte(recursive=True)
    )
    return line.union_all(
        select(_ABOVE.id, func.coalesce(_ABOVE.beside_id, _ABOVE.parent_id), line.c.steps + 1).join(
            line, (_ABOVE.id == line.c.above) & (line.c.steps < MOST_LEVELS)
        )
    )


def in_force(
    organisation_id: int, day: date, name: str | None = None, *, above: bool = False
) -> dict[str, DocumentTemplate]:
    """Return by name which version holds for the organisation on `day`: the nearest one upward.

    `above` leaves its own ones out: what it inherits, whether it overrides it or not.
    """
    line = line_above(organisation_id)
    wanted = (
        select(DocumentTemplate)
        .outerjoin(line, DocumentTemplate.organisation_id == line.c.id)
        .where(
            DocumentTemplate.status == TemplateStatus.APPROVED, DocumentTemplate.valid_from <= day,
            or_(DocumentTemplate.valid_to.is_(None), DocumentTemplate.valid_to >= day),
            or_(DocumentTemplate.organisation_id.is_(None), line.c.steps >= (1 if above else 0)),
        )
        .order_by(
            func.coalesce(line.c.steps, MOST_LEVELS + 1).desc(), DocumentTemplate.valid_from,
            DocumentTemplate.version,
        )
        .options(
            joinedload(DocumentTemplate.file), joinedload(DocumentTemplate.organisation),
            joinedload(DocumentTemplate.settled_by),
        )
    )  # fmt: skip
    if name is not None:
        wanted = wanted.where(DocumentTemplate.name == name)
    return {one.name: one for one in db.session.scalars(wanted)}  # of a name the last one stays


def current_template(name: str, day: date, organisation_id: int) -> DocumentTemplate:
    """Return the version of the template that holds for the organisation on `day`.

    Raises Incomplete when there is none.
    """
    found = in_force(organisation_id, day, name).get(name)
    if found is None:
        raise Incomplete(
            _("Chưa có mẫu văn bản “%(name)s”. Hãy nhờ quản trị viên nạp mẫu.", name=name)
        )
    return found


def newest_shipped(name: str | None = None) -> dict[str, DocumentTemplate]:
    """Return by name the last version that came with the product."""
    rows = select(DocumentTemplate).where(DocumentTemplate.organisation_id.is_(None))
    if name is not None:
        rows = rows.where(DocumentTemplate.name == name)
    found = db.session.scalars(
        rows.order_by(DocumentTemplate.version).options(joinedload(DocumentTemplate.file))
    )
    return {one.name: one for one in found}


def load_templates(directory: Path, store: Store | None = None) -> list[DocumentTemplate]:
    """Add a version of every template whose file differs from its newest; return those added.

    A template may ask for the fields of the sample beside it and for nothing else; raises
    TemplateFault otherwise. What organisations made their own stays theirs. For commands, inside
    their unit of work.
    """
    return list(_load(directory, store))


def _load(directory: Path, store: Store | None) -> Iterator[DocumentTemplate]:
    newest = newest_shipped()
    for path in sorted(directory.rglob("*.docx")):
        name = path.relative_to(directory).with_suffix("").as_posix()
        added = _load_one(name, path, newest.get(name), store)
        if added is not None:
            yield added


def _load_one(
    name: str, path: Path, newest: DocumentTemplate | None, store: Store | None
) -> DocumentTemplate | None:
    content = path.read_bytes()
    taken = contents.put(
        content, media_type=contents.DOCX, extension="docx", name=path.name, store=store
    )
    if newest is not None and newest.file.digest == taken.digest:
        return None
    _check_fields(content, path.with_suffix(".sample.json"))
    template = DocumentTemplate(
        name=name, version=newest.version + 1 if newest else 1, file=stored_file(taken),
        valid_from=clock.today() if newest else FROM_THE_BEGINNING,
    )  # fmt: skip
    db.session.add(template)
    db.session.flush()
    return template


def _check_fields(content: bytes, sample: Path) -> None:
    offered = frozenset(json.loads(sample.read_text("utf-8")))
    unknown = sorted(template_fields(content) - offered)
    if unknown:
        raise TemplateFault(
            _("Mẫu dùng trường không có: %(names)s.", names=", ".join(unknown)),
            code="unknown_field", variable=unknown[0],
        )  # fmt: skip
