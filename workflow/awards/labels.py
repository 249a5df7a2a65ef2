"""What the words of the catalogue are called on pages: levels, kinds of recipients, deciders."""

from workflow.awards.browsing import RuleSet
from workflow.awards.catalogue_texts import checklist_text, criteria_text, demand_text, law_text
from workflow.awards.models import AwardVersion, Route
from workflow.awards.prizes import VERIFIED_SINCE, coefficient_of
from workflow.awards.queries import fits
from workflow.core.i18n import _, lazy
from workflow.recipients.models import RecipientKind

RULE_SETS = {
    RuleSet.SINCE_2024: lazy("Thành tích từ năm 2024"),
    RuleSet.BEFORE_2024: lazy("Thành tích trước năm 2024"),
}
LEVELS = {
    "grassroots": lazy("Cơ sở"), "ministry-province": lazy("Bộ, ban, ngành, tỉnh"),
    "state": lazy("Nhà nước"),
}  # fmt: skip
ROUTES = {Route.COUNCIL: lazy("Qua hội đồng"), Route.DIRECT: lazy("Không qua hội đồng")}
SUBJECTS = {
    "individual": lazy("Cá nhân"), "collective": lazy("Tập thể"), "household": lazy("Hộ gia đình"),
    "any": lazy("Mọi đối tượng"), "foreign individual": lazy("Cá nhân nước ngoài"),
    "foreign collective": lazy("Tập thể nước ngoài"), "author": lazy("Tác giả"),
    "group of authors": lazy("Nhóm tác giả"), "province": lazy("Tỉnh"), "city": lazy("Thành phố"),
}  # fmt: skip
_DECIDERS = {
    "PRESIDENT": lazy("Chủ tịch nước"), "PRIME_MINISTER": lazy("Thủ tướng Chính phủ"),
    "MINISTER_OR_PROVINCIAL_CHAIR": lazy("Bộ trưởng, Chủ tịch UBND tỉnh và tương đương"),
    "UNIT_HEAD": lazy("Thủ trưởng đơn vị có tư cách pháp nhân"),
    "COMMANDER": lazy("Thủ trưởng đơn vị lực lượng vũ trang"),
    "MILITARY_REGION_OR_NATIONAL_UNIVERSITY": lazy("Tư lệnh quân khu, Giám đốc Đại học Quốc gia"),
    "COMMUNE_CHAIR": lazy("Chủ tịch UBND cấp xã"),
}  # fmt: skip


def papers_of(version: AwardVersion) -> list[str]:
    """Return what a dossier for the award must hold."""
    return [checklist_text(item) for item in version.checklist.split("\n") if item]


def basis_name(version: AwardVersion) -> str:
    """Return where the law says it; an organisation's own words as they stand."""
    return law_text(version.legal_basis) if version.award.owner_id is None else version.legal_basis


def demand_name(text: str) -> str:
    """Return an office whose word is asked, or what it is asked, in the reader's language."""
    return demand_text(text)


def criteria_name(version: AwardVersion) -> str:
    return criteria_text(version.criteria) if version.award.owner_id is None else version.criteria


def subject_name(version: AwardVersion) -> str:
    """Return who may hold the award; the catalogue may name several, with |."""
    return ", ".join(str(SUBJECTS.get(one, one)) for one in version.subject.split("|"))


def decider_name(version: AwardVersion) -> str:
    return version.decider_post or str(_DECIDERS.get(version.decider, _("Chưa rõ")))


def vote_name(version: AwardVersion) -> str:
    """Return the share of all members the council's vote needs; empty where nobody says."""
    if version.vote_numerator is None or version.vote_denominator is None:
        return ""
    percent = f"{100 * version.vote_numerator / version.vote_denominator:.4g}"
    return (
        _("Trên %(n)s%% tổng số thành viên", n=percent) if version.vote_strict
        else _("Từ %(n)s%% tổng số thành viên", n=percent)
    )  # fmt: skip


def retention_name(version: AwardVersion) -> str:
    """Return how long the dossiers are kept; nothing where the catalogue does not say."""
    if version.retention == "permanent":
        return _("Vĩnh viễn")
    years = version.retention.removesuffix(" years")
    return _("%(n)s năm", n=years) if years.isdigit() else ""


def prize_names(version: AwardVersion) -> list[str]:
    """Return how many base salaries go with the award, for each kind of recipient it is for.

    The rules of one day may outlast a table of prizes: the latest of their days is asked.
    """
    day = max(version.valid_from, min(VERIFIED_SINCE, version.valid_to or VERIFIED_SINCE))
    said = []
    for kind in RecipientKind:
        found = coefficient_of(version.award.code, kind, day) if fits(version, kind) else None
        if found is not None:
            times = _(
                "%(kind)s: %(n)s lần mức lương cơ sở", kind=SUBJECTS[_SUBJECT_OF[kind]],
                n=f"{float(found.value):g}".replace(".", ","),
            )  # fmt: skip
            doubt = _("chưa kiểm chứng với văn bản gốc")
            said.append(times if found.verified else f"{times}, {doubt}")
    return said


_SUBJECT_OF = {
    RecipientKind.PERSON: "individual", RecipientKind.COLLECTIVE: "collective",
    RecipientKind.HOUSEHOLD: "household",
}  # fmt: skip
