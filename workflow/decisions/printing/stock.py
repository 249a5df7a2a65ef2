"""A printed sheet: its size, and where on it each value of a certificate is to stand."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

A4 = (297.0, 210.0)
PAPERS = {"A4": A4, "A3": (420.0, 297.0)}  # lying
NARROWEST, WIDEST = 80.0, 600.0  # of a custom sheet, in millimetres
SMALLEST, LARGEST = 6.0, 90.0  # letters, in points


class Align(StrEnum):
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True)
class Place:
    """Where one value stands: from the sheet's left and upper edge, in millimetres.

    `y` is the foot of the first line's letters: what stands on a dotted line stands on it.
    """

    key: str
    x: float
    y: float
    width: float
    size: float
    align: Align = Align.CENTRE
    lines: int = 1
    bold: bool = False
    italic: bool = False
    caps: bool = False
    colour: str = "#000000"
    lead: str = ""  # words before the value
    printed: bool = True


@dataclass(frozen=True)
class Stock:
    """A sheet with its places; `dx`, `dy` move everything as the printer needs it."""

    width: float
    height: float
    places: tuple[Place, ...]
    dx: float = 0
    dy: float = 0

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"places": [asdict(place) for place in self.places]}

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> "Stock":
        """Return the stock a row holds; what it did not know of yet is not printed."""
        places = tuple(
            Place(**(place | {"align": Align(place["align"])})) for place in settings["places"]
        )
        known = {place.key for place in places}
        later = tuple(replace(one, printed=False) for one in _USUAL if one.key not in known)
        return cls(**(dict(settings) | {"places": places + later}))


CHECK_CODE = "check_code"  # a square as wide as its place, standing on `y`; words beside it
_USUAL = (
    Place("authority", 30, 56, 237, 17, lines=2, bold=True, caps=True, printed=False),
    Place("award", 30, 84, 237, 38, bold=True, caps=True, colour="#A8071A", printed=False),
    Place("recipient", 40, 106, 217, 27, bold=True),
    Place("detail", 40, 118, 217, 15, lines=2),
    Place("achievement", 40, 135, 217, 15, lines=2, italic=True),
    Place("decision_number", 24, 179, 100, 12, Align.LEFT, italic=True, lead="Quyết định số "),
    Place("decision_date", 24, 186, 100, 12, Align.LEFT, italic=True),
    Place("golden_number", 24, 193, 100, 12, Align.LEFT, italic=True, lead="Số sổ vàng: "),
    Place("place_date", 155, 151, 118, 14, italic=True),
    Place("signer_post", 155, 158.5, 118, 14, lines=2, bold=True, caps=True),
    Place("signer_name", 155, 193, 118, 15, bold=True),
    Place(CHECK_CODE, 24, 171, 13, 7, Align.LEFT, printed=False),
)
KEYS = tuple(place.key for place in _USUAL)


def usual_stock(paper: tuple[float, float] = A4) -> Stock:
    """Return places that suit a lying A4 sheet, stretched to `paper`: something to begin with."""
    across, down = paper[0] / A4[0], paper[1] / A4[1]
    places = tuple(
        replace(
            place, x=round(place.x * across, 1), y=round(place.y * down, 1),
            width=round(place.width * across, 1), size=round(place.size * down * 2) / 2,
        )
        for place in _USUAL
    )  # fmt: skip
    return Stock(*paper, places)


def values_of(context: Mapping[str, Any]) -> dict[str, str]:
    """Return what stands in each place, from the context of a whole-page certificate."""
    signature = context["signature"]
    post = "\n".join(part for part in (signature["prefix"], signature["post_caps"]) if part)
    return {
        "authority": context["authority_caps"], "award": context["award_caps"],
        "recipient": context["recipient"]["name"], "detail": context["recipient"]["detail"],
        "achievement": context["achievement"],
        "decision_number": f"{context['number']}/{context['symbol']}",
        "decision_date": context["date_text"], "golden_number": context["register_number"],
        "place_date": context["date_line"], "signer_post": post,
        "signer_name": signature["name"],
    }  # fmt: skip
