"""The empty Word package every template starts from: A4, Times New Roman, a page number on top."""

from __future__ import annotations

import io
import zipfile
from copy import deepcopy

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

FONT = "Times New Roman"
PORTRAIT_WIDTH = 165
LANDSCAPE_WIDTH = 252
WHOLE_WIDTH = 257  # of what is no official paper: registers, certificates

_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OFFICE_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_CORE = "application/vnd.openxmlformats-package.core-properties+xml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

# Word's own default template weighs 800 KB of styles and makes each later step slower.
_PARTS = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_CONTENT}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{_CONTENT}.styles+xml"/>'
        f'<Override PartName="/word/settings.xml" ContentType="{_CONTENT}.settings+xml"/>'
        f'<Override PartName="/docProps/core.xml" ContentType="{_CORE}"/>'
        "</Types>"
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE_RELS}">'
        f'<Relationship Id="rId1" Type="{_OFFICE_RELS}/officeDocument"'
        ' Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{_PACKAGE_RELS}/metadata/core-properties"'
        ' Target="docProps/core.xml"/>'
        "</Relationships>"
    ),
    "docProps/core.xml": (
        "<cp:coreProperties"
        ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:language>vi-VN</dc:language></cp:coreProperties>"
    ),
    "word/_rels/document.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE_RELS}">'
        f'<Relationship Id="rId1" Type="{_OFFICE_RELS}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE_RELS}/settings" Target="settings.xml"/>'
        "</Relationships>"
    ),
    "word/settings.xml": (
        f"<w:settings {nsdecls('w')}>"
        '<w:zoom w:percent="100"/><w:defaultTabStop w:val="567"/>'
        # a line people broke themselves is not stretched to the margin
        '<w:compat><w:doNotExpandShiftReturn/><w:compatSetting w:name="compatibilityMode"'
        ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        "</w:settings>"
    ),
    "word/styles.xml": (
        f"<w:styles {nsdecls('w')}><w:docDefaults><w:rPrDefault><w:rPr>"
        f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
        '<w:color w:val="000000"/><w:sz w:val="26"/><w:szCs w:val="26"/>'
        '<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
        '<w:widowControl/>'
        '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
        "</w:pPr></w:pPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
        '<w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Header"><w:name w:val="header"/>'
        '<w:basedOn w:val="Normal"/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
        '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="0" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
        "</w:tblPr></w:style></w:styles>"
    ),
    "word/document.xml": (
        f"<w:document {nsdecls('w', 'r')}><w:body><w:sectPr>"
        '<w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1134" w:right="850" w:bottom="1134" w:left="1701"'
        ' w:header="567" w:footer="567" w:gutter="0"/>'
        "</w:sectPr></w:body></w:document>"
    ),
}


def new_document(title: str, *, landscape: bool = False) -> DocxDocument:
    """An empty A4 document whose pages from the second on carry their number on top."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, xml in _PARTS.items():
            package.writestr(name, _XML + xml)
    stream.seek(0)
    document = Document(stream)
    document.core_properties.title = title
    if landscape:
        turn(document)
    return document


def turn(document: DocxDocument) -> None:
    """Lay the last section out landscape; the margins are those of any other page."""
    section = document.sections[-1]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)


def widen(document: DocxDocument) -> None:
    """Leave 20 mm on the left and on the right, for what the decree says nothing of."""
    section = document.sections[-1]
    section.left_margin = section.right_margin = Mm(20)


def number_pages(document: DocxDocument) -> None:
    """Centre the page number in the top margin, hidden on the first page of each section."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    _clear(section.first_page_header.paragraphs[0])
    paragraph = section.header.paragraphs[0]
    _clear(paragraph)
    paragraph._p.append(parse_xml(f'<w:pPr {nsdecls("w")}><w:jc w:val="center"/></w:pPr>'))
    for piece in field("PAGE", 26):
        paragraph._p.append(piece)
    _restart_numbers(section._sectPr)


def field(instruction: str, half_points: int) -> list[object]:
    """The runs of a field Word and LibreOffice compute, such as PAGE."""
    props = f'<w:rPr><w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr>'
    inner = (
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve"> {instruction} </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>1</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    )
    return [parse_xml(f"<w:r {nsdecls('w')}>{props}{piece}</w:r>") for piece in inner]


def break_section(document: DocxDocument) -> None:
    """End the section here; the next one starts on a new page, numbered from 1 again.

    Both sections keep their own header references: a template may drop the break together with
    the annex behind it, and the page numbers must stay.
    """
    body_section = document.sections[-1]._sectPr
    paragraph = document.add_paragraph()
    properties = paragraph._p.get_or_add_pPr()
    properties.append(parse_xml(f'<w:spacing {nsdecls("w")} w:line="20" w:lineRule="exact"/>'))
    properties.append(deepcopy(body_section))


def _clear(paragraph: object) -> None:
    for child in list(paragraph._p):  # type: ignore[attr-defined]
        paragraph._p.remove(child)  # type: ignore[attr-defined]


def _restart_numbers(section_properties: object) -> None:
    number = parse_xml(f'<w:pgNumType {nsdecls("w")} w:start="1"/>')
    margins = section_properties.find(qn("w:pgMar"))  # type: ignore[attr-defined]
    margins.addnext(number)
