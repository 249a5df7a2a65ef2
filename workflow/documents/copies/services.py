"""Make copies of an issued paper: the wish, then numbers and drawings bit by bit, each once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import func, select

from workflow.accounts.delegating import standing
from workflow.accounts.delegating.standing import Standing
from workflow.accounts.delegating.states import SignedKind
from workflow.core import audit, clock, jobs, numbers
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, InvalidStep, NotAllowed
from workflow.core.i18n import _
from workflow.core.text import one_line
from workflow.core.unit_of_work import unit_of_work
from workflow.documents import queries as papers
from workflow.documents.copies import drawing
from workflow.documents.copies.models import Copy, CopyForm, CopyRun
from workflow.documents.copies.policies import maker_of
from workflow.documents.copies.queries import get_visible
from workflow.documents.copies.remarks import Remarks, corrected_in, remarks_of, void_in
from workflow.documents.models import Paper
from workflow.documents.states import OUT, PaperStatus
from workflow.organisations.models import Organisation

SERIES = "SAO"  # one yearly series for all forms of copies (Decree 30, PL I, part II)
KIND = "documents.copies"
AT_ONCE = 20  # copies that get their numbers in one transaction
MOST = 5000
MOST_SHEETS = 500


@dataclass(frozen=True)
class Target:
    """One copy wanted; `values` are what its text has besides what the whole run shares.

    `lines` are the printed numbers of those it holds, None of the whole paper. `mark` and `note`
    are what the copy says of them: which no longer hold, what was corrected.
    """

    title: str
    destinations: Sequence[str]
    quantity: int = 1
    for_organisation_id: int | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    lines: Collection[int] | None = None
    mark: str = ""
    note: str = ""


@dataclass(frozen=True)
class Order:
    """How the copies are made: who signs them, at whose request; `known`: the paper's end."""

    form: CopyForm
    prefix: str
    post: str
    name: str
    asked_by: str = ""
    known: bool = False

    @property
    def signature(self) -> dict[str, str]:
        return {
            "prefix": self.prefix, "post": self.post, "post_caps": self.post.upper(),
            "name": self.name,
        }  # fmt: skip


def signers_for(organisation: Organisation) -> Sequence[Standing]:
    """Return who may sign copies of the office today."""
    return standing.signers_for(organisation, SignedKind.COPY, clock.today())


def _right_of(order: Order, paper: Paper) -> dict[str, str]:
    """Return what the signature of the copies rests on. Raises BadInput where there is nothing."""
    wanted = {name: order.signature[name] for name in ("prefix", "post_caps", "name")}
    for one in signers_for(paper.organisation):
        if one.block == wanted:
            return one.told
    raise BadInput(
        _("Người này không đứng đầu cơ quan và hôm nay không được giao ký bản sao. Hãy chọn người "
          "khác, hoặc nhờ người đứng đầu, quản trị viên ghi việc giao quyền ký."), field="signer",
    )  # fmt: skip


def mark_of(paper: Paper) -> str:
    """Return what a copy of a paper that no longer holds says of it; empty for any other."""
    if paper.status is PaperStatus.REVOKED:
        return "Văn bản này đã bị hủy bỏ, bản sao chỉ dùng để tra cứu."
    if paper.status is PaperStatus.REPLACED:
        later = db.session.get(Paper, paper.replaced_by_id) if paper.replaced_by_id else None
        by = f" bằng văn bản số {later.number_text}" if later and later.number_text else ""
        return f"Văn bản này đã được thay thế{by}, bản sao chỉ dùng để tra cứu."
    return ""


def ends_of(paper: Paper) -> str:
    """Return what no longer holds of the paper: all of it, or some of its lines."""
    return mark_of(paper) or void_in(remarks_of(paper), None)


