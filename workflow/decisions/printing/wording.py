"""What the places of a printed sheet and the layouts of a certificate are called on pages."""

from workflow.core.i18n import _
from workflow.decisions.printing.models import Layout
from workflow.decisions.printing.stock import Place


def place_names() -> dict[str, str]:
    return {
        "authority": _("Cơ quan tặng"), "award": _("Danh hiệu, hình thức"),
        "recipient": _("Tên người, tập thể"), "detail": _("Chức vụ, đơn vị"),
        "achievement": _("Thành tích"), "decision_number": _("Số quyết định"),
        "decision_date": _("Ngày quyết định"), "golden_number": _("Số sổ vàng"),
        "place_date": _("Địa danh, ngày"), "signer_post": _("Chức vụ người ký"),
        "signer_name": _("Tên người ký"), "check_code": _("Hình vuông mã kiểm tra"),
    }  # fmt: skip


def layout_names() -> dict[Layout, str]:
    return {
        Layout.RED_AND_GOLD: _("Khung đỏ và vàng"), Layout.FINE_GOLD: _("Nét vàng mảnh, nền kem"),
        Layout.WORDS_ALONE: _("Chỉ có chữ, chừa chỗ Quốc huy in sẵn"),
    }  # fmt: skip


def placed(place: Place) -> str:
    """Return a place's numbers in one line, to compare two versions by."""
    if not place.printed:
        return _("không in")
    return _(
        "cách trái %(x)s, cách trên %(y)s, rộng %(w)s mm, cỡ chữ %(s)s",
        x=f"{place.x:g}", y=f"{place.y:g}", w=f"{place.width:g}", s=f"{place.size:g}",
    )  # fmt: skip
