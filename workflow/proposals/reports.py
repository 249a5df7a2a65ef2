"""The context of a Báo cáo thành tích: the parts its award asks for, filled from the ledgers."""

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from workflow.awards.eligibility.wording import grade_name, scope_name
from workflow.awards.honour_roll import dated, roll_of
from workflow.awards.models import AwardKind, Honour, Initiative
from workflow.awards.queries import names_of
from workflow.awards.report_forms import form_for
from workflow.core import clock
from workflow.core.db import db
from workflow.core.i18n import on_paper
from workflow.core.text import fold
from workflow.core.written_dates import long_date
from workflow.documents.filling import blank_day
from workflow.documents.headings import heading_of
from workflow.proposals.models import Nomination
from workflow.proposals.printouts import REPORT, Source
from workflow.proposals.required import Opinion, RowForm, forms_of
from workflow.proposals.states import ConfirmationResult
from workflow.recipients.models import Recipient, RecipientKind, Strength, YearlyGrade

PURPOSE, TITLE, TEMPLATE = (
    REPORT, "Báo cáo thành tích", "proposals/achievement_report",
)  # fmt: skip
_YEARS = 5  # graded years told, up to the achievement's
BLANK = "…" * 45
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
# The parts of the forms; what an award has besides is printed as it was written.
_LIFE, _WORK, _HONOURS, _IDEAS = "so luoc", "thanh tich", "khen thuong", "sang kien"
_USUAL = {
    RecipientKind.PERSON: ("Sơ lược lý lịch", "Thành tích đạt được",
                           "Các hình thức đã được khen thưởng"),
    RecipientKind.COLLECTIVE: ("Sơ lược đặc điểm, tình hình", "Thành tích đạt được",
                               "Các hình thức đã được khen thưởng"),
    RecipientKind.HOUSEHOLD: ("Sơ lược về hộ gia đình", "Thành tích đạt được",
                              "Các hình thức đã được khen thưởng"),
}  # fmt: skip
_NUMBERED = re.compile(r"^(?:\d+|[ivx]+)\s*[.)]\s*")
Context = dict[str, Any]


@dataclass(frozen=True)
class Ledgers:
    """What the reports of some rows tell beside the unit's own words, by recipient."""

    honours: dict[int, list[Honour]]
    names: dict[int, str]
    grades: dict[int, list[YearlyGrade]]
    initiatives: dict[int, list[Initiative]]
    strengths: dict[int, list[Strength]]
    forms: dict[int, RowForm]


def read_ledgers(rows: Sequence[Nomination]) -> Ledgers:
    """Read them in a number of queries that does not grow with the rows."""
    ids = sorted({row.recipient_id for row in rows})
    honours: dict[int, list[Honour]] = _by_recipient(Honour, ids, joinedload(Honour.award))
    awards = {one.award_id for held in honours.values() for one in held}
    return Ledgers(
        honours, names_of(sorted(awards)), _by_recipient(YearlyGrade, ids),
        _by_recipient(Initiative, ids), _by_recipient(Strength, ids), forms_of(rows),
    )  # fmt: skip


