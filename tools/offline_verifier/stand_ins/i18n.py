"""Texts as they are written, in Vietnamese: here nobody translates."""


def lazy(text: str) -> str:
    return text


def _(text: str, **values: object) -> str:
    return text % values if values else text
