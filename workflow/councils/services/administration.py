"""Councils and their seats, kept by the administrator of the organisation or of one above."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from workflow.accounts.models import User
from workflow.core import audit
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, Difference, NotAllowed, StaleEdit
from workflow.core.i18n import _
from workflow.core.series import COPIES, is_administrative
from workflow.councils.models import Council, Seat
from workflow.councils.policies import administrator_of
from workflow.councils.queries import get_council_for_change, list_seats
from workflow.councils.secrecy import (
    FEW_ELECTORS,
    FEWEST_ELECTORS,
    FEWEST_TELLERS,
    MOST_TELLERS,
    MOST_WITHOUT_TELLERS,
)
from workflow.councils.states import BallotMode, FewPapers, SeatPost, TieRule
from workflow.councils.tally import Threshold
from workflow.organisations.queries import get_visible as get_organisation

MOST_ROUNDS = 5
MOST_DAYS = 60  # working days to answer a consultation


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
    ordinary_mode: BallotMode = BallotMode.BY_NAME
    asks_recusal: bool = False
    base_without_recused: bool = False
    tellers_named: int = 3
    tellers_needed: int = FEWEST_TELLERS
    fewest_electors: int = FEWEST_ELECTORS
    few_electors: int = FEW_ELECTORS
    without_tellers_up_to: int = MOST_WITHOUT_TELLERS
    ballot_needs_quorum: bool = True
    may_consult: bool = False
    consultation_days: int = 5
    consultation_needs_all: bool = False
    rounds: int = 1
    again_numerator: int = 1
    again_denominator: int = 2
    tie_rule: TieRule = TieRule.FAILS
    few_papers: FewPapers = FewPapers.COUNT


def _check_secrecy(rules: CouncilRules) -> None:
    """A council may ask for more than the product does, never for less."""
    if rules.ordinary_mode not in (BallotMode.BY_NAME, BallotMode.SECRET):
        raise BadInput(_("Hãy chọn biểu quyết ghi tên hoặc bỏ phiếu kín."), field="ordinary_mode")
    if not FEWEST_TELLERS <= rules.tellers_needed <= rules.tellers_named <= MOST_TELLERS:
        message = _("Cần từ %(least)s người cùng mở hòm, không nhiều hơn số người kiểm phiếu; ban "
                    "kiểm phiếu nhiều nhất %(most)s người.",
                    least=FEWEST_TELLERS, most=MOST_TELLERS)  # fmt: skip
        raise BadInput(message, field="tellers_needed")
    if rules.fewest_electors < FEWEST_ELECTORS:
        message = _("Không bỏ phiếu kín được khi dưới %(least)s người; quy chế chỉ nâng được số "
                    "này.", least=FEWEST_ELECTORS)  # fmt: skip
        raise BadInput(message, field="fewest_electors")
    if rules.few_electors < max(FEW_ELECTORS, rules.fewest_electors):
        message = _("Mức cảnh báo không thể dưới %(least)s người; quy chế chỉ nâng được số này.",
                    least=max(FEW_ELECTORS, rules.fewest_electors))  # fmt: skip
        raise BadInput(message, field="few_electors")


def _check_rounds(rules: CouncilRules) -> None:
    if not 1 <= rules.rounds <= MOST_ROUNDS:
        message = _("Số vòng bỏ phiếu từ 1 đến %(most)s.", most=MOST_ROUNDS)
        raise BadInput(message, field="rounds")
    if not 0 < rules.again_numerator <= rules.again_denominator:
        message = _("Tỷ lệ vào vòng sau phải lớn hơn 0 và không quá 1. Ví dụ: 1 trên 2.")
        raise BadInput(message, field="again_numerator")


def _check(rules: CouncilRules) -> None:
    _check_secrecy(rules)
    _check_rounds(rules)
    if not 1 <= rules.consultation_days <= MOST_DAYS:
        message = _("Thời hạn trả lời từ 1 đến %(most)s ngày làm việc.", most=MOST_DAYS)
        raise BadInput(message, field="consultation_days")
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
    if is_administrative(rules.symbol) or rules.symbol in (*COPIES, "SAO"):
        message = _("“%(symbol)s” là tên một sổ văn bản của cơ quan; Hội đồng cần ký hiệu riêng.",
                    symbol=rules.symbol)  # fmt: skip
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


def create_council(organisation: str, rules: CouncilRules, *, actor: Actor) -> Council:
    """Set up a council of an office the actor administers: its rules, the symbol of its papers."""
    if not actor.has("administrator"):
        raise NotAllowed(_("Chỉ quản trị viên của đơn vị được lập Hội đồng."))
    office = get_organisation(organisation, actor)
    _check(rules)
    _refuse_used_symbol(rules, office.id, 0)
    council = Council(organisation_id=office.id, **vars(rules))
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


@dataclass(frozen=True)
class NewSeat:
    """Who sits in the council as what, and when; `replaces_id` is the seat it stands in for."""

    user: User
    post: SeatPost
    rank: int
    valid_from: date
    valid_to: date | None
    replaces_id: int | None = None


def add_seat(public_id: str, new: NewSeat, *, actor: Actor) -> Seat:
    """Give a person a seat for a time. One seat a person, one chair and one secretary a day."""
    council = get_council_for_change(public_id, actor)
    _must_administer(actor, council)
    if new.valid_to is not None and new.valid_to < new.valid_from:
        raise BadInput(_("Ngày kết thúc không thể trước ngày bắt đầu."), field="valid_to")
    seats = list_seats(council.id)
    replaced = _replaced(new, seats)
    for seat in seats:
        if _overlaps(seat, new.valid_from, new.valid_to):
            _refuse_clash(new, seat, replaced)
    seat = Seat(council_id=council.id, user_id=new.user.id, post=new.post, rank=new.rank,
                valid_from=new.valid_from, valid_to=new.valid_to,
                replaces_id=replaced.id if replaced else None)  # fmt: skip
    db.session.add(seat)
    db.session.flush()
    detail = {"name": new.user.name, "post": new.post.value}
    if replaced is not None:
        detail["replaces"] = replaced.user.name
    audit.record(
        "council.add_seat", stream=("council", council.id), actor=actor, subject=("seat", seat.id),
        detail=detail,
    )  # fmt: skip
    return seat


def _replaced(new: NewSeat, seats: Sequence[Seat]) -> Seat | None:
    """Return the seat a replacement fills; it holds for the whole of the replacement's time."""
    if new.replaces_id is None:
        return None
    seat = next((one for one in seats if one.id == new.replaces_id), None)
    if seat is None or seat.replaces_id is not None:
        raise BadInput(_("Hãy chọn thành viên chính thức được thay."), field="replaces")
    if new.valid_to is None:
        raise BadInput(_("Thành viên thay thế cần ngày kết thúc."), field="valid_to")
    ends_late = seat.valid_to is not None and seat.valid_to < new.valid_to
    if new.valid_from < seat.valid_from or ends_late:
        message = _("%(name)s không là thành viên suốt thời gian này.", name=seat.user.name)
        raise BadInput(message, field="replaces")
    return seat


def _refuse_clash(new: NewSeat, seat: Seat, replaced: Seat | None) -> None:
    if seat.user_id == new.user.id:
        message = _("%(name)s đã là thành viên trong thời gian này. Hãy kết thúc lần trước đã.",
                    name=new.user.name)  # fmt: skip
        raise BadInput(message, field="user")
    if replaced is not None and seat.replaces_id == replaced.id:
        message = _("Trong thời gian này %(name)s đang thay thành viên đó.", name=seat.user.name)
        raise BadInput(message, field="replaces")
    if replaced is not None and seat.id == replaced.id:
        return
    if new.post is seat.post and new.post in (SeatPost.CHAIR, SeatPost.SECRETARY):
        message = _("Trong thời gian này %(name)s đang giữ chức vụ đó.", name=seat.user.name)
        raise BadInput(message, field="post")


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
