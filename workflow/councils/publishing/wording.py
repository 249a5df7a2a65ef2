"""What the minutes say of lists made public before their vote."""

from collections import Counter
from collections.abc import Iterable

from workflow.councils.models import AgendaItem, Council
from workflow.councils.publishing.queries import comments_on, stages_of


def lines_for_minutes(council: Council, items: Iterable[AgendaItem]) -> list[str]:
    """Return how long each list stood in public, and how many comments came and were answered."""
    lists = [one.publication for one in stages_of(council, items) if one.publication is not None]
    rows = Counter(one.id for one in lists)
    said = []
    for one in sorted({one.id: one for one in lists}.values(), key=lambda found: found.id):
        comments = comments_on(one.id)
        answered = sum(bool(comment.answer) for comment in comments)
        told = (
            f"có {len(comments):02d} ý kiến, đã trả lời {answered:02d} ý kiến" if comments
            else "không có ý kiến"
        )  # fmt: skip
        said.append(
            f"Danh sách {rows[one.id]:02d} đề nghị đã công khai lấy ý kiến từ ngày "
            f"{one.published_on:%d/%m/%Y} đến hết ngày {one.last_day:%d/%m/%Y} ({one.days:02d} "
            f"ngày làm việc); {told}."
        )
    return said
