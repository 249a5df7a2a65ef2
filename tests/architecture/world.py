"""A department with one of everything that has a page, and everybody who may come near it."""

import os
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from types import NoneType
from typing import TypeVar
from zlib import crc32

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import inspect, select
from werkzeug.routing import Rule

from workflow.accounts.delegating.models import Delegation
from workflow.accounts.models import RoleGrant, User
from workflow.archive.incoming.models import Arrival
from workflow.archive.models import Record
from workflow.awards.models import Award, Honour, ImportRun
from workflow.core.db import Base, db
from workflow.councils.appraising.models import Appraisal, AppraisalCriterion, AppraisalSheet
from workflow.councils.models import AgendaItem, Ballot, Council, Elector, Seat, Session
from workflow.councils.publishing.models import Publication, PublicComment, PublishedRow
from workflow.councils.states import Presence
from workflow.decisions.amending.models import Amendment, Recovery, Reissue
from workflow.decisions.models import Certificate, Decision, DecisionItem
from workflow.decisions.presenting.models import Ceremony, Handover, StageTurn
from workflow.documents.copies.models import Copy, CopyRequest, CopyRun
from workflow.documents.models import Document, DocumentLink, DocumentTemplate, Paper
from workflow.documents.states import FileRole
from workflow.emulation.models import Round
from workflow.exchange.models import Transmittal, TransmittalItem
from workflow.organisations.models import Organisation
from workflow.proposals.models import (
    Nomination,
    Proposal,
    ProposalRevision,
    ReviewPoint,
    Suggestion,
)
from workflow.proposals.states import ProposalStatus
from workflow.recipients.models import Recipient
from workflow.signatures.models import SigningCertificate, SigningRequest, TrustedRoot
from workflow.signatures.renewal.models import FileProof, RetiredAlgorithm

TOKEN = "a link that nobody has opened yet"
MARK = "Ngũ Lâm Bí Truyền"  # in every title of the world, in nothing else
FIRST_SEGMENT = {
    "proposals": Proposal, "recipients": Recipient, "decisions": Decision, "exchange": Transmittal,
    "arrivals": Transmittal, "rounds": Round, "users": User, "organisations": Organisation,
    "delegations": Delegation, "awards/recipients": Recipient, "awards/import": ImportRun, "catalogue": Award,
    "honours": Recipient, "ceremonies": Ceremony,
    "amendments": Amendment, "recoveries": Recovery, "reissues": Reissue,
    "copies": Copy, "copies/runs": CopyRun, "copies/requests": CopyRequest,
    "books": Organisation, "archive/books": Organisation, "stock": Organisation, "papers": Paper, "documents": Document,
    "archive": Record, "archive/incoming": Arrival,
    "councils/publications": Publication, "councils/administration": Council, "councils/sessions": Session,
    "document-templates": Organisation, "document-templates/versions": DocumentTemplate,
    "councils/consultations": Session, "councils/ballots": Ballot,
    "signatures": Organisation, "signatures/certificates": SigningCertificate,
    "signatures/renewals": FileProof,
    "signing-requests": SigningRequest,
}  # fmt: skip
MOST_OF_A_KIND = 3
FULL = os.environ.get("BANGVANG_PROVE") == "1"  # every route with every record of the world
One = TypeVar("One")


@dataclass
class World:
    """Who is who; every row in the database is the world's, unless `outside` names it."""

    people: dict[str, FlaskClient]
    outside: set[str]  # public ids that belong to others, or to everybody
    department: str  # its public id
    kept: set[str]  # public ids of what the department has not handed to anybody


def model_of(rule: Rule) -> type[Base] | None:
    """Return whose public id the rule asks for."""
    words = rule.rule.strip("/").split("/")
    return FIRST_SEGMENT.get("/".join(words[:2])) or FIRST_SEGMENT.get(words[0])


def _rows(model: type[Base], outside: set[str]) -> list[Base]:
    """Return a few rows of the world, of as many statuses as there are."""
    rows = db.session.scalars(select(model).order_by(*inspect(model).primary_key)).all()
    ours = [row for row in rows if row.public_id not in outside]
    by_status: dict[object, list[Base]] = {}
    for row in ours:
        stage = tuple(getattr(row, name, None) for name in ("status", "mode", "kind"))
        by_status.setdefault(stage, []).append(row)
    firsts = [some[0] for some in by_status.values()]
    return (
        firsts + [row for row in ours if row not in firsts][: max(0, MOST_OF_A_KIND - len(firsts))]
    )


def id_of(statement) -> object:
    return db.session.scalars(statement.limit(1)).first()


