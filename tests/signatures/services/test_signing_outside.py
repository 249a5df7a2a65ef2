"""Files handed out to be signed with a token of one's own, and what may come back."""

from dataclasses import replace

import pytest

from tests.factories.documents import draw_all, small_pdf, taken_pdf
from tests.signatures.making import HeldKey, drawn_paper, prepared_paper
from tests.signatures.services.conftest import certificate
from workflow.core import audit, clock
from workflow.core.db import db
from workflow.core.errors import (
    BadInput,
    Incomplete,
    InvalidStep,
    NotAllowed,
    NotVisible,
    StaleEdit,
    Unavailable,
)
from workflow.core.unit_of_work import unit_of_work
from workflow.documents import contents, queries, services
from workflow.documents.states import Medium, PaperStatus
from workflow.signatures.engine.filling import Filled, fill
from workflow.signatures.engine.signing import Means, certify, seal
from workflow.signatures.models import SigningRequest
from workflow.signatures.queries import made_on, open_request
from workflow.signatures.services import outside
from workflow.signatures.states import Level, Part, RequestStatus, Way


def hand_out(office, part=Part.PERSON, *, actor=None):
    doer = actor or (office.head if part is Part.PERSON else office.clerk)
    return outside.hand_out(office.paper.public_id, part, seen=office.seen, actor=doer)


def token(office, name, content, of="office"):
    """Sign what was handed out as a program on somebody's own computer does."""
    key, means = HeldKey(office.servers.authorities, name, of), Means(clock.now())
    return certify(content, key, means)


def sealing(office, name, content):
    return seal(content, HeldKey(office.servers.authorities, name), Means(clock.now()))


def back(office, request, content, *, actor=None):
    taken = taken_pdf(content)
    return outside.take_back(request.public_id, taken, actor=actor or office.head)


def handed(office, request, actor=None):
    return outside.file_of(request.public_id, actor=actor or office.head)[1]


@pytest.mark.parametrize("level", [Level.BASIC, Level.STAMPED, Level.ARCHIVAL])
def test_a_paper_signed_and_sealed_with_tokens_is_brought_to_the_offices_strength(office, level):
    office = office(level, here=False)

    request = hand_out(office)
    back(office, request, token(office, "head", handed(office, request)))
    office.number()
    request = hand_out(office, Part.SEAL)
    given = handed(office, request, office.clerk)
    back(office, request, sealing(office, "seal", given), actor=office.clerk)

    assert office.paper.status is PaperStatus.SEALED
    made = [(one.part, one.way, one.level) for one in made_on(office.paper)]
    assert made == [(Part.PERSON, Way.OUTSIDE, level), (Part.SEAL, Way.OUTSIDE, level)]
    kept = contents.read(queries.signed_file_of(office.paper.id))
    assert kept.startswith(given)


def test_strangers_neither_ask_for_nor_fetch_nor_bring_anything(office):
    office = office(here=False)

    with pytest.raises(NotVisible):
        hand_out(office, actor=office.stranger)
    with pytest.raises(NotAllowed):
        hand_out(office, actor=office.clerk)
    request = hand_out(office)
    for other in (office.stranger, office.clerk, office.secretary):
        with pytest.raises(NotVisible):
            handed(office, request, other)
        with pytest.raises(NotVisible):
            back(office, request, small_pdf(), actor=other)
    assert handed(office, request) == contents.current_store().open(request.file.digest)


def refused(office, request, content):
    with pytest.raises(BadInput) as refusal:
        back(office, request, content)
    assert office.paper.status is PaperStatus.OFFERED
    kept = db.session.query(SigningRequest).one()
    assert (kept.status, kept.refusal) == (RequestStatus.OPEN, str(refusal.value))
    return str(refusal.value)


def test_every_other_file_is_refused_with_its_reason_and_the_request_stays_open(office):
    office = office(here=False)
    request = hand_out(office)
    given = handed(office, request)
    right = token(office, "head", given)

    said = [
        refused(office, request, given),
        refused(office, request, small_pdf("another")),
        refused(office, request, token(office, "deputy", given)),
        refused(office, request, token(office, "head", given, "forged")),
        refused(office, request, token(office, "head-self", given)),
        refused(office, request, right + b"\n%trailing"),
        refused(office, request, fill(right, Filled("99", clock.today()))),
        refused(office, request, sealing(office, "seal", right)),
    ]
    assert len(set(said)) >= 6
    back(office, request, right)
    assert office.paper.status is PaperStatus.SIGNED


@pytest.mark.parametrize("level", [Level.BASIC, Level.STAMPED, Level.ARCHIVAL])
def test_a_file_sent_twice_is_taken_once_whatever_was_added_to_prove_it(office, level):
    office = office(level, here=False)
    request = hand_out(office)
    given = handed(office, request)
    signed = token(office, "head", given)
    back(office, request, signed)

    for other in (signed + b" ", signed[:-1], given, token(office, "deputy", given)):
        with pytest.raises(StaleEdit):
            back(office, request, other)
    assert back(office, request, signed).status is PaperStatus.SIGNED
    assert len(made_on(office.paper)) == 1


