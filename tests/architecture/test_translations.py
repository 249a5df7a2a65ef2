"""The English catalogue is complete and its placeholders are those of the source."""

import re

import pytest

from tools.translations import collect, languages, read

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


def _forms(message):
    return message if isinstance(message, tuple) else (message,)


@pytest.fixture(scope="module")
def collected():
    return {message.id for message in collect() if message.id}


def test_there_is_an_english_catalogue():
    assert languages() == ["en"]


def test_no_text_lacks_its_translation(collected):
    catalogue = read("en")
    missing = [
        text for text in sorted(collected, key=str)
        if (found := catalogue.get(text)) is None or not all(_forms(found.string))
    ]  # fmt: skip

    assert missing == []


def test_every_translation_keeps_its_placeholders():
    wrong = [
        message.id
        for message in read("en")
        if message.id
        and any(
            set(PLACEHOLDER.findall(form)) != set(PLACEHOLDER.findall(_forms(message.id)[-1]))
            for form in _forms(message.string)
        )
    ]

    assert wrong == []
