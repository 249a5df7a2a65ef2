"""After a restore no number that left the house is given again: found, entered, opened (P4)."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pikepdf
import pytest
from sqlalchemy import insert, select, update

from tests.conftest import _empty_all_tables
from tests.factories.documents import small_pdf
from workflow.archive.incoming.entering import Sheet, enter
from workflow.core import clock, numbers
from workflow.core.db import db
from workflow.core.numbers import BookState, NumberBook, NumberEntry
from workflow.core.storage.directory import DirectoryStore
from workflow.core.unit_of_work import unit_of_work
from workflow.documents import contents
from workflow.documents.contents import PDF
from workflow.documents.models import Paper
from workflow.documents.services import number_paper
from workflow.documents.states import PaperStatus

DAY = date(2020, 12, 18)
TAN_AN = "Tân An, ngày 18 tháng 12 năm 2020"
HEAD = "CỤC QUẢN LÝ THỊ TRƯỜNG TỈNH LONG AN"


def written_pdf(*lines):
    """A page with these lines, whose letters a reader of PDFs finds again."""
    letters = sorted(set("".join(lines)))
    codes = {letter: number for number, letter in enumerate(letters, start=33)}
    pairs = "".join(f"<{codes[one]:02x}> <{ord(one):04x}>\n" for one in letters)
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{len(letters)} beginbfchar\n{pairs}endbfchar endcmap end end"
    )
    drawn = "".join(
        f"BT /F1 12 Tf 60 {780 - 20 * row} Td <{''.join(f'{codes[c]:02x}' for c in line)}> Tj ET\n"
        for row, line in enumerate(lines)
    )
    with pikepdf.new() as made:
        made.add_blank_page(page_size=(595, 842))
        font = made.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1,
                BaseFont=pikepdf.Name.Courier, ToUnicode=made.make_stream(cmap.encode()),
            )
        )  # fmt: skip
        made.pages[0].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        made.pages[0].Contents = made.make_stream(drawn.encode())
        stream = io.BytesIO()
        made.save(stream)
    return stream.getvalue()


def keep(content):
    """Put bytes into the store, as drawing does before it writes rows."""
    return contents.put(content, media_type=PDF, extension="pdf", name="x.pdf", pages=1)


def backup():
    """Every row of every table, as a dump has them."""
    taken = [
        (table, [dict(row) for row in db.session.execute(select(table).order_by(
            *table.primary_key.columns)).mappings()])
        for table in db.metadata.sorted_tables
    ]  # fmt: skip
    db.session.rollback()
    return taken


def restore(dump):
    """Bring back the rows alone; the store keeps what came later."""
    db.session.rollback()
    db.session.expire_all()
    _empty_all_tables()
    with db.engine.begin() as connection:
        for table, rows in dump:
            for row in rows:
                connection.execute(insert(table), row)


@pytest.fixture(autouse=True)
def folder(app, tmp_path):
    """A store of the test's own: what other tests left behind is nobody's too."""
    with app.app_context():
        former, cache = contents.current_store(), contents.cache_folder()
        contents.configure(DirectoryStore(tmp_path / "files"), cache)
        yield
        contents.configure(former, cache)


@pytest.fixture
def run(app):
    def command(*words):
        answer = app.test_cli_runner().invoke(args=list(words))
        db.session.rollback()
        return answer.exit_code, answer.output

    return command


@pytest.fixture
def number(make_paper, long_an, actor):
    """Number one more decision; its numbered PDF lies in the store."""

    def act():
        paper = make_paper()
        signed = {"status": PaperStatus.SIGNED, "signed_at": datetime(2020, 12, 18, tzinfo=UTC)}
        db.session.execute(update(Paper).where(Paper.id == paper.id).values(**signed))
        db.session.commit()
        with unit_of_work():
            clerk = actor(long_an.clerk, long_an.department)
            text = number_paper(paper.public_id, DAY, actor=clerk).number_text
        keep(written_pdf(HEAD, f"Số: {text}", TAN_AN, "QUYẾT ĐỊNH"))
        return text

    return act


def test_the_drill(number, run, admin, long_an):
    """Back up, go on numbering, restore the database only: what was given is found and kept."""
    here = long_an.department.public_id
    assert [number(), number()] == ["01/QĐ-CQLTT", "02/QĐ-CQLTT"]
    dump = backup()
    assert [number(), number()] == ["03/QĐ-CQLTT", "04/QĐ-CQLTT"]
    restore(dump)

    run("books", "shut")
    code, said = run("numbers", "reconcile", "--open")
    assert code == 1
    assert "03/QĐ-CQLTT (18/12/2020), 04/QĐ-CQLTT (18/12/2020)" in said
    assert "01/QĐ-CQLTT" not in said
    assert f"đến số 4, ngày 18/12/2020: /books/{here}/skip?series=QĐ&year=2020" in said
    assert db.session.scalars(select(NumberBook.state)).all() == [BookState.SHUT]

    skipped = {"up_to": "4", "dated": "18/12/2020", "reason": "Đã cấp trước khi khôi phục"}
    assert admin.post(f"/books/{here}/skip?series=QĐ&year=2020", data=skipped).status_code == 302
    assert run("numbers", "reconcile")[0] == 0
    assert db.session.scalars(select(NumberBook.state)).all() == [BookState.SHUT]
    code, said = run("numbers", "reconcile", "--open")
    assert (code, "Khớp. Đã mở sổ." in said) == (0, True)
    assert number() == "05/QĐ-CQLTT"


@pytest.fixture
def shut(long_an):
    """A shut book with two numbers that fit."""
    for key in range(2):
        numbers.take(long_an.department.id, "QĐ", dated=DAY, holder=("x", key), act_key=f"s{key}")
    book = numbers.find_book(long_an.department.id, "QĐ", 2020)
    book.state = BookState.SHUT
    db.session.commit()
    return book


def test_what_does_not_fit_is_named_and_keeps_the_book_shut(shut, run, long_an, make_paper):
    third = NumberEntry(
        book_id=shut.id, number=4, dated=date(2020, 12, 17), holder_kind="paper", holder_id=99_999,
        act_key="odd",
    )  # fmt: skip
    paper = make_paper()
    paper.number_text, paper.number_year = "07/QĐ-CQLTT", 2020
    shut.last = 4
    db.session.add(third)
    db.session.commit()

    code, said = run("numbers", "reconcile", "--open")

    faults = ["Thiếu dòng cho số 3", "không văn bản nào mang: 04", "không có dòng: 07/QĐ-CQLTT",
              "04: Mang ngày 17/12/2020"]  # fmt: skip
    assert (code, [one for one in faults if one not in said]) == (1, [])
    assert db.session.scalars(select(NumberBook.state)).all() == [BookState.SHUT]


def test_a_sealed_paper_without_its_file_is_named(make_numbered_paper, long_an, run, give_file):
    whole, bare = (make_numbered_paper(long_an.department) for _count in range(2))
    give_file(whole)
    db.session.execute(update(NumberBook).values(state=BookState.SHUT))
    db.session.commit()

    assert f"không có bản đã ký: {bare.number_text}." in run("numbers", "reconcile")[1]


def test_what_arrived_has_the_file_it_came_with_or_none(long_an, actor, run, tmp_path):
    clerk = actor(long_an.clerk, long_an.department)
    scan = keep(written_pdf("V/v thi đua"))
    sheet = Sheet("Công văn", "V/v thi đua", "UBND tỉnh", DAY, "9/UBND-NC", "18/12/2020")
    with unit_of_work():
        enter(sheet, files=[scan], actor=clerk)
    with unit_of_work():
        enter(replace(sheet, number_text="", confirmed=True), actor=clerk)
    db.session.execute(update(NumberBook).values(state=BookState.SHUT))
    db.session.commit()
    assert "không có bản đã ký" not in run("numbers", "reconcile", "--open")[1]
    assert db.session.scalars(select(NumberBook.state)).all() == [BookState.OPEN]

    db.session.execute(update(NumberBook).values(state=BookState.SHUT))
    db.session.commit()
    [path] = (tmp_path / "files").rglob(f"{scan.digest}*")
    path.unlink()
    assert "không còn trong kho, số đến: 01." in run("numbers", "reconcile")[1]


def test_a_lost_letter_is_entered_as_given_outside_and_the_book_opens(shut, run, admin, long_an):
    here = long_an.department.public_id
    keep(written_pdf(HEAD, "Số: 01a/QĐ-CQLTT", "Tân An, ngày 17 tháng 12 năm 2020"))
    code, said = run("numbers", "reconcile", "--open")
    page = f"/books/{here}/lost?series=QĐ&year=2020"
    assert (code, f"01a/QĐ-CQLTT (17/12/2020): {page}&number=01a" in said) == (1, True)

    typed = {"number": "01a", "dated": "17/12/2020", "reason": "Đã cấp trước khi khôi phục"}
    assert 'value="01a"' in admin.get(f"{page}&number=01a").get_data(as_text=True)
    odd = admin.post(page, data=typed)  # a day before that of number 1
    assert (odd.status_code, "không nằm giữa" in odd.get_data(as_text=True)) == (422, True)
    wrong = [admin.post(page, data=typed | more).status_code for more in (
        {"number": "01"}, {"number": "03a"}, {"number": "x"}, {"dated": "17/12/2019"},
    )]  # fmt: skip
    assert wrong == [422] * 4
    done = admin.post(page, data=typed | {"known": "y"}, follow_redirects=True)
    assert "Đã ghi số 01a" in done.get_data(as_text=True)
    assert "đã có trong sổ" in admin.post(page, data=typed | {"known": "y"}).get_data(as_text=True)

    assert run("numbers", "reconcile", "--open")[0] == 0
    db.session.expire_all()
    assert (shut.state, [(e.number, e.suffix, e.state.value) for e in
                         numbers.list_entries(shut.id)]) == (
        BookState.OPEN, [(1, "", "used"), (1, "a", "outside"), (2, "", "used")],
    )  # fmt: skip
    assert "Hãy khóa sổ" in admin.post(page, data=typed).get_data(as_text=True)


def test_a_lost_number_is_entered_by_nobody_else(shut, statuses, long_an):
    page = f"/books/{long_an.department.public_id}/lost?series=QĐ&year=2020"
    assert statuses(page) == [302, 403, 404]
    assert statuses(page, "post", {"number": "01a"}) == [401, 403, 404]


def test_copies_given_since_the_backup_are_found_by_their_block(run, long_an):
    numbers.take(long_an.department.id, "SAO", dated=DAY, holder=("copy", 1), act_key="c")
    numbers.take(long_an.department.id, "QĐ", dated=DAY, holder=("x", 1), act_key="q")
    db.session.execute(update(NumberBook).values(state=BookState.SHUT))
    db.session.commit()
    keep(written_pdf(HEAD, "Số: 01/QĐ-CQLTT", TAN_AN, "SAO Y", "Số: 02/SY-CQLTT",
                     "Long An, ngày 18 tháng 12 năm 2020"))  # fmt: skip
    keep(written_pdf(HEAD, "Số: 77/SY-UBND", TAN_AN))

    code, said = run("numbers", "reconcile", "--open")

    assert (code, "02/SY-CQLTT (18/12/2020)" in said, "SY-UBND" in said) == (1, True, False)
    states = dict(db.session.execute(select(NumberBook.series, NumberBook.state)).all())
    assert states == {"SAO": BookState.SHUT, "QĐ": BookState.OPEN}


def test_another_office_with_the_same_symbol_is_told_by_its_name(shut, run, long_an):
    numbers.take(long_an.elsewhere.id, "QĐ", dated=DAY, holder=("x", 9), act_key="e")
    db.session.execute(update(NumberBook).values(state=BookState.SHUT))
    db.session.commit()
    keep(written_pdf("CỤC QUẢN LÝ THỊ TRƯỜNG", "TỈNH ĐỒNG NAI", "Số: 02/QĐ-CQLTT", TAN_AN))
    keep(written_pdf("BỘ CÔNG AN", "Số: 99/QĐ-BCA", TAN_AN))

    code, said = run("numbers", "reconcile", "--open")

    states = db.session.execute(select(NumberBook.organisation_id, NumberBook.state)).all()
    assert dict(states) == {
        long_an.department.id: BookState.OPEN, long_an.elsewhere.id: BookState.SHUT,
    }  # fmt: skip
    assert (code, "QĐ-BCA" in said) == (1, False)


def test_a_series_begun_after_the_backup_is_named_with_the_page_that_opens_it(shut, run, long_an):
    keep(written_pdf(HEAD, "Số: 06/TTr-CQLTT", TAN_AN))

    code, said = run("numbers", "reconcile")

    assert code == 1
    assert "Chưa có sổ VB năm 2020" in said
    assert f"từ số 7 trở lên: /books/create?organisation={long_an.department.public_id}" in said


def test_scans_nobody_can_read_keep_every_book_shut_until_somebody_looked(shut, run):
    keep(small_pdf("scan"))

    code, said = run("numbers", "reconcile", "--open")
    assert (code, "--scans-seen" in said) == (1, True)
    assert db.session.scalars(select(NumberBook.state)).all() == [BookState.SHUT]
    assert run("numbers", "reconcile", "--open", "--scans-seen")[0] == 0
    assert db.session.scalars(select(NumberBook.state)).all() == [BookState.OPEN]


def test_an_open_book_with_a_higher_number_in_the_store_is_told_to_be_shut(run, long_an):
    numbers.take(long_an.department.id, "QĐ", dated=clock.today(), holder=("x", 1), act_key="a")
    db.session.commit()
    keep(written_pdf(HEAD, "Số: 02/QĐ-CQLTT", TAN_AN))

    code, said = run("numbers", "reconcile")
    assert (code, "Khóa ngay: flask --app wsgi books shut" in said) == (1, True)
