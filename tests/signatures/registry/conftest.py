"""Two keepers of the roots, administrators below them, and a root confirmed by both."""

import hashlib
import io
from types import SimpleNamespace

import pytest
from asn1crypto import pem, x509
from PIL import Image, ImageDraw

from tests.signatures.pki.authorities import read_authorities
from workflow.core.unit_of_work import unit_of_work
from workflow.signatures.registry import registering, trusting
from workflow.signatures.registry.registering import Wanted
from workflow.signatures.registry.trusting import Asked
from workflow.signatures.states import Part, TrustClass

HEAD = "Nguyễn Văn An"
CRL = "http://crl.example.vn/goc.crl"


@pytest.fixture(scope="session")
def authorities():
    return read_authorities()


@pytest.fixture(scope="session")
def armoured(authorities):
    """Certificates of the test authorities as people upload them."""

    def make(*names, of="office"):
        return b"".join(pem.armor("CERTIFICATE", authorities.certificate(n, of)) for n in names)

    return make


@pytest.fixture(scope="session")
def fingerprint(authorities):
    return hashlib.sha256(authorities.certificate("root")).hexdigest()


@pytest.fixture
def people(long_an, make_user, actor):
    """Two keepers, an administrator and a head of the department, one of elsewhere."""
    made = {
        "first": (long_an.ministry, "administrator", "Võ Minh Khang"),
        "second": (long_an.ministry, "administrator", "Phan Thị Quế"),
        "below": (long_an.department, "administrator", "Tống Văn Sang"),
        "head": (long_an.department, "head", HEAD),
        "deputy": (long_an.department, "head", "Trần Thị Bình"),
        "elsewhere": (long_an.elsewhere, "administrator", "Lê Văn Lạ"),
    }  # fmt: skip
    users = {key: make_user(place, role, name=name) for key, (place, role, name) in made.items()}
    acting = {key: actor(users[key], made[key][0]) for key in made}
    return SimpleNamespace(users=users, places={k: v[0] for k, v in made.items()}, **acting)


@pytest.fixture
def desk(people, client_as):
    """The browser of one of them."""
    return lambda who: client_as(people.users[who], people.places[who])


@pytest.fixture
def propose(people, armoured, fingerprint):
    def make(*, by="first", typed="", crls=(CRL,)):
        anchor = trusting.read_anchor([armoured("root", "issuing")])
        asked = Asked(TrustClass.OFFICIAL, typed or fingerprint, "công văn 12/CNTT", crls)
        with unit_of_work():
            return trusting.propose(anchor, asked, actor=getattr(people, by))

    return make


@pytest.fixture
def trusted(propose, people):
    """The office's root, proposed by one keeper and confirmed by the other."""
    root = propose()
    with unit_of_work():
        return trusting.confirm(root.public_id, compared=True, actor=people.second)


@pytest.fixture
def register(trusted, people, armoured, long_an):
    """Register a certificate of the authorities for the head, another person, or the seal."""

    def make(name="head", person="head", *, known=False, by="below", picture=None):
        part = Part.SEAL if name == "seal" else Part.PERSON
        of = people.users[person].public_id if part is Part.PERSON else ""
        offered, wanted = registering.offered_in(armoured(name)), Wanted(part, of, known)
        with unit_of_work():
            return registering.register(
                long_an.department.public_id, offered, wanted, picture,
                actor=getattr(people, by),
            )  # fmt: skip

    return make


def ink(colour=(20, 45, 170), *, ground=(0, 0, 0, 0), size=(600, 240)):
    """A stroke on a ground, as PNG."""
    image = Image.new("RGBA", size, ground)
    pen = ImageDraw.Draw(image)
    pen.line([(40, 200), (size[0] / 2, 30), (size[0] - 40, 200)], (*colour, 255), 12)
    made = io.BytesIO()
    image.save(made, "PNG")
    return made.getvalue()


def load(der):
    return x509.Certificate.load(der)
