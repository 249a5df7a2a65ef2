"""The dry run of a list of candidates: which rows become nominations of the dossier, which not."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from workflow.awards.importing.award_names import AwardNames
from workflow.awards.importing.headers import CANDIDATES, Heading, Meaning, find_heading
from workflow.awards.importing.naming import begun, person_of
from workflow.awards.importing.people import Known, people_of
from workflow.awards.importing.planned import Outcome, Plan, PlannedRow
from workflow.awards.importing.planning import faulty
from workflow.awards.importing.rows import (
    ReadRow,
    read_cells,
    says_nothing,
    understand_ground,
    understand_year,
)
from workflow.awards.importing.table import Table
from workflow.awards.models import AwardVersion, Ground
from workflow.awards.queries import offered_to
from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.errors import BadInput
from workflow.core.i18n import _
from workflow.proposals.editing import rules_day
from workflow.proposals.models import Proposal, UnitMeeting
from workflow.proposals.queries import find_meeting, nominations_of
from workflow.proposals.services.nominating import Row, with_period

M = Meaning
MOST = 1000  # rows of one list; a dossier is read by people
_VOTES = re.compile(r"(\d{1,5})(?:\s*/\s*\d{1,5})?(?:\s*(?:phiếu|đồng ý|người))?", re.IGNORECASE)


@dataclass(frozen=True)
class Wanted:
    """A nomination a row asks for."""

    recipient_id: int
    row: Row
    votes: int | None


@dataclass
class CandidatePlan(Plan):
    """The rows with what each good one asks for, by its number."""

    wanted: dict[int, Wanted] = field(default_factory=dict)


def plan(
    table: Table, proposal: Proposal, *, actor: Actor, mend: bool = False,
    choices: Mapping[str, str] | None = None,
) -> CandidatePlan:  # fmt: skip
    """Return what taking the list into the dossier would do now; nothing is written."""
    heading = find_heading(table.rows, CANDIDATES)
    if heading is None:
        raise BadInput(
            _(
                "Không thấy dòng tiêu đề. Danh sách cần một cột họ tên (hoặc CCCD, số hiệu) và "
                "một cột danh hiệu, hình thức đề nghị."
            ),
            field="file",
        )
    if len(table.rows) - heading.row > MOST + 1:
        raise BadInput(
            _("Danh sách dài hơn %(most)s dòng. Hãy chia thành nhiều hồ sơ.", most=MOST),
            field="file",
        )
    return _Planner(proposal, heading, actor, choices or {}).plan(table, mend=mend)


class _Planner:
    """Finds whom and what the rows of a list mean, for one dossier."""

    def __init__(
        self, proposal: Proposal, heading: Heading, actor: Actor, choices: Mapping[str, str]
    ) -> None:
        self._proposal, self._heading, self._choices = proposal, heading, choices
        self._people = people_of(actor)
        self._awards: dict[int, tuple[AwardNames, Sequence[AwardVersion]]] = {}
        self._meeting: UnitMeeting | None = find_meeting(proposal.id)
        self._listed = {
            (one.recipient_id, one.award_version.award_id, one.year)
            for one in nominations_of(proposal.id)
        }
        told = proposal.round.year if proposal.round else clock.today().year
        self._year = min(heading.year or told, clock.today().year)

    def plan(self, table: Table, *, mend: bool) -> CandidatePlan:
        heading = self._heading
        made = CandidatePlan(heading)
        for at in range(heading.row + 1, len(table.rows)):
            if says_nothing(table.rows[at], heading) and not faulty(table, at, heading.columns):
                made.skipped += 1
                continue
            read = read_cells(table, at, heading, mend=mend)
            made.damaged += read.mendable
            made.rows.append(self._row(read, at + 1, made))
        return made

    def _row(self, read: ReadRow, number: int, made: CandidatePlan) -> PlannedRow:
        if not read.problems:
            understand_year(read, self._year)
        told = f"{read.year}: {read.given(M.AWARD)}" if read.year else read.given(M.AWARD)
        row = begun(read, number, told)
        if not read.problems:
            self._fill(row, read, made)
        if row.problems and row.outcome is not Outcome.CHOOSE:
            row.outcome = Outcome.ERROR
        return row

    def _fill(self, row: PlannedRow, read: ReadRow, made: CandidatePlan) -> None:
        unit_id = self._proposal.proposing_id
        if not (row.name or read.given(M.CODE) or read.given(M.CITIZEN_ID)):
            read.refuse(M.NAME, _("Dòng không ghi tên ai."))
            return
        person = person_of(row, read, self._people, self._choices, unit_id)
        if person is None:
            return
        wanted = self._wanted(read, person)
        if wanted is None or read.problems:
            return
        version = self._version(wanted)
        key = (person.id, version.award_id, wanted.row.year)
        if key in self._listed:
            row.outcome = Outcome.THERE
            return
        self._listed.add(key)
        made.wanted[row.number] = wanted

    def _version(self, wanted: Wanted) -> AwardVersion:
        _names, offered = self._awards[wanted.row.year]
        return next(one for one in offered if one.id == wanted.row.award_version_id)

    def _wanted(self, read: ReadRow, person: Known) -> Wanted | None:
        year = read.year or self._year
        award_id = self._award(read, year, person)
        ground = self._ground(read)
        votes = self._votes(read)
        if award_id is None or ground is None:
            return None
        row = Row(
            award_id, ground, year, period=read.given(M.PERIOD), post=read.given(M.POST),
            achievements=read.text(M.ACHIEVEMENTS),
        )  # fmt: skip
        try:
            row = with_period(_years_alone(row))
        except BadInput as error:
            read.refuse(M.PERIOD, str(error))
        return Wanted(person.id, row, votes)

    def _award(self, read: ReadRow, year: int, person: Known) -> int | None:
        """Return the version the cell means, of those somebody up the line decides that year."""
        text = read.given(M.AWARD)
        if not text:
            read.refuse(M.AWARD, _("Dòng không ghi danh hiệu hay hình thức nào."))
            return None
        if year not in self._awards:
            offered = offered_to(self._proposal.proposing, rules_day(year))
            self._awards[year] = (AwardNames(offered), offered)
        names, known = self._awards[year]
        meant = names.find(text, year, person.kind)
        if meant.award_id is None:
            read.refuse(M.AWARD, meant.sentence)
            return None
        return next(one.id for one in known if one.award_id == meant.award_id)

    def _ground(self, read: ReadRow) -> Ground | None:
        if not read.given(M.GROUND):
            return self._proposal.round.ground if self._proposal.round else Ground.MERIT
        understand_ground(read)
        return read.ground

    def _votes(self, read: ReadRow) -> int | None:
        text = read.text(M.VOTES)
        if not text:
            return None
        found = _VOTES.fullmatch(text)
        if found is None:
            read.refuse(M.VOTES, _("“%(text)s” không phải là số phiếu. Hãy ghi như 12.", text=text))
            return None
        votes = int(found[1])
        if self._meeting is not None and votes > self._meeting.present:
            read.refuse(
                M.VOTES,
                _("Số đồng ý nhiều hơn %(present)s người có mặt ở cuộc họp đã ghi.",
                  present=self._meeting.present),
            )  # fmt: skip
        return votes


def _years_alone(row: Row) -> Row:
    """A period of one year, as lists often write, is no period."""
    return replace(row, period="") if row.period in (str(row.year), f"Năm {row.year}") else row
