"""The written opinion of an absent member, entered by the secretary before the close."""

from typing import BinaryIO, cast

from flask import current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from workflow.accounts.models import User
from workflow.core.errors import BadInput, NotVisible
from workflow.core.i18n import _, on_paper
from workflow.core.web.access import acting, requires
from workflow.core.web.acting import carry_out
from workflow.councils.agenda import choice_words
from workflow.councils.booth import lay_out
from workflow.councils.forms import OpinionForm, read_answers
from workflow.councils.models import Ballot, Elector
from workflow.councils.posts import post_name
from workflow.councils.services.ballots import Answer, enter_opinion, must_be_by_name
from workflow.councils.services.sessions import must_run
from workflow.councils.states import Choice
from workflow.councils.views.blueprint import bp
from workflow.councils.voting import electors_of, get_ballot, items_of, recusals_of, users_of
from workflow.documents.attaching import add_document
from workflow.documents.contents import TakenFile, current_store
from workflow.documents.intake import take_in


def _elector(ballot: Ballot, user_public_id: str) -> Elector:
    user = users_of(ballot.id).get(user_public_id)
    elector = next((e for e in electors_of(ballot.id) if user and e.user_id == user.id), None)
    if elector is None:
        raise NotVisible(_("Người này không có tên trong danh sách khi mở bỏ phiếu."))
    return elector


def _take(upload: FileStorage) -> TakenFile:
    limit = current_app.config["SETTINGS"].max_upload_bytes
    stream = cast("BinaryIO", upload.stream)
    return take_in(stream, upload.filename or "", store=current_store(), limit=limit)


@bp.route("/ballots/<public_id>/opinion/<user_id>", methods=["GET", "POST"])
@requires("secretary")
def opinion(public_id: str, user_id: str) -> ResponseReturnValue:
    ballot = get_ballot(public_id, acting())
    must_run(acting(), ballot.session)
    must_be_by_name(ballot)
    elector = _elector(ballot, user_id)
    form, answers = OpinionForm(), {}
    if request.method == "POST":
        try:
            answers = read_answers(request.form)
            if form.validate():
                return _enter(ballot, user_id, answers, form)
        except BadInput as error:
            form.refuse(error)
        ballot = get_ballot(public_id, acting())
        elector = _elector(ballot, user_id)
    paper = lay_out(items_of(ballot.id), answers, recusals_of(elector.id))
    body = render_template(
        "councils/opinion.html", ballot=ballot, session=ballot.session, elector=elector,
        paper=paper, form=form, post=post_name(elector.post), user_id=user_id,
        choices=[(choice.value, choice_words(choice)) for choice in Choice],
        form_errors=form.errors,
    )  # fmt: skip
    return body, 422 if form.errors else 200


def _enter(
    ballot: Ballot, user_id: str, answers: dict[int, Answer], form: OpinionForm
) -> ResponseReturnValue:
    public_id, session_id = ballot.public_id, ballot.session.public_id
    organisation_id = ballot.session.council.organisation_id
    taken = _take(form.file.data)

    def enter() -> User:
        user = users_of(get_ballot(public_id, acting()).id)[user_id]
        with on_paper():  # the title is stored
            title = _("Ý kiến bằng văn bản của %(name)s", name=user.name)
        document = add_document(taken, title=title, organisation_id=organisation_id, actor=acting())
        enter_opinion(public_id, user, answers, document, actor=acting())
        return user

    return carry_out(
        enter, to=url_for("councils.session", public_id=session_id),
        told=lambda user: _("Đã nhập ý kiến bằng văn bản của %(name)s.", name=user.name),
    )  # fmt: skip
