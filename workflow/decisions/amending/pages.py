"""Pages that set an issued decision right: the three ways, their drafts, the office's rule."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.core.errors import InvalidStep
from workflow.core.i18n import _
from workflow.core.web.access import acting, requires, signed_in
from workflow.core.web.acting import carry_out, carry_out_form
from workflow.decisions.amending import drafting, queries, replacing, rules
from workflow.decisions.amending.drafting import Annulment, Words
from workflow.decisions.amending.forms import (
    AnnulForm,
    CorrectForm,
    LineForm,
    ReplaceForm,
    RuleForm,
    WordsForm,
)
from workflow.decisions.amending.models import Amendment, AmendmentKind, Part
from workflow.decisions.amending.policies import KEEPERS
from workflow.decisions.amending.wording import correction_addressees
from workflow.decisions.models import Decision
from workflow.decisions.policies import drafter_of
from workflow.decisions.queries import find_item, get_visible
from workflow.decisions.services.drafting import signers_for
from workflow.documents.forms import panel_context
from workflow.documents.panel import copy_to_show
from workflow.documents.states import PaperStatus
from workflow.organisations.queries import unit_symbols
from workflow.recipients.policies import struck_reader

bp = Blueprint("amending", __name__)


def _decision(public_id: str) -> Decision:
    """Return a decision whose papers the actor words, as it stands now."""
    decision = get_visible(public_id, acting())
    if not drafter_of(acting(), decision) or decision.paper.status is not PaperStatus.ISSUED:
        drafting.open_for_amending(public_id, acting())  # it says why not
    return decision


def part_names() -> dict[Part, str]:
    return {
        Part.NAME: _("Họ và tên, tên tập thể"), Part.POST: _("Chức vụ"),
        Part.UNIT: _("Đơn vị công tác"), Part.BORN: _("Ngày sinh"), Part.OTHER: _("Nội dung khác"),
    }  # fmt: skip


@bp.get("/decisions/<public_id>/amend")
@requires("secretary")
def choose(public_id: str) -> ResponseReturnValue:
    decision = _decision(public_id)
    return render_template(
        "decisions/amending/choose.html", decision=decision, mends=queries.mends_of(decision.id)
    )


@bp.route("/decisions/<public_id>/annul", methods=["GET", "POST"])
@requires("secretary")
def annul(public_id: str) -> ResponseReturnValue:
    decision, form = _decision(public_id), AnnulForm()
    grounds = rules.current_rule(decision.organisation_id).grounds
    form.ground.choices = [(n, one.text) for n, one in enumerate(grounds, start=1)]

    def draft() -> Amendment:
        ground = grounds[form.ground.data - 1]
        asked = Annulment(
            form.items.data or (), ground, form.facts.data or "", form.bases.data or ""
        )
        return drafting.annul(public_id, asked, actor=acting())

    done = carry_out_form(
        form, draft, to=_shown, told=_("Đã soạn dự thảo quyết định hủy bỏ. Xem rồi kiểm tra."),
    )  # fmt: skip
    return done or _ticking("annul", form, _decision(public_id), set(form.items.data or ()))


def _ticking(
    page: str, form: AnnulForm | ReplaceForm, decision: Decision, ticked: set[str]
) -> ResponseReturnValue:
    body = render_template(
        f"decisions/amending/{page}.html", form=form, form_errors=bool(form.errors),
        decision=decision, items=drafting.standing(decision), ticked=ticked,
    )  # fmt: skip
    return body, 422 if form.errors else 200


def _shown(amendment: Amendment) -> str:
    return url_for("amending.show", public_id=amendment.public_id)


@bp.route("/decisions/<public_id>/replace", methods=["GET", "POST"])
@requires("secretary")
def replace(public_id: str) -> ResponseReturnValue:
    decision, form = _decision(public_id), ReplaceForm()
    done = carry_out_form(
        form,
        lambda: replacing.replace(
            public_id, form.items.data or (), reason=form.reason.data or "",
            bases=form.bases.data or "", actor=acting(),
        ),
        to=lambda made: url_for("decisions.edit", public_id=made.public_id),
        told=_("Đã soạn dự thảo quyết định thay thế. Sửa nội dung, rồi sửa từng dòng ở danh sách."),
    )  # fmt: skip
    if done:
        return done
    decision = _decision(public_id)
    every = {item.public_id for item in drafting.standing(decision)}
    return _ticking("replace", form, decision, set(form.items.data or ()) or every)


@bp.route("/decisions/<public_id>/correct", methods=["GET", "POST"])
@requires("secretary")
def correct(public_id: str) -> ResponseReturnValue:
    decision = _decision(public_id)
    form = CorrectForm(data={"addressees": correction_addressees(decision)})
    standing = drafting.standing(decision)
    items = [(one.public_id, f"{one.ordinal}. {one.name}") for one in standing]
    form.offer_units(unit_symbols(decision.organisation_id))
    form.offer(
        [("", _("Phần lời của quyết định")), *items],
        [(part.value, name) for part, name in part_names().items()],
    )
    done = carry_out_form(
        form,
        lambda: drafting.correct(
            public_id, form.told(), addressees=form.addressees.data or "",
            unit_symbol=form.drafted_by, actor=acting(),
        ),
        to=_shown, told=_("Đã soạn công văn đính chính. Xem rồi kiểm tra."),
    )  # fmt: skip
    if done:
        return done
    body = render_template(
        "decisions/amending/correct.html", form=form, form_errors=bool(form.errors),
        decision=_decision(public_id),
    )  # fmt: skip
    return body, 422 if form.errors else 200


# A drafted paper


@bp.get("/amendments/<public_id>")
@signed_in
def show(public_id: str) -> ResponseReturnValue:
    amendment = queries.get_visible(public_id, acting())
    drafts = drafter_of(acting(), amendment.decision)
    status = amendment.paper.status
    parts = panel_context(amendment.paper, acting())
    lines = queries.lines_of(amendment.id)
    struck = amendment.applied_at is not None and amendment.kind is AmendmentKind.ANNUL
    return render_template(
        "decisions/amending/show.html", amendment=amendment, decision=amendment.decision,
        paper=amendment.paper, lines=lines,
        honours=queries.honours_of([one.item_id for one in lines if one.item_id])
        if struck and struck_reader(acting()) else {},
        struck=struck, asked_back=queries.asked_back([one.item_id for one in lines if one.item_id]),
        part_names=part_names(),
        may_exchange=amendment.applied_at is not None
        and acting().organisation_id == amendment.decision.organisation_id
        and not acting().roles.isdisjoint(KEEPERS),
        may_change=drafts and status in (PaperStatus.DRAFT, PaperStatus.CHECKED),
        shown=copy_to_show(parts["panel"].files, request.args.get("file", "")),
        back=_shown(amendment), **parts,
    )  # fmt: skip


@bp.route("/amendments/<public_id>/edit", methods=["GET", "POST"])
@requires("secretary")
def edit(public_id: str) -> ResponseReturnValue:
    amendment = queries.get_visible(public_id, acting())
    words = drafting.words_of(amendment)
    form = WordsForm(data=words.__dict__ | {"version": amendment.version})
    organisation = amendment.decision.organisation
    offered = signers_for(organisation, drafting.KINDS[amendment.kind])
    form.signer_id.choices = [(one.user.id, one.choice) for one in offered]
    done = carry_out_form(
        form,
        lambda: drafting.edit(
            public_id, _typed(form, words),
            version=form.version.data or 0, actor=acting(),
        ),
        to=_shown, told=_("Đã lưu. Bản xem đang được dựng lại."),
    )  # fmt: skip
    if done:
        return done
    amendment = queries.get_visible(public_id, acting())
    body = render_template(
        "decisions/amending/edit.html", form=form, form_errors=bool(form.errors),
        amendment=amendment, is_letter=amendment.kind is AmendmentKind.CORRECT,
    )  # fmt: skip
    return body, 422 if form.errors else 200


def _typed(form: WordsForm, words: Words) -> Words:
    """Return the words as sent; a letter has no bases, a decision no addressees."""
    return Words(**{name: form[name].data for name in words.__dict__})


@bp.post("/amendments/<public_id>/drop")
@requires("secretary")
def drop(public_id: str) -> ResponseReturnValue:
    return carry_out(
        lambda: drafting.drop(public_id, actor=acting()), to=_shown,
        told=_("Đã bỏ dự thảo. Quyết định khen thưởng giữ nguyên."),
    )  # fmt: skip


# A decision that replaces another


@bp.route("/decisions/<public_id>/items/<item_id>/reword", methods=["GET", "POST"])
@requires("secretary")
def reword(public_id: str, item_id: str) -> ResponseReturnValue:
    decision = get_visible(public_id, acting())
    item = find_item(decision.id, item_id)
    if item.replaces_id is None:
        raise InvalidStep(_("Dòng này lấy từ hồ sơ đề nghị; hãy sửa ở hồ sơ."))
    form = LineForm(data={"name": item.name, "post": item.post, "unit_name": item.unit_name})
    listed = url_for("decisions.detail", public_id=public_id, view="list")
    done = carry_out_form(
        form,
        lambda: replacing.reword_line(
            public_id, item_id, name=form.name.data or "", post=form.post.data or "",
            unit_name=form.unit_name.data or "", actor=acting(),
        ),
        to=listed, told=_("Đã sửa dòng. Hai bước kiểm tra làm lại từ đầu."),
    )  # fmt: skip
    if done:
        return done
    decision = get_visible(public_id, acting())
    body = render_template(
        "decisions/amending/reword.html", form=form, form_errors=bool(form.errors),
        decision=decision, item=find_item(decision.id, item_id), back=listed,
    )  # fmt: skip
    return body, 422 if form.errors else 200


@bp.post("/decisions/<public_id>/drop")
@requires("secretary")
def drop_replacement(public_id: str) -> ResponseReturnValue:
    return carry_out(
        lambda: replacing.drop(public_id, actor=acting()),
        to=url_for("decisions.detail", public_id=public_id),
        told=_("Đã bỏ dự thảo. Quyết định khen thưởng giữ nguyên."),
    )


@bp.route("/amendments/rules", methods=["GET", "POST"])
@requires("secretary")
def rule() -> ResponseReturnValue:
    """On what grounds the office annuls, and its terms; facts nobody verified are data."""
    here = acting().organisation_id or 0
    kept = rules.current_rule(here)
    form = RuleForm(data=kept.__dict__ | {"grounds": kept.text})
    done = carry_out_form(
        form,
        lambda: rules.set_rule(
            form.grounds.data or "", recovery_days=form.recovery_days.data or 0,
            exchange_days=form.exchange_days.data or 0, source=form.source.data or "",
            version=form.version.data or 0, actor=acting(),
        ),
        to=url_for("amending.rule"), told=_("Đã lưu. Văn bản đã soạn không đổi."),
    )  # fmt: skip
    if done:
        return done
    body = render_template(
        "decisions/amending/rule.html", form=form, form_errors=bool(form.errors), kept=kept
    )
    return body, 422 if form.errors else 200
