"""The frames of certificates, drawn behind the text in the page header."""

from __future__ import annotations

from dataclasses import dataclass

from docx.document import Document as DocxDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

RED = "A8071A"
GOLD = "C9962B"
PALE_GOLD = "E8CF8E"
DARK_GOLD = "8A5A00"
CREAM = "FFFCF3"

_EMU = 36000  # one millimetre
_WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_PAGE = (297.0, 210.0)


@dataclass(frozen=True)
class Shape:
    """A shape on the page: box in millimetres, outline or filling."""

    left: float
    top: float
    width: float
    height: float
    line: str = ""
    thickness: float = 0
    fill: str = ""
    preset: str = "rect"


def draw_frame(document: DocxDocument, shapes: list[Shape]) -> None:
    """Put the shapes behind every page of the certificate."""
    header = document.sections[0].header.paragraphs[0]
    for child in list(header._p):
        header._p.remove(child)
    spacing = '<w:spacing w:line="20" w:lineRule="exact"/>'
    header._p.append(parse_xml(f"<w:pPr {nsdecls('w')}>{spacing}</w:pPr>"))
    for number, shape in enumerate(shapes, start=1):
        header._p.append(parse_xml(_drawing(shape, number)))


def red_frame() -> list[Shape]:
    """Red and gold bands with a star in each corner."""
    shapes = [
        _border(8, RED, 2.5),
        _border(11.2, GOLD, 7),
        _border(11.2, PALE_GOLD, 1.2),
        _border(14.4, RED, 1),
    ]
    for left in (6.2, _PAGE[0] - 6.2 - 10):
        for top in (6.2, _PAGE[1] - 6.2 - 10):
            shapes.append(Shape(left, top, 10, 10, GOLD, 1, "FFFFFF"))
            shapes.append(Shape(left + 1.2, top + 1.2, 7.6, 7.6, fill=RED))
            shapes.append(Shape(left + 1.9, top + 1.8, 6.2, 6.2, fill=PALE_GOLD, preset="star5"))
    return shapes


def fine_frame() -> list[Shape]:
    """Two fine gold lines on cream, their corners cut by small squares set on edge."""
    width, height = _PAGE
    shapes = [
        Shape(9, 9, width - 18, height - 18, GOLD, 2.2, CREAM),
        _border(11.6, GOLD, 0.6),
        _border(14.6, DARK_GOLD, 0.9),
    ]
    for left in (14.6, width - 14.6):
        for top in (14.6, height - 14.6):
            shapes.append(Shape(left - 4.5, top - 4.5, 9, 9, GOLD, 0.8, CREAM, "diamond"))
            shapes.append(Shape(left - 2.2, top - 2.2, 4.4, 4.4, fill=GOLD, preset="diamond"))
    for left in (width / 2 - 5, width / 2 + 5):
        for top in (14.6, height - 14.6):
            shapes.append(Shape(left - 1.6, top - 1.6, 3.2, 3.2, fill=GOLD, preset="diamond"))
    for top in (14.6, height - 14.6):
        shapes.append(Shape(width / 2 - 2.4, top - 2.4, 4.8, 4.8, fill=DARK_GOLD, preset="diamond"))
    return shapes


def divider(top: float) -> list[Shape]:
    """A gold line with a star in its middle."""
    centre = _PAGE[0] / 2
    return [
        Shape(centre - 38, top, 32, 0.35, fill=GOLD),
        Shape(centre + 6, top, 32, 0.35, fill=GOLD),
        Shape(centre - 2.6, top - 2.5, 5.2, 5.2, fill=RED, preset="star5"),
    ]


def draw(document: DocxDocument, shapes: list[Shape], *, first_id: int) -> None:
    """Add shapes to the header of the page."""
    header = document.sections[0].header.paragraphs[0]
    for number, shape in enumerate(shapes, start=first_id):
        header._p.append(parse_xml(_drawing(shape, number)))


def _border(inset: float, colour: str, thickness: float) -> Shape:
    return Shape(inset, inset, _PAGE[0] - 2 * inset, _PAGE[1] - 2 * inset, colour, thickness)


def _drawing(shape: Shape, number: int) -> str:
    width, height = round(shape.width * _EMU), round(shape.height * _EMU)
    return (
        f'<w:r {nsdecls("w", "wp", "a")} xmlns:wps="{_WPS}" xmlns:mc="{_MC}">'
        '<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0"'
        f' relativeHeight="{number}" behindDoc="1" locked="1" layoutInCell="0" allowOverlap="1">'
        '<wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{round(shape.left * _EMU)}'
        "</wp:posOffset></wp:positionH>"
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{round(shape.top * _EMU)}'
        "</wp:posOffset></wp:positionV>"
        f'<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:wrapNone/><wp:docPr id="{9000 + number}" name="Khung {number}"/>'
        f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{_WPS}"><wps:wsp>'
        f'<wps:cNvSpPr/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/>'
        f'</a:xfrm><a:prstGeom prst="{shape.preset}"><a:avLst/></a:prstGeom>'
        f"{_fill(shape)}{_line(shape)}</wps:spPr><wps:bodyPr/></wps:wsp></a:graphicData>"
        "</a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>"
    )


def _fill(shape: Shape) -> str:
    if not shape.fill:
        return "<a:noFill/>"
    return f'<a:solidFill><a:srgbClr val="{shape.fill}"/></a:solidFill>'


def _line(shape: Shape) -> str:
    if not shape.line:
        return "<a:ln><a:noFill/></a:ln>"
    return (
        f'<a:ln w="{round(shape.thickness * 12700)}"><a:solidFill><a:srgbClr val="{shape.line}"/>'
        '</a:solidFill><a:miter lim="800000"/></a:ln>'
    )
