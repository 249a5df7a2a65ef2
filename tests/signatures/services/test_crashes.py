"""Killed anywhere between signing and storing: one file becomes the record, no number is lost."""

import json

from tests.councils.sealed.programs import run
from tests.factories.documents import draw_all
from tests.factories.signing import PASSWORD
from tests.signatures.making import drawn_paper, prepared_paper
from tests.signatures.services.crash_workers import AFTER, HERE, OUTSIDE
from workflow.core import clock, numbers
from workflow.core.db import db
from workflow.core.unit_of_work import unit_of_work
from workflow.documents import contents, queries, services, sweeping
from workflow.documents.states import FileRole
from workflow.signatures.queries import made_on
from workflow.signatures.states import Part, Verdict, Way
from workflow.signatures.verdicts import judge_now

OFFERED = {"status": "offered", "number": None, "entries": [], "made": 0, "sealed": 0, "out": False}
SIGNED = OFFERED | {"status": "signed", "made": 1}
SEALED = {"status": "sealed", "made": 2, "sealed": 1}


def way(acts, number):
    """What is stored before and after every act of one paper."""
    numbered = SIGNED | {
        "status": "numbered",
        "number": f"{number:02}/QĐ-CQLTT",
        "entries": [number],
    }
    out, sealed = numbered | {"out": True}, numbered | SEALED
    then = {
        "sign": (OFFERED, SIGNED), "number": (SIGNED, numbered), "seal": (numbered, sealed),
        "hand out": (numbered, out), "take back": (out, sealed),
    }  # fmt: skip
    return [
        [act, point, True, then[act][point == AFTER]] for act, points in acts.items()
        for point in points
    ]  # fmt: skip


def test_a_process_killed_anywhere_leaves_one_record_and_every_number(
    office, make_paper, long_an, settings, tmp_path
):
    office = office()
    second = make_paper(owner=("decision", 2))
    draw_all(pdf=prepared_paper(drawn_paper("Tặng Bằng khen cho 02 cá nhân.")))
    with unit_of_work():
        services.check_paper(second.public_id, actor=office.secretary)
        services.offer_paper(second.public_id, actor=office.secretary)
    papers = [office.paper, second]
    given = {
        "papers": [one.public_id for one in papers], "organisation": long_an.department.id,
        "head": long_an.head.id, "clerk": long_an.clerk.id, "pin": PASSWORD,
        "servers": office.servers.url,
    }  # fmt: skip

    seen = run(
        "tests.signatures.services.crash_workers", [json.dumps(given)], settings, tmp_path,
        patience=120,
    )  # fmt: skip

    assert seen == [way(HERE, 1), way(OUTSIDE, 2)]
    db.session.rollback()
    book = numbers.find_book(long_an.department.id, "QĐ", clock.today().year)
    assert (numbers.gaps(book), [one.number for one in numbers.list_entries(book.id)]) == (
        [],
        [1, 2],
    )
    for paper, last in zip(papers, (Way.HERE, Way.OUTSIDE), strict=True):
        made = made_on(paper)
        [kept] = queries.documents_of("paper", paper.id, FileRole.SIGNED)
        assert [(one.part, one.way) for one in made] == [(Part.PERSON, Way.HERE), (Part.SEAL, last)]
        assert made[-1].file_id == kept.document.file_id
        assert judge_now(paper).verdict is not Verdict.INVALID
    nobodys = sweeping.look_through(contents.current_store())
    assert (len(nobodys.orphans) > 0, nobodys.missing) == (True, 0)
