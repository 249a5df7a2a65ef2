"""Templates as approved data: every change of a file is a new version, old ones stay."""

import json
from datetime import date
from pathlib import Path

from sqlalchemy import select

from workflow.core import clock
from workflow.core.db import db
from workflow.core.errors import Incomplete
from workflow.core.i18n import _
from workflow.core.storage.port import Store
from workflow.documents import contents
from workflow.documents.engine.errors import TemplateFault
from workflow.documents.engine.rendering import template_fields
from workflow.documents.models import DocumentTemplate
from workflow.documents.stored import stored_file

FROM_THE_BEGINNING = date(1945, 9, 2)


def current_template(name: str, day: date) -> DocumentTemplate:
    """Return the version of the template in force on `day`.

    Raises Incomplete when there is none.
    """
    found = db.session.scalars(
        select(DocumentTemplate)
        .where(DocumentTemplate.name == name, DocumentTemplate.valid_from <= day)
        .order_by(DocumentTemplate.version.desc())
        .limit(1)
    ).one_or_none()
    if found is None:
        raise Incomplete(
            _("Chưa có mẫu văn bản “%(name)s”. Hãy nhờ quản trị viên nạp mẫu.", name=name)
        )
    return found


def load_templates(directory: Path, store: Store | None = None) -> list[DocumentTemplate]:
    """Add a version of every template whose file differs from its newest; return those added.

    A template may ask for the fields of the sample beside it and for nothing else; raises
    TemplateFault otherwise. For commands, inside their unit of work.
    """
    added = [_load(directory, path, store) for path in sorted(directory.rglob("*.docx"))]
    return [template for template in added if template is not None]


def _load(directory: Path, path: Path, store: Store | None) -> DocumentTemplate | None:
    name = path.relative_to(directory).with_suffix("").as_posix()
    content = path.read_bytes()
    taken = contents.put(
        content, media_type=contents.DOCX, extension="docx", name=path.name, store=store
    )
    newest = db.session.scalars(
        select(DocumentTemplate)
        .where(DocumentTemplate.name == name)
        .order_by(DocumentTemplate.version.desc())
        .limit(1)
    ).one_or_none()
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
