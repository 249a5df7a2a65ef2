"""An office says how its certificates look; nobody else does, and what was printed stays known."""

from dataclasses import replace

import pytest
from lxml import html
from sqlalchemy import select

from workflow.awards.models import AwardKind
from workflow.core.db import db
from workflow.core.errors import NotAllowed, NotVisible, StaleEdit
from workflow.decisions.families import Family, family_of
from workflow.decisions.printing.models import Layout, StockVersion
from workflow.decisions.printing.queries import Style, style_of
from workflow.decisions.printing.services import Wanted, edit_style
from workflow.decisions.printing.stock import KEYS, usual_stock
from workflow.decisions.queries import items_of
from workflow.documents.models import Drawing

WANTED = Wanted(Layout.FINE_GOLD, False, usual_stock())


def test_moved_places_are_a_new_version_and_the_former_one_stays(long_an, choose):
    first, moved = usual_stock(), replace(usual_stock(), dx=1.5)
    style = choose(first)
    style = choose(first, layout=Layout.FINE_GOLD, version=style.version)
    style = choose(moved, layout=Layout.FINE_GOLD, version=style.version)

    rows = db.session.scalars(select(StockVersion).order_by(StockVersion.number)).all()
    assert [(row.number, row.settings["dx"]) for row in rows] == [(1, 0), (2, 1.5)]
    found = style_of(long_an.department.id, Family.MERIT)
    assert (found.layout, found.on_stock, found.stock) == (Layout.FINE_GOLD, True, moved)
    assert style_of(long_an.department.id, Family.TITLE) == Style()


def test_a_stale_form_changes_nothing(long_an, choose):
    style = choose()
    with pytest.raises(StaleEdit) as told:
        choose(replace(usual_stock(), dy=2), version=style.version - 1)
    assert told.value.differences == ()
    assert style_of(long_an.department.id, Family.MERIT).stock.dy == 0


def test_only_an_administrator_of_the_office_or_above_chooses(long_an, desk, make_user, actor):
    public_id, family = long_an.department.public_id, Family.MERIT
    with pytest.raises(NotAllowed):
        edit_style(public_id, family, WANTED, version=0, actor=desk.clerk)
    stranger = actor(make_user(long_an.elsewhere, "administrator"), long_an.elsewhere)
    with pytest.raises(NotVisible):
        edit_style(public_id, family, WANTED, version=0, actor=stranger)
    above = actor(make_user(long_an.general, "administrator"), long_an.general)
    assert edit_style(public_id, family, WANTED, version=0, actor=above).layout is Layout.FINE_GOLD


@pytest.mark.parametrize(("kind", "level", "family"), [
    (AwardKind.FORM, "grassroots", Family.MERIT),
    (AwardKind.FORM, "ministry-province", Family.HIGH_MERIT),
    (AwardKind.TITLE, "grassroots", Family.TITLE), (AwardKind.TITLE, "state", Family.HIGH_TITLE),
    (AwardKind.TITLE, "", Family.TITLE),
])  # fmt: skip
def test_the_family_is_told_by_the_catalogue(desk, make_nominations, long_an, kind, level, family):
    long_an.certificate_person.award.kind = kind
    long_an.certificate_person.level = level
    decision = desk.draft(make_nominations("Trần Quốc Bảo"))
    decision.subject = "Về việc công nhận nỗ lực"  # words change nothing
    assert family_of(items_of(decision.id), decision.organisation) is family


def test_the_layout_chosen_draws_the_certificates_and_a_changed_one_only_when_asked(
    desk, make_nominations, choose, client_as, long_an
):
    style = choose(on_stock=False, layout=Layout.FINE_GOLD)
    decision = desk.issued(make_nominations("Trần Quốc Bảo"))
    choose(on_stock=False, layout=Layout.WORDS_ALONE, version=style.version)
    drawings = select(Drawing.template).where(Drawing.owner_kind == "certificate")
    assert db.session.scalars(drawings).all() == ["decisions/certificate_gold"]

    client = client_as(long_an.clerk, long_an.department)
    answer = client.post(f"/decisions/{decision.public_id}/certificates/redraw")

    assert answer.status_code == 302
    assert db.session.scalars(drawings).all() == ["decisions/certificate_words"]


def _form(client, url):
    """Return what the page's form would send, every field as it stands."""
    page = html.fromstring(client.get(url).text)
    [form] = [one for one in page.forms if one.get("action") == url]
    return dict(form.form_values())


def test_the_administrators_page_keeps_what_is_typed_and_shows_the_trial(
    long_an, make_user, client_as
):
    client = client_as(make_user(long_an.department, "administrator"), long_an.department)
    url = f"/stock/{long_an.department.public_id}/merit"
    assert url in client.get("/stock/").text
    sent = _form(client, url) | {"on_stock": "stock", "dx": "-1,5", "recipient-x": "42,5",
                                 "recipient-lead": "Ông "}  # fmt: skip

    assert client.post(url, data=sent).status_code == 302

    stock = style_of(long_an.department.id, Family.MERIT).stock
    assert (stock.dx, stock.places[KEYS.index("recipient")].x) == (-1.5, 42.5)
    assert stock.places[KEYS.index("recipient")].lead == "Ông "
    assert client.get(f"{url}/trial").data.startswith(b"%PDF")
    assert client.get(f"{url}/picture").mimetype == "image/png"


@pytest.mark.parametrize(("name", "typed", "told"), [
    ("recipient-x", "290", "Tên người, tập thể nằm ngoài phôi"), ("recipient-size", "nan", "không hợp lệ"),
    ("recipient-y", "1e9", "không hợp lệ"), ("recipient-colour", "red;}", "Màu không hợp lệ"),
    ("dx", "31", "không hợp lệ"), ("layout", "../x", "Không có lựa chọn này"),
])  # fmt: skip
def test_what_cannot_be_printed_is_told_beside_its_field_and_nothing_is_kept(
    long_an, make_user, client_as, name, typed, told
):
    client = client_as(make_user(long_an.department, "administrator"), long_an.department)
    url = f"/stock/{long_an.department.public_id}/merit"
    answer = client.post(url, data=_form(client, url) | {name: typed})
    assert (answer.status_code, told in answer.text) == (422, True)
    assert style_of(long_an.department.id, Family.MERIT) == Style()


def test_the_styles_of_another_office_are_not_there(long_an, make_user, client_as):
    client = client_as(make_user(long_an.elsewhere, "administrator"), long_an.elsewhere)
    url = f"/stock/{long_an.department.public_id}/merit"
    answers = [client.get(url), client.get(f"{url}/trial"), client.get(f"{url}/picture"),
               client.post(url, data={}),
               client.get(f"/stock/?organisation={long_an.department.public_id}")]  # fmt: skip
    assert [one.status_code for one in answers] == [404] * 5
    assert client.get(f"/stock/{long_an.elsewhere.public_id}/no-such").status_code == 404
