"""A secret ballot before the vote: tellers are named, draw their codes, and it is opened."""

from collections.abc import Sequence

from workflow.core import audit, clock
from workflow.core.actors import SYSTEM, Actor
from workflow.core.db import db
from workflow.core.errors import BadInput, Incomplete, InvalidStep, NotAllowed
from workflow.core.i18n import _
from workflow.councils.models import AgendaItem, Ballot, Session
from workflow.councils.queries import attendance_of, lock, seats_on
from workflow.councils.sealed.keyfile import KeyFolder
from workflow.councils.sealed.keys import draw_code, public_of
from workflow.councils.sealed.models import SecretBallot, Teller
from workflow.councils.sealed.process import ask
from workflow.councils.sealed.queries import get_secret, tellers_of, without_key_file
from workflow.councils.sealed.record import KEY
from workflow.councils.secrecy import FEWEST_TELLERS
from workflow.councils.services.opening import (
    begin,
    must_be_as_seen,
    next_round,
    refuse_too_few,
    session_for_ballot,
    waiting_in,
)
from workflow.councils.services.sessions import must_run
from workflow.councils.states import BallotMode, BallotStatus, Presence
from workflow.councils.steps import ballot_lifecycle
from workflow.councils.voting import get_ballot, get_ballot_for_change


def prepare(
    session_public_id: str, teller_ids: Sequence[str], *, needed: int, actor: Actor,
    seen: str | None = None,
) -> Ballot:  # fmt: skip
    """Name the tellers of a secret ballot; where none is `needed`, the key will lie in a file.

    `teller_ids` are public ids of members marked present.
    """
    session = session_for_ballot(session_public_id, actor=actor)
    must_be_as_seen(session, seen)
    waiting = waiting_in(session, BallotMode.SECRET)
    members = len(seats_on(session.council_id, clock.today()))
    refuse_too_few(members, least=session.council.fewest_electors)
    if not needed and not teller_ids:
        _refuse_without_tellers(members, most=session.council.without_tellers_up_to)
    users = _tellers(session, teller_ids, waiting, needed)
    ballot = Ballot(session_id=session.id, round=next_round(session), session=session,
                    mode=BallotMode.SECRET)  # fmt: skip
    db.session.add(ballot)
    db.session.flush()
    db.session.add(SecretBallot(ballot_id=ballot.id, needed=needed))
    for number, user_id in enumerate(users, start=1):
        db.session.add(Teller(ballot_id=ballot.id, number=number, user_id=user_id))
    db.session.flush()
    audit.record(
        "ballot.prepare", stream=("session", session.id), actor=actor,
        subject=("ballot", ballot.id),
        detail={"tellers": [one.user.name for one in tellers_of(ballot.id)], "needed": needed},
    )  # fmt: skip
    return ballot


def _refuse_without_tellers(members: int, *, most: int) -> None:
    """Leave the weaker mode, whose key the server's host can read, to tiny councils."""
    if members > most:
        raise BadInput(
            _("Hội đồng có %(n)s thành viên; quy chế chỉ cho bỏ phiếu kín không có ban kiểm phiếu "
              "khi có từ %(most)s thành viên trở xuống. Hãy lập ban kiểm phiếu.",
              n=members, most=most), field="by",
        )  # fmt: skip


def _tellers(
    session: Session, ids: Sequence[str], waiting: Sequence[AgendaItem], needed: int
) -> list[int]:
    if not needed and not ids:
        return []
    if not ids:
        raise BadInput(_("Hãy chọn người kiểm phiếu, hoặc chọn bỏ phiếu không có ban kiểm phiếu."),
                       field="tellers")  # fmt: skip
    present = {
        row.user.public_id: row.user for row in attendance_of(session.id)
        if row.presence is Presence.PRESENT
    }  # fmt: skip
    considered = _considered(waiting)
    for one in ids:
        if one not in present:
            raise BadInput(_("Người kiểm phiếu phải là thành viên có mặt."), field="tellers")
        if present[one].id in considered:
            raise BadInput(_("%(name)s là người được xét nên không kiểm phiếu.",
                             name=present[one].name), field="tellers")  # fmt: skip
    if not FEWEST_TELLERS <= needed <= len(set(ids)):
        raise BadInput(
            _("Cần từ %(least)s người trở lên cùng mở hòm, và không nhiều hơn số người kiểm phiếu.",
              least=FEWEST_TELLERS), field="needed",
        )  # fmt: skip
    if needed < session.council.tellers_needed:
        raise BadInput(_("Quy chế Hội đồng cần ít nhất %(n)s mã để mở hòm.",
                         n=session.council.tellers_needed), field="needed")  # fmt: skip
    return [user.id for key, user in present.items() if key in set(ids)]