def make(
    paper: Paper, order: Order, targets: Sequence[Target], *, template: str,
    context: dict[str, Any], actor: Actor,
) -> CopyRun:  # fmt: skip
    """Write down what is wanted; a few copies get their numbers at once, many by a worker.

    Raises BadInput for `known` when what is copied no longer holds and nobody said they know it.
    """
    paper = papers.lock(paper.id)
    _refuse(paper, targets, actor)
    right = _right_of(order, paper)
    told, remarks = mark_of(paper), remarks_of(paper)
    void = [void_in(remarks, target.lines) for target in targets]
    if (told or any(void)) and not order.known:
        raise BadInput(
            _("Nội dung được sao không còn hiệu lực. Hãy xác nhận vẫn sao để tra cứu; "
              "bản sao in rõ điều này."), field="known",
        )  # fmt: skip
    run = CopyRun(
        organisation=paper.organisation, paper=paper, form=order.form, template=template,
        context=context, targets=[asdict(target) for target in targets], size=len(targets),
        signature=order.signature, asked_by=one_line(order.asked_by), mark=told,
        made_by_id=actor.user_id, made_at=clock.now(),
    )  # fmt: skip
    db.session.add(run)
    db.session.flush()
    audit.record(
        "paper.copy", stream=("paper", paper.id), actor=actor, subject=("copy_run", run.id),
        detail={"form": order.form.value, "copies": len(targets), "for": run.asked_by,
                "right": right},
    )  # fmt: skip
    if len(targets) <= AT_ONCE:
        number_next(run.id)
    else:
        job = jobs.enqueue(KIND, f"copies:{run.id}", {"run": run.id})
        job.total_units, run.job_id = len(targets), job.id
    return run


def _refuse(paper: Paper, targets: Sequence[Target], actor: Actor) -> None:
    if not maker_of(actor, paper):
        raise NotAllowed(_("Chỉ văn thư hoặc lưu trữ của cơ quan giữ văn bản mới làm bản sao."))
    if paper.status not in OUT:
        raise InvalidStep(_("Văn bản chưa ban hành nên chưa sao được. Hãy phát hành trước."))
    if not paper.organisation.symbol:
        raise InvalidStep(
            _("Cơ quan chưa có ký hiệu để ghi số bản sao. Nhờ quản trị viên ghi ký hiệu.")
        )
    _refuse_targets(targets)


def _refuse_targets(targets: Sequence[Target]) -> None:
    if not 0 < len(targets) <= MOST:
        raise BadInput(_("Hãy chọn ít nhất một người, một đơn vị để trích sao."), field="lines")
    for target in targets:
        if not 0 < target.quantity <= MOST_SHEETS:
            raise BadInput(
                _("Số lượng bản phải từ 1 đến %(most)s.", most=MOST_SHEETS), field="quantity"
            )
        if not target.destinations:
            raise BadInput(_("Hãy ghi nơi nhận bản sao."), field="destinations")


def number_next(run_id: int) -> int:
    """Number the next copies of a run and have them drawn; return how many there are now.

    Safe to repeat and to run twice at once: the run's row is locked, and what has a number
    keeps it. Numbers are taken on the day of the act, last of all.
    """
    run = db.session.get_one(
        CopyRun, run_id, with_for_update={"of": CopyRun}, populate_existing=True
    )
    made = db.session.scalar(select(func.count(Copy.id)).where(Copy.run_id == run.id)) or 0
    _tell_changes(run, made)
    rows = [
        Copy(
            run=run, ordinal=ordinal, organisation_id=run.organisation_id, paper=run.paper,
            title=target["title"], destinations=list(target["destinations"]),
            quantity=target["quantity"], for_organisation_id=target["for_organisation_id"],
        )
        for ordinal, target in enumerate(run.targets[made : made + AT_ONCE], start=made)
    ]  # fmt: skip
    db.session.add_all(rows)
    db.session.flush()
    for row in rows:
        _take_number(row, run)
    db.session.flush()
    drawing.request(run, rows)
    return made + len(rows)


def _tell_changes(run: CopyRun, made: int) -> None:
    """Let what is numbered now say what was annulled or corrected until now, also meanwhile."""
    paper = papers.lock(run.paper_id)
    whole, remarks = mark_of(paper), remarks_of(paper)
    later = "" if whole == run.mark else whole
    told = [
        target
        | {
            "mark": " ".join(filter(None, [later, _void(whole, remarks, target["lines"])])),
            "note": corrected_in(remarks, target["lines"]),
        }
        for target in run.targets[made : made + AT_ONCE]
    ]
    if told != run.targets[made : made + AT_ONCE]:
        run.targets = [*run.targets[:made], *told, *run.targets[made + AT_ONCE :]]


