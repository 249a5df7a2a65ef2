"""The administrator's page of a council's appraisal: the rule, and what members score."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.core.i18n import _
from workflow.core.web.access import acting, requires
from workflow.core.web.acting import carry_out, carry_out_form
from workflow.core.web.numerals import whole_or
from workflow.councils.appraising import administration as services
from workflow.councils.appraising.forms import AppraisalRuleForm, CriterionForm
from workflow.councils.appraising.queries import criteria_of, rule_of
from workflow.councils.models import Council
from workflow.councils.queries import get_council
from workflow.councils.views.blueprint import bp

USUAL_WANTED, USUAL_SPREAD = 2, 20


def _version() -> int:
    return whole_or(0, request.form.get("version", ""))


def _page(
    council: Council, form: AppraisalRuleForm, criterion: CriterionForm
) -> ResponseReturnValue:
    rule, criteria = rule_of(council.id), criteria_of(council.id)
    errors = form.errors or criterion.errors
    body = render_template(
        "councils/appraisal_rules.html", council=council, rule=rule, criteria=criteria, form=form,
        criterion=criterion, most=sum(one.most for one in criteria), form_errors=errors,
    )  # fmt: skip
    return body, 422 if errors else 200


def _rule_form(council: Council) -> AppraisalRuleForm:
    if rule := rule_of(council.id):
        return AppraisalRuleForm(obj=rule)
    return AppraisalRuleForm(wanted=USUAL_WANTED, most_spread=USUAL_SPREAD)


def _next_criterion(council: Council) -> CriterionForm:
    rank = max((one.rank for one in criteria_of(council.id)), default=0) + 1
    return CriterionForm(formdata=None, rank=rank)


@bp.route("/administration/<public_id>/appraisal", methods=["GET", "POST"])
@requires("administrator")
def appraisal_rules(public_id: str) -> ResponseReturnValue:
    council = get_council(public_id, acting())
    form = _rule_form(council)
    done = carry_out_form(
        form,
        lambda: services.set_rule(public_id, form.rule(), version=_version(), actor=acting()),
        to=url_for("councils.appraisal_rules", public_id=public_id),
        told=_("Đã lưu. Phiên họp đã có phiếu thẩm định giữ quy định và tiêu chí lúc giao."),
    )  # fmt: skip
    council = get_council(public_id, acting())
    return done or _page(council, form, _next_criterion(council))


@bp.post("/administration/<public_id>/appraisal/criteria")
@requires("administrator")
def add_criterion(public_id: str) -> ResponseReturnValue:
    get_council(public_id, acting())
    form = CriterionForm()
    done = carry_out_form(
        form, lambda: services.add_criterion(public_id, form.scored(), actor=acting()),
        to=url_for("councils.appraisal_rules", public_id=public_id),
        told=_("Đã thêm tiêu chí."),
    )  # fmt: skip
    if done:
        return done
    council = get_council(public_id, acting())
    rule = rule_of(council.id)
    shown = AppraisalRuleForm(
        formdata=None, obj=rule, **({} if rule else
                                    {"wanted": USUAL_WANTED, "most_spread": USUAL_SPREAD}),
    )  # fmt: skip
    return _page(council, shown, form)


@bp.route("/administration/<public_id>/appraisal/criteria/<criterion_id>", methods=["GET", "POST"])
@requires("administrator")
def edit_criterion(public_id: str, criterion_id: str) -> ResponseReturnValue:
    council = get_council(public_id, acting())
    found = services.find_criterion(council, criterion_id)
    form = CriterionForm(obj=found)
    done = carry_out_form(
        form,
        lambda: services.edit_criterion(
            public_id, criterion_id, form.scored(), version=_version(), actor=acting()
        ),
        to=url_for("councils.appraisal_rules", public_id=public_id), told=_("Đã lưu tiêu chí."),
    )  # fmt: skip
    if done:
        return done
    council = get_council(public_id, acting())
    body = render_template(
        "councils/appraisal_criterion.html", council=council, form=form, form_errors=form.errors,
        criterion=services.find_criterion(council, criterion_id),
    )  # fmt: skip
    return body, 422 if form.errors else 200


@bp.post("/administration/<public_id>/appraisal/criteria/<criterion_id>/remove")
@requires("administrator")
def remove_criterion(public_id: str, criterion_id: str) -> ResponseReturnValue:
    return carry_out(
        lambda: services.remove_criterion(public_id, criterion_id, actor=acting()),
        to=url_for("councils.appraisal_rules", public_id=public_id),
        told=_("Đã bỏ tiêu chí; phiên họp đang thẩm định vẫn giữ tiêu chí lúc giao."),
    )  # fmt: skip
