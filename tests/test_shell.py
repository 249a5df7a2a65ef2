"""What stands around every page: the rail, and the way to one's other organisation."""

import re

import pytest

from tests.factories.archive import statements
from workflow.accounts.models import Role, RoleGrant
from workflow.core import clock
from workflow.core.db import db
from workflow.core.web.navigation import MOST_AT_TOP, Entry, split
from workflow.documents.services import Signer
from workflow.documents.states import PaperStatus
from workflow.organisations.models import OrganisationKind
from workflow.proposals.states import ProposalStatus

TOKEN = re.compile(
    r'name="(csrf_token|idempotency_key)"[^>]*value="[^"]*"|nonce="[^"]*"'
)  # new by the second


def grant(user, organisation, *roles):
    for role in roles:
        db.session.add(
            RoleGrant(
                user_id=user.id, organisation_id=organisation.id, role=Role(role),
                valid_from=clock.today(),
            )
        )  # fmt: skip
    db.session.commit()


@pytest.fixture
def union(long_an, make_organisation):
    return make_organisation(
        "Công đoàn cơ sở Cục", symbol="CĐCS", kind=OrganisationKind.UNION,
        beside_id=long_an.department.id,
    )  # fmt: skip


@pytest.fixture
def deputy(long_an, union, make_user):
    """A deputy director of the department who is the union's chairman and secretary too."""
    user = make_user(long_an.department, "head", name="Cao Văn Hồng")
    grant(user, union, "secretary")
    return user


# The rail


def entry(number):
    return Entry(f"page.{number}", str(number), "inbox", frozenset(), number)


def numbers(entries):
    return [one.order for one in entries]


def test_seven_items_stand_in_the_rail_unfolded():
    seven = [entry(n) for n in range(7)]

    assert split(seven, ["page.0"]) == (seven, [])


def test_of_more_items_the_seldom_ones_are_folded_first_then_the_last():
    shown, folded = split([entry(n) for n in range(9)], ["page.2"])

    assert (numbers(shown), numbers(folded)) == ([0, 1, 3, 4, 5, 6], [2, 7, 8])


def test_the_first_item_always_stays():
    shown, folded = split([entry(n) for n in range(8)], ["page.0", "page.1", "page.2"])

    assert (numbers(shown), numbers(folded)) == ([0, 3, 4, 5, 6, 7], [1, 2])


def rail(page):
    """Return the addresses that stand in the rail, and those under its last item."""
    nav = page[page.index('<aside class="rail"') : page.index("</aside>")]
    top, _fold, folded = nav.partition("<details")
    links = [re.findall(r'<li><a href="([^"]+)"', part) for part in (top, folded)]
    return links[0], links[1], nav


def test_nobody_sees_more_than_seven_items_at_the_top(long_an, make_user, client_as):
    everything = make_user(long_an.department, *[role.value for role in Role])

    top, folded, nav = rail(client_as(everything, long_an.department).get("/").text)

    assert len(top) + 1 == MOST_AT_TOP
    assert top[0] == "/"
    assert nav.count("<summary>") == 1
    assert {"/users/", "/organisations/"} <= set(folded)
    assert "<details open" not in nav.replace('class="more" ', "")


def test_the_registers_stay_in_the_rail_of_the_clerk_who_keeps_them(long_an, client_as):
    top, folded, _nav = rail(client_as(long_an.clerk, long_an.department).get("/").text)

    kept = ["/archive/registers/outgoing", "/archive/registers/incoming"]
    assert [one in top for one in kept] == [True, True]
    assert "/recoveries" in folded


def test_the_fold_is_open_on_a_page_that_stands_in_it(long_an, make_user, client_as):
    everything = make_user(long_an.department, *[role.value for role in Role])

    _top, _folded, nav = rail(client_as(everything, long_an.department).get("/users/").text)

    assert '<details class="more" open>' in nav
    assert '<a href="/users/" aria-current="page"' in nav


