"""A long table is planned and written by a worker, part by part; one that dies loses nothing."""

import os
import signal
from collections import Counter
from datetime import timedelta

import pytest

from tests.awards.importing.conftest import HEAD, award_row
from tests.servers import programs
from workflow.awards.importing import keeping, runs, working
from workflow.awards.importing.packing import pack
from workflow.awards.importing.reading import read_upload, register_reader
from workflow.awards.importing.table import CellFault, Table
from workflow.awards.models import Honour, ImportRun
from workflow.awards.states import ImportPhase
from workflow.core import audit, clock, jobs
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep, NotVisible
from workflow.core.jobs import Job, JobState
from workflow.core.unit_of_work import unit_of_work
from workflow.documents.engine.sheets import read_sheet

YEARS = range(1950, 2020)  # one row each for one person


@pytest.fixture
def small_parts(monkeypatch):
    monkeypatch.setattr(working, "PART", 10)


@pytest.fixture
def history(table):
    """Seventy good rows with a few that are not, spread over several parts."""
    rows = [award_row(year=str(year), number=f"{year}/QĐ") for year in YEARS]
    rows[15:15] = [award_row("Người Lạ")]
    rows[40:40] = [award_row("Lê Thị Bình", "")]
    rows += [award_row(year="1950", number="1950/QĐ")]  # said already, in another part
    return table(*rows)


@pytest.fixture
def start(office, secretary):
    def start(table, actor=secretary):
        packed = pack(table)
        digest = keeping.put(packed)
        with unit_of_work():
            run = runs.start(digest, packed, name="dài.xlsx", source="", unit_id=None, mend=False,
                             actor=actor)  # fmt: skip
            return run.public_id

    return start


@pytest.fixture
def write(secretary):
    def write(public_id):
        with unit_of_work():
            runs.begin_writing(public_id, actor=secretary)

    return write


def stored(public_id):
    db.session.rollback()
    return db.session.query(ImportRun).filter_by(public_id=public_id).one()


def years_written():
    return Counter(one.year for one in db.session.query(Honour))


def test_packed_rows_are_the_table_again(table):
    given = table(award_row(), ["2", "Tên\ncó dòng mới", "“”"])
    given.faults[2, 1] = CellFault.FORMULA
    given.sheet, given.others, given.converted = "A", ["B"], 3
    packed = pack(given)
    assert packed.table() == given
    assert [(before, part.rows, part.faults) for before, part in packed.parts(1, 1)] == [
        (1, [given.rows[1]], {}), (2, [given.rows[2]], {(0, 1): CellFault.FORMULA}),
    ]  # fmt: skip
    assert pack(given).content != packed.content  # dropping one never drops another


def test_a_worker_plans_and_writes_what_planning_at_once_would(small_parts, history, start, write):
    public_id = start(history)
    assert jobs.run_all() == 1
    run = stored(public_id)
    assert (run.phase, run.found["counts"]) == (
        ImportPhase.PLANNED, {"new": 70, "there": 1, "choose": 1, "error": 1},
    )  # fmt: skip
    assert [one["number"] for one in run.found["rows"]["error"]] == [17]
    assert db.session.query(Honour).count() == 0

    write(public_id)
    jobs.run_all()
    run = stored(public_id)
    assert (run.phase, run.next_row, run.written) == (
        ImportPhase.WRITTEN, 74,
        {"rows": 70, "honours": 70, "grades": 0, "initiatives": 0, "left": 2},
    )  # fmt: skip
    assert years_written() == dict.fromkeys(YEARS, 1)


def test_the_same_long_table_twice_adds_nothing(small_parts, history, start, write):
    for _time in range(2):
        public_id = start(history)
        jobs.run_all()
        write(public_id)
        jobs.run_all()
    assert years_written() == dict.fromkeys(YEARS, 1)
    assert stored(public_id).found["counts"]["there"] == 71
    assert stored(public_id).written["rows"] == 0


def test_progress_is_told_while_the_worker_is_at_it(small_parts, history, start):
    public_id, seen = start(history), []
    job_id = stored(public_id).job_id
    run = jobs._claim()

    class Watched(jobs.Run):
        def progress(self, done, total):
            super().progress(done, total)
            job = db.session.get_one(Job, job_id)
            seen.append((job.done_units, job.total_units))

    working.work(Watched(run.job_id, run.fence, run.payload))
    assert seen == [(10, 74), (20, 74), (30, 74), (40, 74), (50, 74), (60, 74), (70, 74), (74, 74)]


