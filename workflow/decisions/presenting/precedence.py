"""Which award is called before which: by who confers it, then titles before commendations.

It is what a list begins with while the office has not said its own order (`own_order.py`); a
ceremony's may be changed by hand. Places of one tier that are equal are told apart by the name.
"""

from enum import IntEnum

from workflow.core.text import fold


class Tier(IntEnum):
    STATE = 0  # the State President
    GOVERNMENT = 1  # the Prime Minister
    MINISTRY = 2  # ministers, provincial chairs and the like
    OFFICE = 3


_HONOURS = (
    "HCSV", "HCHCM", "AHLD", "AHLLVT", "BMVNAH", "TINHAH", "HCDL1", "HCDL2", "HCDL3", "HCQC1",
    "HCQC2", "HCQC3", "HCLD1", "HCLD2", "HCLD3", "HCBVTQ1", "HCBVTQ2", "HCBVTQ3", "HCCC1",
    "HCCC2", "HCCC3", "HCDDKDT", "HCDC", "HCHN", "GTHCM", "GTNN", "NGND", "TTND", "NSND",
    "NNND", "NGUT", "TTUT", "NSUT", "NNUT", "HUYQKQT", "HUYVANTQ", "HUYCSVV1", "HUYCSVV2",
    "HUYCSVV3", "HUYTNXP", "HUYHN",
)  # fmt: skip
_FLAG, _TEAM, _FIGHTER, _WORKER, _TITLE, _MERIT, _MEDAL, _PRAISE = range(8)
_PLACES = {
    "COCP": (Tier.GOVERNMENT, _FLAG), "CSTDTQ": (Tier.GOVERNMENT, _FIGHTER),
    "BKTTG": (Tier.GOVERNMENT, _MERIT),
    "COBT": (Tier.MINISTRY, _FLAG), "COTD": (Tier.MINISTRY, _FLAG),
    "TTLDXS": (Tier.MINISTRY, _TEAM), "DVQT": (Tier.MINISTRY, _TEAM),
    "XPTB": (Tier.MINISTRY, _TEAM), "CSTDBT": (Tier.MINISTRY, _FIGHTER),
    "BKBT": (Tier.MINISTRY, _MERIT), "BK_QK": (Tier.MINISTRY, _MERIT),
    "KNC": (Tier.MINISTRY, _MEDAL),
    "TTLDTT": (Tier.OFFICE, _TEAM), "DVTT": (Tier.OFFICE, _TEAM),
    "CSTDCS": (Tier.OFFICE, _FIGHTER), "LDTT": (Tier.OFFICE, _WORKER),
    "CSTT": (Tier.OFFICE, _WORKER), "TDPVH": (Tier.OFFICE, _TITLE), "GDVH": (Tier.OFFICE, _TITLE),
    "GK": (Tier.OFFICE, _PRAISE),
} | {code: (Tier.STATE, place) for place, code in enumerate(_HONOURS)}  # fmt: skip
_LAST_HONOUR = len(_HONOURS)
_WORDS = (  # how the folded name of an award begins that the catalogue's code does not tell
    ("huan chuong", _FLAG), ("co ", _FLAG), ("tap the", _TEAM), ("don vi", _TEAM),
    ("chien si thi dua", _FIGHTER), ("lao dong", _WORKER), ("bang khen", _MERIT),
    ("ky niem chuong", _MEDAL), ("giay khen", _PRAISE),
)  # fmt: skip
_LEVELS = {"state": Tier.GOVERNMENT, "ministry-province": Tier.MINISTRY}
_ABOVE = ("bo ", "ubnd tinh", "ubnd thanh pho", "uy ban nhan dan tinh", "uy ban nhan dan thanh pho",
          "bo truong", "chu tich ubnd", "chu tich uy ban nhan dan")  # fmt: skip


def bare(code: str) -> str:
    """Return the award's code without whom it is for: GK of GK_CN and GK_TT."""
    for ending in ("_CN", "_TT", "_HGD"):
        code = code.removesuffix(ending)
    return code


def rank_of(code: str, award_name: str, issuer: str, level: str = "") -> tuple[Tier, int]:
    """Return the tier of an award and its place there; what no code tells, its words do.

    `level` is the catalogue's: an award that was added there is never called below it.
    """
    if bare(code) in _PLACES:
        return _PLACES[bare(code)]
    tier, place = _rank_in_words(fold(award_name), fold(issuer))
    return min(tier, _LEVELS.get(level, tier)), place


def _rank_in_words(award: str, issuer: str) -> tuple[Tier, int]:
    place = next((p for words, p in _WORDS if award.startswith(words)), _TITLE)
    if award.startswith(("huan chuong", "huy chuong")) or "chu tich nuoc" in issuer:
        return Tier.STATE, _LAST_HONOUR + place
    said = f"{award} {issuer}"
    if "thu tuong" in said or "chinh phu" in said:
        return Tier.GOVERNMENT, place
    if issuer.startswith(_ABOVE) or "bo truong" in award or "ubnd tinh" in award:
        return Tier.MINISTRY, place
    return Tier.OFFICE, place
