"""What the operator reads of a reconciliation: per book what was found and what to do next."""

from collections.abc import Iterable

from workflow.documents.issued_since import Found, Stray
from workflow.documents.reconciling import Reconciled, Report

COMMAND = "flask --app wsgi numbers reconcile"
MOST = 10


def _page(report: Report, way: str) -> str:
    book, office = report.book, report.organisation
    return f"/books/{office.public_id}/{way}?series={book.series}&year={book.year}"


def _head(report: Report) -> str:
    book = report.book
    if book.last < book.first:
        upto = "chưa cấp số nào"
    else:
        upto = f"đến số {book.last}" + (
            f", ngày {book.last_date:%d/%m/%Y}" if book.last_date else ""
        )
    return f"Sổ {book.series} năm {book.year}, {report.organisation.short_name}: {upto}"


def _number(found: Found | Stray) -> str:
    return f"{found.text} ({found.dated:%d/%m/%Y})" if found.dated else found.text


def lines_of(reconciled: Reconciled, opened: Iterable[int] = ()) -> Iterable[str]:
    """Return the lines to print."""
    done = set(opened)
    for report in reconciled.reports:
        yield _head(report)
        yield from (f"  SAI: {fault}" for fault in report.faults)
        if report.lost:
            shown = ", ".join(_number(one) for one in report.lost[:MOST])
            yield f"  MẤT: {shown}: có trên văn bản trong kho tệp, không có trong sổ."
        yield from (f"  {one}" for one in _todo(report, is_opened=report.book.id in done))
    for stray in reconciled.strays:
        yield (
            f"Chưa có sổ {stray.series} năm {stray.year}, {stray.organisation.short_name}: kho có "
            f"văn bản {_number(stray)}."
        )
        yield (
            f"  → Mở sổ từ số {stray.number + 1} trở lên: "
            f"/books/create?organisation={stray.organisation.public_id}&year={stray.year}"
        )
    if reconciled.unreadable:
        yield (
            f"{len(reconciled.unreadable)} tệp PDF không ai nhắc tới và không có chữ (bản quét): "
            "hãy mở xem có số nào chưa vào sổ."
        )
        yield from (f"  {digest}" for digest in reconciled.unreadable[:MOST])
    yield "Chỉ thấy được những gì có trong kho tệp: hãy so thêm với sổ giấy và văn bản đã gửi đi."


def _todo(report: Report, *, is_opened: bool) -> Iterable[str]:
    if is_opened:
        yield "Khớp. Đã mở sổ."
        return
    if report.is_open:
        yield "→ Sổ đang MỞ. Khóa ngay: flask --app wsgi books shut, rồi chạy lại lệnh này."
        return
    if report.fits:
        yield f"Khớp. → {COMMAND} --open"
        return
    if report.up_to:
        last = (
            max(one.dated for one in report.lost if one.dated)
            if any(one.dated for one in report.lost)
            else None
        )
        day = f", ngày {last:%d/%m/%Y}" if last else ""
        yield f"→ Ghi số đã cấp bên ngoài đến số {report.up_to}{day}: {_page(report, 'skip')}"
    for one in report.single[:MOST]:
        shown = f"{one.printed.number:02d}{one.printed.suffix}"
        yield f"→ Ghi số bị mất {_number(one)}: {_page(report, 'lost')}&number={shown}"
    if report.lost:
        yield f"  rồi chạy lại: {COMMAND} --open"
    if report.faults:
        yield ("→ Sổ giữ khóa. Xem từng số ở "
               f"/archive/books/{report.organisation.public_id}?year={report.book.year}"
               f"&series={report.book.series}; khôi phục lại từ bản sao lưu khác, hoặc sửa cùng "
               "người lập sổ rồi mở bằng tay.")  # fmt: skip
