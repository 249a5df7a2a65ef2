"""What members read before the vote, and who else may not; the packet follows its agenda."""

import pytest
from sqlalchemy import event, func, select

from tests.factories.councils import member_actor
from tests.factories.documents import small_pdf, taken_pdf
from tests.factories.exchange import add_evidence
from tests.factories.proposals import make_nomination
from workflow.awards.models import Honour
from workflow.core.db import db
from workflow.core.errors import Incomplete, NotAllowed
from workflow.core.jobs import Job, JobState
from workflow.core.unit_of_work import unit_of_work
from workflow.councils.models import AgendaItem
from workflow.councils.packet.reading import composition, evidence_of, rows_of
from workflow.councils.packet.services import OWNER, ask_for_packet
from workflow.councils.packet.working import settle
from workflow.councils.services import agenda
from workflow.councils.states import SessionStatus
from workflow.documents import contents
from workflow.documents.models import StoredFile
from workflow.documents.queries import documents_of, drawing_of
from workflow.proposals.states import NominationStatus
from workflow.recipients.models import RecipientKind


def page_of(meeting):
    return f"/councils/sessions/{meeting.session.public_id}/packet"


def ask(meeting, user=None):
    actor = member_actor(user or meeting.members[0])
    with unit_of_work():
        return ask_for_packet(meeting.session.public_id, actor=actor).id


def finish(meeting, *, round_=None, text="tập"):
    """Settle what was asked for with a stand-in file, as the job does once it is bound."""
    drawing = drawing_of((OWNER, meeting.session.id))
    rows = rows_of(meeting.session)
    digest = composition(meeting.session, rows, evidence_of(rows))
    taken = taken_pdf(small_pdf(text), "tap.pdf")
    with unit_of_work():
        settle(drawing.id, round_ or drawing.round, digest, "Tài liệu phiên họp", taken)
    return taken


def packet_of(meeting):
    return [link.document for link in documents_of(OWNER, meeting.session.id)]


def statements(act):
    seen = []

    def note(_connection, _cursor, statement, *_rest):
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)


def test_strangers_read_neither_the_page_nor_the_file_and_members_both(
    make_meeting, long_an, client_as, client, make_user, make_organisation
):
    meeting = make_meeting()
    ask(meeting)
    finish(meeting)
    [document] = packet_of(meeting)
    file, page = f"/documents/{document.public_id}/download", page_of(meeting)
    elsewhere = make_organisation("Cục Quản lý thị trường tỉnh Tiền Giang")
    secretary_elsewhere = make_user(elsewhere, "secretary")

    def answers(user, organisation=None):
        asked = client_as(user, organisation)
        return (
            asked.get(page).status_code,
            asked.post(page).status_code,
            asked.get(file).status_code,
        )

    assert (client.get(page).status_code, client.get(file).status_code) == (302, 302)
    assert answers(secretary_elsewhere, elsewhere) == (404, 404, 404)
    assert answers(long_an.officer, long_an.team3) == (404, 404, 404)
    assert answers(long_an.clerk, long_an.department) == (404, 404, 404)
    assert answers(long_an.head, long_an.department) == (403, 403, 404)  # sees the session only
    for member in (meeting.members[0], meeting.members[-1]):  # whoever presides, and the absent
        assert answers(member) == (200, 302, 200)
    assert answers(long_an.secretary, long_an.department) == (200, 302, 200)


def test_before_the_convening_only_the_secretary_reads_and_of_a_void_session_nobody(
    make_meeting, long_an, client_as
):
    meeting = make_meeting(SessionStatus.PLANNED)
    page = page_of(meeting)
    secretary = client_as(long_an.secretary, long_an.department)
    assert client_as(meeting.members[0]).get(page).status_code == 404
    assert secretary.get(page).status_code == 200
    assert page in secretary.get(page.removesuffix("/packet")).text

    void = make_meeting(SessionStatus.VOID)
    assert client_as(void.members[0]).get(page_of(void)).status_code == 403
    assert page_of(void) not in secretary.get(page_of(void).removesuffix("/packet")).text


def test_the_link_stands_on_the_session_for_readers_only(make_meeting, long_an, client_as):
    meeting = make_meeting(SessionStatus.CONVENED)
    session = page_of(meeting).removesuffix("/packet")

    assert page_of(meeting) not in client_as(long_an.head, long_an.department).get(session).text
    assert page_of(meeting) in client_as(meeting.members[3]).get(session).text


def test_a_sheet_shows_dossier_achievements_ledgers_and_evidence(
    make_meeting, long_an, client_as, make_recipient
):
    meeting = make_meeting(nominees=1)
    hostile = "A & B <x> {{ 7*7 }}"
    team = make_recipient(hostile, kind=RecipientKind.COLLECTIVE)
    row = make_nomination(
        meeting.proposal, team, long_an.certificate_collective, position=9,
        status=NominationStatus.ON_AGENDA, achievements=f"Dẫn đầu {hostile}",
    )  # fmt: skip
    db.session.add(AgendaItem(session_id=meeting.session.id, nomination_id=row.id, position=9))
    db.session.add(
        Honour(recipient_id=team.id, award_id=long_an.certificate_collective.award_id, year=2018,
               number_text="12/QĐ-CQLTT")
    )  # fmt: skip
    db.session.commit()
    document = add_evidence(row, long_an)

    client = client_as(meeting.members[0])
    first, page = client.get(page_of(meeting)).text, client.get(page_of(meeting) + "?part=2").text

    assert "1. Bùi Thị H1" in first
    assert "A &amp; B" not in first
    for told in (
        "2. A &amp; B &lt;x&gt; {{ 7*7 }}",
        "Dẫn đầu A &amp; B &lt;x&gt; {{ 7*7 }}",
        f"Hồ sơ {meeting.proposal.code}",
        "Quyết định số 12/QĐ-CQLTT",
        "Khen thưởng đã nhận",
        f"/documents/{document.public_id}/download",
    ):
        assert told in page
    assert "<x>" not in page
    assert client.get(f"/documents/{document.public_id}/download").status_code == 200