FIXED = {
    "number": 1, "year": 2020, "way": "outgoing", "token": TOKEN, "code": "en",
    "book": "grades",  # a ledger of a recipient
    "act": "send",  # of something handed over
    "domain": "decisions", "paper": "decision",  # a paper with a template
    "family": "merit",  # of certificates
    "part": "person",  # whose certificate it is
    "medium": "digital",
}  # fmt: skip
POINTS = select(ReviewPoint.id).join(
    ProposalRevision, ProposalRevision.id == ReviewPoint.revision_id
)
ABSENT = (
    select(User.public_id)
    .join(Elector, Elector.user_id == User.id)
    .where(Elector.presence == Presence.ABSENT)
)
ROWS = {  # of the record with that key: the first row a parameter can name
    (Proposal, "nomination_id"): lambda key: select(Nomination.public_id).where(
        Nomination.proposal_id == key
    ),
    (Proposal, "point_id"): lambda key: POINTS.where(ProposalRevision.proposal_id == key),
    (Session, "item_id"): lambda key: select(AgendaItem.id).where(AgendaItem.session_id == key),
    (Session, "ballot_id"): lambda key: select(Ballot.public_id).where(Ballot.session_id == key),
    (Decision, "item_id"): lambda key: select(DecisionItem.public_id).where(
        DecisionItem.decision_id == key
    ),
    (Ceremony, "line_id"): lambda key: select(Handover.public_id).where(
        Handover.ceremony_id == key
    ),
    (Ceremony, "document_id"): lambda key: (
        select(Document.public_id)
        .join(DocumentLink, DocumentLink.document_id == Document.id)
        .where(
            DocumentLink.owner_kind == "ceremony",
            DocumentLink.owner_id == key,
            DocumentLink.role == FileRole.SIGNED,
        )
    ),
    (Ceremony, "turn_id"): lambda key: select(StageTurn.public_id).where(
        StageTurn.ceremony_id == key
    ),
    (Recipient, "honour_id"): lambda key: select(Honour.id).where(Honour.recipient_id == key),
    (Recipient, "row_id"): lambda key: select(Honour.id).where(
        Honour.recipient_id == key, Honour.decision_item_id.is_(None)
    ),
    (Council, "seat_id"): lambda key: select(Seat.id).where(Seat.council_id == key),
    (Council, "criterion_id"): lambda key: select(AppraisalCriterion.public_id).where(
        AppraisalCriterion.council_id == key
    ),
    (Session, "sheet_id"): lambda key: (
        select(AppraisalSheet.public_id)
        .join(Appraisal)
        .where(Appraisal.session_id == key, AppraisalSheet.released_at.is_(None))
    ),
    (Session, "member_id"): lambda key: (
        select(User.public_id)
        .join(AppraisalSheet, AppraisalSheet.user_id == User.id)
        .join(Appraisal, AppraisalSheet.appraisal_id == Appraisal.id)
        .where(Appraisal.session_id == key)
    ),
    (Publication, "comment_id"): lambda key: (
        select(PublicComment.public_id).join(PublishedRow).where(PublishedRow.publication_id == key)
    ),
    (Paper, "request_id"): lambda key: select(SigningRequest.public_id).where(
        SigningRequest.paper_id == key
    ),
    (Paper, "document_id"): lambda key: (
        select(Document.public_id)
        .join(DocumentLink, DocumentLink.document_id == Document.id)
        .where(DocumentLink.owner_kind == "paper", DocumentLink.owner_id == key)
    ),
    (NoneType, "root_id"): lambda _key: select(TrustedRoot.public_id),  # everybody's
    (NoneType, "algorithm_id"): lambda _key: select(RetiredAlgorithm.public_id),  # as well
    (Ballot, "user_id"): lambda key: ABSENT.where(Elector.ballot_id == key),
}


def _inner(name: str, row: Base | None) -> object:
    """Return the value of a parameter that is not the record's own id; None where it has none."""
    rows = ROWS.get((type(row), name))
    return id_of(rows(row.id if row else 0)) if rows else FIXED.get(name)


def fillings(rule: Rule, world: World) -> list[dict[str, object]]:
    """Return the rule's parameters for each record of the world it can show."""
    if not rule.arguments:
        return [{}]
    rows: list[Base | None] = [None]
    if "public_id" in rule.arguments:
        model = model_of(rule)
        rows = list(_rows(model, world.outside)) if model else []
    found = []
    for row in rows:
        values = {name: _inner(name, row) for name in rule.arguments - {"public_id"}}
        values |= {"public_id": row.public_id} if row is not None else {}
        if None not in values.values():
            found.append(values | dict(rule.defaults or {}))
    return found


def sample(rule: Rule, found: Sequence[One], *, most: int = 1) -> Sequence[One]:
    """Return `most` of them, others for another route; `make prove` takes them all."""
    if FULL or len(found) <= most:
        return found
    first, stride = crc32(rule.rule.encode()), len(found) // most
    return [found[(first + step * stride) % len(found)] for step in range(most)]


