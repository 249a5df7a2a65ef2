"""Where the four faces of the papers' typeface lie, for what is drawn without LibreOffice."""

import functools
import re
import shutil
import subprocess
from pathlib import Path

from workflow.core.errors import Unavailable
from workflow.core.i18n import _

FAMILY = "Liberation Serif"  # of the same widths as Times New Roman; LibreOffice draws with it too
_USUAL = re.compile("[\u0000-\u036f\u1e00-\u206f]")  # what every text font has
_found: set[str] = set()  # letters some font has; installed later, others are found too
STYLES = ("Regular", "Bold", "Italic", "Bold Italic")


@functools.lru_cache(maxsize=1)
def serif_faces() -> dict[str, Path]:
    """Return the file of each style. Raises Unavailable where the fonts are not installed."""
    found = {style: _file(style) for style in STYLES}
    if any(path is None for path in found.values()):
        raise Unavailable(
            _("Máy chủ thiếu phông chữ Liberation Serif nên chưa in được. "
              "Nhờ quản trị viên cài gói fonts-liberation2.")
        )  # fmt: skip
    return {style: path for style, path in found.items() if path is not None}


def without_font(text: str) -> str:
    """Return the letters no installed font has: LibreOffice prints an empty box for each."""
    odd = dict.fromkeys(one for one in text if not (_USUAL.match(one) or one.isspace()))
    return "".join(one for one in odd if not _has_font(one))


def _has_font(letter: str) -> bool:
    if letter not in _found and shutil.which("fc-list") is not None:
        command = ["fc-list", f":charset={ord(letter):x}", "file"]
        done = subprocess.run(command, capture_output=True, check=True)  # noqa: S603
        if not done.stdout:
            return False
    _found.add(letter)
    return True


def _file(style: str) -> Path | None:
    if shutil.which("fc-match") is None:
        return None
    command = ["fc-match", "-f", "%{family}\n%{style}\n%{file}", f"{FAMILY}:style={style}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    family, found, path = ([*done.stdout.split("\n"), "", "", ""])[:3]
    return Path(path) if (family, found) == (FAMILY, style) and path.endswith(".ttf") else None
