"""Opening a dossier and its general part, where state secrets are stopped."""

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from workflow.core.errors import BadInput
from workflow.core.i18n import _
from workflow.core.unit_of_work import unit_of_work
from workflow.core.web.access import acting, requires
from workflow.core.web.once import act_key
from workflow.proposals.earlier import sources_for
from workflow.proposals.forms import GeneralForm, OpenForm
from workflow.proposals.rounds import rounds_open_to
from workflow.proposals.services import drafting
from workflow.proposals.views.blueprint import bp
from workflow.proposals.views.frame import editable, editor_page


@bp.route("/open", endpoint="open", methods=["GET", "POST"])
@requires("officer")
def open_dossier() -> ResponseReturnValue:
    actor = acting()
    rounds = rounds_open_to(actor.organisation_id or 0)
    form = OpenForm()
    form.round.choices = [
        SelectChoice(one.public_id, f"{one.name} ({one.organisation.short_name})") for one in rounds
    ]
    sources = sources_for(actor)
    form.offer_sources(sources)
    if form.is_submitted() and form.secret.data:
        return render_template("proposals/secret.html", was_draft=False)
    if form.validate_on_submit():
        try:
            with unit_of_work(act_key()) as work:
                proposal = drafting.open_dossier(
                    form.round.data, title=form.title.data, summary=form.summary.data or "",
                    actor=actor,
                )  # fmt: skip
                code = proposal.code
                work.location = _first_page(proposal.public_id, form.chosen_source)
            _tell_opened(code, copying=bool(form.chosen_source))
            return redirect(work.location)
        except BadInput as error:
            form.refuse(error)
    if not form.is_submitted() and rounds:
        chosen = next((one for one in rounds if one.public_id == request.args.get("round")), None)
        form.round.data = (chosen or rounds[0]).public_id
        form.title.data = drafting.dossier_title(chosen or rounds[0])
        asked = request.args.get("source")
        form.source.data = asked if asked in {one.public_id for one in sources} else ""
    page = render_template(
        "proposals/open.html", form=form, rounds=rounds, sources=sources, form_errors=form.errors
    )
    return page, 422 if form.errors else 200


def _first_page(public_id: str, source: str) -> str:
    """Return where the work goes on: choosing rows to take over, or the empty list."""
    if source:
        return url_for("proposals.copy_rows", public_id=public_id, source=source)
    return url_for("proposals.nominations", public_id=public_id)


def _tell_opened(code: str, *, copying: bool) -> None:
    if copying:
        flash(_("Đã lập hồ sơ %(code)s. Chọn những dòng chép sang.", code=code), "success")
    else:
        flash(_("Đã lập hồ sơ %(code)s. Thêm tập thể, cá nhân đầu tiên.", code=code), "success")


@bp.route("/<public_id>/general", methods=["GET", "POST"])
@requires("officer", "unit_head", "secretary")
def general(public_id: str) -> ResponseReturnValue:
    actor = acting()
    proposal = editable(public_id, actor)
    form = GeneralForm(obj=proposal)
    if form.is_submitted() and form.secret.data:
        with unit_of_work(act_key()) as work:
            drafting.discard_secret(public_id, actor=actor)
            work.location = url_for("proposals.index")
        session.pop("_flashes", None)  # a sentence still waiting in the cookie may name somebody
        return render_template("proposals/secret.html", was_draft=True)
    if form.validate_on_submit():
        try:
            with unit_of_work(act_key()) as work:
                drafting.edit_dossier(
                    public_id, title=form.title.data, summary=form.summary.data or "",
                    version=form.version.data or 0, actor=actor,
                )  # fmt: skip
                work.location = url_for("proposals.nominations", public_id=public_id)
            flash(_("Đã lưu thông tin chung."), "success")
            return redirect(work.location)
        except BadInput as error:
            form.refuse(error)
            proposal = editable(public_id, actor)
    return editor_page(
        "proposals/general.html", proposal, "general", actor=actor, form=form,
        form_errors=form.errors, status=422 if form.errors else 200,
    )  # fmt: skip
