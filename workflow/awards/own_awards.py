"""An organisation enters an award of its own: a code of its own, one first version, its rule."""

import re
from dataclasses import asdict, dataclass

from sqlalchemy import select

from workflow.awards.browsing import names_by_code
from workflow.awards.models import Award, AwardKind, AwardVersion, Ground, Route
from workflow.awards.rule_building import Limits, composed
from workflow.awards.versioning import (
    CHANGERS,
    VersionFields,
    check_fields,
    check_prerequisite,
    refuse_overlap,
    version_columns,
)
from workflow.core import audit
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, NotAllowed
from workflow.core.i18n import _
from workflow.core.text import fold
from workflow.organisations.models import Organisation

SUBJECTS = ("individual", "collective", "household")
MOST_A_YEAR = 100_000
MOST_DAYS = 365


@dataclass(frozen=True)
class OwnAward:
    """What an organisation says of a new award; `rules.prerequisite` is what was typed."""

    kind: AwardKind
    subjects: tuple[str, ...]
    grounds: tuple[Ground, ...]
    ticked: tuple[str, ...]
    limits: Limits
    route: Route
    rules: VersionFields

    @property
    def prerequisite(self) -> str:
        return composed(self.ticked, self.rules.prerequisite, self.grounds, self.limits)


def may_create(actor: Actor) -> bool:
    """Administrators and secretaries of an organisation, for that organisation."""
    return actor.organisation_id is not None and not actor.roles.isdisjoint(CHANGERS)


def check(new: OwnAward) -> None:
    """Refuse what cannot be, beside its field; a typed rule with its own line and column."""
    if not new.subjects or not set(new.subjects) <= set(SUBJECTS):
        raise BadInput(_("Hãy chọn ít nhất một đối tượng."), field="subjects")
    if not new.grounds:
        raise BadInput(_("Hãy chọn ít nhất một loại khen thưởng."), field="grounds")
    _refuse_beyond(new.limits.a_year, MOST_A_YEAR, "a_year")
    _refuse_beyond(new.limits.consultation_days, MOST_DAYS, "consultation_days")
    check_fields(new.rules)
    check_prerequisite(new.prerequisite, names_by_code())


def _refuse_beyond(value: int | None, most: int, field: str) -> None:
    if value is not None and not 1 <= value <= most:
        raise BadInput(_("Ghi một số từ 1 đến %(most)s, hoặc bỏ trống.", most=most), field=field)


def create(new: OwnAward, *, actor: Actor) -> AwardVersion:
    """Enter the award with its first version. Raises BadInput for a name already in force."""
    owner = _owner(actor)
    check(new)
    _refuse_same_name(owner, new.rules)
    award = Award(code=_code(owner, new.rules.name), kind=new.kind, owner_id=owner.id)
    db.session.add(award)
    db.session.flush()
    columns = version_columns(new.rules) | {"prerequisite": new.prerequisite}
    version = AwardVersion(
        award_id=award.id, subject="|".join(s for s in SUBJECTS if s in new.subjects),
        decider_kind=owner.kind, decider_post=owner.head_post, route=new.route, verified="yes",
        **columns,
    )  # fmt: skip
    db.session.add(version)
    db.session.flush()
    audit.record(
        "award.add", stream=("award", award.id), actor=actor,
        detail={"code": award.code, "name": new.rules.name, "rule": new.prerequisite},
        after={key: str(value) for key, value in asdict(new.rules).items()},
    )  # fmt: skip
    return version


def _owner(actor: Actor) -> Organisation:
    """Return the actor's organisation, locked: two of one name are not entered at once."""
    if not may_create(actor):
        raise NotAllowed(_("Chỉ quản trị hoặc thư ký của đơn vị thêm được hình thức của đơn vị."))
    return db.session.scalars(
        select(Organisation).where(Organisation.id == actor.organisation_id).with_for_update()
    ).one()


def _refuse_same_name(owner: Organisation, rules: VersionFields) -> None:
    rows = db.session.scalars(
        select(AwardVersion).join(Award).where(Award.owner_id == owner.id).order_by(AwardVersion.id)
    )
    same = [row for row in rows if fold(row.name) == fold(rules.name)]
    try:
        refuse_overlap(same, rules.valid_from, rules.valid_to)
    except BadInput as error:
        raise BadInput(
            _("Đơn vị đã có hình thức tên này. %(why)s Hoặc mở hình thức đó và thêm quy định mới.",
              why=str(error)),
            field="name",
        ) from error  # fmt: skip


def _code(owner: Organisation, name: str) -> str:
    """Return a code nobody has yet, out of the first letters of the name: “DV12_NLDG”."""
    letters = "".join(word[0] for word in re.findall(r"[a-z0-9]+", fold(name))).upper() or "HT"
    stem = f"DV{owner.id}_{letters[:20]}"
    taken = set(db.session.scalars(select(Award.code).where(Award.code.startswith(stem))))
    number, code = 2, stem
    while code in taken:
        number, code = number + 1, f"{stem}_{number}"
    return code
