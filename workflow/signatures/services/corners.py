"""The agency's seal alone, in the corner of a file: on a digitised sheet, and on separate annexes.

Decree 30/2020, PL I, part I, II.8.b (annexes: number, symbol and time) and part II (a sheet made
digital: form of the copy, agency and time). As every signature: made first, recorded second.
"""

from dataclasses import replace

from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, Incomplete, InvalidStep, NotAllowed, StaleEdit
from workflow.core.i18n import _
from workflow.core.series import COPIES
from workflow.core.unit_of_work import unit_of_work
from workflow.documents import contents, policies, queries
from workflow.documents.attaching import add_document, attach
from workflow.documents.engine.faces import serif_faces
from workflow.documents.engine.jobs.faults import Fault
from workflow.documents.generation import stored_pdf
from workflow.documents.models import Document, Paper
from workflow.documents.states import Direction, FileRole, Medium, PaperStatus
from workflow.documents.superseding import is_out
from workflow.signatures import verdicts
from workflow.signatures.engine import cornering
from workflow.signatures.engine.signing import Key, Means, seal
from workflow.signatures.services import judging, means
from workflow.signatures.services.bases import Base, Made, record
from workflow.signatures.states import Part, Way

FORM_OF_COPY = COPIES["SY"]  # a sheet made digital is a true copy of it (Art. 25(1)(c))
_SCANNED = (PaperStatus.SEALED, PaperStatus.ISSUED)


def laid_out(base: Base) -> bytes:
    """Return the file as it goes before the key, its corner laid out where it has one."""
    content = contents.current_store().open(base.digest)
    if not base.words:
        return content
    face = serif_faces()["Regular"].read_bytes()
    try:
        return cornering.laid_out(content, base.words, face)
    except Fault as fault:
        raise BadInput(_why_unfit(fault, base.title)) from None


def _why_unfit(fault: Fault, title: str) -> str:
    if fault.code == "letters":
        return _("Phông chữ của máy chủ không có chữ “%(letters)s” trong tên cơ quan hoặc ký hiệu. "
                 "Nhờ quản trị viên sửa lại tên.", letters=fault.data["letters"])  # fmt: skip
    if fault.code == "narrow":
        return _("Trang đầu của “%(title)s” nhỏ quá, không đủ chỗ ghi dòng ký số ở góc trên, bên "
                 "phải. Hãy in tệp ra PDF khổ A4 rồi tải lên lại.", title=title)  # fmt: skip
    if fault.code == "broken":
        return _("Không đọc được các trang của “%(title)s” nên không ký số lên được. Hãy in tệp ra "
                 "PDF lần nữa, hoặc quét lại.", title=title)  # fmt: skip
    return _("“%(title)s” có lớp ẩn hiện được hoặc thành phần động nên không ký số lên được. Hãy "
             "in tệp ra PDF lần nữa, hoặc quét lại.", title=title)  # fmt: skip


def sealed(content: bytes, base: Base, key: Key, by: Means) -> bytes:
    """Return the file sealed, with the time and without the picture."""
    return seal(content, key, replace(by, picture=b""), values=base.filled_at(by.at))


# The digitised copy of a sheet


def scan_to_seal(paper: Paper) -> Document | None:
    """Return the scan of a sheet that is not sealed as a digitised copy, if there is one."""
    kept = paper.medium is Medium.SHEET and paper.direction is Direction.OUTGOING
    if not kept or paper.status not in _SCANNED:
        return None
    if queries.documents_of("paper", paper.id, FileRole.DIGITISED):
        return None
    return queries.signed_file_of(paper.id)


def copy_base(paper: Paper, *, actor: Actor) -> Base:
    """Return the scan the clerk is to seal as a digitised copy."""
    if not policies.clerk_for(actor, paper):
        raise NotAllowed(_("Chỉ văn thư không ký văn bản này mới đóng dấu được."))
    scan = scan_to_seal(paper)
    if scan is None:
        raise InvalidStep(
            _("Không có bản quét nào chờ ký số: bản số hóa đã ký, hoặc chưa lưu bản quét. Hãy tải "
              "lại trang.")
        )  # fmt: skip
    words = (FORM_OF_COPY, paper.organisation.name)
    return Base(paper.title, scan.file.digest, Part.COPY, 1, words=words)