def rules_of(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def address(app: Flask, rule: Rule, values: dict[str, object]) -> str:
    """Build the path without url_for: a request of ours must not depend on a context."""
    return app.url_map.bind("localhost").build(rule.endpoint, values | _asked(rule, values))


FORMS = {
    "books.shut": {"series": "QĐ", "year": "2020"}, "books.reopen": {"series": "QĐ", "year": "2020"},
    "archive.registers.print_register": {"series": "QĐ"},
    "ceremonies.draw_paper": {"paper": "calling_list"},
    "archive.books.release": {"series": "QĐ", "year": "2020"},
    "archive.books.bind": {"series": "QĐ", "year": "2020"},
    "archive.incoming.print_paper": {"paper": "handling_sheet"},
    "certificates.print_file": {"all": "1"},
}  # fmt: skip
# After these acts nobody may have a place left, and nothing is suggested any more.
LAST = ("accounts", "users", "organisations", "proposals.compute_suggestions")


def rules_in_order(app: Flask) -> list[Rule]:
    """Return the rules so that an act does not shut out who tries the next one."""
    return sorted(
        rules_of(app),
        key=lambda rule: rule.endpoint in LAST or rule.endpoint.split(".")[0] in LAST,
    )


def form_of(rule: Rule, world: World) -> dict[str, str]:
    """Return what must be typed for the act to have an object at all."""
    if rule.endpoint == "accounts.act_for":
        return {"acting": world.department}
    if rule.endpoint == "proposals.add_suggestion":
        draft = (
            select(Proposal.public_id)
            .join(Suggestion, Suggestion.organisation_id == Proposal.proposing_id)
            .where(Proposal.status == ProposalStatus.DRAFT)
        )
        return {"suggestion": str(id_of(select(Suggestion.id))), "dossier": str(id_of(draft))}
    if rule.endpoint == "archive.incoming.follow":
        return {"paper": str(id_of(select(Paper.public_id).where(Paper.owner_kind == "arrival")))}
    return FORMS.get(rule.endpoint, {})


def _asked(rule: Rule, values: dict[str, object]) -> dict[str, object]:
    """Return what the page is asked for after the question mark, where it shows nothing without."""
    if rule.endpoint == "archive.registers.workbook_file":
        return {"series": "QĐ"}
    if rule.endpoint in {
        "books.skip", "books.lost", "archive.books.detail", "archive.books.workbook_file",
    }:  # fmt: skip
        return {"series": "QĐ", "year": "2020"}
    if rule.endpoint == "users.end_grant":
        user = select(User.id).where(User.public_id == values["public_id"])
        return {"grant": id_of(select(RoleGrant.id).where(RoleGrant.user_id.in_(user))) or 0}
    return {}


# What the database holds


def public_ids() -> set[str]:
    """Return the public id of every row of every table that has one."""
    found: set[str] = set()
    for table in db.metadata.sorted_tables:
        if "public_id" in table.c:
            found.update(db.session.scalars(select(table.c.public_id)))
    return found


def ids_of(statement) -> list:
    return list(db.session.scalars(statement))


def kept_by(organisation: Organisation, *drafts: Transmittal) -> set[str]:
    """Return the public ids of what has not left the organisation for a superior."""
    dossiers = select(Proposal.id).where(Proposal.receiving_id == organisation.id)
    rows = {
        "proposal": dossiers,
        "nomination": select(Nomination.id).where(Nomination.proposal_id.in_(dossiers)),
        "decision": select(Decision.id),
        "session": select(Session.id),
    }
    sent = select(TransmittalItem.nomination_id)
    evidence = Nomination.id.in_(sent)  # their files went up with them
    owners = {kind: ids_of(ids) for kind, ids in rows.items()}
    owners["nomination"] = ids_of(rows["nomination"].where(~evidence))
    papers = select(Paper).where(Paper.owner_kind.in_(["decision", "session", "amendment"]))
    owners["paper"] = [paper.id for paper in db.session.scalars(papers)]
    files = [
        link.document.public_id
        for kind, ids in owners.items()
        for link in db.session.scalars(
            select(DocumentLink).where(
                DocumentLink.owner_kind == kind, DocumentLink.owner_id.in_(ids)
            )
        )
    ]
    models = (
        Decision, DecisionItem, Certificate, Amendment, Recovery, Reissue, Session, Council, Ballot, Record, Arrival, Copy, CopyRun,
        CopyRequest, Ceremony, StageTurn, Handover,
    )  # fmt: skip
    found = [*files, *(paper.public_id for paper in db.session.scalars(papers))]
    found += [one for model in models for one in ids_of(select(model.public_id))]
    found += ids_of(select(Proposal.public_id).where(Proposal.id.in_(owners["proposal"])))
    found += ids_of(select(Nomination.public_id).where(Nomination.id.in_(owners["nomination"])))
    return {*found, *(draft.public_id for draft in drafts)}


FORGOTTEN = {("user_sessions", "seen_at"), ("user_sessions", "ended_at")}


def contents() -> dict[str, list[str]]:
    """Return every row of every table, but for when a browser was seen; asked of the driver."""
    found = {}
    with closing(db.engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
        for table in db.metadata.sorted_tables:
            names = [c.name for c in table.c if (table.name, c.name) not in FORGOTTEN]
            quoted = ", ".join(f'"{name}"' for name in names)
            cursor.execute(f'SELECT {quoted} FROM "{table.name}"')
            found[table.name] = sorted(map(repr, cursor.fetchall()))
    return found


def changes(before: dict[str, list[str]], after: dict[str, list[str]]) -> list[str]:
    """Return the tables whose rows differ."""
    return [name for name in before if before[name] != after[name]]
