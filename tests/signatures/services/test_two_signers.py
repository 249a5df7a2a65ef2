"""Minutes signed by the secretary and then by who presided: here, with tokens, or one of each."""

import io
from dataclasses import dataclass

import pikepdf
import pytest

from tests.factories.documents import draw_all, taken_pdf
from tests.factories.signing import PASSWORD
from tests.signatures.making import HeldKey, drawn_paper, prepared_paper
from tests.signatures.services.conftest import certificate
from workflow.core import clock
from workflow.core.db import db
from workflow.core.errors import BadInput, NotAllowed, StaleEdit
from workflow.core.unit_of_work import unit_of_work
from workflow.documents import contents, digital, queries, services
from workflow.documents.services import Signer
from workflow.documents.states import FileRole, PaperStatus
from workflow.signatures.desk import desk_for
from workflow.signatures.engine.signing import Means, certify
from workflow.signatures.models import SigningCertificate
from workflow.signatures.queries import made_on
from workflow.signatures.services import outside
from workflow.signatures.services.signing import seal_here, sign_here
from workflow.signatures.states import Level, Part, Verdict, Way
from workflow.signatures.verdicts import judge_now

BESIDE = ((90, 400, "THƯ KÝ"), (90, 300, "Lê Văn Cường"))
PAGE = prepared_paper(drawn_paper(more=BESIDE), names=("Lê Văn Cường", "Nguyễn Văn An"))


@dataclass
class Minutes:
    """Minutes before their two signers; the first has the key of `deputy`, the second of `head`."""

    office: object
    paper: object

    @property
    def people(self):
        return {"deputy": self.office.secretary, "head": self.office.head}

    @property
    def seen(self):
        return digital.file_to_sign(self.paper).file.digest

    def here(self, who):
        return sign_here(self.paper.public_id, PASSWORD, seen=self.seen, actor=self.people[who])

    def outside(self, who):
        actor, paper = self.people[who], self.paper
        request = outside.hand_out(paper.public_id, Part.PERSON, seen=self.seen, actor=actor)
        given = outside.file_of(request.public_id, actor=actor)[1]
        key, field = HeldKey(self.office.servers.authorities, who), "NguoiKy"
        signed = certify(
            given, key, Means(clock.now()), field=field if who == "deputy" else f"{field}2"
        )
        return outside.take_back(request.public_id, taken_pdf(signed), actor=actor)

    def seal(self):
        with unit_of_work():
            services.number_paper(self.paper.public_id, clock.today(), actor=self.office.clerk)
        return seal_here(self.paper.public_id, PASSWORD, actor=self.office.clerk)

    def offer(self):
        with unit_of_work():
            services.check_paper(self.paper.public_id, actor=self.office.secretary)
            services.offer_paper(self.paper.public_id, actor=self.office.secretary)


@pytest.fixture
def minutes(office, make_paper, long_an):
    def make(level=Level.BASIC):
        made = office(level)
        house, secretary = long_an.department, long_an.secretary
        db.session.add(
            certificate(made.servers.authorities, "deputy", Part.PERSON, house.id, secretary.id,
                        "deputy")
        )  # fmt: skip
        db.session.commit()
        signers = [
            Signer(secretary.id, "Thư ký Hội đồng", "Lê Văn Cường"),
            Signer(long_an.head.id, "Chủ tịch Hội đồng", "Nguyễn Văn An"),
        ]
        paper = make_paper(owner=("decision", 2), signers=signers)
        draw_all(pdf=PAGE)
        found = Minutes(made, paper)
        found.offer()
        return found

    return make


