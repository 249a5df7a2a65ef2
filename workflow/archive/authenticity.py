"""What can be said of a record: each check with its result, in words."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from workflow.archive.fixity import FileFault
from workflow.archive.models import Record
from workflow.core import clock
from workflow.core.i18n import _
from workflow.core.numbers import EntryState, written
from workflow.documents.models import DocumentLink
from workflow.documents.states import Direction, FileRole, PaperStatus
from workflow.signatures.panel import Signed
from workflow.signatures.receiving import ReceivedFile


@dataclass(frozen=True)
class Check:
    """One check: ok, no (failed), ask (a person has to look) or wait (nothing to check)."""

    key: str
    head: str
    body: str


def _files(
    links: Sequence[DocumentLink], faults: Sequence[FileFault] | None, *, silent: bool
) -> Check:
    if silent:
        return _silent_store()
    if faults is None:
        return _not_read()
    if faults:
        names = "; ".join(f"{fault.title}: {fault.reason}" for fault in faults)
        return Check("no", _("Tệp không còn như khi nhập kho"), names)
    if not links:
        return _no_file()
    return Check(
        "ok", _("Tệp không đổi từ khi nhập kho"),
        _("Vừa đọc %(n)s tệp, mã băm SHA-256 trùng với mã ghi lúc nhận.", n=len(links)),
    )  # fmt: skip


def _no_file() -> Check:
    return Check("wait", _("Chưa có tệp"), _("Bản ghi chỉ có số, ngày và nội dung đã nhập."))


def _not_read() -> Check:
    told = _("Tệp lớn nên trang này không đọc. Bấm “Kiểm tra lại” để đọc từng tệp.")
    return Check("wait", _("Chưa đọc lại tệp"), told)


def _silent_store() -> Check:
    told = _("Không nói được gì về các tệp lúc này. Hãy mở lại trang sau ít phút.")
    return Check("wait", _("Kho tệp không trả lời"), told)


def _being_judged() -> Check:
    told = _("Máy chủ đang kiểm tra; hãy tải lại trang sau ít phút.")
    return Check("wait", _("Đang kiểm tra chữ ký số"), told)


def _signature(record: Record, links: Sequence[DocumentLink]) -> Check:
    paper = record.paper
    signed = any(link.role is FileRole.SIGNED for link in links)
    who = paper.signer_name or paper.signer_post or _("không ghi người ký")
    if paper.signed_at is None:
        return Check("no", _("Không có dấu vết ký"), _("Hệ thống không ghi nhận ai đã ký."))
    at = f"{clock.local(paper.signed_at):%H:%M, %d/%m/%Y}"
    body = _("Ký lúc %(at)s.", at=at)
    if not signed:
        return Check("ask", _("%(who)s đã ký", who=who), body + " " + _("Chưa có bản đã ký."))
    body += " " + _("Bản đã ký nằm trong kho.")
    if any(link.role is FileRole.DIGITISED for link in links):
        body += " " + _("Bản số hóa có chữ ký số của cơ quan.")
    return Check("ok", _("%(who)s đã ký", who=who), body)


def _digital(signed: Signed) -> list[Check]:
    """Return what was judged of the file, then of each signature in it."""
    if signed.whole is None:
        return [_being_judged()]
    said = Check(signed.whole.key, signed.whole.head, signed.whole.told)
    return [said, *(Check(one.key, one.head, one.told) for one in signed.signatures)]


def _incoming_signature(record: Record, looked: Sequence[ReceivedFile]) -> list[Check]:
    """Return who signed by the sheet, then what is said of the signatures in its files."""
    paper = record.paper
    who = paper.signer_name or paper.signer_post or _("không ghi người ký")
    written = Check("wait", _("Người ký theo văn bản: %(who)s", who=who),
                    _("Văn bản của cơ quan khác, nhập theo bản nhận được."))  # fmt: skip
    found = [
        _being_judged()
        if one.said.is_waiting
        else Check(one.said.key, one.said.head, one.said.body)
        for one in looked
    ]
    hints = [Check("wait", _("Tên trên chứng thư"), one.hint) for one in looked if one.hint]
    return [written, *found, *hints]


def _number(record: Record) -> Check:
    paper, entry = record.paper, record.paper.number_entry
    if paper.direction is Direction.INCOMING:
        number = f"{paper.arrival_number or 0:02d}"
        return Check("ok", _("Đã vào sổ đến, số %(n)s", n=number),
                     _("Số, ký hiệu của cơ quan ban hành giữ nguyên như văn bản ghi."))  # fmt: skip
    if entry is None or entry.state is EntryState.VOID:
        return Check("no", _("Số không còn hiệu lực"), _("Sổ văn bản đi không có số này."))
    if written(entry.number, entry.suffix, paper.symbol) != paper.number_text:
        return Check("no", _("Số trên văn bản khác số trong sổ"), paper.number_text or "")
    return Check("ok", _("Số khớp sổ văn bản đi"), f"{paper.number_text}, {entry.dated:%d/%m/%Y}")


def _force(record: Record, set_right: Collection[str]) -> Check:
    status = record.paper.status
    if status is PaperStatus.REVOKED:
        return Check("no", _("Đã bị hủy bỏ"), _("Có quyết định hủy bỏ văn bản này."))
    if status is PaperStatus.REPLACED:
        return Check("ask", _("Đã được thay thế"), _("Có văn bản khác thay thế văn bản này."))
    if "annul" in set_right:
        told = _("Có quyết định hủy bỏ khen thưởng của một số người trong văn bản này.")
        return Check("ask", _("Còn hiệu lực một phần"), told)
    if "correct" in set_right:
        return Check("ok", _("Còn hiệu lực"), _("Đọc cùng với công văn đính chính."))
    return Check("ok", _("Còn hiệu lực"), _("Không có văn bản hủy bỏ hoặc thay thế trong kho."))


def _journal(faults: Sequence[str]) -> Check:
    if faults:
        return Check("no", _("Nhật ký bị sửa hoặc thiếu"), "; ".join(faults))
    return Check("ok", _("Nhật ký liền mạch"), _("Không dòng nào bị sửa, chèn hoặc bỏ."))


def checks_of(
    record: Record, links: Sequence[DocumentLink], *, faults: Sequence[FileFault] | None,
    journal_faults: Sequence[str], silent: bool = False, set_right: Collection[str] = (),
    signed: Signed | None = None, looked: Sequence[ReceivedFile] = (),
) -> list[Check]:  # fmt: skip
    """Return every check of the record, files first; `faults` is None when no file was read.

    `silent` says that the store did not answer: that is no word against any file. `set_right`
    says what other issued papers did to this one: annul, correct, replace. `signed` is what is
    known of our own digital signatures, where there are some; `looked` what is said of those in
    files that came from outside.
    """
    read = _files(links, faults, silent=silent)
    if record.paper.direction is Direction.INCOMING:
        said = _incoming_signature(record, looked)
    else:
        said = _digital(signed) if signed is not None else [_signature(record, links)]
    checks = [read, _number(record), *said]
    checks.append(_force(record, set_right))
    if record.doubt:
        checks.append(Check("ask", _("Ngày ghi trên văn bản cần đối chiếu"), record.doubt))
    return [*checks, _journal(journal_faults)]


def verdict(checks: Sequence[Check]) -> tuple[str, str]:
    """Return the panel's tone and heading: red names the first failed check.

    Without a file nothing can have been compared, so the panel does not promise that it was.
    """
    for key, tone in (("no", "seal"), ("ask", "amber")):
        failed = next((check for check in checks if check.key == key), None)
        if failed is not None:
            return tone, failed.head
    if _no_file() in checks:
        return "stone", _("Chưa có tệp để đối chiếu; phần đã nhập còn nguyên")
    if _silent_store() in checks:
        return "stone", _("Kho tệp không trả lời; chưa đọc lại tệp của bản này")
    if _not_read() in checks:
        return "stone", _("Chưa đọc lại tệp của bản này")
    if _being_judged() in checks:
        return "stone", _("Tệp không đổi từ khi nhập kho; đang kiểm tra chữ ký số")
    return "green", _("Bản này chưa bị sửa từ khi nhập kho")