def test_a_withdrawn_row_is_read_no_more(make_meeting, client_as):
    meeting = make_meeting(nominees=2)
    row = rows_of(meeting.session)[0].nomination
    row.status = NominationStatus.WITHDRAWN
    db.session.commit()

    page = client_as(meeting.members[0]).get(page_of(meeting)).text
    assert ("Bùi Thị H1" in page, "1. Bùi Thị H2" in page) == (False, True)


def test_a_page_takes_as_many_statements_for_twenty_rows_as_for_one(make_meeting, client_as):
    meeting = make_meeting(nominees=1)
    client = client_as(meeting.members[0])
    client.get(page_of(meeting))
    one = statements(lambda: client.get(page_of(meeting)))
    many = make_meeting(nominees=23)
    client = client_as(many.members[0])
    client.get(page_of(many))

    assert statements(lambda: client.get(page_of(many))) == one
    page = client.get(page_of(many)).text
    assert ("20. Bùi Thị H20" in page, "21. Bùi Thị H21" in page) == (True, False)
    assert "Đề nghị 1 đến 20 trên 23" in page
    assert "21. Bùi Thị H21" in client.get(page_of(many) + "?part=1&page=2").text
    assert "21. Bùi Thị H21" in client.get(page_of(many) + "?part=99&page=99").text


def test_asking_again_for_the_same_changes_nothing_and_a_changed_agenda_is_bound_anew(
    make_meeting, client_as
):
    meeting = make_meeting()
    ask(meeting)
    ask(meeting, meeting.members[1])
    assert db.session.scalar(select(func.count()).select_from(Job)) == 1
    finish(meeting)
    ask(meeting)
    assert db.session.scalar(select(func.count()).select_from(Job)) == 1
    client = client_as(meeting.members[0])
    assert "Tải cả tập (PDF)" in client.get(page_of(meeting)).text

    item = rows_of(meeting.session)[0]
    with unit_of_work():
        agenda.move_item(
            meeting.session.public_id, item.id, up=False, actor=meeting.secretary
        )  # fmt: skip

    assert db.session.scalar(select(func.count()).select_from(Job)) == 2
    page = client.get(page_of(meeting)).text
    assert ("Tải cả tập (PDF)" in page, "Dựng tập tài liệu" in page) == (False, True)
    [former] = packet_of(meeting)
    finish(meeting, text="tập mới")
    [current] = packet_of(meeting)
    assert current.public_id != former.public_id
    assert client.get(f"/documents/{former.public_id}/download").status_code == 404
    assert client.get(f"/documents/{current.public_id}/download").status_code == 200


def test_nobody_having_asked_a_changed_agenda_has_nothing_bound(make_meeting):
    meeting = make_meeting(nominees=2)
    item = rows_of(meeting.session)[0]
    with unit_of_work():
        agenda.take_off_agenda(meeting.session.public_id, item.id, actor=meeting.secretary)

    assert db.session.scalar(select(func.count()).select_from(Job)) == 0


def test_a_job_that_comes_late_leaves_neither_a_file_nor_its_bytes(make_meeting):
    meeting = make_meeting()
    ask(meeting)
    item = rows_of(meeting.session)[0]
    with unit_of_work():
        agenda.take_off_agenda(meeting.session.public_id, item.id, actor=meeting.secretary)

    taken = finish(meeting, round_=1, text="của vòng trước")

    assert packet_of(meeting) == []
    assert db.session.scalar(select(StoredFile).where(StoredFile.digest == taken.digest)) is None
    assert not contents.current_store().exists(taken.digest)


def test_evidence_added_meanwhile_makes_the_packet_old_and_says_so(
    make_meeting, long_an, client_as
):
    meeting = make_meeting()
    ask(meeting)
    finish(meeting)
    add_evidence(rows_of(meeting.session)[0].nomination, long_an)

    page = client_as(meeting.members[0]).get(page_of(meeting)).text

    assert "Chương trình họp hoặc hồ sơ đã đổi từ lần dựng trước" in page
    assert ("Tải cả tập (PDF)" in page, "Dựng lại cả tập" in page) == (False, True)


def test_a_failed_job_is_told_and_tried_again(make_meeting, client_as):
    meeting = make_meeting()
    ask(meeting)
    job = db.session.scalars(select(Job)).one()
    job.state, job.attempts, job.error = JobState.FAILED, 5, "Máy chủ chưa cài LibreOffice."
    db.session.commit()
    client = client_as(meeting.members[0])

    assert "Máy chủ chưa cài LibreOffice." in client.get(page_of(meeting)).text
    assert client.post(page_of(meeting)).status_code == 302
    db.session.expire_all()
    assert (job.state, job.error) == (JobState.WAITING, "")


def test_an_empty_agenda_is_bound_by_nobody(make_meeting, long_an, client_as, actor):
    meeting = make_meeting(SessionStatus.PLANNED, nominees=0)
    with pytest.raises(Incomplete):
        ask_for_packet(meeting.session.public_id, actor=meeting.secretary)
    with pytest.raises(NotAllowed):
        ask_for_packet(
            meeting.session.public_id, actor=actor(long_an.head, long_an.department)
        )  # fmt: skip
    page = client_as(long_an.secretary, long_an.department).get(page_of(meeting)).text
    assert "Chương trình họp chưa có đề nghị nào." in page
