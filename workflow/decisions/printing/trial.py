"""The page laid over a printed sheet to see what must be moved: rulers, crosses, boxes, samples."""

import io

from reportlab.lib.colors import Color
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from workflow.decisions.printing.overlay import LEADING, new_canvas, write_values
from workflow.decisions.printing.stock import CHECK_CODE, Place, Stock

SAMPLE = {
    "authority": "Cục trưởng\nCục Quản lý thị trường tỉnh Long An",
    "recipient": "Nguyễn Thị Ánh Tuyết",
    "detail": "Kiểm soát viên thị trường, Đội Quản lý thị trường số 2, "
    "Cục Quản lý thị trường tỉnh Long An",
    "achievement": "Đã hoàn thành xuất sắc nhiệm vụ năm 2020",
    "decision_number": "846/QĐ-CQLTT", "decision_date": "ngày 29 tháng 12 năm 2020",
    "golden_number": "06", "place_date": "Long An, ngày 29 tháng 12 năm 2020",
    "signer_post": "Cục trưởng", "signer_name": "Nguyễn Văn A",
    "check_code": "https://khenthuong.example.gov.vn/check/2F258MMW0KE2J86ZEQBV3JGQ8DA\n"
    "Kiểm tra thật giả: quét mã, hoặc mở\nkhenthuong.example.gov.vn/check\n"
    "2F25-8MMW-0KE2-J86Z-EQBV-3JGQ-8DA",
}  # fmt: skip
_FAINT, _BLUE = Color(0.55, 0.55, 0.55), Color(0.1, 0.35, 0.75)
_STEP, _LONG = 10, 50  # millimetres between marks, and between long ones


def trial_page(
    stock: Stock, names: dict[str, str], *, title: str, award: str = "Giấy khen"
) -> bytes:
    """Return the page; `names` are the places' names, written small above their boxes."""
    made = io.BytesIO()
    canvas = new_canvas(stock, made, title)
    _rulers(canvas, stock)
    _crosses(canvas, stock)
    for place in stock.places:
        if place.printed:
            _box(canvas, stock, place, names.get(place.key, place.key))
    write_values(canvas, stock, SAMPLE | {"award": award})
    canvas.showPage()
    canvas.save()
    return made.getvalue()


def _rulers(canvas: Canvas, stock: Stock) -> None:
    """Marks every 10 mm on all four edges, numbered every 50: true to the sheet, never moved."""
    canvas.setStrokeColor(_FAINT)
    canvas.setFillColor(_FAINT)
    canvas.setLineWidth(0.4)
    canvas.setFont("Serif Regular", 7)
    width, height = stock.width * mm, stock.height * mm
    for at in range(_STEP, int(stock.width), _STEP):
        long = (6 if at % _LONG == 0 else 3) * mm
        canvas.line(at * mm, height, at * mm, height - long)
        canvas.line(at * mm, 0, at * mm, long)
        if at % _LONG == 0:
            canvas.drawString(at * mm + 1.5, height - long, str(at))
    for at in range(_STEP, int(stock.height), _STEP):
        long = (6 if at % _LONG == 0 else 3) * mm
        canvas.line(0, height - at * mm, long, height - at * mm)
        canvas.line(width, height - at * mm, width - long, height - at * mm)
        if at % _LONG == 0:
            canvas.drawString(long + 1.5, height - at * mm + 1.5, str(at))


def _crosses(canvas: Canvas, stock: Stock) -> None:
    spots = [(x, y) for x in (20, stock.width - 20) for y in (20, stock.height - 20)]
    canvas.setLineWidth(0.5)
    for x, y in [*spots, (stock.width / 2, stock.height / 2)]:
        left, foot = x * mm, (stock.height - y) * mm
        canvas.line(left - 5 * mm, foot, left + 5 * mm, foot)
        canvas.line(left, foot - 5 * mm, left, foot + 5 * mm)
        canvas.circle(left, foot, 2.5 * mm, fill=0)


def _box(canvas: Canvas, stock: Stock, place: Place, name: str) -> None:
    """The place's own lines at their full size, and the line its letters stand on."""
    left, foot = (place.x + stock.dx) * mm, (stock.height - place.y - stock.dy) * mm
    high, deep = place.size * 0.9, place.size * (LEADING * (place.lines - 1) + 0.25)
    if place.key == CHECK_CODE:
        high, deep = place.width * mm, 0
    canvas.setStrokeColor(_BLUE)
    canvas.setFillColor(_BLUE)
    canvas.setLineWidth(0.3)
    canvas.setDash(2, 2)
    canvas.rect(left, foot - deep, place.width * mm, high + deep, fill=0)
    canvas.setDash()
    canvas.line(left, foot, left + place.width * mm, foot)
    canvas.setFont("Serif Italic", 6)
    canvas.drawString(left, foot + high + 1, f"{name} ({place.x:g}; {place.y:g})")
