"""The template's sample, and further awards, for the tests of what goes up."""

import json

import pytest

from tests.factories.story import make_award_version
from workflow.organisations.models import OrganisationKind
from workflow.settings import ROOT


@pytest.fixture(scope="session")
def sample_fields():
    path = ROOT / "document_templates" / "exchange" / "submission_upward.sample.json"
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture
def make_version(database):
    def make(code, kind):
        return make_award_version(
            code, "Giấy khen", "individual", OrganisationKind(kind), "Tổng cục trưởng"
        )

    return make


@pytest.fixture
def tamper_with(settings):
    """Change one byte of a stored file behind the store's back, and put it right afterwards."""
    spoilt = []

    def tamper(digest):
        [path] = [one for one in settings.instance.rglob(f"*{digest}*") if one.is_file()]
        content = path.read_bytes()
        spoilt.append((path, content))
        path.chmod(0o600)
        path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))

    yield tamper
    for path, content in spoilt:
        path.write_bytes(content)
