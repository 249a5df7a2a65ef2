"""Which rows still wait for their appraisal, where the council votes on nothing before it."""

from collections.abc import Sequence

from sqlalchemy import func, select

from workflow.core.db import db
from workflow.core.errors import Incomplete
from workflow.core.i18n import _
from workflow.councils.appraising.models import AppraisalSheet
from workflow.councils.appraising.queries import asked_of, results_of
from workflow.councils.models import AgendaItem, Session
from workflow.proposals.queries import name_text


def unappraised(session: Session, rows: Sequence[AgendaItem]) -> list[AgendaItem]:
    """Return the rows that hold the ballot back: no result, and sheets missing or not dealt out."""
    if session.is_consultation:  # what precedes a meeting
        return []
    rule, appraisal = asked_of(session)
    if rule is None or not (rule.asked and rule.holds_ballot):
        return []
    if appraisal is None:
        return list(rows)
    waiting = db.session.execute(
        select(AppraisalSheet.nomination_id, func.count(AppraisalSheet.handed_in_at), func.count())
        .where(AppraisalSheet.appraisal_id == appraisal.id, AppraisalSheet.released_at.is_(None))
        .group_by(AppraisalSheet.nomination_id)
    )
    done = {key for key, handed_in, dealt in waiting if handed_in == dealt}
    done |= {one.nomination_id for one in results_of(appraisal.id)}
    return [row for row in rows if row.nomination_id not in done]


def must_be_appraised(session: Session, rows: Sequence[AgendaItem]) -> None:
    """Refuse a vote on rows whose appraisal is not over, where the council's rules wait for it."""
    if found := unappraised(session, rows):
        raise Incomplete(
            _("Còn %(n)s đề nghị chưa thẩm định xong, đầu tiên là %(name)s. Hãy chờ nộp đủ phiếu "
              "thẩm định, ghi kết quả thẩm định, hoặc đưa đề nghị ra khỏi phiên họp.",
              n=len(found), name=name_text(found[0].nomination))
        )  # fmt: skip
