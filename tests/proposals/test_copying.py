"""Rows of an earlier dossier taken over: strangers first, then what comes along and what does not."""

from datetime import date

import pytest

from tests.factories.archive import statements
from tests.factories.proposals import make_nomination
from workflow.awards.models import Honour
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep, NotAllowed, NotVisible
from workflow.core.unit_of_work import unit_of_work
from workflow.documents import contents
from workflow.documents.attaching import add_document, attach
from workflow.documents.models import DocumentLink
from workflow.documents.queries import documents_of
from workflow.documents.states import FileRole
from workflow.proposals.earlier import earlier_texts, unchanged_since
from workflow.proposals.models import Proposal
from workflow.proposals.queries import nominations_of
from workflow.proposals.services.copying import copy_rows, renew
from workflow.proposals.services.drafting import discard_secret
from workflow.proposals.states import NominationStatus
from workflow.proposals.states import ProposalStatus as P
from workflow.recipients.models import Membership

ALL = (P.SUBMITTED, P.RETURNED, P.COUNCIL_REVIEW, P.DECIDED, P.WITHDRAWN)


@pytest.fixture
def last_year(make_proposal):
    """A decided dossier of 2019 with two persons."""
    proposal = make_proposal(P.DECIDED, nominees=2, nomination_status=NominationStatus.AWARDED)
    for row in nominations_of(proposal.id):
        row.year, row.period, row.achievements = 2019, "2018–2019", f"Kết quả 2019 <{row.position}>"
    db.session.commit()
    return proposal


@pytest.fixture
def give_evidence(app, long_an, people):
    def give(row):
        taken = contents.put(b"%PDF-1.7 evidence", media_type="application/pdf", extension="pdf",
                             name="xep-loai.pdf")  # fmt: skip
        document = add_document(taken, organisation_id=long_an.team3.id, actor=people["officer"])
        attach(document, ("nomination", row.id), FileRole.EVIDENCE, actor=people["officer"])
        db.session.commit()

    return give


@pytest.fixture
def fresh(make_proposal):
    return make_proposal(nominees=0, meeting=False)


def ids(proposal):
    return [row.public_id for row in nominations_of(proposal.id)]


def told(proposal):
    return [
        (row.recipient.name, row.year, row.period, row.achievements, row.unit_agree, row.status)
        for row in nominations_of(proposal.id)
    ]


def test_a_stranger_takes_nothing_over(last_year, fresh, long_an, actor):
    stranger = actor(long_an.stranger, long_an.elsewhere)

    for attempt in (
        lambda: copy_rows(fresh.public_id, last_year.public_id, ids(last_year), actor=stranger),
        lambda: renew(last_year.public_id, actor=stranger),
    ):
        with pytest.raises(NotVisible):
            attempt()
    assert nominations_of(fresh.id) == []


def test_the_unit_head_reads_but_copies_nothing(last_year, fresh, people):
    with pytest.raises(NotAllowed):
        copy_rows(fresh.public_id, last_year.public_id, ids(last_year), actor=people["unit_head"])


def test_a_dossier_of_another_unit_is_no_source(
    last_year, fresh, people, long_an, make_organisation
):
    last_year.proposing_id = make_organisation("Đội 5", parent=long_an.department).id
    db.session.commit()

    with pytest.raises(NotVisible):
        copy_rows(fresh.public_id, last_year.public_id, ids(last_year), actor=people["officer"])


def test_names_award_and_text_come_along_and_year_and_votes_do_not(last_year, fresh, people):
    copy_rows(fresh.public_id, last_year.public_id, ids(last_year), actor=people["officer"])

    names = [row.recipient.name for row in nominations_of(last_year.id)]
    assert told(fresh) == [
        (name, 2020, "", f"Kết quả 2019 <{n}>", None, NominationStatus.PROPOSED)
        for n, name in enumerate(names, start=1)
    ]
    assert [row.award_version_id for row in nominations_of(fresh.id)] == [
        row.award_version_id for row in nominations_of(last_year.id)
    ]


def test_only_the_chosen_rows_come(last_year, fresh, people):
    chosen = ids(last_year)[1:]

    copy_rows(fresh.public_id, last_year.public_id, chosen, actor=people["officer"])

    assert [row.achievements for row in nominations_of(fresh.id)] == ["Kết quả 2019 <2>"]


def test_twice_adds_nothing(last_year, fresh, people):
    copy_rows(fresh.public_id, last_year.public_id, ids(last_year), actor=people["officer"])

    with pytest.raises(BadInput, match="đều có trong danh sách"):
        copy_rows(fresh.public_id, last_year.public_id, ids(last_year), actor=people["officer"])
    assert len(nominations_of(fresh.id)) == 2


@pytest.mark.parametrize("chosen", [[], ["x"]])
def test_no_row_is_refused_in_words(last_year, fresh, people, chosen):
    with pytest.raises(BadInput, match="ít nhất một dòng"):
        copy_rows(fresh.public_id, last_year.public_id, chosen, actor=people["officer"])


