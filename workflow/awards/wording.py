"""How an award is called in print: “Giấy khen của Cục trưởng”, not the row of the catalogue."""

import re

from workflow.awards.models import AwardKind, AwardVersion, Ground
from workflow.core.i18n import _
from workflow.organisations.models import Organisation, OrganisationKind

_NOTE = re.compile(r"\s*\([^()]*\)$")
_ANY_MINISTRY = "bộ, ban, ngành, tỉnh"


def printed_name(version: AwardVersion, decider: Organisation | None = None) -> str:
    """Return the name as lists and papers write it.

    `decider` is the organisation whose head decides; without it the name stays general.
    """
    bare = _NOTE.sub("", version.name)
    if version.award.kind is AwardKind.TITLE:
        return bare.replace(_ANY_MINISTRY, decider.name) if decider else bare
    post = version.decider_post or (decider.head_post if decider else "")
    if post:
        bare = bare.removesuffix(f" của {_ANY_MINISTRY}")
    if not post or " của " in bare:
        return bare
    if decider is not None and decider.kind is OrganisationKind.MINISTRY:
        post = f"{post} {decider.name}"
    return f"{bare} của {post}"


def decided_name(name: str, decider: Organisation) -> str:
    """Return a title's name with who decides in it: “Chiến sĩ thi đua tỉnh Long An”."""
    return name.replace(_ANY_MINISTRY, decider.name.removeprefix("Ủy ban nhân dân "))


def form_name(version: AwardVersion) -> str:
    """Return “Giấy khen” or “Bằng khen”: one form, whoever may hold it and whoever decides."""
    bare = _NOTE.sub("", version.name)
    return bare if version.award.kind is AwardKind.TITLE else bare.partition(" của ")[0]


def ground_name(ground: Ground) -> str:
    """Return what the ground is called in the law (Law 06/2022/QH15, Art 8)."""
    return {
        Ground.MERIT: _("Công trạng"), Ground.SUDDEN: _("Đột xuất"),
        Ground.MOVEMENT: _("Phong trào, chuyên đề"), Ground.DEVOTION: _("Quá trình cống hiến"),
        Ground.TENURE: _("Niên hạn"), Ground.EXTERNAL: _("Đối ngoại"),
    }[ground]  # fmt: skip
