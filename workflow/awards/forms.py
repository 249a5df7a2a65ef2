"""Forms about initiatives and the places taken in clusters."""

from typing import Any

from wtforms import HiddenField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice

from workflow.awards.models import Ground
from workflow.awards.states import Scope
from workflow.awards.wording import ground_name
from workflow.core.i18n import lazy
from workflow.core.web.forms import CountField, Form, LineField, at_most, required

_BEST = {"": None, "yes": True, "no": False}


class InitiativeForm(Form):
    """An initiative, or a topic that was accepted."""

    is_topic = RadioField(
        lazy("Loại"), default="no",
        choices=[SelectChoice("no", lazy("Sáng kiến")), SelectChoice("yes", lazy("Đề tài, đề án"))],
    )  # fmt: skip
    title = LineField(lazy("Tên sáng kiến, đề tài"), validators=[required(), at_most(500)])
    scope = SelectField(
        lazy("Phạm vi được công nhận"), default=Scope.GRASSROOTS.value, validators=[required()],
        choices=[
            SelectChoice(Scope.GRASSROOTS.value, lazy("Cơ sở")),
            SelectChoice(Scope.MINISTRY_PROVINCE.value, lazy("Bộ, ban, ngành, tỉnh")),
            SelectChoice(Scope.NATIONAL.value, lazy("Toàn quốc")),
        ],
    )  # fmt: skip
    year = CountField(lazy("Năm công nhận"), validators=[required()])
    source = LineField(lazy("Quyết định công nhận"), validators=[at_most(300)])

    def typed(self) -> dict[str, Any]:
        return {
            "title": self.title.data, "scope": Scope(self.scope.data), "year": self.year.data,
            "is_topic": self.is_topic.data == "yes", "source": self.source.data or "",
        }  # fmt: skip


class GroundForm(Form):
    """For what an honour was given; `seen` is what stood there when the page was drawn."""

    ground = SelectField(lazy("Loại khen thưởng"), validators=[required()])
    seen = HiddenField()

    def offer(self) -> None:
        self.ground.choices = [SelectChoice(one.value, ground_name(one)) for one in Ground]

    def typed(self) -> dict[str, Any]:
        seen = self.seen.data
        return {
            "ground": Ground(self.ground.data),
            "seen": Ground(seen) if seen in set(Ground) else None,
        }


class RankForm(Form):
    """A place in the final table of a cluster."""

    cluster = SelectField(
        lazy("Cụm, khối thi đua"), validators=[required()],
        choices=[
            SelectChoice("cluster", lazy("Cụm, khối của bộ, ban, ngành, tỉnh")),
            SelectChoice("central_cluster", lazy("Cụm, khối do Trung ương tổ chức")),
        ],
    )  # fmt: skip
    year = CountField(lazy("Năm"), validators=[required()])
    place = CountField(lazy("Thứ hạng"), validators=[required()])
    best_of_leaders = SelectField(
        lazy("Tiêu biểu nhất trong các đơn vị dẫn đầu"), default="",
        choices=[
            SelectChoice("", lazy("Chưa rõ")), SelectChoice("yes", lazy("Có")),
            SelectChoice("no", lazy("Không")),
        ],
    )  # fmt: skip
    source = LineField(lazy("Theo văn bản"), validators=[at_most(300)])

    def typed(self) -> dict[str, Any]:
        return {
            "cluster": self.cluster.data, "year": self.year.data, "place": self.place.data,
            "best_of_leaders": _BEST[self.best_of_leaders.data], "source": self.source.data or "",
        }  # fmt: skip