def test_an_award_no_longer_offered_is_refused_by_name(last_year, fresh, people, long_an):
    long_an.certificate_person.valid_to = date(2020, 6, 30)
    db.session.commit()

    with pytest.raises(BadInput, match="Hình thức cũ không còn áp dụng cho: Bùi Thị H11, "):
        copy_rows(fresh.public_id, last_year.public_id, ids(last_year), actor=people["officer"])


def test_a_dossier_handed_in_takes_nothing_more(last_year, make_proposal, people):
    handed_in = make_proposal(P.SUBMITTED, nominees=0)

    with pytest.raises(InvalidStep):
        copy_rows(handed_in.public_id, last_year.public_id, ids(last_year), actor=people["officer"])


def leave(recipient_id):
    place = db.session.query(Membership).filter_by(recipient_id=recipient_id).one()
    place.valid_to = date(2020, 3, 31)
    db.session.commit()


def test_a_withdrawn_dossier_begins_again_with_everybody_who_is_still_there(make_proposal, people):
    withdrawn = make_proposal(P.WITHDRAWN, nominees=3, summary="Tình hình <chung>",
                              nomination_status=NominationStatus.WITHDRAWN)  # fmt: skip
    gone = nominations_of(withdrawn.id)[1]
    leave(gone.recipient_id)

    renewed = renew(withdrawn.public_id, actor=people["officer"])
    db.session.commit()

    assert renewed.left_out == [gone.recipient.name]
    assert (renewed.proposal.status, renewed.proposal.summary, renewed.proposal.round_id) == (
        P.DRAFT, "Tình hình <chung>", withdrawn.round_id,
    )  # fmt: skip
    assert [row.position for row in nominations_of(renewed.proposal.id)] == [1, 2]
    assert withdrawn.status is P.WITHDRAWN


@pytest.mark.parametrize("status", [one for one in ALL if one is not P.WITHDRAWN])
def test_only_a_withdrawn_dossier_begins_again(make_proposal, people, status):
    with pytest.raises(InvalidStep):
        renew(make_proposal(status).public_id, actor=people["officer"])


def test_evidence_comes_along_within_the_year_only(
    make_proposal, last_year, fresh, people, give_evidence
):
    withdrawn = make_proposal(P.WITHDRAWN)
    for proposal in (withdrawn, last_year):
        give_evidence(nominations_of(proposal.id)[0])

    copy_rows(fresh.public_id, withdrawn.public_id, ids(withdrawn), actor=people["officer"])
    copy_rows(fresh.public_id, last_year.public_id, ids(last_year), actor=people["officer"])
    db.session.commit()

    assert [len(documents_of("nomination", row.id)) for row in nominations_of(fresh.id)] == [
        1,
        0,
        0,
    ]


def test_a_secret_draft_takes_its_copied_rows_with_it(last_year, fresh, people, give_evidence):
    give_evidence(nominations_of(last_year.id)[0])
    kept = db.session.query(DocumentLink).count()
    for row in nominations_of(last_year.id):
        row.year = 2020
    db.session.commit()
    copy_rows(fresh.public_id, last_year.public_id, ids(last_year), actor=people["officer"])
    db.session.commit()

    with unit_of_work():
        discard_secret(fresh.public_id, actor=people["officer"])

    assert (db.session.query(DocumentLink).count(), len(nominations_of(last_year.id))) == (kept, 2)


def test_the_same_text_is_offered_once_and_own_text_never(last_year, fresh, long_an):
    first = nominations_of(last_year.id)[0]
    person = first.recipient
    again = make_nomination(last_year, person, long_an.certificate_person, position=7,
                            achievements=first.achievements)  # fmt: skip
    again.year = 2018
    db.session.commit()
    row = make_nomination(fresh, person, long_an.certificate_person, achievements="Kết quả 2020")

    assert [(one.year, one.achievements) for one in earlier_texts(row)] == [
        (2019, "Kết quả 2019 <1>")
    ]


def test_a_text_still_word_for_word_that_of_another_year_is_marked(last_year, fresh, long_an):
    old = nominations_of(last_year.id)
    same = make_nomination(fresh, old[0].recipient, long_an.certificate_person,
                           achievements=old[0].achievements)  # fmt: skip
    make_nomination(fresh, old[1].recipient, long_an.certificate_person, position=2,
                    achievements="Khác")  # fmt: skip

    assert unchanged_since(nominations_of(fresh.id)) == {same.id: 2019}


# Pages


@pytest.fixture
def officer(client_as, long_an):
    return client_as(long_an.officer, long_an.team3)


@pytest.fixture
def stranger(client_as, long_an):
    return client_as(long_an.stranger, long_an.elsewhere)


def test_a_stranger_meets_404_on_every_page(stranger, last_year, fresh):
    base = f"/proposals/{fresh.public_id}"

    answers = [
        stranger.get(f"{base}/copy-rows").status_code,
        stranger.post(f"{base}/copy-rows", data={"source": last_year.public_id}).status_code,
        stranger.post(f"/proposals/{last_year.public_id}/renew").status_code,
    ]

    assert answers == [404, 404, 404]


