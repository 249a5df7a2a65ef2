"""Pages of people: nobody outside sees them; what one sees; a stale form; a bad name."""

import re

import pytest


@pytest.fixture
def person(make_recipient, long_an):
    return make_recipient("A & B <x> {{ 7*7 }}", organisation=long_an.team3, post="Kế toán")


@pytest.mark.parametrize("path", ["", "/edit"])
def test_a_stranger_meets_404(person, client_as, long_an, path):
    stranger = client_as(long_an.stranger, long_an.elsewhere)

    assert stranger.get(f"/recipients/{person.public_id}{path}").status_code == 404
    assert "A &amp; B" not in stranger.get("/recipients").text


def test_the_offices_above_see_the_person_and_the_neighbouring_unit_does_not(
    make_recipient, client_as, long_an
):
    person = make_recipient("Vũ Văn K", organisation=long_an.team1)
    url = f"/recipients/{person.public_id}"

    assert client_as(long_an.secretary, long_an.department).get(url).status_code == 200
    assert client_as(long_an.officer, long_an.team3).get(url).status_code == 404


def test_a_name_prints_literally(person, client_as, long_an):
    page = client_as(long_an.officer, long_an.team3).get(f"/recipients/{person.public_id}").text

    assert "A &amp; B &lt;x&gt; {{ 7*7 }}" in page


def test_a_stale_form_shows_both_texts(person, client_as, long_an):
    officer = client_as(long_an.officer, long_an.team3)
    url = f"/recipients/{person.public_id}/edit"
    version = re.search(r'name="version"[^>]*value="(\d+)"', officer.get(url).text).group(1)
    officer.post(url, data={"name": "Tên B", "version": version})

    answer = officer.post(url, data={"name": "Tên A", "version": version})

    assert (answer.status_code, "Tên A" in answer.text, "Tên B" in answer.text) == (409, True, True)


def test_an_invisible_letter_is_refused_beside_the_field(client_as, long_an):
    officer = client_as(long_an.officer, long_an.team3)

    answer = officer.post(
        "/recipients/register", data={"name": "Bùi\u200b Thị H", "kind": "person"}
    )

    assert (answer.status_code, 'id="name-error"' in answer.text) == (422, True)
