"""New versions of an organisation's own awards: checked, never overlapping, the old ones kept."""

import re
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from sqlalchemy import select

from workflow.awards.browsing import get_visible, names_by_code, versions_of
from workflow.awards.demands import add_own
from workflow.awards.eligibility.parsing import RuleError, parse
from workflow.awards.eligibility.rules import codes_in
from workflow.awards.models import Award, AwardVersion, DemandKind
from workflow.core import audit
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, NotAllowed
from workflow.core.i18n import _

CHANGERS = frozenset({"administrator", "secretary"})
_KEPT = ("name_en", "subject", "level", "decider", "decider_kind", "decider_post", "route",
         "retention", "note")  # fmt: skip


@dataclass(frozen=True)
class VersionFields:
    """What an organisation sets itself in a new version of its own award."""

    name: str
    criteria: str
    prerequisite: str
    vote_numerator: int | None
    vote_denominator: int | None
    vote_strict: bool
    secret_ballot: bool
    checklist: str
    legal_basis: str
    valid_from: date
    valid_to: date | None
    word_limit: int | None = None
    report_parts: tuple[str, ...] = ()
    confirmations: tuple[str, ...] = ()
    in_writing: bool | None = None


def may_change(award: Award, actor: Actor) -> bool:
    """National rows belong to nobody here; an own award to its organisation alone."""
    own = award.owner_id is not None and award.owner_id == actor.organisation_id
    return own and not actor.roles.isdisjoint(CHANGERS)


def add_version(public_id: str, fields: VersionFields, *, actor: Actor) -> AwardVersion:
    """Enter what the organisation's rules say of its award from a day on.

    A version without an end ends the day before; one that is dated to its end is not cut.
    """
    award = get_visible(public_id, actor)
    if not may_change(award, actor):
        raise NotAllowed(
            _("Chỉ quản trị hoặc thư ký của đơn vị sở hữu được sửa hình thức khen thưởng này.")
        )
    db.session.scalars(select(Award).where(Award.id == award.id).with_for_update()).one()
    check_fields(fields)
    earlier = list(versions_of(award))
    _end_the_open_one(earlier, fields.valid_from)
    refuse_overlap(earlier, fields.valid_from, fields.valid_to)
    kept = {name: getattr(earlier[0], name) for name in _KEPT} if earlier else {}
    version = AwardVersion(
        award_id=award.id, verified="yes", **kept, **version_columns(fields)
    )  # the organisation is the source of its own rules
    db.session.add(version)
    db.session.flush()
    add_own(version, DemandKind.PART, fields.report_parts, legal_basis=fields.legal_basis)
    add_own(version, DemandKind.CONFIRMATION, fields.confirmations, legal_basis=fields.legal_basis)
    audit.record(
        "award.version", stream=("award", award.id), actor=actor,
        detail={"version": version.id, "valid_from": fields.valid_from.isoformat()},
    )  # fmt: skip
    return version


def version_columns(fields: VersionFields) -> dict[str, object]:
    columns = asdict(fields)
    del columns["report_parts"], columns["confirmations"]  # rows of their own
    if fields.vote_numerator is None:
        columns |= {"vote_strict": None, "secret_ballot": None}
    return columns


def _end_the_open_one(versions: Iterable[AwardVersion], first: date) -> None:
    for version in versions:
        if version.valid_to is None and version.valid_from < first:
            version.valid_to = first - timedelta(days=1)


def refuse_overlap(versions: Iterable[AwardVersion], first: date, last: date | None) -> None:
    """Refuse days for which another version of the same award already holds."""
    for version in versions:
        starts_after = last is not None and last < version.valid_from
        ends_before = version.valid_to is not None and version.valid_to < first
        if starts_after or ends_before:
            continue
        until = f"{version.valid_to:%d/%m/%Y}" if version.valid_to else _("chưa có ngày hết")
        raise BadInput(
            _(
                "Trùng thời gian với bản đang có, hiệu lực từ %(first)s đến %(last)s. "
                "Hãy chọn ngày khác.",
                first=f"{version.valid_from:%d/%m/%Y}", last=until,
            ),
            field="valid_from",
        )  # fmt: skip


def check_fields(fields: VersionFields) -> None:
    if fields.valid_to is not None and fields.valid_to < fields.valid_from:
        raise BadInput(_("Ngày hết hiệu lực phải sau ngày bắt đầu."), field="valid_to")
    if fields.word_limit is not None and fields.word_limit < 1:
        raise BadInput(_("Số từ phải lớn hơn 0; bỏ trống nếu không giới hạn."),
                       field="word_limit")  # fmt: skip
    _check_vote(fields.vote_numerator, fields.vote_denominator)
    check_prerequisite(fields.prerequisite, names_by_code())


def _check_vote(numerator: int | None, denominator: int | None) -> None:
    if (numerator is None) != (denominator is None):
        raise BadInput(_("Ghi đủ cả hai số của tỷ lệ, hoặc bỏ trống cả hai."),
                       field="vote_denominator")  # fmt: skip
    if numerator is not None and denominator is not None and not 0 < numerator <= denominator:
        raise BadInput(_("Tỷ lệ phải lớn hơn 0 và không quá 1, như 4 trên 5."),
                       field="vote_denominator")  # fmt: skip


def check_prerequisite(text: str, codes: Collection[str]) -> None:
    """Refuse a rule that cannot be read or counts an award nobody knows, with line and column."""
    try:
        rule = parse(text)
        for code in codes_in(rule):
            if code not in codes:
                raise _unknown(text, code)
    except RuleError as error:
        raise BadInput(str(error), field="prerequisite") from error


def _unknown(text: str, code: str) -> RuleError:
    found = re.search(rf"(?<![A-Z0-9_]){re.escape(code)}(?![A-Z0-9_])", text)
    before = text[: found.start()] if found else ""
    reason = _("danh mục không có mã “%(code)s”.", code=code)
    return RuleError(reason, before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1)