def test_a_sealed_file_brought_by_two_clerks_at_once_is_taken_once(
    office, long_an, make_user, actor, monkeypatch
):
    office = office(here=False)
    other = actor(make_user(long_an.department, "clerk"), long_an.department)
    request = hand_out(office)
    back(office, request, token(office, "head", handed(office, request)))
    office.number()
    request = hand_out(office, Part.SEAL)
    sealed = sealing(office, "seal", handed(office, request, other))
    checked, paper_of = outside._checked, office.paper.public_id

    def meanwhile(*looked_at):
        monkeypatch.setattr(outside, "_checked", checked)
        back(office, request, sealed, actor=other)
        return checked(*looked_at)

    monkeypatch.setattr(outside, "_checked", meanwhile)
    assert back(office, request, sealed, actor=office.clerk).public_id == paper_of
    made = made_on(office.paper)
    assert [(one.part, one.made_by_id) for one in made] == [
        (Part.PERSON, office.head.user_id), (Part.SEAL, other.user_id),
    ]  # fmt: skip


def test_a_request_given_up_while_its_file_is_looked_at_takes_nothing(office, monkeypatch):
    office = office(here=False)
    request = hand_out(office)
    signed, checked = token(office, "head", handed(office, request)), outside._checked

    def meanwhile(*looked_at):
        with unit_of_work():
            services.decline_paper(office.paper.public_id, "Sai căn cứ", actor=office.head)
        return checked(*looked_at)

    monkeypatch.setattr(outside, "_checked", meanwhile)
    with pytest.raises(InvalidStep):
        back(office, request, signed)
    assert (office.paper.status, len(made_on(office.paper))) == (PaperStatus.DRAFT, 0)


def test_a_file_signed_for_another_paper_is_not_taken(office, make_paper):
    office = office(here=False)
    first, other = hand_out(office), make_paper()
    draw_all(pdf=prepared_paper(drawn_paper("Tặng Bằng khen cho 02 cá nhân.")))
    with unit_of_work():
        services.check_paper(other.public_id, actor=office.secretary)
        services.offer_paper(other.public_id, actor=office.secretary)
    signed = token(office, "head", handed(office, first))
    second = hand_out(replace(office, paper=other))

    with pytest.raises(BadInput, match="không bắt đầu bằng đúng tệp chờ ký"):
        back(office, second, signed)
    back(office, first, signed)
    assert back(office, second, token(office, "head", handed(office, second)))


def test_what_is_signed_by_a_certificate_no_longer_used_is_asked_for_anew(office):
    office = office(here=False)
    request = hand_out(office)
    signed = token(office, "head", handed(office, request))
    request.certificate.ended_at = clock.now()
    db.session.commit()

    with pytest.raises(InvalidStep, match="không còn dùng được"):
        back(office, request, signed)
    request.certificate.ended_at = None
    db.session.commit()
    back(office, request, signed)
    assert office.paper.status is PaperStatus.SIGNED


def test_asked_again_the_same_bytes_are_handed_out(office):
    office = office(here=False)

    first, second = hand_out(office), hand_out(office)

    assert (first.public_id, first.file_id) == (second.public_id, second.file_id)


def test_asked_for_with_another_certificate_the_former_file_is_called_back_in_the_journal(office):
    office = office(here=False)
    former = hand_out(office)
    digest = former.file.digest
    other = certificate(
        office.servers.authorities, "deputy", Part.PERSON, office.paper.organisation_id,
        office.head.user_id,
    )  # fmt: skip
    db.session.add(other)
    db.session.commit()
    hand_out(office)

    db.session.refresh(former)
    assert former.status is RequestStatus.WITHDRAWN
    told = [(one.act, one.detail["file"]) for one in audit.journal("paper", office.paper.id)
            if one.act in ("signature.hand_out", "signature.call_back")]  # fmt: skip
    acts = ["signature.hand_out", "signature.call_back", "signature.hand_out"]
    assert sorted(told) == sorted((act, digest) for act in acts)


def test_what_was_handed_out_before_the_paper_came_back_is_not_taken_any_more(office):
    office = office(here=False)
    request = hand_out(office)
    signed = token(office, "head", handed(office, request))
    with unit_of_work():
        services.decline_paper(office.paper.public_id, "Sai căn cứ", actor=office.head)

    with pytest.raises(InvalidStep):
        back(office, request, signed)
    with pytest.raises(InvalidStep) as refusal:  # nor is it given for signing in vain
        handed(office, request)
    assert refusal.value.way_out.endpoint == "signatures.desk"
    assert (office.paper.status, len(made_on(office.paper))) == (PaperStatus.DRAFT, 0)


def test_a_file_signed_while_the_authority_is_down_waits_and_is_taken_later(office):
    office = office(Level.ARCHIVAL, here=False)
    request = hand_out(office)
    signed = token(office, "head", handed(office, request))
    office.servers.down = True

    with pytest.raises(Unavailable):
        back(office, request, signed)
    assert open_request(office.paper.id, Part.PERSON) is not None
    office.servers.down = False
    back(office, request, signed)
    assert office.paper.status is PaperStatus.SIGNED


def test_a_file_out_while_the_way_of_signing_went_to_paper_and_back_is_not_taken(office):
    office = office(here=False)
    request = hand_out(office)
    signed = token(office, "head", handed(office, request))

    for medium in (Medium.SHEET, Medium.DIGITAL):
        with unit_of_work():
            services.choose_medium(office.paper.public_id, medium, actor=office.clerk)
        with pytest.raises((InvalidStep, StaleEdit, Incomplete)):
            back(office, request, signed)
    draw_all(pdf=prepared_paper(drawn_paper("Tặng Bằng khen cho 03 cá nhân.")))
    with pytest.raises((InvalidStep, StaleEdit)):
        back(office, request, signed)
    assert made_on(office.paper) == []
