"""What the posts of a council are called, on pages and on paper."""

from workflow.core.i18n import _
from workflow.councils.states import SeatPost

ON_PAPER = {
    SeatPost.CHAIR: "Chủ tịch Hội đồng",
    SeatPost.VICE_CHAIR: "Phó Chủ tịch Hội đồng",
    SeatPost.SECRETARY: "Ủy viên, Thư ký",
    SeatPost.MEMBER: "Ủy viên",
}


def post_name(post: SeatPost) -> str:
    """Return the post as pages show it."""
    return {
        SeatPost.CHAIR: _("Chủ tịch"), SeatPost.VICE_CHAIR: _("Phó Chủ tịch"),
        SeatPost.SECRETARY: _("Thư ký"), SeatPost.MEMBER: _("Ủy viên"),
    }[post]  # fmt: skip


def joined(*words: str) -> str:
    """Return the words that are there, parted by commas: “Cục trưởng, Chủ tịch Hội đồng”."""
    return ", ".join(word for word in words if word)
