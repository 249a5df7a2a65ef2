"""Councils and their seats, kept by the administrator of the organisation."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from workflow.accounts.models import User
from workflow.core import audit
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, Difference, NotAllowed, StaleEdit
from workflow.core.i18n import _
from workflow.councils.models import Council, Seat
from workflow.councils.policies import administrator_of
from workflow.councils.queries import get_council_for_change, list_seats
from workflow.councils.states import SeatPost
from workflow.councils.tally import Threshold


@dataclass(frozen=True)
class CouncilRules:
    """What the administrator writes about a council."""

    name: str
    symbol: str
    quorum_numerator: int
    quorum_denominator: int
    vote_numerator: int
    vote_denominator: int
    vote_strict: bool
    valid_from: date
    valid_to: date | None


def _check(rules: CouncilRules) -> None:
    if not 0 < rules.quorum_numerator <= rules.quorum_denominator:
        raise BadInput(
            _("Tỷ lệ dự họp phải lớn hơn 0 và không quá 1. Ví dụ: 2 trên 3."),
            field="quorum_numerator",
        )
    try:
        Threshold(rules.vote_numerator, rules.vote_denominator, rules.vote_strict)
    except ValueError as error:
        message = _("Tỷ lệ thông qua phải đạt được. Ví dụ: trên 1/2, hoặc từ 4/5.")
        raise BadInput(message, field="vote_numerator") from error
    if "/" in rules.symbol or " " in rules.symbol:
        message = _("Ký hiệu chỉ gồm chữ và dấu gạch nối. Ví dụ: HĐTĐKT.")
        raise BadInput(message, field="symbol")
    if rules.valid_to is not None and rules.valid_to < rules.valid_from:
        message = _("Ngày kết thúc không thể trước ngày bắt đầu.")
        raise BadInput(message, field="valid_to")


def _refuse_used_symbol(rules: CouncilRules, organisation_id: int, but: int) -> None:
    """Two councils with one symbol would share one number series."""
    used = select(Council.id).where(
        Council.organisation_id == organisation_id, Council.symbol == rules.symbol,
        Council.id != but,
    )  # fmt: skip
    if db.session.scalars(used).first() is not None:
        message = _("Ký hiệu này đã dùng cho một Hội đồng khác của đơn vị. Hãy chọn ký hiệu khác.")
        raise BadInput(message, field="symbol")


def create_council(rules: CouncilRules, *, actor: Actor) -> Council:
    """Set up a council of the actor's organisation, with its rules and the symbol of its papers."""
    if not actor.has("administrator") or actor.organisation_id is None:
        raise NotAllowed(_("Chỉ quản trị viên của đơn vị được lập Hội đồng."))
    _check(rules)
    _refuse_used_symbol(rules, actor.organisation_id, 0)
    council = Council(organisation_id=actor.organisation_id, **vars(rules))
    db.session.add(council)
    db.session.flush()
    audit.record(
        "council.create", stream=("council", council.id), actor=actor, detail={"name": rules.name}
    )
    return council


def edit_council(public_id: str, rules: CouncilRules, *, version: int, actor: Actor) -> Council:
    """Change a council's rules. Ballots already opened keep the thresholds they opened with."""
    council = get_council_for_change(public_id, actor)
    _must_administer(actor, council)
    if council.version != version:
        raise StaleEdit(
            _("Người khác vừa sửa Hội đồng này. Hãy xem cả hai bản rồi sửa lại."),
            [
                Difference(_("Tên Hội đồng"), rules.name, council.name),
                Difference(_("Ký hiệu văn bản"), rules.symbol, council.symbol),
                Difference(_("Tỷ lệ thông qua"),
                           f"{rules.vote_numerator}/{rules.vote_denominator}",
                           f"{council.vote_numerator}/{council.vote_denominator}"),
            ],
        )  # fmt: skip
    _check(rules)
    _refuse_used_symbol(rules, council.organisation_id, council.id)
    before = {key: getattr(council, key) for key in vars(rules)}
    for key, value in vars(rules).items():
        setattr(council, key, value)
    audit.record(
        "council.edit", stream=("council", council.id), actor=actor,
        detail={"name": rules.name}, before=before, after=vars(rules),
    )  # fmt: skip
    return council


def _must_administer(actor: Actor, council: Council) -> None:
    if not administrator_of(actor, council):
        raise NotAllowed(_("Chỉ quản trị viên của đơn vị được sửa Hội đồng và thành viên."))


def _overlaps(seat: Seat, first: date, last: date | None) -> bool:
    return (last is None or seat.valid_from <= last) and (
        seat.valid_to is None or seat.valid_to >= first
    )


def add_seat(
    public_id: str, *, user: User, post: SeatPost, rank: int, valid_from: date,
    valid_to: date | None, actor: Actor,
) -> Seat:  # fmt: skip
    """Give a person a seat for a time. One seat a person, one chair and one secretary a day."""
    council = get_council_for_change(public_id, actor)
    _must_administer(actor, council)
    if valid_to is not None and valid_to < valid_from:
        raise BadInput(_("Ngày kết thúc không thể trước ngày bắt đầu."), field="valid_to")
    for seat in list_seats(council.id):
        if not _overlaps(seat, valid_from, valid_to):
            continue
        if seat.user_id == user.id:
            message = _("%(name)s đã là thành viên trong thời gian này. Hãy kết thúc lần trước đã.",
                        name=user.name)  # fmt: skip
            raise BadInput(message, field="user")
        if post is seat.post and post in (SeatPost.CHAIR, SeatPost.SECRETARY):
            message = _("Trong thời gian này %(name)s đang giữ chức vụ đó.", name=seat.user.name)
            raise BadInput(message, field="post")
    seat = Seat(council_id=council.id, user_id=user.id, post=post, rank=rank,
                valid_from=valid_from, valid_to=valid_to)  # fmt: skip
    db.session.add(seat)
    db.session.flush()
    audit.record(
        "council.add_seat", stream=("council", council.id), actor=actor, subject=("seat", seat.id),
        detail={"name": user.name, "post": post.value},
    )  # fmt: skip
    return seat


def end_seat(public_id: str, seat_id: int, *, on: date, actor: Actor) -> Seat:
    """End a person's seat with the end of the day `on`; the row stays for the record."""
    council = get_council_for_change(public_id, actor)
    _must_administer(actor, council)
    seat = next((one for one in list_seats(council.id) if one.id == seat_id), None)
    if seat is None:
        raise BadInput(_("Không thấy thành viên này trong Hội đồng. Hãy tải lại trang."))
    if on < seat.valid_from:
        raise BadInput(_("Ngày thôi không thể trước ngày bắt đầu."), field="on")
    if seat.valid_to is not None and seat.valid_to <= on:
        raise BadInput(_("Thành viên này đã thôi từ %(day)s.", day=f"{seat.valid_to:%d/%m/%Y}"))
    seat.valid_to = on
    audit.record(
        "council.end_seat", stream=("council", council.id), actor=actor, subject=("seat", seat.id),
        detail={"name": seat.user.name, "on": on.isoformat()},
    )  # fmt: skip
    return seat
