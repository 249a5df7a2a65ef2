"""What the clerk types when a decision comes from outside."""

from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField
from wtforms.validators import NumberRange, Optional, ValidationError

from workflow.archive.incoming.forms import WithFiles
from workflow.archive.intake import Named, Received
from workflow.core import clock
from workflow.core.i18n import _, lazy
from workflow.core.text import one_line
from workflow.core.web.forms import (
    CountField,
    DayField,
    LineField,
    ParagraphField,
    at_most,
    not_after_today,
    required,
)
from workflow.recipients.models import RecipientKind

_COUNT = NumberRange(min=0, max=100_000, message=lazy("Từ 0 đến 100000."))


class IntakeForm(WithFiles):
    number_text = LineField(
        lazy("Số, ký hiệu"), [required(lazy("Hãy ghi số, ký hiệu như trên văn bản.")), at_most(60)]
    )
    date_text = LineField(
        lazy("Ngày ghi trên văn bản"),
        [required(lazy("Hãy ghi ngày đúng như trên văn bản, kể cả khi thấy lạ.")), at_most(40)],
    )
    issuer = LineField(lazy("Cơ quan ban hành"), [required(), at_most(200)])
    title = LineField(lazy("Trích yếu"), [required(), at_most(500)])
    award_name = LineField(
        lazy("Hình thức khen"),
        [required(lazy("Hãy ghi hình thức khen, ví dụ: Bằng khen UBND tỉnh.")), at_most(200)],
    )
    signer_post = LineField(lazy("Chức vụ người ký"), [at_most(100)])
    signer_name = LineField(lazy("Người ký"), [at_most(100)])
    arrived_on = DayField(
        lazy("Ngày đến"), [required(lazy("Hãy ghi ngày văn bản đến.")), not_after_today],
        default=clock.today,
    )  # fmt: skip
    counted_in = CountField(
        lazy("Tính vào năm, nếu ngày không chắc chắn"),
        [Optional(), NumberRange(min=1945, max=2199, message=lazy("Năm phải từ 1945 đến 2199."))],
    )
    collectives = CountField(lazy("Số tập thể không ghi tên"), [Optional(), _COUNT])
    individuals = CountField(lazy("Số cá nhân không ghi tên"), [Optional(), _COUNT])
    collective_names = ParagraphField(lazy("Tập thể được ghi tên"), [at_most(100_000)])
    individual_names = ParagraphField(lazy("Cá nhân được ghi tên"), [at_most(100_000)])
    file = FileField(lazy("Bản quét hoặc bản điện tử"))
    secret = BooleanField(lazy("Văn bản có dấu Mật, Tối mật hoặc Tuyệt mật"))
    duplicate_confirmed = BooleanField(lazy("Tôi đã đối chiếu: đây là văn bản khác, vẫn nhập"))
    late_confirmed = BooleanField(lazy("Vẫn vào sổ của năm đã đóng, sổ ghi rõ là vào sau"))

    def validate_individuals(self, _field: Any) -> None:
        names = self.collective_names.data or self.individual_names.data
        if not (self.collectives.data or self.individuals.data or names):
            raise ValidationError(
                _("Hãy ghi số tập thể, số cá nhân, hoặc tên những người được khen.")
            )

    def received(self) -> Received:
        """Return what was typed, as the service takes it."""
        return Received(
            number_text=self.number_text.data, date_text=self.date_text.data,
            issuer=self.issuer.data, title=self.title.data, award_name=self.award_name.data,
            arrived_on=self.arrived_on.data or clock.today(), counted_in=self.counted_in.data,
            collectives=self.collectives.data or 0, individuals=self.individuals.data or 0,
            named=(
                *_named(RecipientKind.COLLECTIVE, self.collective_names.data),
                *_named(RecipientKind.PERSON, self.individual_names.data),
            ),
            signer_post=self.signer_post.data or "", signer_name=self.signer_name.data or "",
            secret=self.secret.data, duplicate_confirmed=self.duplicate_confirmed.data,
            late_confirmed=self.late_confirmed.data, seen=self.seen,
        )  # fmt: skip


def _named(kind: RecipientKind, lines: str | None) -> list[Named]:
    """Read one recipient a line; what follows a semicolon is the unit."""
    found = []
    for line in (lines or "").splitlines():
        name, _semicolon, unit = line.partition(";")
        if name.strip():
            found.append(Named(kind, one_line(name), one_line(unit)))
    return found
