"""The job that makes a print file: what it prints is read first, its row is written last."""

from collections.abc import Callable, Sequence

from sqlalchemy import select

from workflow.core import audit, clock, jobs
from workflow.core.actors import SYSTEM
from workflow.core.db import db
from workflow.core.errors import Incomplete
from workflow.core.i18n import _
from workflow.core.unit_of_work import unit_of_work
from workflow.decisions.models import Certificate
from workflow.decisions.printing import overlay
from workflow.decisions.printing.contexts import contexts_of
from workflow.decisions.printing.fitting import refuse_unfit
from workflow.decisions.printing.models import CertificatePrinting
from workflow.decisions.printing.queries import OWNER, digests_of, printable
from workflow.decisions.printing.stock import CHECK_CODE, Stock, values_of
from workflow.documents.codes.marks import marks_of
from workflow.documents.contents import PDF, TakenFile, current_store, put
from workflow.documents.engine.binding import Piece, bind
from workflow.documents.engine.pages import page_count
from workflow.documents.engine.texts import file_name
from workflow.documents.models import Document, DocumentLink
from workflow.documents.states import FileRole
from workflow.documents.stored import stored_file


def print_certificates(run: jobs.Run) -> None:
    """Make the file asked for, once; a second run finds it made."""
    printing = db.session.get_one(CertificatePrinting, run.payload["printing"])
    if printing.document_id is not None:
        db.session.rollback()
        return
    wanted, printing_id = set(printing.certificates), printing.id
    chosen = [one for one in printable(printing.decision_id) if one.id in wanted]
    if not chosen:
        raise Incomplete(
            _("Các giấy khen đã chọn không còn hiệu lực nên không lập tệp in. Hãy chọn lại.")
        )
    title, total = _title(printing, len(chosen)), len(chosen)
    make, printed = _planned(printing, chosen, title), [one.id for one in chosen]
    db.session.rollback()  # let go of the database before the slow work
    run.progress(0, total)
    content = make()
    taken = put(
        content, media_type=PDF, extension="pdf", name=file_name(title, "pdf"),
        pages=page_count(content),
    )  # fmt: skip
    with unit_of_work():
        settle(printing_id, title, taken, printed)
    run.progress(total, total)


def _title(printing: CertificatePrinting, sheets: int) -> str:
    decision = printing.decision
    return f"{decision.award_name} theo Quyết định {decision.paper.number_text or ''}, {sheets} tờ"


def _planned(
    printing: CertificatePrinting, chosen: Sequence[Certificate], title: str
) -> Callable[[], bytes]:
    """Return what remains to be done without the database."""
    if printing.stock_version is not None:
        stock = Stock.of(printing.stock_version.settings)
        told = contexts_of(printing.decision, [one.item for one in chosen])
        codes = _codes(chosen)
        pages = [values_of(context) | {CHECK_CODE: codes[item.id]} for item, context in told]
        refuse_unfit(stock, pages)  # a letter may have made a name longer since it was asked
        return lambda: overlay.draw(stock, pages, title=title)
    drawn = digests_of([one.id for one in chosen])
    if len(drawn) < len(chosen):
        raise Incomplete(_("Có giấy khen chưa vẽ xong. Bấm “Vẽ lại”, rồi lập tệp in."))
    named = [(drawn[one.id], _mark(one)) for one in chosen]
    return lambda: _bound(named, title)


def _codes(chosen: Sequence[Certificate]) -> dict[int, str]:
    """Return by line what is to be said of its code: the address, and the words beside it."""
    marks = marks_of([("certificate", one.id) for one in chosen])
    found = {one.item_id: marks.get(("certificate", one.id)) for one in chosen}
    return {
        key: "\n".join([mark.address, *mark.words]) if mark else "" for key, mark in found.items()
    }


def _mark(certificate: Certificate) -> str:
    return f"{certificate.golden_number:02d}. {certificate.item.name}"


def _bound(named: list[tuple[str, str]], title: str) -> bytes:
    """Return the drawn pages as one file with a bookmark for each name."""
    store = current_store()
    pieces = [Piece("pdf", store.open(digest), ((0, mark),)) for digest, mark in named]
    made = bind(pieces, title=title, numbered=False)
    if made.unfit:
        name = named[made.unfit[0]][1]
        raise Incomplete(
            _("Không đọc được tờ “%(name)s”. Bấm “Vẽ lại”, rồi lập tệp in.", name=name)
        )
    return made.content


def settle(printing_id: int, title: str, taken: TakenFile, printed: list[int]) -> None:
    """Write the rows of the file, unless it was made already; `printed` are those in it."""
    printing = db.session.scalars(
        select(CertificatePrinting).where(CertificatePrinting.id == printing_id)
        .with_for_update().execution_options(populate_existing=True)
    ).one()  # fmt: skip
    if printing.document_id is not None:
        return
    printing.certificates = printed  # what was taken back since it was asked for is not in it
    document = Document(
        file_id=stored_file(taken).id, organisation_id=printing.decision.organisation_id,
        title=title, file_name=taken.name, pages=taken.pages,
        context_digest=audit.digest_of([printing.stock_version_id, printing.certificates]),
        made_by_id=printing.asked_by_id, made_at=clock.now(),
    )  # fmt: skip
    db.session.add(document)
    db.session.flush()
    db.session.add(
        DocumentLink(owner_kind=OWNER, owner_id=printing.id, document_id=document.id,
                     role=FileRole.CERTIFICATE)
    )  # fmt: skip
    printing.document_id = document.id
    audit.record(
        "document.draw", stream=("paper", printing.decision.paper_id), actor=SYSTEM,
        subject=("decision", printing.decision_id),
        detail={"title": title, "files": [taken.digest]},
    )  # fmt: skip
