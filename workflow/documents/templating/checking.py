"""Looking at an uploaded template before anything of it is kept: what it is, asks and prints."""

from dataclasses import asdict, dataclass
from datetime import date
from pathlib import PurePath
from typing import BinaryIO

from workflow.core.db import db
from workflow.core.errors import BadInput
from workflow.core.i18n import _, on_paper
from workflow.core.storage.spool import receive
from workflow.core.text import one_line
from workflow.documents import contents
from workflow.documents.contents import DOCX, TakenFile
from workflow.documents.engine.checks import check_upload
from workflow.documents.engine.inspecting import Finding, inspect_template
from workflow.documents.models import DocumentTemplate
from workflow.documents.templates import in_force
from workflow.documents.templating.comparing import difference
from workflow.documents.templating.papers import PaperForm, full_sample_of, sample_of
from workflow.documents.templating.trials import try_out

MOST_BYTES = 10_000_000


@dataclass(frozen=True)
class Checked:
    """A file that was looked at. Only what has no fault lies in the store."""

    findings: tuple[Finding, ...]
    fields: tuple[str, ...] = ()
    difference: tuple[dict[str, object], ...] = ()
    based_on_id: int | None = None
    taken: TakenFile | None = None

    @property
    def kept_findings(self) -> list[dict[str, str]]:
        return [{key: str(value) for key, value in asdict(one).items()} for one in self.findings]


def check(
    stream: BinaryIO, file_name: str, paper: PaperForm, organisation_id: int, day: date
) -> Checked:
    """Look at the file. Call outside any transaction.

    Raises BadInput for what is no Word file at all, or says what the version in force says.
    """
    content = _content(stream, one_line(PurePath(file_name.replace("\\", "/")).name))
    based_on = in_force(organisation_id, day, paper.name).get(paper.name)
    based_on_id = based_on.id if based_on else None
    former = contents.current_store().open(based_on.file.digest) if based_on else b""
    db.session.rollback()  # let go of the database before the slow work
    sample, offered = sample_of(paper.name), full_sample_of(paper.name)
    with on_paper():
        before = inspect_template(former, sample, offered=offered) if former else None
        inspected = inspect_template(content, sample, offered=offered, former=before)
        trials = () if inspected.faults else tuple(try_out(inspected.content, sample))
    findings = (*trials, *inspected.findings)
    if inspected.faults or trials:
        return Checked(findings)
    if former in (content, inspected.content):
        raise BadInput(
            _("Tệp này giống hệt bản đang áp dụng nên không có gì để duyệt. Hãy chọn tệp đã sửa."),
            field="file",
        )
    taken = contents.put(
        inspected.content, media_type=DOCX, extension="docx",
        name=f"{paper.name.rpartition('/')[2]}.docx",
    )  # fmt: skip
    changed = difference(before.lines if before else (), inspected.lines)
    return Checked(findings, inspected.fields, tuple(changed), based_on_id, taken)


def _content(stream: BinaryIO, name: str) -> bytes:
    with receive(stream, MOST_BYTES) as received:
        if not received.size:
            raise BadInput(_("Tệp rỗng. Hãy chọn lại tệp."), field="file")
        if check_upload(name, received.path).extension != "docx":
            raise BadInput(
                _("Mẫu phải là tệp Word .docx. Hãy tải mẫu đang áp dụng về, sửa bằng Word rồi gửi "
                  "lại."), field="file",
            )  # fmt: skip
        with received.open() as file:
            return file.read()


def product_changes(
    own: DocumentTemplate, newest: DocumentTemplate, paper: PaperForm
) -> list[dict[str, object]]:
    """Return which words the product's template changed since the own version was proposed."""
    former = db.session.get(DocumentTemplate, own.shipped_id or 0) or own
    store, digests = contents.current_store(), (former.file.digest, newest.file.digest)
    db.session.rollback()  # let go of the database before the slow work
    sample = sample_of(paper.name)
    before, after = (inspect_template(store.open(one), sample).lines for one in digests)
    return difference(before, after)