def seal_copy_here(public_id: str, pin: str, *, actor: Actor) -> Paper:
    """Seal the scan as a digitised copy, with the office's key. Commits by itself."""
    paper = queries.get_visible(public_id, actor)
    base = copy_base(paper, actor=actor)
    plan = means.plan_for(paper, means.certificate_for(paper, Part.COPY, None))
    db.session.rollback()
    ready, gathered = laid_out(base), means.gather(plan)
    by = means.means_of(plan, gathered)
    with means.unlocked(plan, pin) as key:
        made = sealed(ready, base, key, by)
    judging.refuse_unexpected(made, plan, base.field, gathered)
    here = Made(stored_pdf(made, base.title), plan.certificate_id, plan.level, Way.HERE)
    with unit_of_work():
        return record_copy(public_id, base, here, actor=actor)


def record_copy(public_id: str, base: Base, made: Made, *, actor: Actor) -> Paper:
    """Keep the sealed copy beside the scan it was made from, which stays as it was uploaded."""
    paper = queries.get_for_change(public_id, actor)
    if copy_base(paper, actor=actor).digest != base.digest:
        raise StaleEdit(_("Bản quét đã khác lúc bắt đầu ký số. Hãy tải lại trang."))
    scan = scan_to_seal(paper)
    _keep(paper, made, scan, FileRole.DIGITISED, actor)
    record(paper, base, made, actor)
    if is_out(paper):
        verdicts.ask(paper)
    return paper


def _keep(paper: Paper, made: Made, source: Document | None, role: FileRole, actor: Actor) -> None:
    title = source.title if source is not None else paper.title
    document = add_document(
        made.taken, title=title, organisation_id=paper.organisation_id, actor=actor
    )
    document.source_id = source.id if source is not None else None
    attach(document, ("paper", paper.id), role, actor=actor)


# Annexes in files of their own


def annexes_of(paper: Paper) -> list[Document]:
    """Return the annexes of a paper that are files of their own, in their order."""
    return [link.document for link in queries.documents_of("paper", paper.id, FileRole.ANNEX)]


def sealed_annexes(paper: Paper) -> dict[int, Document]:
    """Return the sealed files by the annex they were made from."""
    links = queries.documents_of("paper", paper.id, FileRole.SEALED_ANNEX)
    return {link.document.source_id or 0: link.document for link in links}


def annex_bases(paper: Paper) -> list[Base]:
    """Return the annexes still to be sealed with the paper's number."""
    done = sealed_annexes(paper)
    words = (f"Số: {paper.number_text}",)
    return [
        Base(document.title, document.file.digest, Part.ANNEX, ordinal, words=words)
        for ordinal, document in enumerate(annexes_of(paper), start=1)
        if document.id not in done
    ]


def annex_base(paper: Paper, ordinal: int, *, actor: Actor) -> Base:
    """Return one annex the clerk is to seal: the paper has its number, the annex no seal yet."""
    if not policies.clerk_for(actor, paper):
        raise NotAllowed(_("Chỉ văn thư không ký văn bản này mới đóng dấu được."))
    found = [one for one in annex_bases(paper) if one.ordinal == ordinal]
    if paper.medium is not Medium.DIGITAL or paper.status is not PaperStatus.NUMBERED or not found:
        raise StaleEdit(_("Phụ lục này không còn chờ đóng dấu. Hãy tải lại trang."))
    return found[0]


def refuse_unsealed(paper: Paper) -> None:
    """Raise Incomplete while an annex waits for its seal: they leave the house together."""
    waiting = annex_bases(paper)
    if waiting:
        raise Incomplete(
            _("Phụ lục “%(title)s” chưa được đóng dấu. Hãy đóng dấu các phụ lục trước, rồi "
              "đóng dấu văn bản.", title=waiting[0].title)
        )  # fmt: skip


def record_annex(public_id: str, base: Base, made: Made, *, actor: Actor) -> Paper:
    """Keep a sealed annex beside the file it was made from."""
    paper = queries.get_for_change(public_id, actor)
    if annex_base(paper, base.ordinal, actor=actor) != base:
        raise StaleEdit(_("Phụ lục này không còn chờ đóng dấu. Hãy tải lại trang."))
    _keep(paper, made, annexes_of(paper)[base.ordinal - 1], FileRole.SEALED_ANNEX, actor)
    record(paper, base, made, actor)
    return paper
