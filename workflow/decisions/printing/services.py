"""Say how certificates look, have them drawn again, have a file of them made for printing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from workflow.core import audit, clock, jobs
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import (
    BadInput,
    Difference,
    Incomplete,
    InvalidStep,
    NotAllowed,
    StaleEdit,
)
from workflow.core.i18n import _
from workflow.decisions.families import Family, family_of
from workflow.decisions.models import Certificate, Decision
from workflow.decisions.printing.contexts import contexts_of
from workflow.decisions.printing.fitting import refuse_boxes, refuse_unfit
from workflow.decisions.printing.models import (
    CertificatePrinting,
    CertificateStyle,
    Layout,
    StockVersion,
)
from workflow.decisions.printing.queries import (
    Style,
    digests_of,
    may_print,
    printable,
    style_of,
)
from workflow.decisions.printing.stock import Stock, values_of
from workflow.decisions.printing.wording import place_names, placed
from workflow.decisions.queries import get_for_change
from workflow.decisions.services.issuing import draw_certificates, draw_changed
from workflow.documents.states import OUT
from workflow.organisations.models import Organisation
from workflow.organisations.queries import get_visible

KIND = "decisions.print_certificates"


@dataclass(frozen=True)
class Wanted:
    """What an administrator set for one family."""

    layout: Layout
    on_stock: bool
    stock: Stock


def edit_style(
    public_id: str, family: Family, wanted: Wanted, *, version: int, actor: Actor
) -> CertificateStyle:
    """Keep the office's choice; moved places are a new version, the former ones stay."""
    if not actor.has("administrator"):
        raise NotAllowed(_("Chỉ quản trị viên đặt được mẫu giấy khen của cơ quan."))
    organisation = get_visible(public_id, actor)
    # two first choices at once: the second waits here and then finds the row of the first
    db.session.scalars(
        select(Organisation).where(Organisation.id == organisation.id).with_for_update()
    ).one()
    style = db.session.scalars(
        select(CertificateStyle)
        .where(
            CertificateStyle.organisation_id == organisation.id, CertificateStyle.family == family
        )
        .with_for_update().execution_options(populate_existing=True)
    ).one_or_none()  # fmt: skip
    before = style_of(organisation.id, family)
    if version != (style.version if style else 0):
        raise StaleEdit(
            _("Người khác vừa đổi mẫu này. Hãy tải lại trang, xem bản mới nhất rồi sửa tiếp."),
            _differences(wanted.stock, before.stock),
        )
    if style is None:
        style = CertificateStyle(organisation_id=organisation.id, family=family)
        db.session.add(style)
    style.layout, style.on_stock = wanted.layout, wanted.on_stock
    _keep_places(style, wanted.stock, before.stock_version, actor)
    audit.record(
        "certificates.style", stream=("organisation", organisation.id), actor=actor,
        detail={"family": family.value, "layout": wanted.layout.value,
                "on_stock": wanted.on_stock},
        before={"layout": before.layout.value, "on_stock": before.on_stock,
                "stock": before.stock.as_json()},
        after={"layout": wanted.layout.value, "on_stock": wanted.on_stock,
               "stock": wanted.stock.as_json()},
    )  # fmt: skip
    return style


def _keep_places(
    style: CertificateStyle, stock: Stock, former: StockVersion | None, actor: Actor
) -> None:
    moved = former is None or Stock.of(former.settings) != stock
    if moved and former is not None:
        flag_modified(style, "layout")  # a move of the places alone raises the version too
    db.session.flush()
    if moved:
        db.session.add(
            StockVersion(
                style_id=style.id, number=former.number + 1 if former else 1,
                settings=stock.as_json(), made_by_id=actor.user_id, made_at=clock.now(),
            )
        )  # fmt: skip
        db.session.flush()


def _differences(mine: Stock, stored: Stock) -> list[Difference]:
    names = place_names()
    return [
        Difference(names[own.key], placed(own), placed(other))
        for own, other in zip(mine.places, stored.places, strict=True)
        if own != other
    ]


def _issued(public_id: str, actor: Actor) -> Decision:
    decision = get_for_change(public_id, actor)
    if not may_print(actor, decision):
        raise NotAllowed(_("Chỉ văn thư và thư ký của cơ quan quyết định in được giấy khen."))
    if decision.paper.status not in OUT:
        raise InvalidStep(_("Giấy khen in được sau khi quyết định đã phát hành."))
    return decision


def redraw(public_id: str, *, actor: Actor) -> Decision:
    """Draw what failed again, and everything whose layout was changed since."""
    decision = _issued(public_id, actor)
    items = [certificate.item for certificate in printable(decision.id)]
    if not items:
        raise Incomplete(_("Quyết định này không còn giấy khen nào để vẽ."))
    draw_certificates(decision, items, actor=actor)
    audit.record("certificates.redraw", stream=("paper", decision.paper_id), actor=actor,
                 subject=("decision", decision.id), detail={"items": len(items)})  # fmt: skip
    return decision


def ask_print(
    public_id: str, chosen: Collection[str] | None, *, actor: Actor
) -> CertificatePrinting | None:
    """Have the chosen certificates, or all, put into one file as the office prints them.

    Onto printed sheets only the values go, at once. None means that whole pages are drawn
    first: what a letter or another layout has changed since is never printed as it was.
    """
    decision = _issued(public_id, actor)
    found = printable(decision.id)
    if chosen is not None:
        found = [one for one in found if one.item.public_id in set(chosen)]
    if not found:
        raise BadInput(_("Hãy chọn ít nhất một giấy khen để in."), field="items")
    items = [one.item for one in found]
    style = style_of(decision.organisation_id, family_of(items, decision.organisation))
    values = [values_of(context) for _item, context in contexts_of(decision, items)]
    if style.on_stock:
        refuse_unfit(style.stock, values)
    else:
        refuse_boxes(values)
        drawing = draw_changed(decision, items, actor=actor)
        missing = len(found) - len(digests_of([one.id for one in found]))
        if missing and drawing is not None:
            return None
        if missing:
            raise Incomplete(
                _("Còn %(n)s giấy khen chưa vẽ xong. Chờ vẽ xong hoặc bấm “Vẽ lại”, rồi lập "
                  "tệp in.", n=missing)
            )  # fmt: skip
    return _printing(decision, found, style, actor)


def _printing(
    decision: Decision, found: Sequence[Certificate], style: Style, actor: Actor
) -> CertificatePrinting:
    printing = CertificatePrinting(
        decision_id=decision.id, certificates=[one.id for one in found],
        stock_version=style.stock_version if style.on_stock else None,
        asked_by_id=actor.user_id, asked_at=clock.now(),
    )  # fmt: skip
    db.session.add(printing)
    db.session.flush()
    printing.job_id = jobs.enqueue(
        KIND, f"certificates:{printing.id}", {"printing": printing.id}
    ).id
    audit.record("certificates.print", stream=("paper", decision.paper_id), actor=actor,
                 subject=("decision", decision.id),
                 detail={"sheets": len(found), "on_stock": style.on_stock})  # fmt: skip
    return printing
