"""Text damaged on its way through programs: decomposed, encoded twice, or turned to 1.23E+11."""

import re
import unicodedata

_HIGH = {bytes([code]).decode("cp1252"): code for code in range(0x80, 0x100)
         if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}  # fmt: skip
_CODES = {**{chr(code): code for code in range(0x100)}, **_HIGH}
_TWICE = re.compile(r"[ÃÄÅÆ][\u0080-\u00bf–-™ƒŒœŠšŽžŸˆ˜]|á[»º]")
_LOST_BLANK = re.compile(r"(?<=Ã) ")
_ROUNDED = re.compile(r"\d{5,6}0{6}")  # a number of eleven or twelve digits, the last six gone
_SCIENTIFIC = re.compile(r"\s*\d(?:[.,]\d+)?[eE]\+?\d{1,2}\s*")


def composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def encoded_twice(text: str) -> bool:
    """Does the text hold UTF-8 bytes shown as Western letters? As “Nguyá»…n” does.

    A “Ã” before a common blank tells nothing by itself: “XÃ HỘI” is sound, “HÃ ” may be “Hà”.
    """
    return not text.isascii() and _TWICE.search(text) is not None


def decoded_once(text: str) -> str | None:
    """Return the text behind one that was encoded twice, or None where letters are lost."""
    if not encoded_twice(text):
        return None
    for attempt in (text, _LOST_BLANK.sub("\u00a0", text)):
        try:
            raw = bytes(_CODES[character] for character in attempt)
            found = unicodedata.normalize("NFC", raw.decode())
        except (KeyError, UnicodeDecodeError):
            continue
        return decoded_once(found) or found
    return None


def lost_digits(text: str) -> bool:
    """Is this a number a spreadsheet shortened, as 1.23E+11? Its digits are gone for good."""
    return _SCIENTIFIC.fullmatch(text) is not None


def rounded_off(number: str) -> bool:
    """Tell whether an identity number was 1.23E+11 once and has been read back as a number.

    Its last six digits tell people of one year and province apart; six noughts are nobody.
    """
    return _ROUNDED.fullmatch(number) is not None
