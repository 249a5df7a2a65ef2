"""The statuses of a paper and of a template, and what a document is to its owner."""

from enum import StrEnum


class PaperStatus(StrEnum):
    DRAFT = "draft"
    CHECKED = "checked"
    OFFERED = "offered"
    SIGNED = "signed"
    NUMBERED = "numbered"
    SEALED = "sealed"
    ISSUED = "issued"
    REPLACED = "replaced"
    REVOKED = "revoked"
    DROPPED = "dropped"  # a draft given up before anybody signed it


OUT = (PaperStatus.ISSUED, PaperStatus.REPLACED, PaperStatus.REVOKED)  # it has left the house


class PaperKind(StrEnum):
    """What kind of paper it is; the value is the type abbreviation in its symbol (PL III)."""

    DECISION = "QĐ"
    SUBMISSION_LETTER = "TTr"
    MINUTES = "BB"
    INVITATION = "GM"
    NOTICE = "TB"
    LETTER = "CV"


class TemplateStatus(StrEnum):
    """What became of a version of a template; which approved one holds is said by its days."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Direction(StrEnum):
    OUTGOING = "outgoing"
    INCOMING = "incoming"


class Medium(StrEnum):
    """How a paper is signed: by pen on its sheet, or digitally on the very file (Art. 13)."""

    SHEET = "sheet"
    DIGITAL = "digital"


class FileRole(StrEnum):
    """What a document is to its owner. A paper's own files: source, offered, signed, numbered."""

    SOURCE = "source"  # the docx
    OFFERED = "offered"  # the PDF put before the signer
    SIGNED = "signed"  # sealed digitally, or the scan of the signed sheet as it was uploaded
    RENEWED = "renewed"  # the signed file with later time-stamps; beside it, never instead of it
    DIGITISED = "digitised"  # that scan, sealed by the agency as a digitised copy (bản số hóa)
    RENEWED_COPY = "renewed_copy"  # the digitised copy with later time-stamps
    PERSON_SIGNED = "person_signed"  # digitally, by those who sign; number and seal are to come
    NUMBERED = "numbered"
    ANNEX = "annex"
    SEALED_ANNEX = "sealed_annex"  # an annex in a file of its own, as the agency sealed it
    RENEWED_ANNEX = "renewed_annex"  # the sealed annex with later time-stamps
    EVIDENCE = "evidence"
    OPINION = "opinion"  # an absent member's written opinion
    CERTIFICATE = "certificate"
    RECEIVED = "received"  # as it came from outside