def kill_a_worker(settings, tmp_path, when, part):
    """Run a worker in a process of its own that dies by SIGKILL; return how it ended."""
    url = settings.database_url.replace("postgresql+psycopg:", "postgresql:")
    environ = os.environ | {
        "BANGVANG_MODE": "test", "BANGVANG_INSTANCE": str(settings.instance),
        "BANGVANG_DATABASE_URL": url,
    }  # fmt: skip
    command = ["tests.awards.importing.worker_that_dies", when, str(part), "100"]
    return programs.start(command, environ, tmp_path / "said.log").wait(120)


def let_the_lease_run_out():
    with unit_of_work():
        job = db.session.query(Job).filter_by(state=JobState.RUNNING).one()
        job.lease_until = clock.real_now() - timedelta(seconds=1)


@pytest.mark.parametrize(
    ("when", "part", "kept"), [("inside", 3, 200), ("between", 2, 200), ("inside", 1, 0)]
)
def test_a_worker_killed_in_the_middle_is_resumed_and_nothing_is_doubled(
    office, settings, table, monkeypatch, start, write, make_recipient, long_an, tmp_path,
    when, part, kept,
):  # fmt: skip
    """SIGKILL within the transaction of a part, or after one was stored; parts have 100 rows."""
    monkeypatch.setattr(working, "PART", 100)
    for number in range(6):
        make_recipient(f"Người Thứ {number}", organisation=long_an.team3)
    rows = [
        award_row(f"Người Thứ {number}", year=str(year), number=f"{year}/QĐ")
        for number in range(6) for year in YEARS
    ]  # fmt: skip
    public_id = start(table(*rows))
    jobs.run_all()
    write(public_id)
    db.session.rollback()

    assert kill_a_worker(settings, tmp_path, when, part) == -signal.SIGKILL
    run = stored(public_id)
    half = db.session.query(Honour).count()
    assert (half, run.next_row, run.written.get("rows", 0)) == (
        max(kept - 1, 0),
        kept,
        max(kept - 1, 0),
    )

    let_the_lease_run_out()
    jobs.run_all()
    run = stored(public_id)
    assert (run.phase, run.written["rows"], run.written["honours"]) == (
        ImportPhase.WRITTEN, len(rows), len(rows),
    )  # fmt: skip
    assert (
        Counter((one.recipient_id, one.year) for one in db.session.query(Honour)).most_common(1)[0][
            1
        ]
        == 1
    )
    assert db.session.query(Honour).count() == len(rows)
    assert audit.faults("organisation", run.organisation_id) == []


def test_the_faults_are_a_copy_of_the_whole_table(small_parts, history, start, tmp_path):
    register_reader(read_sheet)
    public_id = start(history)
    jobs.run_all()
    path = tmp_path / "copy"
    path.write_bytes(keeping.fetch_file(stored(public_id).faults_digest))
    copy = read_upload("copy.xlsx", path)
    assert [row[:9] for row in copy.rows[1:]] == history.rows[1:]
    assert [at for at, row in enumerate(copy.rows) if len(row) > 9] == [0, 16, 41]


def test_who_is_meant_is_decided_and_the_table_is_looked_at_again(
    small_parts, history, start, secretary, office
):
    public_id = start(history)
    jobs.run_all()
    asked = stored(public_id).found["rows"]["choose"][0]
    with unit_of_work():
        runs.look_again(public_id, choices={asked["choice"]: office["binh3"].public_id}, mend=False,
                        actor=secretary)  # fmt: skip
    jobs.run_all()
    assert stored(public_id).found["counts"] == {"new": 71, "there": 1, "choose": 0, "error": 1}


def test_an_older_order_does_nothing(small_parts, history, start, secretary):
    public_id = start(history)
    late = jobs._claim()
    jobs.handlers[runs.KIND](late)
    with unit_of_work():
        runs.look_again(public_id, choices={}, mend=False, actor=secretary)
    jobs.handlers[runs.KIND](late)
    assert stored(public_id).phase is ImportPhase.PLANNING


def test_a_table_is_let_go_of_but_not_while_it_is_written(
    small_parts, history, start, write, secretary
):
    public_id = start(history)
    jobs.run_all()
    digests = [stored(public_id).table_digest, stored(public_id).faults_digest]
    write(public_id)
    with pytest.raises(InvalidStep), unit_of_work():
        runs.discard(public_id, actor=secretary)
    jobs.run_all()
    with unit_of_work():
        runs.discard(public_id, actor=secretary)
    for digest in digests:
        with pytest.raises(BadInput):
            keeping.fetch(digest)


def test_a_run_belongs_to_its_organisation(history, start, actor, long_an):
    public_id = start(history)
    with pytest.raises(NotVisible):
        runs.get_run(public_id, actor(long_an.officer, long_an.team3))


