"""The pages of either side, as people use them; strangers first."""

import io

import pytest

from tests.factories.documents import small_pdf
from tests.factories.exchange import again
from workflow.core import clock
from workflow.core.db import db
from workflow.exchange import queries
from workflow.exchange.models import Transmittal
from workflow.exchange.states import TransmittalStatus


@pytest.fixture
def browsers(long_an, client_as, cuc, tong_cuc):
    return {
        "stranger": client_as(long_an.stranger, long_an.elsewhere),
        "unit": client_as(long_an.officer, long_an.team3),
        "secretary": client_as(cuc.users["secretary"], cuc.organisation),
        "clerk": client_as(cuc.users["clerk"], cuc.organisation),
        "superior": client_as(tong_cuc.users["secretary"], tong_cuc.organisation),
    }


def act(browser, path, **form):
    return browser.post(path, data=form)


def text(response):
    return response.get_data(as_text=True)


def test_strangers_find_nothing_and_units_may_not_enter(browsers, cuc, for_minister):
    sent = cuc.send_up(for_minister())
    pages = [f"/exchange/{sent.public_id}", f"/arrivals/{sent.public_id}"]
    assert [browsers["stranger"].get(page).status_code for page in pages] == [404, 404]
    assert [browsers["unit"].get(page).status_code for page in pages] == [403, 403]
    acts = [f"/exchange/{sent.public_id}/send", f"/arrivals/{sent.public_id}/receive",
            f"/arrivals/{sent.public_id}/resume"]  # fmt: skip
    assert [act(browsers["stranger"], page).status_code for page in acts] == [404, 404, 404]
    assert sent.title not in text(browsers["stranger"].get("/exchange/"))
    assert sent.title not in text(browsers["stranger"].get("/arrivals/"))


def test_each_side_sees_its_own_page_of_the_same_transmittal(browsers, cuc, for_minister):
    sent = cuc.send_up(for_minister())
    assert browsers["secretary"].get(f"/exchange/{sent.public_id}").status_code == 200
    assert browsers["secretary"].get(f"/arrivals/{sent.public_id}").status_code == 404
    moved = browsers["superior"].get(f"/exchange/{sent.public_id}")
    assert moved.location == f"/arrivals/{sent.public_id}"


def test_the_secretary_consolidates_what_is_ticked(browsers, cuc, for_minister):
    rows = for_minister()
    page = text(browsers["secretary"].get("/exchange/new"))
    assert all(row.recipient.name in page for row in rows)
    head = cuc.users["head"].public_id
    made = act(browsers["secretary"], "/exchange/new", signer=head,
               nominations=[row.public_id for row in rows])  # fmt: skip
    row = db.session.query(Transmittal).one()
    assert (made.status_code, made.location) == (302, f"/exchange/{row.public_id}")
    assert "Mở Tờ trình" in text(browsers["secretary"].get(made.location))


def test_an_empty_choice_keeps_what_was_typed(browsers, cuc, for_minister):
    for_minister()
    refused = act(browsers["secretary"], "/exchange/new", title="Đề nghị của tôi",
                  signer=cuc.users["head"].public_id)  # fmt: skip
    assert refused.status_code == 422
    assert "Đề nghị của tôi" in text(refused)
    assert "Hãy chọn ít nhất một đề nghị để trình." in text(refused)


def test_a_row_another_secretary_took_is_named_beside_the_list(browsers, cuc, for_minister):
    rows = for_minister()
    cuc.draft(rows, title="Đợt 1")
    refused = act(browsers["secretary"], "/exchange/new", signer=cuc.users["head"].public_id,
                  nominations=[rows[0].public_id])  # fmt: skip
    assert refused.status_code == 422
    assert "đã nằm trong “Đợt 1”" in text(refused)


def test_a_draft_is_edited_on_its_own_page(browsers, cuc, for_minister):
    rows = for_minister()
    drafted = cuc.draft(rows)
    path = f"/exchange/{drafted.public_id}/edit"
    assert drafted.title in text(browsers["secretary"].get(path))
    saved = act(browsers["secretary"], path, title="Tên khác", opening="Mở đầu",
                signer=cuc.users["head"].public_id,
                version=drafted.version, nominations=[rows[0].public_id])  # fmt: skip
    assert (saved.status_code, again(drafted).title) == (302, "Tên khác")
    stale = act(browsers["secretary"], path, title="Muộn", version=1,
                signer=cuc.users["head"].public_id, nominations=[rows[0].public_id])  # fmt: skip
    assert stale.status_code == 409


def test_a_double_click_on_send_sends_once(browsers, cuc, for_minister):
    issued = cuc.issue(cuc.draft(for_minister()))
    path = f"/exchange/{issued.public_id}/send"
    first = act(browsers["secretary"], path, idempotency_key="một")
    second = act(browsers["secretary"], path, idempotency_key="một")
    assert (first.status_code, second.status_code) == (302, 302)
    assert second.location == f"/exchange/{issued.public_id}"
    third = act(browsers["secretary"], path, idempotency_key="khác")
    assert (third.status_code, again(issued).status) == (409, TransmittalStatus.SENT)


def test_a_double_click_on_receive_takes_one_number(browsers, cuc, tong_cuc, for_minister):
    sent = cuc.send_up(for_minister())
    path = f"/arrivals/{sent.public_id}/receive"
    answers = [act(browsers["superior"], path, idempotency_key="một") for _n in range(2)]
    assert [one.location for one in answers] == [f"/arrivals/{sent.public_id}"] * 2
    assert again(sent).arrival_number == 1


