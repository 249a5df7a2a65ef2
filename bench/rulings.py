"""Decisions with their papers, numbers, files, items, honours and certificates."""

# Rows are written by short calls whose arguments come in the order of the row.
# ruff: noqa: PLR0917

from dataclasses import dataclass, field
from datetime import date, timedelta

from bench import filing, names
from bench.world import TODAY, Person, Place, Row, World, at
from workflow.awards.models import Ground, Honour
from workflow.core.numbers import NumberBook, NumberEntry
from workflow.core.text import fold
from workflow.decisions.models import Certificate, Decision, DecisionItem, ItemStatus, Origin
from workflow.documents.models import Document, DocumentLink, Paper, PaperSigner, StoredFile
from workflow.documents.states import Direction, FileRole, PaperKind, PaperStatus
from workflow.recipients.models import RecipientKind

ITEMS = 10  # recipients of one decision
BASES = "Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022\nNghị định số 152/2025/NĐ-CP"
ARTICLES = (
    "Tặng Giấy khen cho các tập thể và cá nhân có tên trong danh sách kèm theo.\n"
    "Quyết định này có hiệu lực kể từ ngày ký.\nChánh Văn phòng chịu trách nhiệm thi hành."
)


@dataclass
class Ruling:
    """A decision to be: its number and date are known before its items are complete."""

    number: int
    dated: date
    text: str
    reserved: int = 0
    rows: list[Row] = field(default_factory=list)


class RulingBook:
    """The decisions of one place in one year, numbered in the order of their dates."""

    def __init__(self, place: Place, year: int, expected: int) -> None:
        self.place, self.year = place, year
        self.rulings: list[Ruling] = []
        last = min(date(year, 12, 20), TODAY - timedelta(days=5))
        self._first = date(year, 2, 1)
        self._pace = (last - self._first).days / max(expected, 1)

    def reserve(self) -> Ruling:
        """Return the decision the next awarded nomination stands in."""
        if not self.rulings or self.rulings[-1].reserved >= ITEMS:
            number = len(self.rulings) + 1
            late = min(int(number * self._pace), int(self._pace * (number + 1)), 322)
            dated = min(self._first + timedelta(days=late), TODAY - timedelta(days=3))
            text = f"{number:02d}/QĐ-{self.place.symbol}"
            self.rulings.append(Ruling(number, dated, text))
        self.rulings[-1].reserved += 1
        return self.rulings[-1]

    def write(self, world: World) -> int:
        """Write the book and its decisions; return how many there are."""
        if self.rulings:
            book_id = world.sink.add(
                NumberBook, organisation_id=self.place.id, series="QĐ", year=self.year,
                last=len(self.rulings), last_date=self.rulings[-1].dated,
            )  # fmt: skip
            for ruling in self.rulings:
                _write(world, self.place, ruling, book_id)
        return len(self.rulings)


def _write(world: World, place: Place, ruling: Ruling, book_id: int) -> None:
    sink = world.sink
    signer_id, signer = place.users["head"]
    entry_id = sink.add(
        NumberEntry, book_id=book_id, number=ruling.number, dated=ruling.dated, holder_kind="paper",
        holder_id=0, act_key=f"bench:{book_id}:{ruling.number}",
    )  # fmt: skip
    persons = sum(row.person.kind is RecipientKind.PERSON for row in ruling.rows)
    collectives = len(ruling.rows) - persons
    title = f"Tặng Giấy khen cho {collectives:02d} tập thể và {persons:02d} cá nhân"
    paper = {
        "organisation_id": place.id, "kind": PaperKind.DECISION, "title": title,
        "number_text": ruling.text, "dated": ruling.dated,
    }  # fmt: skip
    paper_id = sink.add(
        Paper, **paper, symbol=f"QĐ-{place.symbol}",
        direction=Direction.OUTGOING, purpose="decision", series="QĐ",
        owner_kind="decision", owner_id=sink.upcoming(Decision), number_entry_id=entry_id,
        status=PaperStatus.ISSUED, signed_at=at(ruling.dated),
        numbered_by_id=place.users["clerk"][0],
        issued_at=at(ruling.dated, 14), template="decisions/decision", context={},
        destinations=["Như Điều 3", "Lưu: VT"],
    )  # fmt: skip
    sink.add(PaperSigner, paper_id=paper_id, ordinal=1, user_id=signer_id, post=place.head_post,
             name=signer, signed_at=at(ruling.dated))  # fmt: skip
    decision_id = sink.add(
        Decision, paper_id=paper_id, organisation_id=place.id, award_name="Giấy khen",
        origin=Origin.MADE_HERE, subject=title, bases=BASES, articles=ARTICLES,
        content_checked_by_id=place.users["secretary"][0], content_checked_at=at(ruling.dated),
        form_checked_by_id=place.users["clerk"][0], form_checked_at=at(ruling.dated),
    )  # fmt: skip
    for ordinal, row in enumerate(ruling.rows, start=1):
        _item(world, decision_id, ordinal, row, ruling, place)
    _files(world, place, paper_id, title, ruling.dated)
    filing.write(
        world, paper_id=paper_id, issuer=place.short_name, award_name="Giấy khen",
        level=place.kind, readers={place.id, *(one for r in ruling.rows for one in r.readers)},
        people=[(row.person, row.award) for row in ruling.rows], **paper,
    )  # fmt: skip