def _void(whole: str, remarks: Remarks, lines: Collection[int] | None) -> str:
    """Return which lines no longer hold; of a whole paper that does not hold it is said already."""
    return "" if whole and lines is None else void_in(remarks, lines)


def _take_number(copy: Copy, run: CopyRun) -> None:
    copy.number_entry = numbers.take(
        run.organisation_id, SERIES, dated=clock.today(), holder=("copy", copy.id),
        act_key=f"copy:{run.id}:{copy.ordinal}",
    )  # fmt: skip
    entry, symbol = copy.number_entry, f"{run.form.value}-{run.organisation.symbol}"
    copy.dated, copy.number_text = entry.dated, numbers.written(entry.number, entry.suffix, symbol)


@jobs.handles(KIND)
def work(run: jobs.Run) -> None:
    """Number the copies of a large run, a few in each transaction; it may die anywhere."""
    run_id, total = run.payload["run"], db.session.get_one(CopyRun, run.payload["run"]).size
    db.session.rollback()
    done = -1
    while done < total:
        with unit_of_work():
            done = number_next(run_id)
        run.progress(done, total)


def try_again(public_id: str, *, actor: Actor) -> CopyRun:
    """Take up a run that stopped: numbers still missing, drawings that failed."""
    run = db.session.scalars(
        select(CopyRun).where(
            CopyRun.public_id == public_id, CopyRun.organisation_id == actor.organisation_id
        )
    ).one_or_none()
    if run is None or not maker_of(actor, run.paper):
        raise NotAllowed(_("Chỉ văn thư hoặc lưu trữ của cơ quan giữ văn bản mới làm bản sao."))
    if run.job is not None:
        jobs.enqueue(run.job.kind, run.job.key, run.job.payload)
    drawing.try_again(run)
    return run


def void(public_id: str, reason: str, *, actor: Actor) -> Copy:
    """Let a copy count no more: its number stays in the book as void, with the reason."""
    copy = get_visible(public_id, actor)
    if not maker_of(actor, copy.paper):
        raise NotAllowed(_("Chỉ văn thư hoặc lưu trữ của cơ quan giữ văn bản mới hủy bản sao."))
    copy = db.session.get_one(Copy, copy.id, with_for_update={"of": Copy}, populate_existing=True)
    if copy.number_entry is not None:
        db.session.refresh(copy.number_entry)
    if copy.number_entry is None or copy.is_void:
        raise InvalidStep(_("Bản sao này đã được hủy."))
    numbers.void(copy.number_entry, reason=reason.strip())
    audit.record(
        "paper.void_copy", stream=("paper", copy.paper_id), actor=actor, subject=("copy", copy.id),
        detail={"number": copy.number_text, "reason": reason.strip()},
    )  # fmt: skip
    return copy


def since_copied(copy: Copy) -> str:
    """Return what has changed of the copied text since, which the copy itself does not say."""
    target, remarks = copy.run.targets[copy.ordinal], remarks_of(copy.paper)
    whole, lines = mark_of(copy.paper), target["lines"]
    said = f"{copy.run.mark} {target['mark']} {target['note']}"
    now = (whole, _void(whole, remarks, lines), corrected_in(remarks, lines))
    return " ".join(one for one in now if one and one not in said)


def told_by(run: CopyRun) -> str:
    """Return what was done in words: the number given, or that a worker gives them."""
    copies = db.session.scalars(
        select(Copy.number_text).where(Copy.run_id == run.id).order_by(Copy.ordinal)
    ).all()
    if not copies:
        return _("Đang cấp số cho %(n)s bản sao. Tải lại trang sau ít giây.", n=run.size)
    if len(copies) == 1:
        return _("Đã cấp số %(number)s cho bản sao.", number=copies[0])
    return _(
        "Đã cấp số từ %(first)s đến %(last)s cho %(n)s bản sao.",
        first=copies[0], last=copies[-1], n=len(copies),
    )  # fmt: skip
