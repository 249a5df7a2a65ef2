"""A PIN on its way from a form to the token: it never shows itself and cannot be kept."""

from typing import NoReturn


class Pin:
    """A PIN or password as typed. Only `reveal` gives it out; tracebacks and logs print no more
    than the class."""

    __slots__ = ("_typed",)

    def __init__(self, typed: str | bytes) -> None:
        self._typed = typed.encode() if isinstance(typed, str) else bytes(typed)

    def reveal(self) -> bytes:
        return self._typed

    def __repr__(self) -> str:
        return "Pin(…)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a PIN is not stored")
