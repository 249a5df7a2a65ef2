"""Draft a revocation or a letter of correction, word it, or give it up while nobody has signed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy.orm.attributes import flag_modified

from workflow.accounts.delegating.states import SignedKind
from workflow.awards import legal_bases
from workflow.core import audit, clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import (
    BadInput,
    Difference,
    InvalidStep,
    NotAllowed,
    NotVisible,
    StaleEdit,
)
from workflow.core.i18n import _
from workflow.core.series import symbol_for
from workflow.core.text import one_line
from workflow.decisions.amending import printouts, queries, wording
from workflow.decisions.amending.models import Amendment, AmendmentKind, AmendmentLine, Part
from workflow.decisions.amending.rules import Ground, current_rule
from workflow.decisions.models import Decision, DecisionItem, ItemStatus, Origin
from workflow.decisions.policies import drafter_of
from workflow.decisions.printouts import lines
from workflow.decisions.queries import get_for_change, items_of
from workflow.decisions.services.drafting import default_signer, signers_for
from workflow.documents.authority import block_of
from workflow.documents.dropping import drop_paper
from workflow.documents.models import Paper
from workflow.documents.queries import lock as lock_paper
from workflow.documents.queries import signers_of
from workflow.documents.services import draft_paper, redraw_paper
from workflow.documents.states import PaperKind, PaperStatus

PURPOSE = "amendment"
KINDS = {
    AmendmentKind.ANNUL: SignedKind.DECISION, AmendmentKind.CORRECT: SignedKind.LETTER,
}  # fmt: skip


@dataclass(frozen=True)
class Annulment:
    """Whose award is annulled, on which ground, what was found, and what the paper rests on."""

    item_ids: Collection[str]
    ground: Ground
    facts: str
    bases: str  # conclusions, judgments …, one a line


@dataclass(frozen=True)
class Mistake:
    """Something written wrongly: on which line, which part, and what it should read."""

    item_id: str
    part: Part
    written: str
    reads: str


def open_for_amending(public_id: str, actor: Actor) -> Decision:
    """Return the locked decision if it is out, was made here, and the actor words its papers."""
    decision = get_for_change(public_id, actor)
    if not drafter_of(actor, decision):
        raise NotAllowed(_("Chỉ thư ký của cơ quan quyết định mới soạn được văn bản này."))
    if decision.origin is not Origin.MADE_HERE:
        raise InvalidStep(
            _("Quyết định này nhận từ ngoài; cơ quan ban hành mới sửa được. Khi có quyết định hủy "
              "bỏ của cơ quan đó, ghi vào Sổ theo dõi của người được khen.")
        )  # fmt: skip
    if decision.paper.status is not PaperStatus.ISSUED:
        raise InvalidStep(
            _("Chỉ hủy bỏ, thay thế, đính chính quyết định đã ban hành và đang có hiệu lực. "
              "Hãy tải lại trang.")
        )  # fmt: skip
    return decision


def refuse_replacement_under_way(decision: Decision) -> None:
    successor = queries.open_replacement(decision.id)
    if successor is not None:
        raise InvalidStep(
            _("“%(title)s” đang được soạn để thay thế quyết định này. Hãy ban hành hoặc bỏ dự thảo "
              "đó trước.", title=successor.paper.title)
        )  # fmt: skip


def refuse_annulled(items: Sequence[DecisionItem]) -> None:
    """Refuse lines that another annulment under way already names."""
    taken = queries.open_annulments([item.id for item in items])
    if taken:
        one = next(item for item in items if item.id in taken)
        raise InvalidStep(
            _("%(name)s đã có trong “%(title)s” đang xử lý, có thể người khác vừa soạn. Hãy hoàn "
              "tất hoặc bỏ dự thảo đó trước.", name=one.name, title=taken[one.id].paper.title)
        )  # fmt: skip


def refuse_letter_under_way(decision: Decision) -> None:
    """Refuse to copy lines that a letter not out yet is about to correct."""
    letter = queries.open_letter(decision.id)
    if letter is not None:
        raise InvalidStep(
            _("“%(title)s” đang xử lý, chưa phát hành. Hãy phát hành để dự thảo thay thế chép đúng "
              "chữ đã đính chính, hoặc bỏ dự thảo đó trước.", title=letter.paper.title)
        )  # fmt: skip


def standing(decision: Decision) -> list[DecisionItem]:
    """Return the lines whose award still stands."""
    return [one for one in items_of(decision.id) if one.status is ItemStatus.AWARDED]


def chosen(decision: Decision, ids: Collection[str]) -> list[DecisionItem]:
    """Return the ticked lines, all of which must still stand."""
    if not ids:
        raise BadInput(_("Hãy chọn ít nhất một tập thể, cá nhân."), field="items")
    found = [one for one in standing(decision) if one.public_id in ids]
    if len(found) != len(set(ids)):
        raise InvalidStep(
            _("Một tên đã chọn không còn hiệu lực khen thưởng trong quyết định này. "
              "Hãy tải lại trang và chọn lại.")
        )  # fmt: skip
    return found


def annul(public_id: str, asked: Annulment, *, actor: Actor) -> Amendment:
    """Draft the decision that annuls the ticked lines; all that stand is the whole decision."""
    decision = open_for_amending(public_id, actor)
    items = chosen(decision, asked.item_ids)
    refuse_replacement_under_way(decision)
    refuse_annulled(items)
    if not asked.ground.text:
        raise BadInput(_("Hãy chọn trường hợp hủy bỏ."), field="ground")
    if not asked.facts.strip():
        raise BadInput(_("Hãy ghi sự việc: ai kết luận, vi phạm gì."), field="facts")
    whole = len(items) == len(items_of(decision.id))
    bases = [*legal_bases.cited_on(clock.today()), *map(_as_basis, lines(asked.bases))]
    amendment = Amendment(
        decision_id=decision.id, decision=decision, kind=AmendmentKind.ANNUL,
        ground=asked.ground.text, ground_basis=asked.ground.basis, facts=asked.facts.strip(),
        subject=wording.annulment_subject(decision, items, whole=whole), bases="\n".join(bases),
    )  # fmt: skip
    days = current_rule(decision.organisation_id).recovery_days
    amendment.articles = "\n".join(
        wording.annulment_articles(decision, items, amendment, whole=whole, days=days)
    )
    title = wording.annulment_title(decision, items, whole=whole)
    rows = [AmendmentLine(item_id=item.id, item=item) for item in items]
    symbol = f"{PaperKind.DECISION.value}-{decision.organisation.symbol}"
    return _drafted(amendment, rows, title, (PaperKind.DECISION, "QĐ", symbol), actor)


def _as_basis(line: str) -> str:
    """Return a basis as papers begin it; what somebody began otherwise stays."""
    begins = ("căn cứ", "theo ", "xét ", "thực hiện")
    return line if line.casefold().startswith(begins) else f"Căn cứ {line}"


def correct(
    public_id: str, mistakes: Sequence[Mistake], *, addressees: str, unit_symbol: str,
    actor: Actor,
) -> Amendment:  # fmt: skip
    """Draft the letter that says what the decision should read; its own text is never touched."""
    decision = open_for_amending(public_id, actor)
    refuse_replacement_under_way(decision)
    rows = [_line(decision, mistake) for mistake in mistakes]
    if not rows:
        raise BadInput(_("Hãy ghi ít nhất một chỗ cần đính chính."), field="mistakes")
    if not lines(addressees):
        raise BadInput(_("Hãy ghi nơi gửi công văn."), field="addressees")
    amendment = Amendment(
        decision_id=decision.id, decision=decision, kind=AmendmentKind.CORRECT,
        subject=wording.correction_subject(decision), addressees=addressees,
        articles="\n".join(wording.correction_text(decision)),
    )  # fmt: skip
    # a letter's symbol names no kind: agency, then the unit that drafted it (Decree 30, PL III)
    symbol = symbol_for("CV", decision.organisation.symbol, one_line(unit_symbol))
    title = f"Đính chính Quyết định số {decision.paper.number_text}"
    return _drafted(
        amendment, rows, title, (PaperKind.LETTER, PaperKind.LETTER.value, symbol), actor
    )


def _line(decision: Decision, mistake: Mistake) -> AmendmentLine:
    item = None
    if mistake.item_id:
        item = next((i for i in items_of(decision.id) if i.public_id == mistake.item_id), None)
        if item is None:
            raise NotVisible(_("Không tìm thấy dòng này trong danh sách kèm theo quyết định."))
        if item.status is not ItemStatus.AWARDED:
            raise InvalidStep(
                _("Khen thưởng của %(name)s không còn hiệu lực trong quyết định này nên không đính "
                  "chính dòng này nữa.", name=item.name)
            )  # fmt: skip
    printed = {Part.NAME: "name", Part.POST: "post", Part.UNIT: "unit_name"}
    written = mistake.written
    if item is not None and mistake.part in printed:
        written = getattr(item, printed[mistake.part])
    if not written or not mistake.reads:
        raise BadInput(_("Hãy ghi đủ “đã ghi” và “đính chính thành”."), field="mistakes")
    if written == mistake.reads:
        raise BadInput(
            _("“%(text)s” đã đúng như văn bản ghi. Hãy kiểm tra lại.", text=written),
            field="mistakes",
        )
    return AmendmentLine(
        item_id=item.id if item else None, item=item, part=mistake.part, written=written,
        reads=mistake.reads,
    )  # fmt: skip


def _drafted(
    amendment: Amendment, rows: Sequence[AmendmentLine], title: str,
    numbered: tuple[PaperKind, str, str], actor: Actor,
) -> Amendment:  # fmt: skip
    kind, series, symbol = numbered
    organisation = amendment.decision.organisation
    signs = KINDS[amendment.kind]
    signer = default_signer(organisation, [row.item for row in rows if row.item], signs)
    first = "Như trên" if kind is PaperKind.LETTER else "Như Điều 3"
    above = [f"{organisation.parent.short_name} (để b/c)"] if organisation.parent else []
    destinations = [first, *above, "Lưu: VT"]
    context = printouts.context_of(
        amendment, rows, symbol=symbol, destinations=destinations, year=clock.today().year,
        signer=block_of(organisation, signer, signs),
    )  # fmt: skip
    paper = draft_paper(
        organisation_id=organisation.id, kind=kind, title=title, owner=("amendment", 0),
        purpose=PURPOSE, series=series, symbol=symbol, template=printouts.TEMPLATES[amendment.kind],
        context=context, signers=[signer], destinations=destinations, actor=actor,
    )  # fmt: skip
    amendment.paper = paper
    db.session.add(amendment)
    db.session.flush()
    for row in rows:
        row.amendment_id = amendment.id
    db.session.add_all(rows)
    paper.owner_id = amendment.id
    db.session.flush()
    audit.record(
        f"amendment.{amendment.kind.value}", stream=("paper", amendment.decision.paper_id),
        actor=actor, subject=("amendment", amendment.id),
        detail={"title": title, "names": [row.item.name for row in rows if row.item is not None]},
    )  # fmt: skip
    return amendment


# Wording and giving up


@dataclass(frozen=True)
class Words:
    """What the secretary may word, each a text; several of them one a line."""

    subject: str
    bases: str
    addressees: str
    articles: str
    destinations: str
    signer_id: int


def words_of(amendment: Amendment) -> Words:
    return Words(
        amendment.subject, amendment.bases, amendment.addressees, amendment.articles,
        "\n".join(amendment.paper.destinations), signers_of(amendment.paper_id)[0].user_id,
    )  # fmt: skip


def _draft_of(public_id: str, actor: Actor) -> Amendment:
    """Return the locked amendment and its locked paper, if the actor may still change it."""
    amendment = queries.lock(queries.get_visible(public_id, actor).id)
    if not drafter_of(actor, amendment.decision):
        raise NotAllowed(_("Chỉ thư ký của cơ quan quyết định mới sửa được dự thảo."))
    paper = lock_paper(amendment.paper_id)
    if paper.status not in (PaperStatus.DRAFT, PaperStatus.CHECKED):
        raise InvalidStep(_("Văn bản đã trình ký nên dự thảo không đổi được nữa."))
    return amendment


def _texts() -> dict[str, str]:
    return {
        "subject": _("Trích yếu"), "bases": _("Căn cứ"), "addressees": _("Kính gửi"),
        "articles": _("Nội dung"), "destinations": _("Nơi nhận"),
    }  # fmt: skip


def edit(public_id: str, words: Words, *, version: int, actor: Actor) -> Amendment:
    """Word the draft anew; a checked one is a draft again."""
    amendment = _draft_of(public_id, actor)
    stored = words_of(amendment)
    if amendment.version != version:
        raise StaleEdit(
            _("Người khác vừa sửa dự thảo này. Hãy so hai bản rồi sửa lại trên bản mới nhất."),
            [
                Difference(label, getattr(words, name), getattr(stored, name))
                for name, label in _texts().items()
                if getattr(words, name) != getattr(stored, name)
            ],
        )
    letter = amendment.kind is AmendmentKind.CORRECT
    needed = ["subject", "articles", "destinations", "addressees" if letter else "bases"]
    for name in needed:
        if not lines(getattr(words, name)):
            raise BadInput(_("Phần này không được để trống."), field=name)
    amendment.subject, amendment.articles = words.subject, words.articles
    amendment.bases, amendment.addressees = words.bases, words.addressees
    paper = amendment.paper
    paper.destinations = [line.rstrip(" ;.,") for line in lines(words.destinations)]
    _name_signer(amendment, words.signer_id)
    flag_modified(amendment, "subject")  # another signer alone raises the version too
    _redraw(amendment, paper, actor)
    return amendment


def _name_signer(amendment: Amendment, user_id: int) -> None:
    signer = signers_of(amendment.paper_id)[0]
    offered = signers_for(amendment.decision.organisation, KINDS[amendment.kind])
    found = next((one for one in offered if one.user.id == user_id), None)
    if found is None:
        raise BadInput(_("Người này không được giao quyền ký của cơ quan."), field="signer_id")
    signer.user_id, signer.name, signer.post = found.user.id, found.user.name, found.post
    amendment.paper.signer_post, amendment.paper.signer_name = signer.post, signer.name
    db.session.flush()


def _redraw(amendment: Amendment, paper: Paper, actor: Actor) -> None:
    signer = signers_of(paper.id)[0]
    context = printouts.context_of(
        amendment, queries.lines_of(amendment.id), symbol=paper.symbol,
        destinations=paper.destinations, year=clock.today().year,
        signer=block_of(amendment.decision.organisation, signer, KINDS[amendment.kind]),
    )  # fmt: skip
    db.session.flush()
    redraw_paper(paper, context, actor=actor)


def drop(public_id: str, *, actor: Actor) -> Amendment:
    """Give the draft up: the lines it named are free for another paper."""
    amendment = _draft_of(public_id, actor)
    drop_paper(amendment.paper_id, actor=actor)
    audit.record(
        "amendment.drop", stream=("paper", amendment.decision.paper_id), actor=actor,
        subject=("amendment", amendment.id), detail={"title": amendment.paper.title},
    )  # fmt: skip
    return amendment
