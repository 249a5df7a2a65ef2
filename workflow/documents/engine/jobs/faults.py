"""What a job says when it refuses its input: a code and the words that go into the sentence."""


class Fault(Exception):
    """The input cannot be accepted; `code` picks the sentence, `data` fills it in."""

    def __init__(self, code: str, **data: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.data = data
