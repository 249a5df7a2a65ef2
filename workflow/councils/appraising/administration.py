"""What a council asks of an appraisal: how many sheets, how far apart, and the criteria."""

from dataclasses import dataclass

from workflow.core import audit
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, Difference, NotAllowed, NotVisible, StaleEdit
from workflow.core.i18n import _
from workflow.councils.appraising.models import AppraisalCriterion, AppraisalRule
from workflow.councils.appraising.queries import criteria_of, rule_of
from workflow.councils.models import Council
from workflow.councils.policies import administrator_of
from workflow.councils.queries import get_council_for_change

MOST_WANTED, MOST_SPREAD, MOST_POINTS, MOST_CRITERIA = 9, 100, 1000, 30


@dataclass(frozen=True)
class Wanted:
    """Whether the council appraises, how many sheets a nomination, and the limit in percent."""

    asked: bool
    wanted: int
    most_spread: int
    holds_ballot: bool = False


@dataclass(frozen=True)
class Scored:
    """One criterion as the administrator writes it."""

    name: str
    guidance: str
    most: int
    rank: int


def _open(public_id: str, actor: Actor) -> Council:
    council = get_council_for_change(public_id, actor)
    if not administrator_of(actor, council):
        raise NotAllowed(_("Chỉ quản trị viên của đơn vị được sửa quy chế Hội đồng."))
    return council


def set_rule(public_id: str, new: Wanted, *, version: int, actor: Actor) -> AppraisalRule:
    """Say whether the council appraises before its sessions; one already begun keeps its rule."""
    council = _open(public_id, actor)
    if not 1 <= new.wanted <= MOST_WANTED:
        message = _("Mỗi đề nghị cần từ 1 đến %(most)s phiếu thẩm định.", most=MOST_WANTED)
        raise BadInput(message, field="wanted")
    if new.most_spread > MOST_SPREAD:
        raise BadInput(_("Mức chênh lệch không quá 100 phần trăm."), field="most_spread")
    if new.asked and not criteria_of(council.id):
        raise BadInput(_("Hãy ghi ít nhất một tiêu chí trước khi bật thẩm định."), field="asked")
    rule = rule_of(council.id)
    if version != (rule.version if rule else 0):
        raise StaleEdit(
            _("Người khác vừa sửa quy định thẩm định. Hãy xem cả hai bản rồi sửa lại."),
            [] if rule is None else [
                Difference(_("Số phiếu cho mỗi đề nghị"), str(new.wanted), str(rule.wanted)),
                Difference(_("Chênh lệch điểm tối đa (phần trăm)"), str(new.most_spread),
                           str(rule.most_spread)),
            ],
        )  # fmt: skip
    before = {} if rule is None else {key: getattr(rule, key) for key in vars(new)}
    if rule is None:
        rule = AppraisalRule(council_id=council.id, **vars(new))
        db.session.add(rule)
    for key, value in vars(new).items():
        setattr(rule, key, value)
    audit.record(
        "council.appraisal_rule", stream=("council", council.id), actor=actor, detail=vars(new),
        before=before, after=vars(new),
    )  # fmt: skip
    return rule


def _check(new: Scored) -> None:
    if not 1 <= new.most <= MOST_POINTS:
        message = _("Điểm tối đa từ 1 đến %(most)s.", most=MOST_POINTS)
        raise BadInput(message, field="most")


def add_criterion(public_id: str, new: Scored, *, actor: Actor) -> AppraisalCriterion:
    """Let members score one thing more, from the next appraisal on."""
    council = _open(public_id, actor)
    _check(new)
    if len(criteria_of(council.id)) >= MOST_CRITERIA:
        raise BadInput(
            _("Hội đồng đã có %(n)s tiêu chí. Hãy bỏ bớt trước khi thêm.", n=MOST_CRITERIA)
        )
    criterion = AppraisalCriterion(council_id=council.id, **vars(new))
    db.session.add(criterion)
    db.session.flush()
    audit.record(
        "council.add_criterion", stream=("council", council.id), actor=actor,
        detail={"name": new.name, "most": new.most},
    )  # fmt: skip
    return criterion


def find_criterion(council: Council, criterion_id: str) -> AppraisalCriterion:
    """Return one of the council's criteria. Raises NotVisible."""
    for one in criteria_of(council.id):
        if one.public_id == criterion_id:
            return one
    raise NotVisible(_("Tiêu chí này không còn. Hãy mở lại trang tiêu chí thẩm định."))


def edit_criterion(
    public_id: str, criterion_id: str, new: Scored, *, version: int, actor: Actor
) -> AppraisalCriterion:
    """Change a criterion; appraisals under way keep the words and points they began with."""
    council = _open(public_id, actor)
    _check(new)
    criterion = find_criterion(council, criterion_id)
    if criterion.version != version:
        raise StaleEdit(
            _("Người khác vừa sửa tiêu chí này. Hãy xem cả hai bản rồi sửa lại."),
            [Difference(_("Tên tiêu chí"), new.name, criterion.name),
             Difference(_("Hướng dẫn chấm"), new.guidance, criterion.guidance),
             Difference(_("Điểm tối đa"), str(new.most), str(criterion.most))],
        )  # fmt: skip
    before = {key: getattr(criterion, key) for key in vars(new)}
    for key, value in vars(new).items():
        setattr(criterion, key, value)
    audit.record(
        "council.edit_criterion", stream=("council", council.id), actor=actor,
        detail={"name": new.name, "most": new.most}, before=before, after=vars(new),
    )  # fmt: skip
    return criterion


def remove_criterion(public_id: str, criterion_id: str, *, actor: Actor) -> None:
    """Drop a criterion from the next appraisal on."""
    council = _open(public_id, actor)
    criterion = find_criterion(council, criterion_id)
    rule = rule_of(council.id)
    if rule is not None and rule.asked and len(criteria_of(council.id)) == 1:
        raise BadInput(_("Thẩm định đang bật cần ít nhất một tiêu chí. Hãy tắt thẩm định trước."))
    audit.record(
        "council.remove_criterion", stream=("council", council.id), actor=actor,
        detail={"name": criterion.name, "most": criterion.most},
    )  # fmt: skip
    db.session.delete(criterion)
