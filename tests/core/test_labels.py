import pytest
from flask import Flask
from flask_babel import Babel

from workflow.core import labels

STATUSES = {
    "proposal": "draft submitted checking returned council_review submitted_upward decided "
    "withdrawn",
    "nomination": "proposed on_agenda passed not_passed forwarded awarded not_awarded withdrawn "
    "revoked",
    "session": "planned convened sitting adjourned minuted void",
    "consultation": "planned convened sitting adjourned minuted void",
    "ballot": "draft open closed tallied void",
    "paper": "draft checked offered signed numbered sealed issued replaced revoked dropped",
    "transmittal": "draft sent received more_requested answered decided",
    "decision_item": "proposed awarded struck revoked replaced",
    "recovery": "open recovered failed",
    "reissue": "asked confirmed taken_back drawn handed_over refused",
    "ceremony": "planned held closed cancelled",
    "handover": "waiting handed uncollected collected sent kept released",
    "insertion": "asked permitted refused used withdrawn",
    "number": "reserved",
    "record": "filed",
    "document_template": "proposed approved rejected withdrawn",
    "retired_algorithm": "proposed holding declined withdrawn ended",
    "trusted_root": "proposed trusted declined withdrawn ended",
    "signing_certificate": "coming good expiring expired ended",
    "arrival": "received assigned in_hand answered noted sent_back",
    "round": "open",
    "job": "waiting running done failed",
    "publication": "open",
    "eligibility": "ok no ask wait",
}
EVERY_KEY = [f"{kind}.{status}" for kind, line in STATUSES.items() for status in line.split()]


def test_every_status_has_a_label_and_no_label_is_left_over() -> None:
    assert sorted(labels.keys()) == sorted(EVERY_KEY)


@pytest.mark.parametrize("key", EVERY_KEY)
def test_a_label_speaks_both_languages_and_has_a_known_tone(key: str) -> None:
    vietnamese, english = labels.label_by_key(key, "vi"), labels.label_by_key(key, "en")
    assert vietnamese.text.strip() and english.text.strip()
    assert vietnamese.text != english.text
    assert vietnamese.next.strip() and english.next.strip()
    assert vietnamese.icon and vietnamese.tone in labels.TONES


def test_a_label_carries_text_tone_icon_and_who_acts_next() -> None:
    assert labels.label("proposal", "returned", "en") == labels.Label(
        "Returned for changes", "amber", "arrow-return-left", "Author"
    )


def test_an_unknown_language_falls_back_to_vietnamese() -> None:
    assert labels.label("proposal", "draft", "fr") == labels.label("proposal", "draft", "vi")


def test_an_unknown_status_is_refused() -> None:
    with pytest.raises(KeyError):
        labels.label("proposal", "nowhere")


@pytest.mark.parametrize(("lang", "text"), [("vi", "Nháp"), ("en", "Draft")])
def test_template_functions_follow_the_language_of_the_request(lang: str, text: str) -> None:
    app = Flask(__name__)
    Babel(app, locale_selector=lambda: lang)
    with app.test_request_context():
        functions = labels.template_functions()
        assert functions["state_label"]("proposal", "draft").text == text
        assert functions["state_label_by_key"]("proposal.draft").text == text
