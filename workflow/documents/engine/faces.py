"""Where the four faces of the papers' typeface lie, for what is drawn without LibreOffice."""

import functools
import shutil
import subprocess
from pathlib import Path

from workflow.core.errors import Unavailable
from workflow.core.i18n import _

FAMILY = "Liberation Serif"  # of the same widths as Times New Roman; LibreOffice draws with it too
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


def _file(style: str) -> Path | None:
    if shutil.which("fc-match") is None:
        return None
    command = ["fc-match", "-f", "%{family}\n%{style}\n%{file}", f"{FAMILY}:style={style}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    family, found, path = ([*done.stdout.split("\n"), "", "", ""])[:3]
    return Path(path) if (family, found) == (FAMILY, style) and path.endswith(".ttf") else None
