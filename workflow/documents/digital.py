"""The files of a paper signed digitally: what the next signature goes on, and what holds one."""

from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.errors import InvalidStep
from workflow.core.i18n import _
from workflow.documents import queries
from workflow.documents.attaching import add_document, attach
from workflow.documents.contents import TakenFile
from workflow.documents.models import Document, Paper
from workflow.documents.states import FileRole, Medium


def is_digital(paper: Paper) -> bool:
    return paper.medium is Medium.DIGITAL


def file_to_sign(paper: Paper) -> Document | None:
    """Return the file the next signature goes on: as offered, or as the one before signed it."""
    signed = queries.documents_of("paper", paper.id, FileRole.PERSON_SIGNED)
    return signed[-1].document if signed else queries.offered_file_of(paper.id)


def annexes_told(paper: Paper) -> dict[str, list[str]]:
    """Return what the journal says, with a signature, of annexes in files of their own."""
    links = queries.documents_of("paper", paper.id, FileRole.ANNEX)
    digests = [link.document.file.digest for link in links]
    return {"annexes": digests} if digests else {}


def keep_signed(paper: Paper, signed: TakenFile | None, actor: Actor) -> None:
    """Keep the file somebody has signed digitally; nothing where the paper is signed by pen."""
    if signed is not None:
        document = add_document(
            signed, title=paper.title, organisation_id=paper.organisation_id, actor=actor
        )
        attach(document, ("paper", paper.id), FileRole.PERSON_SIGNED, actor=actor)


def forget_signed(paper: Paper) -> None:
    """Let go of a first signer's file when a later one declines: the next round begins anew."""
    for link in queries.documents_of("paper", paper.id, FileRole.PERSON_SIGNED):
        link.removed_at = clock.now()


def refuse_without_file(paper: Paper, signed: TakenFile | None) -> None:
    """Raise InvalidStep where the way of signing is not the paper's own."""
    if is_digital(paper) and signed is None:
        raise InvalidStep(
            _("Văn bản này được ký số trên chính tệp PDF. Hãy mở trang “Ký số” của văn bản để ký.")
        )
    if not is_digital(paper) and signed is not None:
        raise InvalidStep(
            _("Văn bản này được ký trên giấy, không nhận tệp ký số. Hãy tải lại trang.")
        )


def refuse_other_seal(paper: Paper, *, sealed: bool) -> None:
    """Raise InvalidStep for a scan where a seal is due, or a sealed file where a scan is."""
    if is_digital(paper) and not sealed:
        raise InvalidStep(_("Văn bản này được ký số; hãy đóng dấu ở trang “Ký số” của văn bản."))
    if not is_digital(paper) and sealed:
        raise InvalidStep(_("Văn bản này được ký trên giấy. Hãy tải bản quét lên."))
