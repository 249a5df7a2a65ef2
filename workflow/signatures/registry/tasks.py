"""What waits for administrators: roots to confirm, certificates to renew in time."""

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.i18n import _
from workflow.core.tasks import Task
from workflow.signatures.models import SigningCertificate, TrustedRoot
from workflow.signatures.registry import queries, retiring
from workflow.signatures.registry.policies import keeper
from workflow.signatures.renewal import tasks as renewals
from workflow.signatures.renewal.models import RetiredAlgorithm
from workflow.signatures.renewal.words import ALGORITHMS
from workflow.signatures.states import Part

MOST = 5


def tasks_for(actor: Actor) -> list[Task]:
    """Return what an administrator has to look after; others have nothing here."""
    if not actor.has("administrator"):
        return []
    return [*_roots(actor), *_last_days(actor), *_certificates(actor)]


def count_waiting(actor: Actor) -> int:
    """Return how many roots and certificates wait for the actor."""
    renewed = queries.to_renew(actor).with_only_columns(SigningCertificate.id).subquery()
    count = db.session.scalar(select(func.count()).select_from(renewed)) or 0
    if keeper(actor):
        asked = queries.to_confirm(actor).with_only_columns(TrustedRoot.id).subquery()
        days = retiring.to_confirm(actor).with_only_columns(RetiredAlgorithm.id).subquery()
        count += db.session.scalar(select(func.count()).select_from(asked)) or 0
        count += db.session.scalar(select(func.count()).select_from(days)) or 0
    return count + renewals.count_waiting(actor)


def _roots(actor: Actor) -> list[Task]:
    if not keeper(actor):
        return []
    rows = db.session.scalars(
        queries.to_confirm(actor)
        .options(joinedload(TrustedRoot.added_by))
        .order_by(TrustedRoot.id)
        .limit(MOST)
    )
    return [
        Task(
            _("Xác nhận gốc tin cậy: %(name)s", name=one.name), "signing.root",
            {"root_id": one.public_id}, "trusted_root", one.status.value,
            verb=_("So dấu vân tay"),
            note=_("%(who)s đề nghị. Chưa được tin cậy khi chưa có người thứ hai xác nhận.",
                   who=one.added_by.name if one.added_by else ""),
        )
        for one in rows
    ]  # fmt: skip


def _last_days(actor: Actor) -> list[Task]:
    if not keeper(actor):
        return []
    rows = db.session.scalars(
        retiring.to_confirm(actor)
        .options(joinedload(RetiredAlgorithm.added_by))
        .order_by(RetiredAlgorithm.id)
        .limit(MOST)
    )
    return [
        Task(
            _("Xác nhận ngày cuối của thuật toán: %(name)s",
              name=ALGORITHMS.get(one.name, one.name)),
            "signing.algorithms", {}, "retired_algorithm", one.status.value,
            verb=_("Xem, xác nhận"),
            note=_("%(who)s đề nghị. Chưa có hiệu lực khi chưa có người thứ hai xác nhận.",
                   who=one.added_by.name if one.added_by else ""),
        )
        for one in rows
    ]  # fmt: skip


def _certificates(actor: Actor) -> list[Task]:
    at = clock.now()
    rows = db.session.scalars(
        queries.to_renew(actor)
        .options(joinedload(SigningCertificate.user), joinedload(SigningCertificate.organisation))
        .order_by(SigningCertificate.not_after, SigningCertificate.id)
        .limit(MOST)
    )
    return [
        Task(
            _("Gia hạn chứng thư: %(name)s", name=one.holder.name), "signing.certificate",
            {"public_id": one.public_id}, "signing_certificate",
            queries.standing_of(one, at).value, verb=_("Xem, ghi chứng thư mới"),
            note=_said(one), due_at=one.not_after,
        )
        for one in rows
    ]  # fmt: skip


def _said(one: SigningCertificate) -> str:
    day, place = f"{clock.local(one.not_after):%d/%m/%Y}", one.organisation.short_name
    if one.part is Part.SEAL:
        return _("Con dấu của %(place)s, hết hạn ngày %(day)s.", place=place, day=day)
    return _("%(who)s, %(place)s; hết hạn ngày %(day)s.", place=place, day=day,
             who=one.user.name if one.user else "")  # fmt: skip
