"""The national catalogue, read from the two tables beside this module; empty means unknown."""

import csv
from datetime import date
from functools import cache
from pathlib import Path

from sqlalchemy import select

from workflow.awards.demands import load_demands
from workflow.awards.models import Award, AwardKind, AwardVersion
from workflow.core.db import db
from workflow.organisations.models import OrganisationKind

_DATA = Path(__file__).with_name("data")
_KINDS = {"title": AwardKind.TITLE, "commendation": AwardKind.FORM}
_FLAGS = {"yes": True, "no": False, "": None}
Row = dict[str, str]


@cache
def _rows(name: str) -> list[Row]:
    with (_DATA / name).open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def decider_kind(decider: str, authority: str) -> OrganisationKind | None:
    """Return the kind of organisation whose head decides, or None where it is not known.

    Heads of state and of government, armed forces and communes have no organisation here.
    """
    if "unverified" in authority:
        return None
    if decider == "UNIT_HEAD":
        return OrganisationKind.DEPARTMENT
    if decider == "MINISTER_OR_PROVINCIAL_CHAIR" and "Minister" in authority:
        return OrganisationKind.MINISTRY
    return None


def _vote(row: Row, secret: str) -> dict[str, int | bool | None]:
    if not row["vote_numerator"]:
        return {"vote_numerator": None, "vote_denominator": None, "vote_strict": None,
                "secret_ballot": None}  # fmt: skip
    return {
        "vote_numerator": int(row["vote_numerator"]),
        "vote_denominator": int(row["vote_denominator"]),
        "vote_strict": _FLAGS[row["vote_strict"]],
        "secret_ballot": _FLAGS[secret],
    }


def _version(row: Row, rules: Row) -> AwardVersion:
    """Return what `rules` (a row of either table) say of the award in the catalogue's `row`."""
    ends = rules["valid_to"]
    return AwardVersion(
        name=row["name_vi"], name_en=row["name_en"], subject=row["subject"], level=row["level"],
        decider=row["decider"],
        decider_kind=decider_kind(row["decider"], row["deciding_authority"]),
        criteria=rules.get("criteria", ""), prerequisite=rules["prerequisite"],
        retention=row["retention"], legal_basis=rules["legal_basis"], verified=rules["verified"],
        checklist=checklist_of(row["code"]), note=rules.get("note") or rules.get("remark", ""),
        valid_from=date.fromisoformat(rules["valid_from"]),
        valid_to=date.fromisoformat(ends) if ends else None,
        **_vote(rules, row["secret_ballot"]),
    )  # fmt: skip


def is_verified(version: AwardVersion) -> bool:
    """Tell whether somebody held the rule against its text; others never decide alone."""
    return version.verified.startswith("yes")


def checklist_of(code: str) -> str:
    """Return the papers a dossier must hold for the award, one a line, to begin with.

    An organisation's own rules replace it: most of it is theirs to set (NĐ 152/2025 Đ.6).
    """
    rows = _rows("checklists.csv")
    return "\n".join(row["item"] for row in rows if {"*", code} & set(row["codes"].split()))


def _enter_awards(catalogue: dict[str, Row]) -> dict[str, int]:
    """Enter the awards that are not there yet, at once; return the key of each by its code."""
    codes = {award.code: award for award in db.session.scalars(select(Award))}
    missing = [row for code, row in catalogue.items() if code not in codes]
    added = [Award(code=row["code"], kind=_KINDS[row["kind"]]) for row in missing]
    db.session.add_all(added)
    db.session.flush()
    return {code: award.id for code, award in codes.items()} | {one.code: one.id for one in added}


def load() -> int:
    """Enter what is not there yet of the catalogue; return how many versions were added.

    Rows an administrator has changed since are left as they are.
    """
    catalogue = {row["code"]: row for row in _rows("award_catalogue.csv")}
    awards = _enter_awards(catalogue)
    held = set(db.session.execute(select(AwardVersion.award_id, AwardVersion.valid_from)))
    added = 0
    for rules in [*catalogue.values(), *_rows("award_rules_before_2024.csv")]:
        award_id = awards[rules["code"]]
        if (award_id, date.fromisoformat(rules["valid_from"])) not in held:
            version = _version(catalogue[rules["code"]], rules)
            version.award_id = award_id
            db.session.add(version)
            added += 1
    db.session.flush()
    load_demands()
    return added


def rule_texts() -> dict[tuple[str, str], str]:
    """Return every prerequisite of the two tables by the award's code and the day it holds from."""
    tables = (*_rows("award_catalogue.csv"), *_rows("award_rules_before_2024.csv"))
    return {(row["code"], row["valid_from"]): row["prerequisite"] for row in tables}