def _by_recipient(model: Any, ids: Collection[int], *options: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    rows: Any = select(model).where(model.recipient_id.in_(ids)).options(*options)
    for one in db.session.scalars(rows.order_by(model.year, model.id)):
        found[one.recipient_id].append(one)
    return found


def report(source: Source, row: Nomination, ledgers: Ledgers) -> Context:
    """Return what the report of one row says."""
    with on_paper():
        parts = _parts(row, ledgers)
    award = source.awards[row.id]
    titled = row.award_version.award.kind is AwardKind.TITLE
    return {
        "organisation": heading_of(source.unit),
        "date_line": f"{source.unit.place}, {blank_day(clock.today().year)}",
        "award": f"danh hiệu “{award}”" if titled else award, "subtitle": _subtitle(row),
        "is_person": row.recipient.kind is RecipientKind.PERSON,
        "name_label": _NAME[row.recipient.kind], "name": row.recipient.name,
        "place": ", ".join(part for part in (row.post, row.unit_name) if part),
        "parts": parts, **_signatures(source, row),
    }  # fmt: skip


def _subtitle(row: Nomination) -> str:
    form = form_for(row.award_version.award.code, row.ground, row.recipient.kind)
    return form.subtitle if form is not None else ""


_NAME = {
    RecipientKind.PERSON: "Họ và tên", RecipientKind.COLLECTIVE: "Tên tập thể",
    RecipientKind.HOUSEHOLD: "Tên hộ gia đình",
}  # fmt: skip


def _signatures(source: Source, row: Nomination) -> Context:
    """The reporter signs on the right; the unit confirms, its superior what is the unit's own."""
    head = source.signature
    post = (source.receiver.head_post or "Thủ trưởng cấp trên").upper()
    above = {"prefix": "", "post_caps": post, "name": ""}
    if row.recipient.kind is RecipientKind.PERSON:
        own = source.head_id is not None and row.recipient.user_id == source.head_id
        return {"signature": {"prefix": "", "post_caps": "NGƯỜI BÁO CÁO",
                              "name": row.recipient.name},
                "confirmation": above if own else head}  # fmt: skip
    if row.recipient.organisation_id == source.unit.id:
        return {"signature": head, "confirmation": above}
    kind = row.recipient.kind
    post = "ĐẠI DIỆN TẬP THỂ" if kind is RecipientKind.COLLECTIVE else "ĐẠI DIỆN HỘ GIA ĐÌNH"
    return {"signature": {"prefix": "", "post_caps": post, "name": ""}, "confirmation": head}


def _parts(row: Nomination, ledgers: Ledgers) -> list[Context]:
    form = ledgers.forms[row.id]
    headings = [one.heading for one in form.parts] or _usual(row)
    written = _by_part(row.achievements, headings)
    ideas_apart = any(_IDEAS in fold(one) for one in headings)
    found = [
        _part(heading, row, ledgers, ideas_apart=ideas_apart) | {"paragraphs": written[heading]}
        for heading in headings
    ]
    heard = [one for one in form.opinions if one.asked]
    if heard:
        found.append(
            _empty("Ý kiến của cơ quan có liên quan")
            | {"opinions": [_opinion(one) for one in heard]}
        )
    return [
        one | {
            "number": _number(place), "heading": one["heading"].upper(),
            "paragraphs": [BLANK] if _is_empty(one) else one["paragraphs"],
        }
        for place, one in enumerate(found)
    ]  # fmt: skip


def _usual(row: Nomination) -> list[str]:
    """Return the headings where the award says nothing."""
    form = form_for(row.award_version.award.code, row.ground, row.recipient.kind)
    return [one.heading for one in form.parts] if form else list(_USUAL[row.recipient.kind])


def _is_empty(part: Context) -> bool:
    return not any(value for key, value in part.items() if key != "heading")


def blank_parts(context: Context) -> list[str]:
    """Return the headings nothing is known for: a line is left there for the hand."""
    return [one["heading"] for one in context["parts"] if one["paragraphs"] == [BLANK]]


def _number(place: int) -> str:
    return _ROMAN[place] if place < len(_ROMAN) else str(place + 1)


def _empty(heading: str) -> Context:
    return {
        "heading": heading, "lines": [], "paragraphs": [], "works": [], "grades": [],
        "is_ledger": False, "sentences": [], "titles": [], "forms": [], "opinions": [],
    }  # fmt: skip


def _part(heading: str, row: Nomination, ledgers: Ledgers, *, ideas_apart: bool) -> Context:
    """Return what the ledgers have to say under a heading."""
    part, key, of = _empty(heading), fold(heading), row.recipient_id
    if _HONOURS in key:
        held = [one for one in ledgers.honours[of] if not one.struck_by]
        return part | {
            "is_ledger": True,
            "sentences": roll_of(held, ledgers.names),
            "titles": [_prior(one, ledgers.names) for one in held if _is_title(one)],
            "forms": [_prior(one, ledgers.names) for one in held if not _is_title(one)],
        }
    if _LIFE in key:
        return part | {"lines": _profile(row.recipient, row, ledgers.strengths[of])}
    if _IDEAS in key or (_WORK in key and not ideas_apart):
        near = [one for one in ledgers.initiatives[of] if _near(one.year, row)]
        part |= {"works": [_work(one) for one in near]}
    if _WORK in key:
        part |= {"grades": [_grade(one) for one in ledgers.grades[of] if _near(one.year, row)]}
    return part


def _is_title(one: Honour) -> bool:
    return one.award.kind is AwardKind.TITLE


def _near(year: int, row: Nomination) -> bool:
    return row.year - _YEARS < year <= row.year


def _by_part(text: str, headings: Sequence[str]) -> dict[str, list[str]]:
    """Divide the unit's text at the lines that are headings; what precedes them is the work."""
    keys = {fold(one): one for one in headings}
    here = _main(headings)
    found: dict[str, list[str]] = {one: [] for one in headings}
    for line in (one.strip() for one in text.split("\n")):
        key = next((key for key in keys if _begins(line, key)), None)
        if key is not None:
            here = keys[key]
            line = line[line.index(":") + 1 :].strip() if ":" in line else ""  # noqa: PLW2901
        if line:
            found[here].append(line)
    return found


def _main(headings: Sequence[str]) -> str:
    """Return the heading what stands under none belongs to: the work done, not who did it."""
    own = [one for one in headings if _LIFE not in fold(one)]
    return next((one for one in own if _WORK in fold(one)), (own or headings)[0])


def _begins(line: str, key: str) -> bool:
    """Tell whether a line is the heading, with a number before it or not, alone or with a colon."""
    return _NUMBERED.sub("", fold(line.partition(":")[0])) == key


def _profile(who: Recipient, row: Nomination, strengths: Sequence[Strength]) -> list[Context]:
    """Return what is recorded of the nominee; nothing is made up for a form's other lines."""
    lines = []
    if who.birth_date is not None:
        lines.append(("Ngày sinh", long_date(who.birth_date).removeprefix("ngày ")))
    if who.employee_code:
        lines.append(("Số hiệu", who.employee_code))
    if row.post:
        lines.append(("Chức vụ", row.post))
    if row.unit_name:
        lines.append(("Đơn vị công tác" if _is_person(who) else "Trực thuộc", row.unit_name))
    counted = [one for one in strengths if one.year <= row.year]
    if counted:
        lines.append((f"Số người năm {counted[-1].year}", f"{counted[-1].members}"))
    return [{"label": label, "value": value} for label, value in lines]


def _is_person(who: Recipient) -> bool:
    return who.kind is RecipientKind.PERSON


def _work(one: Initiative) -> str:
    what = "Đề tài" if one.is_topic else "Sáng kiến"
    level = f"cấp {scope_name(one.scope)}"
    return f"{what} “{one.title}”, {level}, năm {one.year}" + (
        f" ({one.source})" if one.source else ""
    )


def _grade(one: YearlyGrade) -> Context:
    return {"year": str(one.year), "title": grade_name(one.grade), "decision": one.source}


def _prior(one: Honour, names: dict[int, str]) -> Context:
    number = one.number_text
    basis = f"Quyết định số {number}" if number and not _says_decision(number) else number
    parts = [basis, f"ngày {dated(one).removeprefix('ngày ')}" if dated(one) else "",
             f"của {one.issuer_text}" if one.issuer_text else ""]  # fmt: skip
    return {
        "year": one.period or (str(one.year) if one.year else ""),
        "title": names.get(one.award_id, one.award.code),
        "decision": " ".join(part for part in parts if part),
    }


def _says_decision(number: str) -> bool:
    return fold(number).startswith("quyet dinh")


def _opinion(one: Opinion) -> Context:
    kept = one.kept
    if kept is None or kept.result is None:
        asked = f", hỏi ngày {kept.asked_on:%d/%m/%Y}" if kept and kept.asked_on else ""
        answer = f"Chưa trả lời{asked}"
    else:
        said = "Đồng ý" if kept.result is ConfirmationResult.AGREED else "Không đồng ý"
        day = f"ngày {kept.answered_on:%d/%m/%Y}" if kept.answered_on else ""
        answer = f"{said} ({', '.join(part for part in (kept.answered_by, day) if part)})"
    return {"office": one.demand.text, "about": one.demand.detail, "answer": answer}
