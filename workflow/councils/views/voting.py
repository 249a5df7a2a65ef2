"""The booth: choose, look again, cast once, receipt. Nothing is stored before the cast."""

from collections.abc import Sequence
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workflow.awards.catalogue_texts import law_text
from workflow.core.audit import digest_of
from workflow.core.errors import BadInput, InvalidStep, WorkflowError
from workflow.core.i18n import _
from workflow.core.unit_of_work import unit_of_work
from workflow.core.web.access import acting, signed_in
from workflow.core.web.acting import carry_out
from workflow.core.web.once import act_key
from workflow.councils.agenda import choice_words
from workflow.councils.booth import BallotPaper, lay_out
from workflow.councils.eligibility import Standing, standings, those_seen
from workflow.councils.forms import read_answers, read_cast, read_place
from workflow.councils.models import Ballot, BallotItem, Elector
from workflow.councils.posts import post_name
from workflow.councils.sealed.queries import get_secret, secret_of
from workflow.councils.services.ballots import (
    Answer,
    already_voted,
    cast_votes,
    must_be_in_time,
)
from workflow.councils.services.refusals import put_on_record
from workflow.councils.services.secret.casting import cast_secret
from workflow.councils.states import BallotMode, BallotStatus, Choice, Presence
from workflow.councils.views.blueprint import bp
from workflow.councils.voting import find_elector, get_ballot, items_of, recusals_of, votes_of


def _page(
    template: str, ballot: Ballot, elector: Elector, paper: BallotPaper, *, refusal: str = "",
    status: int = 200, **more: Any,
) -> ResponseReturnValue:  # fmt: skip
    body = render_template(
        template, ballot=ballot, session=ballot.session, elector=elector, paper=paper,
        sealed=secret_of(ballot.id) if ballot.mode is BallotMode.SECRET else None,
        choices=[(choice.value, choice_words(choice)) for choice in Choice],
        post=post_name(elector.post), refusal=refusal, form_errors=refusal,
        asked=ballot.mode is BallotMode.CONSULTATION,
        **more,
    )  # fmt: skip
    return body, status


def _refused(ballot: Ballot, message: str, *, voted: bool = False) -> ResponseReturnValue:
    asked = ballot.mode is BallotMode.CONSULTATION
    body = render_template(
        "councils/no_ballot.html", asked=asked, session=ballot.session, ballot=ballot,
        message=message, voted=voted,
    )  # fmt: skip
    return body, 409


def _why_not(ballot: Ballot, elector: Elector | None) -> str:
    if elector is None:
        return _("Chỉ thành viên có tên trong danh sách khi mở bỏ phiếu được bỏ phiếu.")
    if ballot.status is not BallotStatus.OPEN:
        return _("Cuộc bỏ phiếu đã đóng nên không nhận thêm phiếu.")
    try:
        must_be_in_time(ballot)
    except InvalidStep as late:
        return str(late)
    if elector.presence is Presence.ABSENT:
        return _("Đồng chí được điểm danh vắng mặt. Nếu đã đến, hãy báo thư ký điểm danh lại; nếu "
                 "không, hãy gửi ý kiến bằng văn bản cho thư ký.")  # fmt: skip
    return ""


@bp.route("/ballots/<public_id>", methods=["GET", "POST"])
@signed_in
def ballot(public_id: str) -> ResponseReturnValue:
    """Choose; every button of the paper sends it whole and gets it back open elsewhere."""
    found = get_ballot(public_id, acting())
    elector = find_elector(found.id, acting().user_id)
    if elector is not None and elector.voted:
        if request.method == "POST":  # another paper: never taken for the one that was cast
            return _refused(found, already_voted(found, acting()), voted=True)
        return redirect(url_for("councils.receipt", public_id=public_id))
    if refusal := _why_not(found, elector):
        return _refused(found, refusal)
    assert elector is not None  # noqa: S101  (said by the refusal above)
    items, recused = items_of(found.id), recusals_of(elector.id)
    answers, said = _read()
    votable = [item for item in items if item.id not in recused]
    place = "1.1" if said else read_place(request.form.get("den", "1.1"), votable, answers)
    if place == "review":
        return _page("councils/review.html", found, elector, lay_out(items, answers, recused))
    paper = lay_out(items, answers, recused, place)
    status = 422 if said else 200
    return _page("councils/ballot.html", found, elector, paper, refusal=said, status=status,
                 standings=_standings(items), law_text=law_text)  # fmt: skip


