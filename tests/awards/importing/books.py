"""Workbooks for tests: made by a real writer, or written part by part to be hostile."""

import io
import zipfile
from typing import Any

import xlsxwriter

_TYPES = """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
</Types>"""
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = f"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Type="{_OFFICE}/%s" Target="%s"/></Relationships>"""
_SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_BOOK = f"""<workbook xmlns="{_SPREADSHEET}" xmlns:r="{_OFFICE}"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>"""


def book(fill):
    """Return the bytes of a workbook that `fill(book, sheet)` writes into."""
    target = io.BytesIO()
    made: Any = xlsxwriter.Workbook(target, {"in_memory": True})
    fill(made, made.add_worksheet("Danh sách"))
    made.close()
    return target.getvalue()


def raw_book(sheet, *, head="", **more):
    """Return a workbook whose only sheet holds exactly this XML."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _TYPES)
        package.writestr("_rels/.rels", _RELS % ("officeDocument", "xl/workbook.xml"))
        package.writestr("xl/workbook.xml", _BOOK)
        package.writestr("xl/_rels/workbook.xml.rels", _RELS % ("worksheet", "worksheets/s.xml"))
        package.writestr(
            "xl/worksheets/s.xml", f'{head}<worksheet xmlns="{_SPREADSHEET}">{sheet}</worksheet>'
        )
        for name, content in more.items():
            package.writestr(name, content)
    return target.getvalue()


def cell(place, text):
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'