def test_somebody_who_is_no_keeper_any_more_has_nothing_written(
    small_parts, history, start, write, long_an
):
    public_id = start(history)
    jobs.run_all()
    write(public_id)
    with unit_of_work():
        db.session.execute(db.text("UPDATE role_grants SET valid_to = '2019-01-01'"))
    jobs.run_all()
    assert (db.session.query(Honour).count(), stored(public_id).job.error[:22]) == (
        0, "Chỉ cán bộ thi đua hoặ",
    )  # fmt: skip


def test_headings_are_looked_for_before_a_worker_is_asked(client_as, long_an, office, monkeypatch):
    monkeypatch.setattr(runs, "LONG", 3)
    desk = client_as(long_an.secretary, long_an.department)
    page = desk.post("/awards/import", data={"text": "a\tb\n" * 9})
    assert (page.status_code, "Không thấy dòng tiêu đề" in page.text) == (422, True)


def test_a_long_table_goes_through_its_pages(client_as, long_an, office, monkeypatch):
    monkeypatch.setattr(runs, "LONG", 3)
    desk = client_as(long_an.secretary, long_an.department)
    rows = [award_row(), award_row("Người Lạ"), award_row(year="2018"), award_row(year="2017")]
    text = "\n".join("\t".join(row) for row in [HEAD, *rows])
    given = desk.post("/awards/import", data={"text": text})
    url = given.location
    assert (given.status_code, url[:20]) == (302, "/awards/import/runs/")
    assert "0 trên 5 dòng" in desk.get(url).text
    jobs.run_all()
    page = desk.get(url)
    assert "3 dòng đúng" in page.text
    assert desk.get(f"{url}/faults").data[:2] == b"PK"
    desk.post(f"{url}/write", data={"idempotency_key": "k"})
    jobs.run_all()
    assert "3 dòng: 3 danh hiệu, 0 xếp loại, 0 sáng kiến" in desk.get(url).text
    assert url in desk.get("/awards/import").text
    desk.post(f"{url}/discard", data={})
    assert desk.get(url).status_code == 404


@pytest.mark.parametrize("act", ["", "/faults"])
def test_others_do_not_see_a_run(client_as, history, start, long_an, act):
    public_id = start(history)
    other = client_as(long_an.officer, long_an.team3)
    assert other.get(f"/awards/import/runs/{public_id}{act}").status_code == 404


@pytest.mark.parametrize("act", ["check", "write", "try-again", "discard"])
def test_others_do_nothing_to_a_run(client_as, history, start, long_an, act):
    public_id = start(history)
    other = client_as(long_an.officer, long_an.team3)
    assert other.post(f"/awards/import/runs/{public_id}/{act}").status_code == 404
    assert stored(public_id).phase is ImportPhase.PLANNING


def test_a_table_of_one_part_says_what_the_small_one_says(start, table, secretary):
    public_id = start(Table([["Danh sách năm 2020"], *table(award_row(year="")).rows]))
    jobs.run_all()
    assert stored(public_id).found["year"] == 2020


def test_what_a_dry_run_keeps_is_let_go_of_by_a_worker(client_as, long_an, office, start, history):
    desk = client_as(long_an.secretary, long_an.department)
    desk.post(
        "/awards/import", data={"text": "\n".join("\t".join(row) for row in [HEAD, award_row()])}
    )
    public_id = start(history)
    kept = db.session.query(Job).filter_by(kind=keeping.FORGET).one()
    digest = kept.payload["digests"][0]
    jobs.run_all()
    assert (keeping.fetch(digest).count, kept.state) == (2, JobState.WAITING)  # not due yet

    needed = stored(public_id).table_digest
    with unit_of_work():
        job = db.session.get_one(Job, kept.id)
        job.due_at, job.payload = clock.real_now(), {"digests": [digest, needed]}
    jobs.run_all()
    with pytest.raises(BadInput):
        keeping.fetch(digest)
    assert keeping.fetch(needed).count == 74  # a long import needs it


@pytest.mark.parametrize(
    ("minutes", "told"),
    [(0.9, None), (2, "Đã 2 phút chưa thêm dòng nào."), (6, "sau nhiều nhất 1 phút.")],
)
def test_a_page_says_when_nothing_has_been_written_for_a_while(
    client_as, long_an, history, start, minutes, told
):
    code = start(history)
    job = stored(code).job
    job.state = JobState.RUNNING
    job.lease_until = clock.real_now() + jobs.LEASE - timedelta(minutes=minutes)
    db.session.commit()

    page = client_as(long_an.secretary, long_an.department).get(f"/awards/import/runs/{code}").text

    assert ("phút chưa thêm dòng nào" in page) == bool(told)
    assert (told or "Đang kiểm tra") in page
