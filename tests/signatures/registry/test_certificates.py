"""Certificates are looked at before they are registered, by whoever administers the office."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from tests.signatures.registry.conftest import HEAD, ink
from workflow.core import audit, clock
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep, NotVisible
from workflow.core.unit_of_work import unit_of_work
from workflow.documents import contents
from workflow.signatures.models import SigningCertificate
from workflow.signatures.queries import certificates_for
from workflow.signatures.registry import pictures, queries, registering
from workflow.signatures.registry.registering import Doubtful
from workflow.signatures.registry.tasks import tasks_for
from workflow.signatures.registry.unfit import Unfit
from workflow.signatures.states import Part, TrustClass

NEW = "/signatures/{}/certificates/new/{}"


def text(answer):
    return answer.get_data(as_text=True)


def test_strangers_learn_nothing_of_certificates(statuses, register, long_an):
    one = f"/signatures/certificates/{register().public_id}"

    assert statuses("/signatures/certificates") == [302, 403, 200]  # of their own office
    other = f"/signatures/certificates?organisation={long_an.department.public_id}"
    assert statuses(other) == [302, 403, 404]
    assert statuses(NEW.format(long_an.department.public_id, "seal")) == [302, 403, 404]
    assert statuses(NEW.format(long_an.department.public_id, "seal"), "post", {}) == [401, 403, 404]
    for page in ("", "/picture", "/preview"):
        assert statuses(one + page) == [302, 404, 404]
    for act in ("picture", "end"):
        assert statuses(f"{one}/{act}", "post", {"reason": "a"}) == [401, 404, 404]


def test_a_registered_certificate_is_what_the_person_signs_with(register, people, long_an):
    made = register()

    found = certificates_for(
        long_an.department.id, Part.PERSON, people.users["head"].id, clock.now()
    )
    assert [one.id for one in found] == [made.id]
    assert (made.subject, made.trust_class, made.key_id, made.not_after) == (
        HEAD, TrustClass.OFFICIAL, "", datetime(2030, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    assert [line.act for line in audit.journal(registering.STREAM, made.id)] == [
        "signing_certificate.register"
    ]


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("head-expired", {"expired"}),
        ("head-small", {"weak"}),
        ("head-sha1", {"weak"}),
        ("head-self", {"self_signed"}),
        ("head-wrong-usage", {"other_use"}),
        ("issuing", {"authority", "differs"}),
    ],
)
def test_what_nobody_may_sign_with_is_refused_point_by_point(register, name, codes):
    with pytest.raises(Doubtful) as refused:
        register(name, known=True)

    found = {one.code for one in refused.value.checked.checks if one.key != "ok"}
    assert codes <= found
    assert "no" in {one.key for one in refused.value.checked.checks}
    assert db.session.query(SigningCertificate).count() == 0


def test_an_issuer_of_the_same_name_that_is_not_trusted_is_refused(trusted, authorities, long_an):
    forged = registering.offered_in(authorities.certificate("head", "forged"))

    checked = registering.look_at(forged, long_an.department, None)
    assert [one.code for one in checked.checks if one.key == "no"] == ["unknown_issuer"]
    ours = registering.offered_in(authorities.certificate("head"))
    assert registering.look_at(ours, long_an.department, None).refused is False


def test_another_name_or_a_day_to_come_is_registered_by_a_tick(register):
    for name, person in (("head", "deputy"), ("head-later", "head")):
        with pytest.raises(Doubtful) as asked:
            register(name, person)
        assert (asked.value.checked.refused, asked.value.field) == (False, "known")

    assert register("head", "deputy", known=True).subject == HEAD
    later = register("head-later", known=True)
    assert queries.standing_of(later, clock.now()).value == "coming"


def test_one_certificate_is_one_persons_or_one_offices(register, people):
    register("deputy", "deputy")
    for person in ("deputy", "head"):
        with pytest.raises(BadInput):
            register("deputy", person, known=True)
    register("seal")
    with pytest.raises(BadInput):
        register("seal", known=True)


def test_who_left_the_office_gets_no_certificate(register):
    with pytest.raises(BadInput) as refused:
        register("head", "elsewhere")
    assert refused.value.field == "person"


def test_the_owner_may_end_it_and_sees_no_other(register, people):
    mine, other = register(), register("deputy", "deputy")
    with pytest.raises(NotVisible), unit_of_work():
        registering.end(other.public_id, "nhầm", actor=people.head)
    with unit_of_work():
        registering.end(mine.public_id, "mất thiết bị", actor=people.head)

    assert [one.public_id for one in queries.own_certificates(people.head)] == [mine.public_id]
    found = certificates_for(mine.organisation_id, Part.PERSON, people.head.user_id, clock.now())
    assert found == []
    with pytest.raises(InvalidStep), unit_of_work():
        registering.end(mine.public_id, "lần nữa", actor=people.below)


def test_sixty_days_before_the_end_its_administrator_alone_is_asked(register, people):
    made = register()
    clock.move_to(made.not_after - timedelta(days=61))
    assert tasks_for(people.below) == []
    clock.move_to(made.not_after - timedelta(days=59))

    found = tasks_for(people.below)
    assert [(t.values, t.status, t.due_at) for t in found] == [
        ({"public_id": made.public_id}, "expiring", made.not_after)
    ]
    assert [tasks_for(people.first), tasks_for(people.head), tasks_for(people.elsewhere)] == [
        [], [], [],
    ]  # fmt: skip
    register("head-later", known=True)
    assert tasks_for(people.below) == []


def test_a_picture_is_cleaned_cut_to_its_ink_and_its_colour_looked_at(app, database):
    taken = pictures.take_picture(io.BytesIO(ink() + b"hidden"), "ky.png", Part.PERSON)

    kept = contents.current_store().open(taken.digest)
    assert (kept[:8], b"hidden" in kept, taken.media_type) == (
        b"\x89PNG\r\n\x1a\n", False, "image/png",
    )  # fmt: skip
    assert int.from_bytes(kept[16:20]) < 600  # the clear margin is gone


@pytest.mark.parametrize(
    ("content", "name", "part", "said"),
    [
        (ink(), "dau.png", Part.SEAL, "con dấu phải màu đỏ"),
        (ink((205, 20, 25)), "ky.png", Part.PERSON, "chữ ký phải màu xanh"),
        (ink(ground=(255, 255, 255, 255)), "ky.png", Part.PERSON, "nền trong suốt"),
        (ink(size=(110, 300)), "ky.png", Part.PERSON, "Ảnh nhỏ quá"),
        (b"%PDF-1.7", "ky.png", Part.PERSON, "nội dung là một tệp PDF"),
        (ink()[:200], "ky.png", Part.PERSON, "bị hỏng"),
        (b"", "ky.png", Part.PERSON, "Tệp rỗng"),
        (b"0" * 2_000_001, "ky.png", Part.PERSON, "lớn hơn 2 MB"),
    ],
)
def test_a_picture_no_paper_may_carry_is_refused(app, database, content, name, part, said):
    before = set(contents.current_store().digests())
    with pytest.raises(BadInput) as refused:
        pictures.take_picture(io.BytesIO(content), name, part)

    assert (said in str(refused.value), refused.value.field) == (True, "picture")
    assert set(contents.current_store().digests()) == before


def test_the_page_keeps_what_was_sent_until_it_is_registered(
    desk, trusted, people, armoured, long_an
):
    browser, url = desk("below"), NEW.format(long_an.department.public_id, "person")
    files = {"file": (io.BytesIO(armoured("head")), "a.cer"),
             "picture": (io.BytesIO(ink()), "ky.png")}  # fmt: skip
    asked = browser.post(url, data=files | {"person": people.users["deputy"].public_id})
    page = text(asked)
    assert (asked.status_code, "còn ở đây là “Trần Thị Bình”" in page) == (422, True)

    def hidden(name):
        return page.split(f'name="{name}"')[1].split('value="')[1].split('"')[0]

    again = {"held": hidden("held"), "kept": hidden("kept"), "known": "y"}
    done = browser.post(url, data=again | {"person": people.users["head"].public_id})
    assert done.status_code == 302
    assert HEAD in text(browser.get(done.location))
    assert browser.get(f"{done.location}/picture").mimetype == "image/png"
    shown = browser.get(f"{done.location}/preview").get_data()
    assert (int.from_bytes(shown[16:20]), int.from_bytes(shown[20:24])) == (679, 366)
    assert done.location in text(desk("head").get("/signatures/mine"))


def test_a_file_with_a_key_is_refused_beside_its_field(desk, trusted, authorities, long_an):
    url = NEW.format(long_an.department.public_id, "seal")
    sent = {"file": (io.BytesIO(authorities.pkcs12("seal", b"1")), "dau.p12")}
    answer = desk("below").post(url, data=sent)

    assert (answer.status_code, "có khóa bí mật bên trong" in text(answer)) == (422, True)
    assert 'name="held" type="hidden" value=""' in text(answer)


def test_two_signers_in_one_file_are_too_many(armoured):
    with pytest.raises(Unfit):
        registering.offered_in(armoured("head", "deputy"))
    assert registering.offered_in(armoured("issuing", "head")).certificate.ca is None


def test_the_list_costs_the_same_however_long_it_is(desk, register):
    browser, costs = desk("below"), []
    for name, person in (("head", "head"), ("deputy", "deputy"), ("seal", "")):
        register(name, person)
        db.session.expire_all()
        costs.append(count_queries(browser, "/signatures/certificates"))

    assert len(set(costs)) == 1


def count_queries(browser, url):
    asked = []
    listen = lambda *told: asked.append(told[2])  # noqa: E731
    event.listen(db.engine, "before_cursor_execute", listen)
    try:
        assert browser.get(url).status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", listen)
    return len(asked)


def test_everybody_of_a_large_office_may_be_chosen_and_a_long_list_says_that_it_is_cut(
    desk, register, long_an, make_user, monkeypatch
):
    register(), register("seal")
    monkeypatch.setattr(queries, "MOST", 2)
    browser, cut = desk("below"), "Chỉ hiện 2 chứng thư"
    whole = text(browser.get("/signatures/certificates"))
    register("deputy", "deputy")
    many = text(browser.get("/signatures/certificates"))
    last = make_user(long_an.department, "head", name="Đỗ Văn Út")

    assert (cut in whole, cut in many) == (False, True)
    page = text(browser.get(NEW.format(long_an.department.public_id, "person")))
    assert last.public_id in page
