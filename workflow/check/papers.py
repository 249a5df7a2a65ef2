"""What may be told of an issued paper of ours, and of a copy: nothing before they are out."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from workflow.check.facts import Deed, Facts, Line, Standing
from workflow.core.db import db
from workflow.core.i18n import _, on_paper
from workflow.decisions.amending.queries import Mend, issued, mends_of
from workflow.decisions.queries import decision_of_paper
from workflow.documents import queries as papers
from workflow.documents.copies.models import Copy
from workflow.documents.copies.queries import OWNER as COPY
from workflow.documents.copies.queries import form_name
from workflow.documents.models import DocumentLink, Paper
from workflow.documents.renewed import RENEWED_AS
from workflow.documents.states import FileRole, Medium, PaperKind, PaperStatus
from workflow.documents.superseding import is_out
from workflow.signatures.models import MadeSignature
from workflow.signatures.states import Part


def paper_facts(paper_id: int) -> Facts | None:
    """Return what is told of a paper; None for whatever is not out."""
    paper = db.session.get(Paper, paper_id)
    if paper is None or not is_out(paper):
        return None
    with on_paper():
        noun = papers.kind_name(paper.kind)
    deeds = deeds_of(paper)
    return Facts(
        noun, _english(paper.kind), paper.organisation.name, standing_of(paper, deeds),
        (
            Line(_("Số, ký hiệu"), paper.number_text or "", is_number=True),
            Line(_("Ngày"), f"{paper.dated:%d/%m/%Y}" if paper.dated else ""),
            Line(_("Cơ quan"), paper.organisation.name),
            Line(_("Trích yếu"), subject_of(paper)),
            *signing_lines(paper),
        ),
        paper, files_of(paper), scan=is_scan(paper), deeds=deeds,
    )  # fmt: skip


def is_scan(paper: Paper) -> bool:
    """Tell whether our record is a picture of a sheet signed by pen."""
    return paper.medium is Medium.SHEET


def subject_of(paper: Paper) -> str:
    """Return the trích yếu as printed."""
    printed = paper.context.get("subject")
    return printed if isinstance(printed, str) and printed else paper.title


def signing_lines(paper: Paper) -> list[Line]:
    return [Line(_("Người ký"), one.name, one.post) for one in papers.signers_of(paper.id)]


def deeds_of(paper: Paper) -> tuple[Deed, ...]:
    """Return the issued papers that changed it; a draft of one is nobody's business."""
    decision = decision_of_paper(paper.id)
    mends: Sequence[Mend] = issued(mends_of(decision.id)) if decision else ()
    return tuple(Deed(one.word, one.paper.number_text or "", one.paper.dated) for one in mends)


def standing_of(paper: Paper, deeds: Sequence[Deed]) -> Standing:
    words = {deed.word for deed in deeds}
    if paper.status is PaperStatus.REVOKED:
        return Standing.REVOKED
    if paper.status is PaperStatus.REPLACED:
        return Standing.REPLACED
    if "annul" in words:
        return Standing.PARTLY_REVOKED
    return Standing.CORRECTED if "correct" in words else Standing.GENUINE


def files_of(paper: Paper) -> frozenset[str]:
    """Return the digests of what was issued: as kept, sealed, renewed, its annexes, its copy."""
    roles = {*RENEWED_AS, *RENEWED_AS.values()}
    kept = [link for link in papers.documents_of("paper", paper.id) if link.role in roles]
    sealed = db.session.scalars(
        select(MadeSignature)
        .where(MadeSignature.paper_id == paper.id, MadeSignature.part != Part.PERSON)
        .options(joinedload(MadeSignature.file))
    )
    return frozenset(
        [link.document.file.digest for link in kept] + [one.file.digest for one in sealed]
    )


def _english(kind: PaperKind) -> str:
    return {
        PaperKind.DECISION: "decision", PaperKind.SUBMISSION_LETTER: "submission",
        PaperKind.LETTER: "letter",
    }.get(kind, "paper")  # fmt: skip


def copy_facts(copy_id: int) -> Facts | None:
    """Return what is told of a copy of an issued paper."""
    copy = db.session.get(Copy, copy_id)
    if copy is None or not copy.number_text or not is_out(copy.paper):
        return None
    with on_paper():
        noun = f"Bản {form_name(copy.run.form).lower()}"
    deeds = deeds_of(copy.paper)
    agency, signer = copy.run.organisation.name, copy.run.signature
    drawn = drawn_files(COPY, copy.id, FileRole.NUMBERED)
    return Facts(
        noun, "copy", agency, Standing.VOID if copy.is_void else standing_of(copy.paper, deeds),
        (
            Line(_("Số bản sao"), copy.number_text, is_number=True),
            Line(_("Ngày sao"), f"{copy.dated:%d/%m/%Y}" if copy.dated else ""),
            Line(_("Cơ quan sao"), agency),
            Line(_("Sao từ"), copy.paper.number_text or "", subject_of(copy.paper)),
            Line(_("Người ký bản sao"), signer["name"], signer["post"]),
        ),
        copy.paper, drawn, deeds=deeds, unsigned=drawn,
    )  # fmt: skip


def drawn_files(owner_kind: str, owner_id: int, *roles: FileRole) -> frozenset[str]:
    """Return the digests of a drawn sheet, former drawings too: they went out as well."""
    rows = select(DocumentLink).where(
        DocumentLink.owner_kind == owner_kind, DocumentLink.owner_id == owner_id,
        DocumentLink.role.in_(roles),
    )  # fmt: skip
    return frozenset(link.document.file.digest for link in db.session.scalars(rows))
