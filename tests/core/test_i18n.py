import pytest
from babel.messages.mofile import write_mo
from flask import Flask
from flask_babel import Babel

from tools.translations import read
from workflow.core.i18n import _, on_paper, speaking
from workflow.proposals.steps import proposal_lifecycle


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    folder = tmp_path_factory.mktemp("translations")
    compiled = folder / "en" / "LC_MESSAGES" / "messages.mo"
    compiled.parent.mkdir(parents=True)
    with compiled.open("wb") as target:
        write_mo(target, read("en"))
    app = Flask("words")
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(folder)
    app.config["BABEL_DEFAULT_LOCALE"] = "vi"
    Babel(app)
    return app


def test_what_is_written_down_stays_vietnamese_for_a_reader_of_english(app):
    with app.test_request_context(), speaking("en"):
        before = _("Biên bản")
        with on_paper():
            written = _("Biên bản")
        after = _("Biên bản")

    assert (before, written, after) == ("Minutes", "Biên bản", "Minutes")


def test_outside_an_application_everything_is_vietnamese():
    with on_paper():
        assert _("Biên bản") == "Biên bản"


def test_the_verb_of_a_step_is_in_the_readers_language(app):
    with app.test_request_context(), speaking("en"):
        assert proposal_lifecycle.label("submit") == "Submit"