def _item(
    world: World, decision_id: int, ordinal: int, row: Row, ruling: Ruling, place: Place
) -> None:
    person, sink = row.person, world.sink
    item_id = sink.add(
        DecisionItem, decision_id=decision_id, nomination_id=row.id, recipient_id=person.id,
        award_id=row.award_id, kind=person.kind, name=person.name, name_fold=person.fold,
        post=person.post, unit_name=person.unit_name, award_name=row.award, ground=Ground.MERIT,
        year=row.year, ordinal=ordinal, status=ItemStatus.AWARDED,
    )  # fmt: skip
    sink.add(
        Honour, recipient_id=person.id, award_id=row.award_id, ground=Ground.MERIT, year=row.year,
        number_text=ruling.text, date_text=f"{ruling.dated:%d/%m/%Y}", decided_on=ruling.dated,
        issuer_text=place.name, decision_item_id=item_id,
    )  # fmt: skip
    sink.add(Certificate, item_id=item_id, golden_number=ordinal, dated=ruling.dated)


def _files(world: World, place: Place, paper_id: int, title: str, dated: date) -> None:
    """Link a signed PDF and its source. The bytes are not stored: no page here reads them."""
    files = world.files
    if not files:
        for mark, kind in (("d", "vnd.openxmlformats-officedocument.wordprocessingml.document"),
                           ("f", "pdf")):  # fmt: skip
            files.append(
                world.sink.add(StoredFile, digest=mark * 64, size=40_000,
                               media_type=f"application/{kind}", stored_at=at(dated))
            )  # fmt: skip
    for file_id, role, ending in zip(files, (FileRole.SOURCE, FileRole.SIGNED), ("docx", "pdf"),
                                     strict=True):  # fmt: skip
        document_id = world.sink.add(
            Document, file_id=file_id, organisation_id=place.id, title=title,
            file_name=f"quyet-dinh.{ending}", pages=2, made_at=at(dated),
        )  # fmt: skip
        world.sink.add(DocumentLink, owner_kind="paper", owner_id=paper_id, document_id=document_id,
                       role=role)  # fmt: skip


def receive(world: World, place: Place, index: int) -> None:
    """Write a decision that came from outside: its recipients are names, no dossier of ours."""
    sink, random = world.sink, world.random
    year = world.years[index % len(world.years)]
    dated = min(date(year, 1, 10) + timedelta(days=index % 330), TODAY - timedelta(days=2))
    symbol, issuer = "QĐ-UBND", f"Ủy ban nhân dân tỉnh {names.province(index % 60)}"
    title = f"Tặng Bằng khen cho {ITEMS:02d} cá nhân có thành tích xuất sắc"
    paper = {
        "organisation_id": place.id, "kind": PaperKind.DECISION, "title": title, "dated": dated,
        "number_text": f"{100 + index // 7}/{symbol}",
    }  # fmt: skip
    paper_id = sink.add(
        Paper, **paper, symbol=symbol,
        direction=Direction.INCOMING, purpose="decision", series="đến",
        owner_kind="decision", owner_id=sink.upcoming(Decision), status=PaperStatus.ISSUED,
        issuer_text=issuer, date_text=f"{dated:%d/%m/%Y}", arrived_on=dated, issued_at=at(dated),
        destinations=[], context={},
    )  # fmt: skip
    decision_id = sink.add(Decision, paper_id=paper_id, organisation_id=place.id, subject=title,
                           origin=Origin.RECEIVED, award_name="Bằng khen")  # fmt: skip
    people = []
    for ordinal in range(1, ITEMS + 1):
        name = names.person(random)
        unit = f"Sở Công Thương {names.province(index % 60)}"
        people.append((Person(0, name, fold(name), RecipientKind.PERSON, 0, unit, ""), "Bằng khen"))
        sink.add(
            DecisionItem, decision_id=decision_id, kind=RecipientKind.PERSON, name=name,
            name_fold=fold(name), unit_name=unit, award_name="Bằng khen", year=year,
            ordinal=ordinal, status=ItemStatus.AWARDED,
        )  # fmt: skip
    filing.write(world, paper_id=paper_id, issuer=issuer, award_name="Bằng khen", level=None,
                 readers={place.id}, people=people, **paper)  # fmt: skip
