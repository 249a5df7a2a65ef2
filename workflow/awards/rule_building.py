"""Build a rule of the catalogue out of what people tick, so that nobody has to know its grammar."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from workflow.awards.eligibility.wording import Names
from workflow.awards.models import Ground
from workflow.awards.rule_words import Said, said

# What local rules ask for most; each is one condition by itself.
COMMON = (
    "LDTT:1 same_year", "CSTDCS:1 same_year", "CSTDCS:2 consecutive", "CSTDBT:1",
    "PERF:HTTNV:1", "PERF:HTXSNV:1", "PERF:HTXSNV:2 consecutive", "INIT:grassroots:1",
    "TTLDTT:1 same_year", "SHARE:LDTT:0.70", "NODISC:any", "NODISC:canhcao",
)  # fmt: skip
EXAMPLES = (
    "CSTDCS:3 consecutive",
    "CSTDCS:2 consecutive|PERF:HTXSNV:2 consecutive",
    "LDTT:1 same_year&(PERF:HTXSNV:1|INIT:grassroots:1)",
    "(PERF:HTXSNV:2 consecutive&INIT:grassroots:2 within_window)|SUDDEN",
    "BKBT_CN:1&THEN PERF:HTTNV:5 consecutive",
    "PERF:HTXSNV:1&SHARE:LDTT:0.70&HAS:CSTDCS:1",
    "TENURE:20y&ONCE",
)
_TOKENS: Mapping[Ground, str] = {
    Ground.SUDDEN: "SUDDEN", Ground.MOVEMENT: "MOVEMENT", Ground.DEVOTION: "DEVOTION",
    Ground.EXTERNAL: "EXTERNAL",
}  # fmt: skip
GROUNDS = (Ground.MERIT, *_TOKENS)


@dataclass(frozen=True)
class Limits:
    """How often and how many, and whether the public is asked before."""

    once: bool = False
    a_year: int | None = None
    consultation_days: int | None = None

    def conditions(self) -> list[str]:
        found = ["ONCE"] if self.once else []
        found += [f"QUOTA:{self.a_year}/year"] if self.a_year else []
        return found + ([f"CONSULT:{self.consultation_days}wd"] if self.consultation_days else [])


def composed(ticked: Sequence[str], typed: str, grounds: Collection[Ground], limits: Limits) -> str:
    """Return one rule: the conditions hold for merit; another ground chosen stands beside them.

    Where merit is not among the grounds, the conditions hold for every one of them.
    """
    text = typed.strip()
    conditions = [*ticked, *([_bracketed(text) if ticked else text] if text else [])]
    asked = "&".join(conditions)
    others = "|".join(
        _TOKENS[ground] for ground in GROUNDS if ground in grounds and ground in _TOKENS
    )
    base = _joined(asked, others, merit=Ground.MERIT in grounds)
    extra = limits.conditions()
    if not extra:
        return base
    return "&".join([*([_bracketed(base)] if base else []), *extra])


def _joined(asked: str, others: str, *, merit: bool) -> str:
    if not others:
        return asked
    if merit:
        return f"{_bracketed(asked)}|{others}" if asked else ""
    return f"{_bracketed(others)}&{_bracketed(asked)}" if asked else others


def _bracketed(text: str) -> str:
    plain = "|" not in text and "THEN" not in text
    return text if plain else f"({text})"


def examples(names: Names) -> list[tuple[str, Said]]:
    """Return rules as written, each beside its words."""
    told = [(text, said(text, names)) for text in EXAMPLES]
    return [(text, words) for text, words in told if words is not None]


def ticks(names: Names) -> list[tuple[str, str]]:
    """Return the common conditions and what each asks for, for a list of tick boxes."""
    told = [(text, said(text, names)) for text in COMMON]
    return [(text, words.text) for text, words in told if words is not None]
