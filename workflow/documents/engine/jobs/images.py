"""Reads a picture to its end, unless it is larger than anyone needs."""

import warnings
from pathlib import Path

from PIL import Image, JpegImagePlugin, PngImagePlugin

from workflow.documents.engine.jobs.faults import Fault

_MOST_PIXELS = 50_000_000
_FORMATS = {"jpg": "JPEG", "png": "PNG"}
# Named so that the formats are registered before the memory limit, and no other format is.
_READERS = (JpegImagePlugin, PngImagePlugin)


def check(path: Path, extension: str) -> None:
    """Refuse a picture that is too large, cut short or of another format."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path, formats=[_FORMATS[extension]]) as picture:
                width, height = picture.size
                if width * height > _MOST_PIXELS:
                    raise Fault("image_size", width=width, height=height)
                picture.load()
    except Image.DecompressionBombError as error:
        raise Fault("image_size", width=0, height=0) from error
    except (OSError, SyntaxError, ValueError) as error:
        raise Fault("broken", detail="image") from error
