"""Two people at the same moment: one of them wins, the other is told, nothing is done twice."""

import threading
from datetime import date

import pytest

from tests.decisions.amending.conftest import FRAUD
from tests.factories.documents import draw_all, taken_pdf
from workflow.awards.models import Honour
from workflow.awards.services import Revocation
from workflow.core.db import db
from workflow.core.errors import InvalidStep, WorkflowError
from workflow.core.unit_of_work import unit_of_work
from workflow.decisions.amending import drafting, reissuing, replacing
from workflow.decisions.amending.drafting import Annulment
from workflow.decisions.amending.models import Amendment, Cause, Recovery, ReissueStatus
from workflow.decisions.amending.reissuing import Request
from workflow.decisions.models import Decision, ItemStatus
from workflow.decisions.queries import items_of
from workflow.decisions.services.revoking import revoke_honour
from workflow.documents.services import (
    attach_signed,
    check_paper,
    issue_paper,
    number_paper,
    offer_paper,
    sign_paper,
)

TODAY = date(2020, 12, 18)


def at_once(app, *acts):
    """Run the acts beside each other, each in a session of its own; return how each ended."""
    barrier, ends = threading.Barrier(len(acts)), [None] * len(acts)
    db.session.rollback()

    def run(at, act):
        with app.app_context():
            barrier.wait(10)
            try:
                with unit_of_work():
                    act()
                ends[at] = "done"
            except WorkflowError as refusal:
                ends[at] = type(refusal).__name__
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return ends


def _seal(desk, paper_id):
    for act, who in ((check_paper, desk.clerk), (offer_paper, desk.secretary),
                     (sign_paper, desk.head)):  # fmt: skip
        with unit_of_work():
            act(paper_id, actor=who)
    with unit_of_work():
        number_paper(paper_id, TODAY, actor=desk.clerk)
    draw_all()
    with unit_of_work():
        attach_signed(paper_id, taken_pdf(), actor=desk.clerk)


def test_one_line_is_annulled_replaced_and_annulled_again_by_one_paper_only(app, desk, decision):
    key, items = decision.public_id, [items_of(decision.id)[0].public_id]

    def annul():
        asked = Annulment(items, FRAUD, "Kết luận số 05/KL", "")
        drafting.annul(key, asked, actor=desk.secretary)

    def replace():
        replacing.replace(key, items, reason="Sai", bases="", actor=desk.secretary)

    ends = at_once(app, annul, annul, replace)

    assert sorted(ends) == ["InvalidStep", "InvalidStep", "done"]
    drafts = db.session.query(Amendment).count()
    assert (
        drafts + db.session.query(Decision).filter(Decision.replaces_id.is_not(None)).count() == 1
    )


def test_the_same_click_issues_an_annulment_once(app, desk, decision, mending):
    paper_id = mending.annul(0).paper.public_id
    _seal(desk, paper_id)

    def issue():
        issue_paper(paper_id, actor=desk.clerk)

    assert sorted(at_once(app, issue, issue)) == ["InvalidStep", "done"]
    assert db.session.query(Recovery).count() == 2
    assert [one.status for one in items_of(decision.id)].count(ItemStatus.REVOKED) == 1


def test_a_new_certificate_and_the_end_of_its_award_come_one_after_the_other(
    app, desk, decision, mending
):
    item = items_of(decision.id)[0]
    with unit_of_work():
        row = reissuing.ask(
            decision.public_id, item.public_id, Request(Cause.LOST, "Bảo", "CV 15", TODAY),
            actor=desk.clerk,
        )  # fmt: skip
    with unit_of_work():
        reissuing.confirm(row.public_id, version=row.version, actor=desk.clerk)
    honour = db.session.query(Honour).filter_by(decision_item_id=item.id).one()
    holder, honour_id, key, version = (
        item.recipient.public_id,
        honour.id,
        row.public_id,
        row.version,
    )

    ends = at_once(
        app,
        lambda: revoke_honour(
            holder, honour_id, Revocation("9/QĐ", TODAY, "Gian dối"), actor=desk.secretary
        ),
        lambda: reissuing.draw(key, "", version=version, actor=desk.clerk),
    )

    db.session.refresh(row)
    drawn = row.status is ReissueStatus.DRAWN
    assert ends == ["done", "done" if drawn else "InvalidStep"]
    assert db.session.query(Recovery).count() == 2
    with pytest.raises(InvalidStep), unit_of_work():
        reissuing.hand_over(key, TODAY, "Bảo", version=row.version, actor=desk.clerk)