def _considered(rows: Sequence[AgendaItem]) -> set[int | None]:
    return {row.nomination.recipient.user_id for row in rows}


def considered_in(session: Session) -> set[int | None]:
    """Return the users nobody may name as tellers: the vote to be prepared is about them."""
    return _considered(waiting_in(session, BallotMode.SECRET))


def _refuse_considered(tellers: Sequence[Teller], waiting: Sequence[AgendaItem]) -> None:
    """The agenda may have grown since the tellers were named."""
    considered = _considered(waiting)
    found = [one.user.name for one in tellers if one.user_id in considered]
    if found:
        raise InvalidStep(
            _("%(names)s nay là người được xét nên không kiểm phiếu. Hãy bỏ cuộc vừa chuẩn bị và "
              "lập ban kiểm phiếu khác.", names=", ".join(found))
        )  # fmt: skip


def draw(public_id: str, *, actor: Actor) -> str:
    """Draw the actor's code and return it: shown this once. A new one takes the old one's place."""
    ballot = get_ballot_for_change(public_id, actor)
    if ballot.status is not BallotStatus.DRAFT:
        raise InvalidStep(_("Cuộc bỏ phiếu đã mở nên không nhận mã mới được nữa."))
    teller = next((t for t in tellers_of(ballot.id) if t.user_id == actor.user_id), None)
    if teller is None:
        raise NotAllowed(_("Chỉ thành viên ban kiểm phiếu nhận mã."))
    code = draw_code(teller.number)
    teller.public_key = public_of(code)
    audit.record(
        "ballot.draw_code", stream=("session", ballot.session_id), actor=actor,
        subject=("ballot", ballot.id), detail={"name": teller.user.name},
    )  # fmt: skip
    return code


def open_secret(
    public_id: str, keys: KeyFolder, *, actor: Actor, seen: str | None = None
) -> Ballot:
    """Open a prepared ballot: its key is made by a process that ends, its parts are sealed."""
    session = lock(get_ballot(public_id, actor).session_id)
    must_run(actor, session)
    ballot = get_ballot_for_change(public_id, actor)
    if ballot.status is BallotStatus.DRAFT:
        must_be_as_seen(session, seen)
    members = len(seats_on(session.council_id, clock.today()))
    refuse_too_few(members, least=session.council.fewest_electors)
    secret, tellers = get_secret(ballot.id), tellers_of(ballot.id)
    lacking = [one.user.name for one in tellers if one.public_key is None]
    if lacking:
        raise Incomplete(_("Chưa nhận mã kiểm phiếu: %(names)s.", names=", ".join(lacking)))
    _refuse_considered(tellers, waiting_in(session, BallotMode.SECRET))
    items = begin(ballot, actor=actor, tellers=len(tellers), needed=secret.needed)
    secret.items = [item.id for item in items]
    _make_key(ballot, secret, tellers, keys)
    audit.record(
        KEY, stream=("session", ballot.session_id), actor=SYSTEM, subject=("ballot", ballot.id),
        detail={"public": (secret.public_key or b"").hex(), "items": secret.items},
    )  # fmt: skip
    return ballot


def _make_key(
    ballot: Ballot, secret: SecretBallot, tellers: Sequence[Teller], keys: KeyFolder
) -> None:
    if not tellers:
        keys.sweep(without_key_file())
        secret.public_key = keys.make(ballot.public_id)
        return
    made = ask("make", {
        "needed": secret.needed, "tellers": [(one.public_key or b"").hex() for one in tellers],
    })  # fmt: skip
    secret.public_key = bytes.fromhex(made["public"])
    for teller, share in zip(tellers, made["shares"], strict=True):
        teller.share = bytes.fromhex(share)


def drop(public_id: str, *, actor: Actor) -> Ballot:
    """Void a prepared ballot nobody has voted in: another way of voting may be chosen."""
    must_run(actor, lock(get_ballot(public_id, actor).session_id))
    ballot = get_ballot_for_change(public_id, actor)
    if ballot.status is not BallotStatus.DRAFT:
        raise InvalidStep(_("Cuộc bỏ phiếu đã mở nên không chọn lại cách bỏ phiếu được."))
    with ballot_lifecycle.step(ballot, "void", actor=actor, stream=("session", ballot.session_id)):
        pass
    return ballot
