"""The world the permission matrix walks through, built with the domains' own factories."""

from dataclasses import dataclass, replace

import pytest

from tests.architecture import building as making
from tests.architecture import world as walked
from tests.architecture.signing import add_certificates, add_root
from tests.architecture.world import World
from tests.factories.exchange import add_evidence
from tests.servers.snapshots import Snapshot
from workflow import shell
from workflow.accounts.login import cookie_name
from workflow.accounts.models import Role
from workflow.core.db import db
from workflow.councils.states import SessionStatus
from workflow.proposals.states import ProposalStatus

OFFICE_ROLES = ("secretary", "head", "clerk", "archivist", "administrator", "auditor")


@pytest.fixture
def dossiers(long_an, make_proposal):
    """Dossiers of team 3 as a draft, under check with points, and sent back with points."""
    made = {
        status: make_proposal(status, nominees=2)
        for status in (ProposalStatus.DRAFT, ProposalStatus.CHECKING, ProposalStatus.RETURNED)
    }
    making.add_points(made[ProposalStatus.CHECKING], long_an.secretary)
    making.add_points(made[ProposalStatus.RETURNED], long_an.secretary)
    for proposal in made.values():
        row = db.session.query(walked.Nomination).filter_by(proposal_id=proposal.id).first()
        add_evidence(row, long_an)
    return made


@pytest.fixture
def decided(desk, make_nominations):
    """One decision issued, filed, with certificates; one that waits for its signature."""
    issued = desk.issued(make_nominations("Phan Thị Mỵ", "Lưu Văn Khởi"))
    making.add_copies(issued, desk.clerk, desk.people.team3, desk.people.officer)
    making.add_amendments(desk, issued, desk.issued(make_nominations("Lương Văn Thế")))
    return issued, desk.offer(desk.draft(make_nominations("Tạ Thị Út")))


@pytest.fixture
def sent_up(cuc, tong_cuc, bo, for_minister):
    """A transmittal received above, one asked about, one still on the road, one being drafted."""
    received = tong_cuc.receive(cuc.send_up(for_minister("Kiều Văn Ấm", "Kiều Thị Én")))
    tong_cuc.ask(tong_cuc.receive(cuc.send_up(for_minister("Lý Văn Ích"))))
    on_the_road = cuc.send_up(for_minister("Thạch Thị Oanh"))
    return received, on_the_road, cuc.draft(for_minister("Viên Văn Ỷ"))


def _strangers(long_an, make_user, client_as):
    making.grant(long_an.stranger, long_an.elsewhere, Role.AUDITOR)
    neighbour = make_user(long_an.team1, "officer", "unit_head", name="Người của Đội 1")
    return {
        "stranger": client_as(long_an.stranger, long_an.elsewhere),
        "neighbour": client_as(neighbour, long_an.team1),
        "roleless": client_as(make_user(name="Không vai trò")),
    }


def _insiders(long_an, make_user, client_as, tong_cuc, meeting):
    team, office = long_an.team3, long_an.department
    people = {
        "officer": client_as(long_an.officer, team),
        "unit head": client_as(long_an.unit_head, team),
        "team administrator": client_as(make_user(team, "administrator"), team),
        "member": client_as(meeting.members[0]),
        "superior secretary": client_as(tong_cuc.users["secretary"], long_an.general),
        "superior clerk": client_as(tong_cuc.users["clerk"], long_an.general),
        "superior head": client_as(tong_cuc.users["head"], long_an.general),
        "top administrator": client_as(
            make_user(long_an.ministry, "administrator"), long_an.ministry
        ),
    }
    for role in OFFICE_ROLES:
        user = getattr(long_an, role, None) or make_user(office, role)
        people[role] = client_as(user, office)
    return people


@pytest.fixture
def made_world(app, long_an, dossiers, decided, sent_up, make_meeting, make_user, client_as, tong_cuc):  # fmt: skip
    """One of everything, and everybody. The meeting comes last: it moves the clock."""
    making.add_special_day()
    making.add_own_title(long_an.department)
    making.add_honours()
    meeting = make_meeting(SessionStatus.SITTING, ballot=True)
    making.add_arrivals(long_an.department, long_an.clerk, long_an.archivist)
    making.add_long_imports(long_an.secretary, long_an.department)
    making.add_secret_ballots(meeting.council, meeting.members, long_an.secretary)
    making.add_consultations(meeting.council, meeting.members, long_an.secretary)
    listed = making.first_nomination(meeting.proposal.id)
    making.add_publication(meeting.council, long_an.secretary, listed)
    making.add_appraisal(meeting.session, meeting.members[0], long_an.secretary)
    making.add_suggestion(long_an.team3, long_an.certificate_person.id)
    making.add_link(long_an.archivist)
    making.add_delegation(long_an.department, long_an.archivist)
    making.add_ceremonies(long_an.department)
    making.add_template(long_an.department, long_an.secretary)
    making.mark_titles()
    add_certificates(long_an.department, long_an.head)
    people = _insiders(long_an, make_user, client_as, tong_cuc, meeting)
    own = walked.public_ids()
    strangers = _strangers(long_an, make_user, client_as)
    shared = {long_an.ministry, long_an.general, long_an.elsewhere, long_an.stranger}
    outside = {row.public_id for row in shared} | (walked.public_ids() - own)
    outside |= {user.public_id for user in tong_cuc.users.values()} | making.national_awards()
    outside |= making.shipped_templates() | add_root()
    kept = walked.kept_by(long_an.department, sent_up[2])
    return World(people | strangers, outside, long_an.department.public_id, kept)


@dataclass(frozen=True)
class KeptWorld:
    """A world, what the database holds of it, and the cookie each person came with."""

    world: World
    snapshot: Snapshot
    cookies: dict[str, str]


@pytest.fixture(scope="module")
def kept_worlds(app):
    """The worlds built for the tests of one file: one, or none yet."""
    return []


@pytest.fixture
def counted_once(monkeypatch):
    """Each person's rail is counted once a walk: a dozen questions a page, always the same."""
    known, count = {}, shell.counts_of

    def counts_of(actor, entries):
        person = (actor.user_id, actor.organisation_id)
        if walked.FULL or person not in known:
            known[person] = count(actor, entries)
        return known[person]

    monkeypatch.setattr(shell, "counts_of", counts_of)


@pytest.fixture
def world(request, app, database, client_as, kept_worlds, counted_once):
    """The world as it was built, for each test of a file anew: building it takes seconds."""
    name = cookie_name(app)
    if kept_worlds:
        kept_worlds[0].snapshot.put_back()
    else:
        made = request.getfixturevalue("made_world")
        cookies = {who: client.get_cookie(name).value for who, client in made.people.items()}
        kept_worlds.append(KeptWorld(made, Snapshot(), cookies))
    kept = kept_worlds[0]
    people = {who: app.test_client() for who in kept.cookies}
    for who, client in people.items():
        client.set_cookie(name, kept.cookies[who])
    return replace(kept.world, people=people)
