"""The tellers' page: who keeps the key, what they do next, and what they counted."""

from flask import render_template
from flask.typing import ResponseReturnValue

from workflow.core.errors import NotAllowed
from workflow.core.i18n import _
from workflow.core.web.access import acting, signed_in
from workflow.councils.agenda import parts_of
from workflow.councils.policies import secretary_of_ballot
from workflow.councils.posts import post_name
from workflow.councils.sealed.queries import get_secret, is_teller, tellers_of
from workflow.councils.views.blueprint import bp
from workflow.councils.views.wording import line_words, threshold_words
from workflow.councils.voting import get_ballot, items_of, progress_of, tallies_of
from workflow.proposals.queries import name_text


@bp.get("/ballots/<public_id>/tellers")
@signed_in
def tellers(public_id: str) -> ResponseReturnValue:
    """Tellers and the secretary see the same page: counts, never a paper."""
    ballot = get_ballot(public_id, acting())
    if not (is_teller(acting(), ballot) or secretary_of_ballot(acting(), ballot)):
        raise NotAllowed(_("Trang này dành cho ban kiểm phiếu và thư ký Hội đồng."))
    secret, members = get_secret(ballot.id), tellers_of(ballot.id)
    items, progress = items_of(ballot.id), progress_of(ballot.id)
    posts = {one.user_id: post_name(one.post) for one in progress.electors}
    return render_template(
        "councils/tellers.html", ballot=ballot, session=ballot.session, secret=secret,
        tellers=members, mine=next((t for t in members if t.user_id == acting().user_id), None),
        runs=secretary_of_ballot(acting(), ballot), progress=progress, posts=posts,
        drawn=sum(one.public_key is not None for one in members), parts=parts_of(items),
        tallies=tallies_of(ballot.id), line_words=line_words, threshold_words=threshold_words,
        name_text=name_text,
    )  # fmt: skip