def test_a_tampered_package_is_refused_in_words_on_both_sides(
    browsers, cuc, for_minister, tamper_with
):
    spoilt, whole = cuc.send_up(for_minister("Đỗ Văn G")), cuc.send_up(for_minister("Dương Thị Q"))
    entry = next(one for one in spoilt.manifest if one["group"] == "evidence")
    tamper_with(entry["sha256"])
    refused = act(browsers["superior"], f"/arrivals/{spoilt.public_id}/receive")
    assert refused.status_code == 409
    assert f"1 tệp không còn đúng như khi gửi: {entry['title']}." in text(refused)
    seen = text(browsers["secretary"].get(f"/exchange/{spoilt.public_id}"))
    assert "Không tiếp nhận được: tệp không khớp gói đã gửi" in seen
    taken = act(browsers["superior"], f"/arrivals/{whole.public_id}/receive")
    statuses = (again(spoilt).status, again(whole).status, taken.status_code)
    assert statuses == (TransmittalStatus.SENT, TransmittalStatus.RECEIVED, 302)


def test_the_sender_answers_with_a_file_and_the_superior_goes_on(
    browsers, cuc, tong_cuc, for_minister
):
    received = tong_cuc.receive(cuc.send_up(for_minister()))
    asked = act(browsers["superior"], f"/arrivals/{received.public_id}/ask-more",
                text="Thiếu trang 2", due_on="25/12/2020")  # fmt: skip
    page = text(browsers["secretary"].get(f"/exchange/{received.public_id}"))
    assert asked.status_code == 302
    assert "Thiếu trang 2" in page
    assert "Trả lời và gửi tệp" in page
    answered = browsers["secretary"].post(
        f"/exchange/{received.public_id}/answer",
        data={"text": "Xin gửi lại",
              "files": (io.BytesIO(small_pdf("Quyết định")), "Quyết định.pdf")},
    )  # fmt: skip
    assert answered.status_code == 302
    seen = text(browsers["superior"].get(f"/arrivals/{received.public_id}"))
    assert "Xin gửi lại" in seen
    act(browsers["superior"], f"/arrivals/{received.public_id}/resume")
    assert again(received).status is TransmittalStatus.RECEIVED


def test_a_file_that_is_not_what_it_says_keeps_the_answer(browsers, cuc, tong_cuc, for_minister):
    received = tong_cuc.ask(tong_cuc.receive(cuc.send_up(for_minister())))
    refused = browsers["secretary"].post(
        f"/exchange/{received.public_id}/answer",
        data={"text": "Xin gửi lại", "files": (io.BytesIO(b"MZ..."), "virus.exe")},
    )
    assert refused.status_code == 422
    assert "Xin gửi lại" in text(refused)
    assert again(received).status is TransmittalStatus.MORE_REQUESTED


def test_the_clerk_enters_the_sheet_of_a_superior_elsewhere(client_as, cuc, for_minister):
    rows = for_minister()
    sent = cuc.send_up(rows)
    clerk = client_as(cuc.users["clerk"], cuc.organisation)
    path = f"/exchange/{sent.public_id}/foreign-outcome"
    assert "Ghi nhận quyết định" in text(clerk.get(f"/exchange/{sent.public_id}"))
    assert clerk.get(path).status_code == 200
    form = {"number": "2741/QĐ-BCT", "date_text": "22/02/2020", "issuer": "Bộ trưởng",
            "title": "Tặng Bằng khen", "arrived_on": f"{clock.today():%d/%m/%Y}"}  # fmt: skip
    assert act(clerk, path, **form).status_code == 422
    form |= {f"result-{row.public_id}": "awarded" for row in rows}
    assert act(clerk, path, **form).status_code == 302
    assert again(sent).status is TransmittalStatus.DECIDED


def test_the_superior_changes_its_term(browsers, tong_cuc):
    saved = act(browsers["superior"], "/arrivals/term", days="15", version="0")
    assert (saved.status_code, queries.term_days_of(tong_cuc.organisation.id)) == (302, 15)
    assert "15 ngày làm việc" in text(browsers["superior"].get("/arrivals/"))
    assert act(browsers["superior"], "/arrivals/term", days="0", version="1").status_code == 422


def test_what_happened_inside_another_organisation_is_not_told(
    browsers, cuc, tong_cuc, for_minister
):
    received = tong_cuc.receive(cuc.send_up(for_minister()))
    ours = text(browsers["secretary"].get(f"/exchange/{received.public_id}?events=all"))
    theirs = text(browsers["superior"].get(f"/arrivals/{received.public_id}?events=all"))
    assert "Ký Tờ trình" in ours
    assert "Ký Tờ trình" not in theirs
    assert "Tiếp nhận" in ours


def test_tasks_name_what_each_side_does_next(cuc, tong_cuc, for_minister):
    rows = for_minister()
    assert [task.verb for task in queries.tasks_for(cuc.secretary)] == ["Lập Tờ trình"]
    sent = cuc.send_up(rows)
    assert [task.verb for task in queries.tasks_for(tong_cuc.secretary)] == ["Tiếp nhận"]
    tong_cuc.ask(tong_cuc.receive(sent))
    [asked] = queries.tasks_for(cuc.secretary)
    assert (asked.verb, asked.note) == (
        "Trả lời và gửi tệp",
        "Gửi lại quyết định công nhận sáng kiến",
    )
    assert [task.verb for task in queries.tasks_for(tong_cuc.secretary)] == [""]
    assert queries.tasks_for(cuc.head) == []