def _standings(items: Sequence[BallotItem]) -> dict[int, Standing]:
    """Return what the members vote on: as kept when the ballot opened, whatever changed since."""
    seen = those_seen([item.nomination for item in items], acting())
    return standings(seen, {item.nomination.id: item for item in items})


def _read() -> tuple[dict[int, Answer], str]:
    try:
        return read_answers(request.form), ""
    except BadInput as error:
        return {}, str(error)


@bp.post("/ballots/<public_id>/cast")
@signed_in
def cast(public_id: str) -> ResponseReturnValue:
    """Cast once; what is missing sends the paper back with every choice kept."""
    try:
        return _cast(public_id)
    except WorkflowError as error:
        _put_on_record(public_id, error)
        if isinstance(error, InvalidStep):
            return _refused(get_ballot(public_id, acting()), str(error), voted=_voted(public_id))
        if not isinstance(error, BadInput):
            raise
        said = str(error)
    answers, _said = _read()
    found = get_ballot(public_id, acting())
    elector = find_elector(found.id, acting().user_id)
    if elector is None:
        return _refused(found, _why_not(found, elector))
    paper = lay_out(items_of(found.id), answers, recusals_of(elector.id))
    return _page("councils/review.html", found, elector, paper, refusal=said, status=422)


def _cast(public_id: str) -> ResponseReturnValue:
    mode, answers = get_ballot(public_id, acting()).mode, read_cast(request.form)
    if mode is BallotMode.SECRET:
        return _cast_secret(public_id, answers)
    return carry_out(
        lambda: cast_votes(public_id, answers, actor=acting()),
        to=url_for("councils.receipt", public_id=public_id), told="", once=_paper_key(answers),
    )  # fmt: skip


def _put_on_record(public_id: str, error: WorkflowError) -> None:
    """Record the refusal by itself: the vote's own unit of work was undone as a whole."""
    with unit_of_work():
        put_on_record(public_id, error, actor=acting())


def _cast_secret(public_id: str, answers: dict[int, Answer]) -> ResponseReturnValue:
    """Cast sealed, and answer with the receipt itself: no address or cookie ever carries it.

    The key of a repeated click is the form's alone: made from the answers it would tell them.
    """
    with unit_of_work(act_key()) as work:
        work.location = url_for("councils.receipt", public_id=public_id)
        code = cast_secret(public_id, answers, actor=acting())
    return _secret_receipt(get_ballot(public_id, acting()), code)


def _secret_receipt(found: Ballot, code: str = "") -> ResponseReturnValue:
    elector = find_elector(found.id, acting().user_id)
    assert elector is not None  # noqa: S101  (the paper of nobody else was taken)
    body = render_template(
        "councils/secret_receipt.html", ballot=found, session=found.session, elector=elector,
        post=post_name(elector.post), code=code, secret=get_secret(found.id),
    )  # fmt: skip
    return body, {"Cache-Control": "no-store"}


def _paper_key(answers: dict[int, Answer]) -> str:
    """Return the key of this very paper: the same form with other answers is another act."""
    key = act_key()
    chosen = [(row, answer.choice.value, answer.opinion) for row, answer in sorted(answers.items())]
    return f"{key}:{digest_of(chosen)}" if key else ""


def _voted(public_id: str) -> bool:
    elector = find_elector(get_ballot(public_id, acting()).id, acting().user_id)
    return elector is not None and elector.voted


@bp.get("/ballots/<public_id>/receipt")
@signed_in
def receipt(public_id: str) -> ResponseReturnValue:
    """Say that the paper is in, and what the member's own paper said."""
    found = get_ballot(public_id, acting())
    elector = find_elector(found.id, acting().user_id)
    if elector is None or not elector.voted:
        return redirect(url_for("councils.ballot", public_id=public_id))
    if found.mode is BallotMode.SECRET:
        return _secret_receipt(found)
    answers = {
        vote.ballot_item_id: Answer(vote.choice, vote.opinion)
        for vote in votes_of(found.id)
        if vote.elector_id == elector.id
    }
    paper = lay_out(items_of(found.id), answers, recusals_of(elector.id))
    return _page("councils/receipt.html", found, elector, paper)
