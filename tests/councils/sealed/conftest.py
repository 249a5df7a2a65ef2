"""Meetings with a secret ballot at each of its stages."""

import pytest

from tests.factories.councils import member_actor
from workflow.core.unit_of_work import unit_of_work
from workflow.councils.sealed.keyfile import KeyFolder
from workflow.councils.sealed.queries import tellers_of
from workflow.councils.services import papers, sessions
from workflow.councils.services.closing import close_ballot
from workflow.councils.services.secret.casting import cast_secret
from workflow.councils.services.secret.counting import count_box
from workflow.councils.services.secret.preparing import draw, open_secret, prepare
from workflow.councils.states import Choice


@pytest.fixture
def keys(tmp_path):
    return KeyFolder(tmp_path / "keys")


class Vault:
    """A meeting in the hands of its secretary, members and tellers; each call is one act."""

    def __init__(self, meeting, keys):
        self.meeting, self.keys, self.codes = meeting, keys, {}

    @property
    def id(self):
        return self.meeting.ballot.public_id

    def prepare(self, tellers=(2, 3, 4), needed=2):
        ids = [self.meeting.members[at].public_id for at in tellers]
        with unit_of_work():
            self.meeting.ballot = prepare(
                self.meeting.session.public_id, ids, needed=needed, actor=self.meeting.secretary
            )
        return self

    def draw_all(self):
        for teller in tellers_of(self.meeting.ballot.id):
            with unit_of_work():
                self.codes[teller.number] = draw(self.id, actor=member_actor(teller.user))
        return self

    def open(self):
        with unit_of_work():
            open_secret(self.id, self.keys, actor=self.meeting.secretary)
        return self

    def cast(self, at, choice=Choice.AGREE, **answers):
        with unit_of_work():
            return cast_secret(
                self.id, self.meeting.answers(choice, **answers),
                actor=member_actor(self.meeting.members[at]),
            )  # fmt: skip

    def fill(self):
        """Cast three more papers, so that the box may be closed."""
        for at in (4, 5, 6):
            self.cast(at)
        return self

    def close(self):
        with unit_of_work():
            close_ballot(self.id, actor=self.meeting.secretary)
        return self

    def count(self, codes=None, actor=None):
        given = [self.codes[1], self.codes[3]] if codes is None else codes
        with unit_of_work():
            return count_box(self.id, given, self.keys, actor=actor or self.meeting.secretary)


def drafted(vault):
    """End the session and write its papers: the counts, and the minutes."""
    key = vault.meeting.session.public_id
    with unit_of_work():
        sessions.adjourn(key, actor=vault.meeting.secretary)
    with unit_of_work():
        return papers.draft_minutes(key, actor=vault.meeting.secretary)


@pytest.fixture
def make_vault(make_meeting, keys):
    def make(*, opened=True, **options):
        vault = Vault(make_meeting(**options), keys).prepare().draw_all()
        return vault.open() if opened else vault

    return make
