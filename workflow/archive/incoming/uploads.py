"""The scans a clerk sends with a paper: taken in once, kept while the form comes back."""

from collections.abc import Sequence
from typing import Any

from flask import current_app, request

from workflow.core.actors import Actor
from workflow.core.errors import BadInput
from workflow.core.i18n import _
from workflow.documents import contents, kept_uploads
from workflow.documents.contents import TakenFile
from workflow.documents.intake import take_in
from workflow.signatures.receiving import look

MOST = 20
_FORM = "arrival"  # the marks hold for this form alone


def chosen(field: Any) -> list[Any]:
    """Return the files really chosen; a browser sends an empty part for none."""
    given = field.data if isinstance(field.data, (list, tuple)) else [field.data]
    return [one for one in given if one and getattr(one, "filename", "")]


def take_all(form: Any, field: Any, actor: Actor) -> list[TakenFile]:
    """Return what was sent now and before, and leave a mark of each in `form.kept`.

    What can be said of their signatures is left in `form.looked`, what of it the clerk confirmed
    in `form.seen`. Call outside any transaction. Raises BadInput beside `field`; what was taken
    until then stays marked.
    """
    taken: list[TakenFile] = []
    try:
        taken += _kept(form, actor)
        new = chosen(field)
        if len(taken) + len(new) > MOST:
            raise BadInput(_("Mỗi văn bản tối đa %(n)s tệp. Hãy gộp lại.", n=MOST))
        for one in new:
            taken.append(_take(one))
    except BadInput as error:
        error.field = field.name
        raise
    finally:
        keep(form, taken, actor)
    return taken


def look_first() -> bool:
    """Whether the signatures are to be told of before anything is entered."""
    return bool(request.form.get("look"))


def looked_at(form: Any, field: Any, actor: Actor) -> bool:
    """Take in what was sent and leave in the form what is said of it; False if there is nothing."""
    try:
        if not take_all(form, field, actor):
            raise BadInput(_("Hãy chọn tệp PDF cần xem chữ ký số."), field=field.name)
    except BadInput as error:
        form.refuse(error)
        return False
    return True


def keep_files(form: Any, field: Any, actor: Actor) -> None:
    """Take in the files though the text is not right yet, so that nobody chooses them again."""
    try:
        take_all(form, field, actor)
    except BadInput as error:
        form.refuse(error)


def keep(form: Any, taken: Sequence[TakenFile], actor: Actor) -> None:
    """Mark the files in the form, let it name them and tell of their signatures."""
    form.kept.data = " ".join(kept_uploads.mark(one, _FORM, actor) for one in taken)
    form.kept_names = [one.name for one in taken]
    issuer = form.issuer.data if "issuer" in form else ""
    form.tell(look(taken, issuer or ""))


def _kept(form: Any, actor: Actor) -> list[TakenFile]:
    marks = (form.kept.data or "").split()[:MOST]
    return [kept_uploads.recall(mark, _FORM, actor) for mark in marks]


def _take(one: Any) -> TakenFile:
    limit = current_app.config["SETTINGS"].max_upload_bytes
    return take_in(one.stream, one.filename, store=contents.current_store(), limit=limit)
