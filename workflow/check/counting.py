"""How often anyone may ask: counted by network and in all, an hour at a time."""

from workflow.accounts import guesses
from workflow.core import clock
from workflow.core.errors import TooMany
from workflow.core.i18n import _


def count(address: str) -> bool:
    """Count one question before it is answered; tell whether it may be."""
    hour = f"{clock.local(clock.real_now()):%H}"
    return guesses.count([f"check:{hour}:{guesses.network_of(address)}", f"checks:{hour}"])


def too_many() -> TooMany:
    return TooMany(
        _("Đã có quá nhiều lượt kiểm tra từ mạng của bạn. Hãy chờ đến giờ sau rồi thử lại, hoặc "
          "hỏi văn thư của cơ quan ban hành.")
    )  # fmt: skip