def test_a_dossier_under_check_stands_in_the_list_of_those_received(
    long_an, make_proposal, make_user, client_as
):
    dossier = make_proposal(status=ProposalStatus.SUBMITTED)
    both = make_user(long_an.department, "secretary", "officer")
    client = client_as(both, long_an.department)

    for page in (f"/proposals/{dossier.public_id}/check", "/proposals/incoming"):
        _top, _folded, nav = rail(client.get(page).text)
        assert '<a href="/proposals/incoming" aria-current="page"' in nav
    assert '<a href="/proposals" aria-current="page"' in rail(client.get("/proposals").text)[2]


def test_each_letter_of_the_keyboard_opens_one_page(long_an, make_user, client_as):
    both = make_user(long_an.department, "officer", "secretary")

    _top, _folded, nav = rail(client_as(both, long_an.department).get("/").text)

    letters = dict(re.findall(r'href="([^"]+)"[^>]* data-letter="(.)"', nav))
    assert letters == {"/": "v", "/proposals": "h", "/archive": "k"}


# The other organisation


def test_the_inbox_names_the_work_of_the_other_organisation_and_switches_there(
    long_an, union, deputy, make_proposal, client_as
):
    make_proposal(ProposalStatus.SUBMITTED, receiving=union)
    browser = client_as(deputy, long_an.department)

    here = browser.get("/").text
    assert "1 việc ở Công đoàn cơ sở Cục" in here
    assert f'name="acting" value="{union.public_id}"' in here

    answer = browser.post("/accounts/act-for", data={"acting": union.public_id})
    there = browser.get(answer.location).text
    assert answer.location == "/"
    assert "Hồ sơ đề nghị khen thưởng năm 2020" in there
    assert "việc ở" not in there


def test_without_work_there_the_inbox_says_nothing(long_an, union, deputy, client_as):
    assert "việc ở" not in client_as(deputy, long_an.department).get("/").text


def test_work_of_an_organisation_where_one_has_no_role_is_not_counted(
    long_an, union, make_proposal, make_user, client_as
):
    make_proposal(ProposalStatus.SUBMITTED, receiving=union)
    head = make_user(long_an.department, "head")

    assert "việc ở" not in client_as(head, long_an.department).get("/").text


def test_a_paper_one_signs_in_person_is_not_counted_twice(
    long_an, union, deputy, make_paper, client_as
):
    paper = make_paper(
        owner=("session", 1), signers=[Signer(deputy.id, "Phó Cục trưởng", deputy.name)]
    )
    db.session.merge(paper).status = PaperStatus.OFFERED
    db.session.commit()

    page = client_as(deputy, long_an.department).get("/").text

    assert page.count('<article class="task">') == 1
    assert "việc ở" not in page


def test_the_count_costs_the_same_whatever_waits_there(
    long_an, union, deputy, make_proposal, client_as
):
    browser, costs = client_as(deputy, long_an.department), []
    for more in (1, 6):
        for _ in range(more):
            make_proposal(ProposalStatus.SUBMITTED, receiving=union, nominees=0, meeting=False)
        with statements() as ran:
            browser.get("/")
        costs.append(len(ran))

    assert costs[0] == costs[1]


def test_what_is_not_found_may_belong_to_the_other_organisation(
    long_an, union, deputy, make_proposal, client_as
):
    there = make_proposal(ProposalStatus.SUBMITTED, receiving=union, proposing=union)
    browser = client_as(deputy, long_an.department)

    answer = browser.get(f"/proposals/{there.public_id}")
    nothing = browser.get("/proposals/khong-co")

    assert (answer.status_code, nothing.status_code) == (404, 404)
    assert "nơi khác mà bạn cũng làm việc" in answer.text
    pages = [TOKEN.sub("", one.text) for one in (answer, nothing)]
    assert pages[0] == pages[1]  # the hint tells nobody what exists
    assert f'value="{union.public_id}"' in answer.text


def test_who_works_in_one_place_gets_no_such_hint(long_an, client_as):
    answer = client_as(long_an.head, long_an.department).get("/proposals/khong-co")

    assert answer.status_code == 404
    assert "cũng làm việc" not in answer.text
