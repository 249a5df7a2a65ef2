"""Edit the words of a draft: subject, bases, articles, certificates, destinations, signer."""

from dataclasses import dataclass

from workflow.core.actors import Actor
from workflow.core.errors import BadInput, Difference, StaleEdit
from workflow.core.i18n import _
from workflow.decisions import printouts
from workflow.decisions.models import Decision
from workflow.decisions.queries import signers_of
from workflow.decisions.services.drafting import signers_for
from workflow.decisions.services.listing import changed, open_draft


@dataclass(frozen=True)
class Words:
    """What the secretary may word: each a text, several of them one a line."""

    subject: str
    bases: str
    articles: str
    achievement: str
    destinations: str
    signer_id: int


def words_of(decision: Decision) -> Words:
    return Words(
        decision.subject, decision.bases, decision.articles, decision.achievement,
        "\n".join(decision.paper.destinations), signers_of(decision.paper_id)[0].user_id,
    )  # fmt: skip


def _labels() -> dict[str, str]:
    return {
        "subject": _("Trích yếu"),
        "bases": _("Căn cứ"),
        "articles": _("Các điều"),
        "achievement": _("Thành tích ghi trên giấy khen"),
        "destinations": _("Nơi nhận"),
    }


def _refuse_stale(decision: Decision, words: Words, version: int) -> None:
    if decision.version == version:
        return
    stored = words_of(decision)
    raise StaleEdit(
        _("Người khác vừa sửa dự thảo này. Hãy so hai bản rồi sửa lại trên bản mới nhất."),
        [
            Difference(label, getattr(words, name), getattr(stored, name))
            for name, label in _labels().items()
            if getattr(words, name) != getattr(stored, name)
        ],
    )


def edit_words(public_id: str, words: Words, *, version: int, actor: Actor) -> Decision:
    """Change the words of a draft; its checks become void and the sheet is drawn anew."""
    decision = open_draft(public_id, actor)
    _refuse_stale(decision, words, version)
    for name in ("subject", "bases", "articles", "destinations"):
        if not printouts.lines(getattr(words, name)):
            raise BadInput(_("Phần này không được để trống."), field=name)
    decision.subject, decision.achievement = words.subject, words.achievement
    decision.bases, decision.articles = words.bases, words.articles
    # the marks that end a line belong to the printed list, which sets its own
    decision.paper.destinations = [
        line.rstrip(" ;.,") for line in printouts.lines(words.destinations)
    ]
    _name_signer(decision, words.signer_id)
    changed(decision, "edit", actor=actor)
    return decision


def _name_signer(decision: Decision, user_id: int) -> None:
    """Name who signs: the head, or whom decisions are given to sign today.

    The post is written anew for the same person too: another right may hold by now.
    """
    signer = signers_of(decision.paper_id)[0]
    offered = signers_for(decision.organisation)
    chosen = next((one for one in offered if one.user.id == user_id), None)
    if chosen is None:
        raise BadInput(_("Người này không được giao quyền ký của cơ quan."), field="signer_id")
    signer.user_id, signer.name, signer.post = chosen.user.id, chosen.user.name, chosen.post
