"""How ways to sign and kinds of papers are called on pages."""

from workflow.accounts.delegating.states import SignedKind, Way
from workflow.core.i18n import lazy

WAY_LABELS = {
    Way.DEPUTY: lazy("Ký thay (KT.): cấp phó ký thay người đứng đầu"),
    Way.BY_ORDER: lazy("Thừa lệnh (TL.): người đứng đầu đơn vị trực thuộc, văn phòng"),
    Way.BY_MANDATE: lazy("Thừa ủy quyền (TUQ.): bằng văn bản, có thời hạn, không giao lại"),
    Way.COLLECTIVE: lazy("Thay mặt (TM.): thay mặt tập thể lãnh đạo"),
}
SHORT_LABELS = {
    Way.DEPUTY: lazy("Ký thay (KT.)"), Way.BY_ORDER: lazy("Thừa lệnh (TL.)"),
    Way.BY_MANDATE: lazy("Thừa ủy quyền (TUQ.)"), Way.COLLECTIVE: lazy("Thay mặt (TM.)"),
}  # fmt: skip
KIND_LABELS = {
    SignedKind.DECISION: lazy("Quyết định"),
    SignedKind.CERTIFICATE: lazy("Giấy khen, giấy chứng nhận"),
    SignedKind.SUBMISSION: lazy("Tờ trình"),
    SignedKind.LETTER: lazy("Công văn"),
    SignedKind.COPY: lazy("Bản sao"),
}