@pytest.mark.parametrize("ways", ["here outside", "outside here"])
def test_two_people_sign_in_their_order_wherever_their_keys_lie(minutes, ways):
    minutes = minutes(Level.ARCHIVAL)
    first, second = ways.split()

    getattr(minutes, first)("deputy")
    assert minutes.paper.status is PaperStatus.OFFERED
    getattr(minutes, second)("head")
    assert minutes.paper.status is PaperStatus.SIGNED
    minutes.seal()

    made = [(one.part, one.ordinal, one.way) for one in made_on(minutes.paper)]
    assert made == [
        (Part.PERSON, 1, Way(first)), (Part.PERSON, 2, Way(second)), (Part.SEAL, 1, Way.HERE),
    ]  # fmt: skip
    report = judge_now(minutes.paper)
    assert report.verdict is Verdict.VALID
    assert [(one.field, one.verdict, one.filled) for one in report.findings] == [
        ("NguoiKy", Verdict.VALID_WITH_CHANGES, ("So", "Ngay", "Thang", "Nam")),
        ("NguoiKy2", Verdict.VALID_WITH_CHANGES, ("So", "Ngay", "Thang", "Nam")),
        ("CoQuan", Verdict.VALID, ()),
    ]  # fmt: skip
    kept = contents.read(queries.signed_file_of(minutes.paper.id))
    assert kept.startswith(PAGE)


@pytest.mark.parametrize("way", ["here", "outside"])
def test_nobody_signs_before_or_over_the_other(minutes, way):
    minutes = minutes()
    offered, sign = minutes.seen, getattr(minutes, way)

    with pytest.raises(NotAllowed, match="Chưa đến lượt bạn"):
        sign("head")
    sign("deputy")
    with pytest.raises(NotAllowed, match="Chưa đến lượt bạn"):
        sign("deputy")
    with pytest.raises(StaleEdit):
        sign_here(minutes.paper.public_id, PASSWORD, seen=offered, actor=minutes.office.head)
    with pytest.raises(NotAllowed):
        sign_here(minutes.paper.public_id, PASSWORD, seen=minutes.seen, actor=minutes.office.clerk)
    sign("head")
    assert [one.ordinal for one in made_on(minutes.paper)] == [1, 2]


def test_when_the_second_refuses_the_first_ones_file_is_forgotten_and_both_sign_anew(minutes):
    minutes = minutes()
    minutes.here("deputy")
    former = minutes.seen

    with unit_of_work():
        services.decline_paper(minutes.paper.public_id, "Ghi sai tỷ lệ", actor=minutes.office.head)
    assert minutes.paper.status is PaperStatus.DRAFT
    assert queries.documents_of("paper", minutes.paper.id, FileRole.PERSON_SIGNED) == []
    assert judge_now(minutes.paper) is None

    minutes.offer()
    assert minutes.seen != former
    minutes.here("deputy")
    minutes.here("head")
    minutes.seal()
    report = judge_now(minutes.paper)
    assert [one.field for one in report.findings] == ["NguoiKy", "NguoiKy2", "CoQuan"]
    assert report.reasons == ()


def test_the_first_ones_certificate_is_held_against_the_file_the_second_signs(minutes):
    minutes = minutes()
    minutes.here("deputy")
    [first] = made_on(minutes.paper)
    db.session.get_one(SigningCertificate, first.certificate_id).fingerprint = "0" * 64
    db.session.commit()

    with pytest.raises(BadInput, match="chứng thư khác"):
        minutes.here("head")
    assert (minutes.paper.status, len(made_on(minutes.paper))) == (PaperStatus.OFFERED, 1)


def test_each_signer_is_told_what_their_program_calls_the_field(minutes):
    with pikepdf.open(io.BytesIO(PAGE)) as pdf:
        called = {str(one.T): str(one.TU) for one in pdf.Root.AcroForm.Fields}
    assert len(set(called.values())) == len(called)
    minutes = minutes()

    told = [desk_for(minutes.paper, minutes.office.secretary).field]
    minutes.here("deputy")
    told.append(desk_for(minutes.paper, minutes.office.head).field)
    assert told == [called["NguoiKy"], called["NguoiKy2"]]


def test_the_signing_page_asks_each_of_them_in_turn(minutes, browsers):
    minutes = minutes()

    def asked():
        page = f"/papers/{minutes.paper.public_id}/signing"
        people = {"secretary": browsers.secretary, "head": browsers.head, "clerk": browsers.clerk}
        return [name for name, one in people.items() if 'name="pin"' in one.get(page).text]

    assert asked() == ["secretary"]
    minutes.here("deputy")
    assert asked() == ["head"]
    minutes.here("head")
    assert asked() == []
