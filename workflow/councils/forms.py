"""What people fill in on the pages of councils: rules, seats, sessions, attendance, ballots."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar, cast

from flask_wtf.file import FileField
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice

from workflow.accounts.models import User
from workflow.core.errors import BadInput
from workflow.core.i18n import _, lazy
from workflow.core.text import normalise, one_line
from workflow.core.web.forms import (
    CountField,
    DayField,
    Form,
    LineField,
    MomentField,
    ParagraphField,
    at_most,
    required,
)
from workflow.councils.models import BallotItem, Seat
from workflow.councils.posts import post_name
from workflow.councils.recusing.grounds import TieKind, tie_words
from workflow.councils.recusing.services import Word
from workflow.councils.services.administration import CouncilRules, NewSeat
from workflow.councils.services.ballots import Answer
from workflow.councils.services.refusals import Why, because
from workflow.councils.services.ruling import Decided
from workflow.councils.services.sessions import Mark, Plan
from workflow.councils.states import (
    BallotMode,
    Choice,
    FewPapers,
    Presence,
    SeatPost,
    TieRule,
)

LINE, TEXT, OPINION = 250, 20_000, 1000
_PLACE = re.compile(r"(\d{1,3})\.(\d{1,3})")
_CARRIED = {"csrf_token", "idempotency_key", "den", "cover"}  # what the booth sends besides
_ROW = re.compile(r"[0-9]{1,12}")
_ENVELOPE = re.compile(r"p(\d{1,3})v(\d{1,12})")


T = TypeVar("T")


def given(value: T | None) -> T:
    """Return what a required field holds; the form has refused an empty one before."""
    if value is None:
        raise BadInput(_("Hãy điền đủ các ô bắt buộc."))
    return value


class CouncilForm(Form):
    """A council, its symbol and its rules."""

    name = LineField(lazy("Tên Hội đồng"), [required(), at_most(LINE)])
    symbol = LineField(lazy("Ký hiệu văn bản"), [required(), at_most(30)])
    quorum_numerator = CountField(lazy("Tối thiểu dự họp"), [required()])
    quorum_denominator = CountField(lazy("trên tổng số phần"), [required()])
    vote_strict = RadioField(
        lazy("Tỷ lệ thông qua thông thường"),
        choices=[SelectChoice("1", lazy("Trên")), SelectChoice("0", lazy("Từ"))], default="1",
    )  # fmt: skip
    vote_numerator = CountField(lazy("Số phần đồng ý"), [required()])
    vote_denominator = CountField(lazy("trên tổng số phần (mọi thành viên)"), [required()])
    ordinary_mode = RadioField(
        lazy("Cách biểu quyết thông thường"),
        choices=[SelectChoice("by_name", lazy("Biểu quyết ghi tên")),
                 SelectChoice("secret", lazy("Bỏ phiếu kín"))], default="by_name",
    )  # fmt: skip
    ballot_needs_quorum = RadioField(
        lazy("Khi đang họp mà không còn đủ thành viên dự họp"),
        choices=[SelectChoice("1", lazy("Không mở bỏ phiếu được")),
                 SelectChoice("0", lazy("Cảnh báo, thư ký vẫn mở được"))], default="1",
    )  # fmt: skip
    asks_recusal = BooleanField(
        lazy("Hỏi trường hợp không tham gia biểu quyết ngoài chính người được xét")
    )
    base_without_recused = BooleanField(
        lazy("Không tính người không tham gia biểu quyết vào tổng số thành viên")
    )
    tellers_needed = CountField(lazy("Số mã cần để mở hòm phiếu"), [required()])
    tellers_named = CountField(lazy("Số người kiểm phiếu"), [required()])
    fewest_electors = CountField(lazy("Bỏ phiếu kín: từ chối khi dưới (người)"), [required()])
    few_electors = CountField(lazy("Bỏ phiếu kín: cảnh báo khi dưới (người)"), [required()])
    without_tellers_up_to = CountField(
        lazy("Bỏ phiếu kín không có ban kiểm phiếu: khi có nhiều nhất (thành viên)")
    )
    rounds = CountField(lazy("Số vòng bỏ phiếu nhiều nhất"), [required()])
    again_numerator = CountField(lazy("Vào vòng sau khi chưa đạt nhưng có từ"), [required()])
    again_denominator = CountField(lazy("trên tổng số phần đồng ý"), [required()])
    tie_rule = RadioField(
        lazy("Khi cần trên một nửa mà đúng một nửa đồng ý"),
        choices=[SelectChoice("fails", lazy("Không thông qua")),
                 SelectChoice("chair", lazy("Người chủ trì quyết định, có ghi lý do")),
                 SelectChoice("round", lazy("Bỏ phiếu thêm một vòng"))], default="fails",
    )  # fmt: skip
    few_papers = RadioField(
        lazy("Khi đóng mà số phiếu chưa đủ tỷ lệ dự họp"),
        choices=[SelectChoice("count", lazy("Vẫn kiểm, tính trên tổng số thành viên")),
                 SelectChoice("void", lazy("Hủy cuộc bỏ phiếu và bỏ phiếu lại"))], default="count",
    )  # fmt: skip
    may_consult = BooleanField(lazy("Được lấy ý kiến thành viên bằng văn bản thay cho họp"))
    consultation_days = CountField(lazy("Thời hạn trả lời (ngày làm việc)"), [required()])
    consultation_needs_all = RadioField(
        lazy("Thành viên không trả lời khi hết hạn"),
        choices=[SelectChoice("0", lazy("Không tính là đồng ý; vẫn nằm trong tổng số thành viên")),
                 SelectChoice("1", lazy("Chưa tổng hợp được: gia hạn, hoặc hủy để họp"))],
        default="0",
    )  # fmt: skip
    valid_from = DayField(lazy("Có hiệu lực từ"), [required()])
    valid_to = DayField(lazy("Đến hết ngày"))

    def rules(self) -> CouncilRules:
        return CouncilRules(
            name=self.name.data, symbol=self.symbol.data,
            quorum_numerator=given(self.quorum_numerator.data),
            quorum_denominator=given(self.quorum_denominator.data),
            vote_numerator=given(self.vote_numerator.data),
            vote_denominator=given(self.vote_denominator.data),
            vote_strict=self.vote_strict.data == "1", valid_from=given(self.valid_from.data),
            valid_to=self.valid_to.data,
            ordinary_mode=BallotMode(self.ordinary_mode.data),
            ballot_needs_quorum=self.ballot_needs_quorum.data == "1",
            asks_recusal=bool(self.asks_recusal.data),
            base_without_recused=bool(self.base_without_recused.data),
            tellers_needed=given(self.tellers_needed.data),
            tellers_named=given(self.tellers_named.data),
            fewest_electors=given(self.fewest_electors.data),
            few_electors=given(self.few_electors.data),
            without_tellers_up_to=self.without_tellers_up_to.data or 0,
            rounds=given(self.rounds.data),
            again_numerator=given(self.again_numerator.data),
            again_denominator=given(self.again_denominator.data),
            tie_rule=TieRule(self.tie_rule.data), few_papers=FewPapers(self.few_papers.data),
            may_consult=bool(self.may_consult.data),
            consultation_days=given(self.consultation_days.data),
            consultation_needs_all=self.consultation_needs_all.data == "1",
        )  # fmt: skip


class NewCouncilForm(CouncilForm):
    """A council of one of the offices the administrator keeps."""

    organisation = SelectField(lazy("Đơn vị có Hội đồng"), [required()])


class SeatForm(Form):
    """A person's place in the council."""

    user = SelectField(lazy("Người"), [required(lazy("Hãy chọn người."))])
    post = SelectField(lazy("Chức vụ trong Hội đồng"), [required()])
    rank = CountField(lazy("Thứ tự"), [required()])
    replaces = SelectField(lazy("Thay cho"), default="")
    valid_from = DayField(lazy("Từ ngày"), [required()])
    valid_to = DayField(lazy("Đến hết ngày"))

    def __init__(
        self, users: Iterable[tuple[str, str]], seats: Iterable[Seat], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.replaces.choices = [
            SelectChoice("", _("Không thay ai")),
            *(SelectChoice(str(seat.id), f"{seat.user.name}, {post_name(seat.post)}")
              for seat in seats),
        ]  # fmt: skip
        self.user.choices = [SelectChoice("", ""), *(SelectChoice(*user) for user in users)]
        self.post.choices = [SelectChoice(post.value, post_name(post)) for post in SeatPost]

    def new_seat(self, user: User) -> NewSeat:
        return NewSeat(
            user=user, post=SeatPost(self.post.data), rank=given(self.rank.data),
            valid_from=given(self.valid_from.data), valid_to=self.valid_to.data,
            replaces_id=int(self.replaces.data) if self.replaces.data else None,
        )  # fmt: skip


class EndSeatForm(Form):
    on = DayField(lazy("Thôi từ hết ngày"), [required()])


class PlanForm(Form):
    """When and where the council meets, and what about."""

    council = SelectField(lazy("Hội đồng"), [required(lazy("Hãy chọn Hội đồng."))])
    title = LineField(lazy("Tên phiên họp"), [required(), at_most(LINE)])
    starts_at = MomentField(lazy("Giờ họp"), [required()])
    place = LineField(lazy("Địa điểm"), [required(), at_most(LINE)])

    def plan(self) -> Plan:
        starts_at = cast("datetime", given(self.starts_at.data))
        return Plan(self.title.data, starts_at, self.place.data)


class ConsultationForm(Form):
    """What the council is asked about in writing, and from which day."""

    council = SelectField(lazy("Hội đồng"), [required(lazy("Hãy chọn Hội đồng."))])
    title = LineField(lazy("Tên lần lấy ý kiến"), [required(), at_most(LINE)])
    starts_on = DayField(lazy("Bắt đầu lấy ý kiến từ ngày"), [required()])


class ExtendForm(Form):
    last = DayField(lazy("Cho ý kiến đến hết ngày"), [required()])
    reason = ParagraphField(
        lazy("Lý do gia hạn"), [required(lazy("Hãy ghi lý do gia hạn.")), at_most(OPINION)]
    )


class StopRoundsForm(Form):
    reason = ParagraphField(
        lazy("Lý do không bỏ phiếu thêm vòng"),
        [required(lazy("Hãy ghi lý do không bỏ phiếu thêm vòng.")), at_most(OPINION)],
    )


class DiscussionForm(Form):
    text = ParagraphField(lazy("Nội dung thảo luận"), [at_most(TEXT)])


class TieForm(Form):
    """A member's own tie to somebody on the agenda."""

    item = SelectField(lazy("Người được xét"), [required(lazy("Hãy chọn người được xét."))])
    kind = SelectField(lazy("Quan hệ"), [required(lazy("Hãy chọn quan hệ."))])

    def __init__(self, rows: Iterable[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item.choices = [SelectChoice("", ""), *(SelectChoice(*row) for row in rows)]
        self.kind.choices = [
            SelectChoice("", ""), *(SelectChoice(one.value, tie_words(one)) for one in TieKind),
        ]  # fmt: skip


class VoidForm(Form):
    reason = ParagraphField(
        lazy("Lý do hủy"), [required(lazy("Hãy ghi lý do hủy phiên họp.")), at_most(OPINION)]
    )


class CallOffForm(Form):
    reason = ParagraphField(
        lazy("Lý do hủy cuộc bỏ phiếu"),
        [required(lazy("Hãy ghi lý do hủy cuộc bỏ phiếu.")), at_most(OPINION)],
    )


class OpinionForm(Form):
    """The paper an absent member sent; the answers stand in rows of their own."""

    file = FileField(lazy("Văn bản ý kiến (PDF hoặc ảnh)"), [required(lazy("Hãy chọn tệp."))])


def read_marks(form: MultiDict[str, str], public_ids: Iterable[str]) -> dict[str, Mark]:
    """Read the attendance sheet: one mark and one reason a member. Raises BadInput."""
    known = {presence.value: presence for presence in Presence}
    return {
        key: Mark(known.get(form.get(f"presence-{key}", "")),
                  one_line(form.get(f"reason-{key}", "")[:OPINION]))
        for key in public_ids
    }  # fmt: skip


def read_words(
    form: MultiDict[str, str], keys: Iterable[tuple[int, int, str]]
) -> dict[tuple[int, int], Word]:
    """Read the chair's word on several conflicts at once: `word`, and `why-…` for each.

    `keys` are the item, the member's id, and the key the fields are named by. What a row leaves
    empty is said by `why`, the reason they have in common; every row keeps its own.
    """
    recused, common = form.get("word") == "out", one_line(form.get("why", "")[:OPINION])
    return {
        (item_id, user_id): Word(
            recused, one_line(form.get(f"why-{key}", "")[:OPINION]) or common
        )
        for item_id, user_id, key in keys
    }  # fmt: skip


def read_decided(form: MultiDict[str, str], item_ids: Iterable[int]) -> dict[int, Decided]:
    """Read what was decided of ties: `tie-<item>` and `why-<item>`; what is left open stays so."""
    return {
        key: Decided(form[f"tie-{key}"] == "pass", one_line(form.get(f"why-{key}", "")[:OPINION]))
        for key in item_ids
        if form.get(f"tie-{key}") in ("pass", "fail")
    }


def read_answers(form: MultiDict[str, str]) -> dict[int, Answer]:
    """Read a ballot paper: `v<row>` is the choice, `o<row>` the opinion. Raises BadInput."""
    known = {choice.value: choice for choice in Choice}
    answers: dict[int, Answer] = {}
    for name, value in form.items():
        row = name[1:]
        if name[:1] == "v" and _ROW.fullmatch(row) and value in known:
            opinion = normalise(form.get(f"o{row}", "")[:OPINION])
            answers[int(row)] = Answer(known[value], opinion)
    return answers


def read_cast(form: MultiDict[str, str]) -> dict[int, Answer]:
    """Read a paper that is cast: nothing but its rows, each once. Raises BadInput."""
    choices = {choice.value for choice in Choice}
    for name, values in form.lists():
        row = _ROW.fullmatch(name[1:]) and len(values) == 1
        is_choice = row and name[0] == "v" and values[0] in choices
        if not (is_choice or (row and name[0] == "o") or name in _CARRIED):
            raise because(
                BadInput(
                    _("Phiếu có ô không đọc được nên chưa ghi. Hãy mở lại phiếu và chọn lại.")
                ),
                Why.MALFORMED,
            )
    return read_answers(form)


def read_envelopes(form: MultiDict[str, str]) -> tuple[list[int], list[dict[int, Answer]]]:
    """Read whose envelopes were opened, and the papers in them: `p<paper>v<row>` is a choice."""
    known = {choice.value: choice for choice in Choice}
    people = [int(one) for one in form.getlist("person") if _ROW.fullmatch(one)]
    papers: dict[int, dict[int, Answer]] = {}
    for name, value in form.items():
        found = _ENVELOPE.fullmatch(name)
        if found and value in known:
            papers.setdefault(int(found[1]), {})[int(found[2])] = Answer(known[value])
    return people, [papers[key] for key in sorted(papers)]


def read_place(wanted: str, items: Iterable[BallotItem], answers: Mapping[int, Answer]) -> str:
    """Return which rows to show next: `2.1` is a part and its page, `i7` the page of one row."""
    if wanted == "empty":
        first = next((item.id for item in items if item.id not in answers), None)
        return f"i{first}" if first else "1.1"
    if wanted == "review" or _PLACE.fullmatch(wanted) or re.fullmatch(r"i\d{1,12}", wanted):
        return wanted
    return "1.1"
