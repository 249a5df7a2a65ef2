"""The hours of Việt Nam, for a program without the product's settings."""

from datetime import datetime, timedelta, timezone

_HERE = timezone(timedelta(hours=7))


def local(at: datetime) -> datetime:
    return at.astimezone(_HERE)
