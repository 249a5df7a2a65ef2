"""The superior's side: whole files only, a number, a clock, a dossier of its own."""

from datetime import date, timedelta

import pytest

from tests.factories.documents import taken_pdf
from tests.factories.exchange import again
from workflow.core import clock, numbers
from workflow.core.db import db
from workflow.core.errors import BadInput, Incomplete, InvalidStep, NotAllowed, NotVisible
from workflow.core.unit_of_work import unit_of_work
from workflow.documents.contents import current_store
from workflow.documents.queries import documents_of, get_visible_document
from workflow.exchange import clocks, manifest, queries
from workflow.exchange.services import receiving
from workflow.exchange.states import TransmittalStatus
from workflow.proposals.queries import nominations_of


def test_a_draft_is_invisible_to_the_superior_and_to_strangers(
    cuc, tong_cuc, for_minister, long_an, actor
):
    drafted = cuc.draft(for_minister())
    for who in (tong_cuc.secretary, actor(long_an.stranger, long_an.elsewhere)):
        with pytest.raises(NotVisible):
            queries.get_visible(drafted.public_id, who)


def test_only_the_secretary_of_the_superior_receives(cuc, tong_cuc, for_minister, long_an, actor):
    sent = cuc.send_up(for_minister())
    wrong = {
        NotVisible: actor(long_an.stranger, long_an.elsewhere),
        NotAllowed: tong_cuc.clerk,
    }
    for refusal, who in wrong.items():
        with pytest.raises(refusal), unit_of_work():
            receiving.receive(sent.public_id, checked=sent.manifest_digest, actor=who)


def test_receipt_gives_number_due_date_and_a_dossier_with_the_files(cuc, tong_cuc, for_minister):
    rows = for_minister()
    received = tong_cuc.receive(cuc.send_up(rows))
    arrived = nominations_of(received.arrived_as_id)
    assert (received.status, received.arrival_number) == (TransmittalStatus.RECEIVED, 1)
    assert received.due_on == date(2021, 1, 15)  # 20 working days after Friday 18/12/2020
    assert [row.origin_id for row in arrived] == [row.id for row in rows]
    evidence = [len(documents_of("nomination", row.id)) for row in arrived]
    assert evidence == [1, 1]
    assert len(documents_of("proposal", received.arrived_as_id)) == 1
    book = numbers.find_book(tong_cuc.organisation.id, "ĐẾN", 2020)
    assert (book.first, book.last) == (1, 1)


def test_the_receiver_reads_every_file_of_the_manifest_and_a_stranger_none(
    cuc, tong_cuc, for_minister, long_an, actor
):
    sent = cuc.send_up(for_minister())
    stranger = actor(long_an.stranger, long_an.elsewhere)
    for entry in sent.manifest:
        found = get_visible_document(entry["document"], tong_cuc.secretary)
        assert found.file.digest == entry["sha256"]
        with pytest.raises(NotVisible):
            get_visible_document(entry["document"], stranger)


def test_the_organisation_sets_its_own_term(cuc, tong_cuc, for_minister):
    with unit_of_work():
        receiving.set_term(5, version=0, actor=tong_cuc.secretary)
    received = tong_cuc.receive(cuc.send_up(for_minister()))
    assert (received.term_days, received.due_on) == (5, date(2020, 12, 25))


def test_a_term_nobody_can_keep_is_refused(tong_cuc):
    with pytest.raises(BadInput), unit_of_work():
        receiving.set_term(0, version=0, actor=tong_cuc.secretary)


def test_a_tampered_file_is_named_and_an_untouched_package_is_not(
    cuc, tong_cuc, for_minister, tamper_with
):
    spoilt, whole = cuc.send_up(for_minister("Đỗ Văn G")), cuc.send_up(for_minister("Dương Thị Q"))
    entry = next(one for one in spoilt.manifest if one["group"] == "evidence")
    tamper_with(entry["sha256"])
    assert manifest.differences(spoilt, current_store()) == [entry["title"]]
    assert manifest.differences(whole, current_store()) == []


def test_a_changed_list_does_not_match_its_seal(cuc, tong_cuc, for_minister):
    sent = cuc.send_up(for_minister())
    sent.manifest = [*sent.manifest[1:]]
    assert manifest.differences(sent, current_store()) == [sent.title]
    with pytest.raises(Incomplete), unit_of_work():
        receiving.receive(sent.public_id, checked="0" * 64, actor=tong_cuc.secretary)


def test_the_clock_stops_while_the_sender_is_asked(cuc, tong_cuc, for_minister):
    received = tong_cuc.receive(cuc.send_up(for_minister()))
    due = received.due_on
    tong_cuc.ask(received, due=clock.today() + timedelta(days=5))
    clock.move_to(clock.now() + timedelta(days=4))  # Friday to Tuesday: two working days
    db.session.commit()
    answered = cuc.answer(received, files=[taken_pdf(name="Quyết định.pdf")])
    assert answered.status is TransmittalStatus.ANSWERED
    assert clocks.working_days.between(due, answered.due_on, {}) == 2
    [request] = queries.requests_of(received.id)
    files = documents_of("more_request", request.id)
    assert [link.document.title for link in files] == ["Quyết định"]
    assert get_visible_document(files[0].document.public_id, tong_cuc.secretary) is not None
    with unit_of_work():
        receiving.resume(received.public_id, actor=tong_cuc.secretary)
    assert again(received).status is TransmittalStatus.RECEIVED


def test_a_request_needs_words_and_a_day_to_come(cuc, tong_cuc, for_minister):
    received = tong_cuc.receive(cuc.send_up(for_minister()))
    for text, due in ((" ", clock.today()), ("Gửi lại", clock.today() - timedelta(days=1))):
        with pytest.raises(BadInput):
            tong_cuc.ask(received, text, due)


def test_receiving_twice_takes_one_number(cuc, tong_cuc, for_minister):
    received = tong_cuc.receive(cuc.send_up(for_minister()))
    with pytest.raises(InvalidStep):
        tong_cuc.receive(received)
    assert numbers.find_book(tong_cuc.organisation.id, "ĐẾN", 2020).last == 1
