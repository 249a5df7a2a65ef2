"""Say who hands over to a turn and what is called out, and what each line is handed."""

from dataclasses import dataclass

from workflow.core.actors import Actor
from workflow.core.text import one_line
from workflow.decisions.presenting import queries
from workflow.decisions.presenting.belongings import Things
from workflow.decisions.presenting.models import Ceremony, Handover, StageTurn
from workflow.decisions.presenting.services import arranging
from workflow.decisions.presenting.services.planning import changed, open_plan
from workflow.decisions.presenting.states import HandoverStatus, Way


@dataclass(frozen=True)
class Presenting:
    """Who hands over, and the words of the host of the stage if they are not the usual ones."""

    name: str
    post: str
    call: str


def describe_turn(
    public_id: str, turn_id: str, new: Presenting, *, everywhere: bool, version: int, actor: Actor
) -> StageTurn:
    """Name who hands over to a turn; `everywhere`: to every turn that has nobody yet."""
    ceremony = open_plan(public_id, version, actor)
    turn = queries.find_turn(ceremony.id, turn_id)
    name, post = one_line(new.name), one_line(new.post)
    turn.presenter_name, turn.presenter_post, turn.call = name, post, new.call.strip()
    if everywhere:
        for other in queries.program_of(ceremony).turns:
            if not other.row.presenter_name:
                other.row.presenter_name, other.row.presenter_post = name, post
    changed(ceremony, "turn", actor=actor, presenter=name, post=post, everywhere=everywhere)
    return turn


def describe_line(
    public_id: str, line_id: str, things: Things, way: Way, *, same_award: bool, version: int,
    actor: Actor,
) -> int:  # fmt: skip
    """Say what a line is handed and how; `same_award`: every line of that award and kind too."""
    ceremony = open_plan(public_id, version, actor)
    line = queries.find_line(ceremony.id, line_id)
    chosen = _alike(ceremony, line) if same_award else [line]
    for one in chosen:
        for key, value in vars(things).items():
            setattr(one, key, value)
    arranging.put_way(ceremony, chosen, way)
    changed(
        ceremony, "things", actor=actor, name=line.name, lines=len(chosen), way=way.value,
        things=vars(things),
    )  # fmt: skip
    return len(chosen)


def _alike(ceremony: Ceremony, line: Handover) -> list[Handover]:
    return [
        one for one in queries.program_of(ceremony).lines
        if one.item.award_name == line.item.award_name and one.item.kind is line.item.kind
        and one.status is HandoverStatus.WAITING
    ]  # fmt: skip


def rearrange(public_id: str, act: str, target: str, *, version: int, actor: Actor) -> Ceremony:
    """Change the order by hand, or propose it anew."""
    ceremony = open_plan(public_id, version, actor)
    up = act.endswith("up")
    if act in {"line-up", "line-down"}:
        arranging.move_line(ceremony, target, up=up)
    elif act in {"turn-up", "turn-down"}:
        arranging.move_turn(ceremony, target, up=up)
    elif act == "split":
        arranging.split_turn(ceremony, target)
    elif act == "join":
        arranging.join_turn(ceremony, target)
    else:
        arranging.propose_anew(ceremony)
    changed(ceremony, "arrange", actor=actor, way=act)
    return ceremony
