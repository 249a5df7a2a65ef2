"""How a revocation, a letter of correction and a replacing decision are usually worded."""

from collections.abc import Sequence
from datetime import date

from workflow.core.written_dates import long_date
from workflow.decisions import printouts, wording
from workflow.decisions.amending.models import Amendment, AmendmentLine, Part
from workflow.decisions.models import Decision, DecisionItem
from workflow.recipients.models import RecipientKind

NAMED_IN_ARTICLE = 3  # more names are put into a list of their own
_IN_FORCE = "có hiệu lực kể từ ngày ký"
PARTS = {
    Part.NAME: "họ và tên, tên tập thể", Part.POST: "chức vụ", Part.UNIT: "đơn vị công tác",
    Part.BORN: "ngày sinh", Part.OTHER: "nội dung",
}  # fmt: skip


def number_and_day(decision: Decision) -> str:
    """Return “số 01/QĐ-CQLTT ngày 18 tháng 12 năm 2020”."""
    paper = decision.paper
    day = f" {long_date(paper.dated)}" if paper.dated else ""
    return f"số {paper.number_text}{day}"


def about(decision: Decision) -> str:
    """Return the subject in the middle of a sentence: “về việc tặng Giấy khen cho …”."""
    text = " ".join(decision.subject.split())
    return text[:1].lower() + text[1:]


def cited(decision: Decision) -> str:
    issuer = wording.issuer(decision.organisation)
    return f"Quyết định {number_and_day(decision)} của {issuer} {about(decision)}".strip()


def _who(item: DecisionItem) -> str:
    rest = [part for part in (item.post, item.unit_name) if part and part != item.name]
    named = {
        RecipientKind.PERSON: "ông (bà)", RecipientKind.COLLECTIVE: "tập thể",
        RecipientKind.HOUSEHOLD: "hộ gia đình",
    }[item.kind]  # fmt: skip
    return ", ".join([f"{named} {item.name}", *rest]) + f" (số thứ tự {item.ordinal:02d})"


def _whom(items: Sequence[DecisionItem]) -> str:
    if len(items) > NAMED_IN_ARTICLE:
        return f"{wording.counts(i.kind for i in items)} (có danh sách kèm theo)"
    return "; ".join(map(_who, items))


def annulment_subject(decision: Decision, items: Sequence[DecisionItem], *, whole: bool) -> str:
    if whole:
        return f"Về việc hủy bỏ Quyết định {number_and_day(decision)}"
    counted = wording.counts(item.kind for item in items)
    return (
        f"Về việc hủy bỏ khen thưởng đối với {counted}\ntại Quyết định {number_and_day(decision)}"
    )


def annulment_title(decision: Decision, items: Sequence[DecisionItem], *, whole: bool) -> str:
    number = decision.paper.number_text
    if whole:
        return f"Quyết định hủy bỏ Quyết định số {number}"
    counted = wording.counts(item.kind for item in items)
    return f"Quyết định hủy bỏ khen thưởng đối với {counted} tại Quyết định số {number}"


def annulment_articles(
    decision: Decision, items: Sequence[DecisionItem], amendment: Amendment, *, whole: bool,
    days: int,
) -> list[str]:  # fmt: skip
    """Return the usual three articles: what is annulled and why, what comes back, from when."""
    confers = printouts.conferring(decision, items)
    award = wording.listed(confers, decision.organisation)
    what = (
        f"Hủy bỏ {cited(decision)}" if whole
        else f"Hủy bỏ việc {confers.verb} {award} đối với {_whom(items)} tại {cited(decision)}"
    )  # fmt: skip
    ground = amendment.ground[:1].lower() + amendment.ground[1:]
    basis = f" ({amendment.ground_basis})" if amendment.ground_basis else ""
    facts = f": {' '.join(amendment.facts.split()).rstrip(' .')}" if amendment.facts else ""
    return [
        f"{what}. Lý do: {ground}{basis}{facts}.",
        f"Thu hồi {confers.award} và tiền thưởng kèm theo (nếu đã chi) của các tập thể, cá nhân bị "
        f"hủy bỏ khen thưởng tại Điều 1. Thời hạn thu hồi: {days} ngày kể từ ngày ký Quyết định "
        "này. Tiền thưởng thu hồi nộp về Quỹ thi đua, khen thưởng.",
        f"Quyết định này {_IN_FORCE}. Các đơn vị, cá nhân có liên quan và các tập thể, cá nhân "
        "bị hủy bỏ khen thưởng tại Điều 1 chịu trách nhiệm thi hành Quyết định này.",
    ]


def replacing_article(decision: Decision, articles: Sequence[str]) -> list[str]:
    """Return the articles with the words that say which decision this one takes the place of."""
    issuer = wording.issuer(decision.organisation)
    takes = f"thay thế Quyết định {number_and_day(decision)} của {issuer}"
    if any(_IN_FORCE in one for one in articles):
        return [one.replace(_IN_FORCE, f"{_IN_FORCE} và {takes}", 1) for one in articles]
    return [*articles, f"Quyết định này {takes}."]


def replacing_title(title: str, replaced: Decision) -> str:
    return f"{title} (thay thế Quyết định số {replaced.paper.number_text})"


# Letters of correction


def correction_subject(decision: Decision) -> str:
    return f"V/v đính chính\nQuyết định số {decision.paper.number_text}"


def correction_addressees(decision: Decision) -> str:
    return f"Các đơn vị, tập thể, cá nhân có tên trong Quyết định số {decision.paper.number_text}"


def correction_text(decision: Decision) -> list[str]:
    """Return the opening and the closing of the letter."""
    name = decision.organisation.name
    day = decision.paper.dated
    return [
        f"{long_date(day).capitalize() if day else ''}, {wording.issuer(decision.organisation)} đã "
        f"ban hành Quyết định số {decision.paper.number_text} {about(decision)}. Do sơ suất trong "
        f"khâu soạn thảo, {name} đính chính Quyết định này như sau:",
        f"Các nội dung khác của Quyết định số {decision.paper.number_text} không thay đổi. {name} "
        "thông báo để các đơn vị, tập thể, cá nhân liên quan biết, thực hiện.",
    ]


def place_of(line: AmendmentLine) -> str:
    """Return where the mistake stands: “Số thứ tự 02, Trần Quốc Bảo: chức vụ”."""
    said = PARTS[line.part or Part.OTHER]
    if line.item is None:
        return "Phần lời của Quyết định"
    return f"Số thứ tự {line.item.ordinal:02d}, {line.item.name}: {said}"


def correction_line(line: AmendmentLine) -> str:
    return f"{place_of(line)} đã ghi “{line.written}”, đính chính thành “{line.reads}”"


def note_of(line: AmendmentLine, number: str, dated: date) -> str:
    """Return what is added to the line in list and ledger."""
    said = PARTS[line.part or Part.OTHER]
    return (
        f"Đính chính theo Công văn số {number} ngày {dated:%d/%m/%Y}: {said} ghi "
        f"“{line.written}”, nay đọc là “{line.reads}”"
    )
