"""Hold a rule against the facts: values in, an explanation out; nothing is fetched here."""

from dataclasses import replace

from workflow.awards.eligibility.criteria import JUDGES, held_in
from workflow.awards.eligibility.facts import Facts, Question
from workflow.awards.eligibility.frames import GROUNDS_OF, Criterion, Frame
from workflow.awards.eligibility.rules import (
    All,
    Any,
    Free,
    Held,
    Initiatives,
    Performed,
    Rule,
    Span,
    Then,
    Within,
    Works,
)
from workflow.awards.eligibility.verdicts import Verdict, either, every
from workflow.awards.models import Ground
from workflow.recipients.states import Ledger


def evaluate(rule: Rule | None, facts: Facts, question: Question) -> Criterion:
    """Return the explanation of `rule`; an empty rule is for a person to look at."""
    if rule is None:
        return Criterion(None, Verdict.REVIEW)
    return _judge(rule, Frame(facts, question))


def _judge(rule: Rule, frame: Frame) -> Criterion:
    match rule:
        case All(parts):
            window = _window(parts, frame)
            inner = replace(frame, window=window) if window else frame
            return _all(rule, tuple(_judge(part, inner) for part in parts))
        case Any(parts):
            judged = tuple(_judge(part, frame) for part in parts if _applies(part, frame))
            return Criterion(rule, either(one.verdict for one in judged), parts=judged)
        case Then(first, rest):
            return _after(rule, first, rest, frame)
        case Within(inside):
            return _judge(_windowed(inside), frame)
        case _:
            return JUDGES[type(rule)](rule, frame)


def _all(rule: Rule, parts: tuple[Criterion, ...]) -> Criterion:
    return Criterion(rule, every(part.verdict for part in parts), parts=parts)


def _applies(rule: Rule, frame: Frame) -> bool:
    """Leave out the alternatives of another ground than the one the nomination is for."""
    if isinstance(rule, Free):
        return frame.question.ground in GROUNDS_OF[rule]
    return frame.question.ground is Ground.MERIT


def _window(parts: tuple[Rule, ...], frame: Frame) -> tuple[int, ...] | None:
    """Return the years of the longest run the conjunction requires, with those it skips."""
    return max((_run(part, frame) for part in parts), key=len, default=()) or None


def _run(rule: Rule, frame: Frame) -> tuple[int, ...]:
    match rule:
        case Held(count=count, span=Span.CONSECUTIVE):
            return frame.years(Span.CONSECUTIVE, count) or ()
        case Performed(count=count, span=Span.CONSECUTIVE):
            first = min(frame.graded_years(count), default=frame.year)
            return tuple(range(first, frame.year + 1))
        case Any(parts):
            return max((_run(part, frame) for part in parts), key=len)
        case _:
            return ()


def _windowed(rule: Rule) -> Rule:
    """Return the rule with every bare count inside it counted in the window."""
    match rule:
        case All(parts):
            return All(tuple(_windowed(part) for part in parts))
        case Any(parts):
            return Any(tuple(_windowed(part) for part in parts))
        case (
            Held(span=Span.ANY)
            | Performed(span=Span.ANY)
            | Initiatives(span=Span.ANY)
            | Works(span=Span.ANY)
        ):
            return replace(rule, span=Span.WINDOW)
        case _:
            return rule


def _after(rule: Then, first: Rule, rest: Rule, frame: Frame) -> Criterion:
    """Judge `rest` in the years after `first`, from the earliest honour that answers it."""
    reached = _judge(first, frame)
    years = [
        honour.year for honour in held_in(first, frame, pending=False)
    ] if isinstance(first, Held) else []  # fmt: skip
    since = min(years, default=frame.since)
    certain = since is None or frame.facts.of(Ledger.HONOURS).covers_all_to(since)
    later = replace(frame, since=since, since_certain=certain)
    return _all(rule, (reached, _judge(rest, later)))
