"""A list as a workbook to take away: what the page shows, in Vietnamese, every cell text."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from io import BytesIO

from flask import send_file
from flask.typing import ResponseReturnValue

from workflow.core.i18n import on_paper
from workflow.core.workbooks import XLSX, workbook

MOST = 20_000  # rows; a longer list is narrowed first
Head = tuple[str, str]
Rows = Iterable[Mapping[str, str]]


def send_list(
    title: str, heads: Callable[[], Sequence[Head]], rows: Callable[[], Rows],
    beside: Callable[[], Sequence[str]] = tuple,
) -> ResponseReturnValue:  # fmt: skip
    """Send the list under its title. Heads and rows are worded while Vietnamese is spoken.

    `beside` is what the first line of the sheet says after the title: whose list, as of when.
    """
    with on_paper():
        said = ", ".join([title, *beside()])
        content = workbook(said, heads(), rows())
    name = "".join(" " if one in '\\/:*?"<>|' else one for one in title)
    return send_file(
        BytesIO(content), mimetype=XLSX, as_attachment=True, download_name=f"{name[:120]}.xlsx"
    )
