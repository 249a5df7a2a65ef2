"""What Long An had written down by the end of 2020: grades, initiatives, strengths, full years."""

from sqlalchemy import select

from workflow.awards.models import Initiative
from workflow.awards.states import Scope
from workflow.core.db import db
from workflow.demo.base import rows
from workflow.organisations.models import Organisation
from workflow.recipients.models import Coverage, Membership, Recipient, Strength, YearlyGrade
from workflow.recipients.states import Grade, Ledger

GRADED_BY = "Thông báo kết quả xếp loại năm {} của Cục QLTT tỉnh Long An"
CHECKED_BY = "Hồ sơ công chức của Cục QLTT tỉnh Long An"
YEARS = (2019, 2020)


def load_ledgers(at: dict[str, Organisation]) -> None:
    """Enter the ledgers of the people and teams of Long An, as their tables have them."""
    ids = _recipients(at)
    for row in rows("grades"):
        for year in YEARS:
            if row[str(year)]:
                db.session.add(
                    YearlyGrade(recipient_id=ids[row["unit"], row["name"]], year=year,
                                grade=Grade(row[str(year)]), source=GRADED_BY.format(year))
                )  # fmt: skip
    for row in rows("initiatives"):
        db.session.add(
            Initiative(recipient_id=ids[row["unit"], row["name"]], title=row["title"],
                       scope=Scope(row["scope"]), is_topic=row["kind"] == "topic",
                       year=int(row["year"]), source=row["source"])
        )  # fmt: skip
    for row in rows("strengths"):
        db.session.add(
            Strength(recipient_id=ids[row["unit"], row["name"]], year=int(row["year"]),
                     members=int(row["members"]))
        )  # fmt: skip
    for row in rows("coverages"):
        db.session.add(
            Coverage(recipient_id=ids[row["unit"], row["name"]], ledger=Ledger(row["ledger"]),
                     first_year=int(row["first_year"]), last_year=int(row["last_year"]),
                     from_the_start=row["from_the_start"] == "yes", source=CHECKED_BY)
        )  # fmt: skip
    db.session.flush()


def _recipients(at: dict[str, Organisation]) -> dict[tuple[str, str], int]:
    """Return the id of everyone by unit and name; a unit itself is called *."""
    keys = {organisation.id: key for key, organisation in at.items()}
    found: dict[tuple[str, str], int] = {}
    for recipient, place in db.session.execute(
        select(Recipient, Membership.organisation_id).join(
            Membership, Membership.recipient_id == Recipient.id
        )
    ):
        name = "*" if recipient.organisation_id == place else recipient.name
        found[keys[place], name] = recipient.id
    return found