def test_the_list_leads_to_last_years_rows_and_they_come_with_one_click(officer, last_year, fresh):
    path = f"/proposals/{fresh.public_id}/copy-rows"
    assert path in officer.get(f"/proposals/{fresh.public_id}/nominations").text
    leave(nominations_of(last_year.id)[0].recipient_id)

    page = officer.get(path).text
    form = {"source": last_year.public_id, "row": ids(last_year), "idempotency_key": "one"}
    answers = [officer.post(path, data=form).location for _ in range(2)]

    assert (page.count(" checked"), page.count("Không còn ở đơn vị")) == (1, 1)
    assert "Kết quả 2019 &lt;1&gt;" in page
    assert answers == [f"/proposals/{fresh.public_id}/nominations"] * 2
    assert len(nominations_of(fresh.id)) == 2


def test_no_row_chosen_is_said_on_the_page(officer, last_year, fresh):
    path = f"/proposals/{fresh.public_id}/copy-rows"

    answer = officer.post(path, data={"source": last_year.public_id})

    assert (answer.status_code, "Hãy chọn ít nhất một dòng để chép." in answer.text) == (422, True)


def test_a_new_dossier_may_begin_with_an_earlier_one(officer, last_year, long_an):
    page = officer.get(f"/proposals/open?source={last_year.public_id}").text
    answer = officer.post("/proposals/open", data={
        "round": long_an.round.public_id, "title": "Hồ sơ", "source": last_year.public_id,
    })  # fmt: skip

    assert f'<option selected value="{last_year.public_id}">' in page
    assert answer.location.endswith(f"/copy-rows?source={last_year.public_id}")


def test_a_withdrawn_dossier_has_one_button_and_it_works_once(officer, make_proposal):
    withdrawn = make_proposal(P.WITHDRAWN)
    path = f"/proposals/{withdrawn.public_id}"

    page = officer.get(path).text
    answers = {
        officer.post(f"{path}/renew", data={"idempotency_key": "one"}).location for _ in range(2)
    }

    assert page.count("Lập hồ sơ mới từ hồ sơ này") == 1
    assert (len(answers), db.session.query(Proposal).count()) == (1, 2)


@pytest.mark.parametrize("status", [P.DRAFT, P.SUBMITTED, P.DECIDED])
def test_no_other_dossier_has_it(officer, make_proposal, status):
    page = officer.get(f"/proposals/{make_proposal(status).public_id}").text

    assert "Lập hồ sơ mới từ hồ sơ này" not in page


def test_a_text_is_put_below_what_was_typed_and_nothing_is_saved(
    officer, last_year, fresh, long_an
):
    old = nominations_of(last_year.id)[0]
    row = make_nomination(fresh, old.recipient, long_an.certificate_person, achievements="Cũ")

    answer = officer.post(
        f"/proposals/{fresh.public_id}/evidence/{row.public_id}",
        data={"achievements": "Đang gõ", "insert": old.public_id, "version": row.version},
    )

    assert answer.status_code == 200
    shown = answer.text.replace("\r\n", "\n")
    assert "Đang gõ\n\nKết quả 2019 &lt;1&gt;</textarea>" in shown
    assert nominations_of(fresh.id)[0].achievements == "Cũ"


def test_the_ledgers_sentence_stands_beside_the_text_and_is_put_into_it(
    officer, fresh, long_an, make_recipient
):
    person = make_recipient("Phạm A & B <x> {{ 7*7 }}", organisation=long_an.team3)
    award = long_an.certificate_person.award
    for year in (2017, 2018):
        db.session.add(Honour(recipient_id=person.id, award_id=award.id, year=year,
                              number_text="1 & <2>/QĐ"))  # fmt: skip
    row = make_nomination(fresh, person, long_an.certificate_person, achievements="")
    path = f"/proposals/{fresh.public_id}/evidence/{row.public_id}"

    page = officer.get(path).text
    answer = officer.post(path, data={"achievements": "Năm 2020", "insert": "ledger"}).text

    told = "2 lần được tặng Giấy khen (các năm 2017, 2018): Quyết định số 1 &amp; &lt;2&gt;/QĐ (năm 2017); "
    assert told in page
    assert f"Năm 2020\n\n{told}" in answer.replace("\r\n", "\n")
    assert nominations_of(fresh.id)[0].achievements == ""


def test_the_page_asks_no_more_for_many_rows(officer, make_proposal, fresh):
    asked = []
    for nominees in (2, 12):
        source = make_proposal(P.DECIDED, nominees=nominees)
        path = f"/proposals/{fresh.public_id}/copy-rows?source={source.public_id}"
        officer.get(path)
        with statements() as ran:
            officer.get(path)
        asked.append(len(ran))

    assert asked[0] == asked[1]
