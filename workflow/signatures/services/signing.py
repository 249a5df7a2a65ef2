"""A person signs, and the agency seals, with keys the signing process holds.

The slow work is done between two looks at the paper: what it is signed from is read, the file is
made and put into the store, and only then a short transaction looks again and records it. A
process that dies in between leaves bytes nobody names; no number is lost, and of two files at
most one becomes the record.
"""

from workflow.core import events
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import Incomplete, InvalidStep, NotAllowed, StaleEdit
from workflow.core.i18n import _
from workflow.core.numbers import written
from workflow.core.unit_of_work import unit_of_work
from workflow.documents import contents, digital, policies, queries
from workflow.documents import services as papers
from workflow.documents.events import PaperToBeSigned
from workflow.documents.generation import stored_pdf
from workflow.documents.models import Paper
from workflow.documents.numbering import stands_in_file
from workflow.documents.states import PaperStatus
from workflow.signatures.engine.filling import Filled
from workflow.signatures.engine.signing import certify, seal
from workflow.signatures.services import corners, judging, means
from workflow.signatures.services.bases import Base, Made, record
from workflow.signatures.states import Part, Way


def sign_here(public_id: str, pin: str, *, seen: str, actor: Actor) -> Paper:
    """Sign as the person whose turn it is, with a key the signing process holds.

    `seen` is the digest of the file they had before them. Commits by itself.
    """
    paper = queries.get_visible(public_id, actor)
    base = person_base(paper, seen=seen, actor=actor)
    chosen = means.certificate_for(paper, Part.PERSON, actor.user_id)
    plan = means.plan_for(paper, chosen)
    db.session.rollback()
    to_sign, gathered = contents.current_store().open(base.digest), means.gather(plan)
    by = means.means_of(plan, gathered)
    with means.unlocked(plan, pin) as key:
        made = certify(to_sign, key, by, field=base.field)
    judging.refuse_unexpected(made, plan, base.field, gathered)
    here = Made(stored_pdf(made, base.title), plan.certificate_id, plan.level, Way.HERE)
    with unit_of_work():
        return record_person(public_id, base, here, actor=actor)


def seal_here(public_id: str, pin: str, *, actor: Actor) -> Paper:
    """Fill in number and date and seal, with the office's key. The paper has its number already.

    Annexes in files of their own are sealed with it: one PIN, one act. Commits by itself.
    """
    paper = queries.get_visible(public_id, actor)
    base = seal_base(paper, actor=actor)
    beside = corners.annex_bases(paper)
    plan = means.plan_for(paper, means.certificate_for(paper, Part.SEAL, None))
    db.session.rollback()
    to_seal, ready = contents.current_store().open(base.digest), list(map(corners.laid_out, beside))
    gathered = means.gather(plan)
    by = means.means_of(plan, gathered)
    with means.unlocked(plan, pin) as key:
        made = seal(to_seal, key, by, values=base.values)
        annexes = [
            corners.sealed(content, one, key, by)
            for content, one in zip(ready, beside, strict=True)
        ]
    judging.refuse_unexpected(made, plan, base.field, gathered)
    for annex in annexes:
        judging.refuse_unexpected(annex, means.alone(plan), base.field, gathered)

    def stored(content: bytes, one: Base) -> Made:
        taken = stored_pdf(content, one.title)
        return Made(taken, plan.certificate_id, plan.level, Way.HERE)

    here = stored(made, base)
    made_beside = list(map(stored, annexes, beside))
    with unit_of_work():
        for one, annex_made in zip(beside, made_beside, strict=True):
            corners.record_annex(public_id, one, annex_made, actor=actor)
        return record_seal(public_id, base, here, actor=actor)


def person_base(paper: Paper, *, seen: str, actor: Actor) -> Base:
    """Return what the actor is to sign now. Raises whatever would refuse the signature later."""
    signer = queries.next_signer(paper.id)
    if not digital.is_digital(paper) or paper.status is not PaperStatus.OFFERED:
        raise InvalidStep(_("Văn bản không ở bước chờ ký số. Hãy tải lại trang."))
    if signer is None or not policies.next_signer_of(actor, paper):
        raise NotAllowed(_("Chưa đến lượt bạn ký văn bản này."))
    events.emit(PaperToBeSigned(actor, paper.id))
    file = digital.file_to_sign(paper)
    if file is None or not queries.is_drawn(paper):
        raise Incomplete(_("Văn bản đang được dựng thành trang. Hãy chờ ít giây rồi tải lại."))
    if seen != file.file.digest:
        raise StaleEdit(_("Văn bản vừa được dựng lại. Hãy xem lại các trang rồi ký."))
    return Base(paper.title, file.file.digest, Part.PERSON, signer.ordinal)


def seal_base(paper: Paper, *, actor: Actor) -> Base:
    """Return what the clerk is to seal now, with number and date where they are still empty."""
    if not policies.clerk_for(actor, paper):
        raise NotAllowed(_("Chỉ văn thư không ký văn bản này mới đóng dấu được."))
    if not digital.is_digital(paper) or paper.status is not PaperStatus.NUMBERED:
        raise InvalidStep(_("Văn bản không ở bước chờ đóng dấu. Hãy tải lại trang."))
    file, entry = digital.file_to_sign(paper), paper.number_entry
    if file is None or entry is None:
        raise Incomplete(_("Văn bản chưa có số hoặc chưa có tệp đã ký. Hãy tải lại trang."))
    values = None
    if not stands_in_file(paper):
        values = Filled(written(entry.number, entry.suffix, "").rstrip("/"), entry.dated)
    return Base(paper.title, file.file.digest, Part.SEAL, 1, values)


def record_person(public_id: str, base: Base, made: Made, *, actor: Actor) -> Paper:
    """Take the step with the signed file: status, right and file are looked at once more."""
    paper = papers.sign_paper(public_id, actor=actor, seen=base.digest, signed=made.taken)
    record(paper, base, made, actor)
    return paper


def record_seal(public_id: str, base: Base, made: Made, *, actor: Actor) -> Paper:
    """Bind the sealed file to the paper, once and for good."""
    paper = queries.get_for_change(public_id, actor)
    file = digital.file_to_sign(paper)
    if file is None or file.file.digest != base.digest:
        raise StaleEdit(_("Tệp của văn bản đã khác lúc bắt đầu đóng dấu. Hãy tải lại trang."))
    corners.refuse_unsealed(paper)
    papers.attach_signed(public_id, made.taken, actor=actor, sealed=True)
    record(paper, base, made, actor)
    return paper
