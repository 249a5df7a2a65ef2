"""All copies of one run as one PDF, for a clerk who prints and stamps them together."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import Incomplete, InvalidStep, NotVisible, Unavailable
from workflow.core.i18n import _
from workflow.documents import contents
from workflow.documents.contents import PDF
from workflow.documents.copies.models import Copy, CopyRun
from workflow.documents.copies.policies import maker_of
from workflow.documents.copies.queries import files_of
from workflow.documents.engine.binding import Piece, bind

MOST = 300


def printed(public_id: str, actor: Actor) -> tuple[CopyRun, bytes]:
    """Return the run and its copies bound in their order, void ones left out.

    Raises Incomplete while one is not drawn yet.
    """
    run = db.session.scalars(
        select(CopyRun).where(
            CopyRun.public_id == public_id, CopyRun.organisation_id == actor.organisation_id
        )
    ).one_or_none()
    if run is None or not maker_of(actor, run.paper):
        raise NotVisible(_("Không tìm thấy bản sao này, hoặc bản sao không dành cho bạn."))
    if run.size > MOST:
        raise InvalidStep(
            _("Một tập in có tối đa %(most)s bản. Hãy tải từng bản để in.", most=MOST)
        )
    rows = db.session.scalars(
        select(Copy)
        .where(Copy.run_id == run.id)
        .options(joinedload(Copy.number_entry))
        .order_by(Copy.ordinal)
    ).all()
    files = files_of(rows)
    drawn = [row for row in rows if row.id in files and files[row.id].file.media_type == PDF]
    if len(rows) < run.size or len(drawn) < len(rows):
        raise Incomplete(_("Còn bản sao chưa dựng xong. Hãy chờ ít giây rồi tải lại."))
    valid = [row for row in drawn if not row.is_void]
    if not valid:
        raise InvalidStep(_("Mọi bản sao của lần này đã hủy nên không còn gì để in."))
    pieces = [Piece("pdf", contents.read(files[row.id]), ((0, row.number_text),)) for row in valid]
    bound = bind(pieces, title=f"Bản sao {run.paper.number_text or ''}".strip(), numbered=False)
    if bound.unfit:
        raise Unavailable(_("Không gộp được các bản sao. Hãy tải từng bản để in."))
    return run, bound.content
