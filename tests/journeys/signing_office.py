"""An office that signs digitally, as its administrators set it up: roots, certificates, keys, terms."""

import os
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from unittest import mock

from tests.factories.signing import add_keys
from tests.signatures.making import picture
from tests.signatures.pki.authorities import Servers
from tests.signatures.services.conftest import _root, certificate
from workflow.accounts.models import User
from workflow.app import create_app
from workflow.core import clock
from workflow.core.db import db
from workflow.documents import contents
from workflow.documents.stored import stored_file
from workflow.organisations.models import Organisation
from workflow.settings import read_settings
from workflow.signatures.models import SigningTerms
from workflow.signatures.states import Level, Part

INNER = {"BANGVANG_INNER_AUTHORITIES": "127.0.0.1", "BANGVANG_PUBLIC_URL": "http://kiem-tra.test"}


class Following(Servers):
    """Authorities whose clock goes with the demonstration's."""

    ahead = timedelta()

    @property
    def at(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    @at.setter
    def at(self, moment: datetime) -> None:
        self.ahead = moment - datetime.now(UTC)


@contextmanager
def authorities():
    """Let authorities answer on loopback, and every demonstration started meanwhile ask them."""
    with mock.patch.dict(os.environ, INNER), Following(datetime.now(UTC)).running() as servers:
        yield servers


def equip(folder, servers, office, signer):
    """Have the office of that name sign digitally, its signer and seal with keys here.

    Returns its public id.
    """
    app = create_app(read_settings({"BANGVANG_MODE": "demo", "BANGVANG_INSTANCE": str(folder)}))
    with app.app_context():
        servers.at = clock.now()
        house = db.session.query(Organisation).filter_by(name=office).one()
        person = db.session.query(User).filter_by(name=signer).one()
        house.signs_digitally = True
        db.session.add(_root(servers.authorities, servers, asked=True))
        db.session.add(
            SigningTerms(
                organisation_id=house.id, level=Level.ARCHIVAL, stamp_url=servers.tsa(), seal_mm=36
            )
        )
        for name, part, user_id, colour in (
            ("head", Part.PERSON, person.id, (20, 40, 160)), ("seal", Part.SEAL, None, (200, 20, 20)),
        ):  # fmt: skip
            drawn = contents.put(
                picture(colour), media_type="image/png", extension="png", name=f"{name}.png"
            )
            made = certificate(servers.authorities, name, part, house.id, user_id, name)
            made.picture = stored_file(drawn)
            db.session.add(made)
        db.session.commit()
        keys = folder / "keys"
        keys.mkdir(mode=0o700, exist_ok=True)
        add_keys(keys, servers.authorities, "head", "seal")
        public_id = house.public_id
        db.session.remove()
        db.engine.dispose()
    return public_id
