"""Who says which roots are trusted, and who sees and ends a certificate."""

from typing import Any

from workflow.core.actors import Actor
from workflow.organisations.policies import keeps_what_is_shared
from workflow.organisations.queries import is_administered
from workflow.signatures.models import SigningCertificate


def keeper(actor: Actor, _root: Any = None) -> bool:
    """Whether the actor administers one of the topmost organisations: roots are everybody's."""
    return not actor.is_system and keeps_what_is_shared(actor)


def second_keeper(actor: Actor, root: Any) -> bool:
    """Whether the actor is a keeper and is not who proposed the root (four eyes)."""
    return keeper(actor) and actor.user_id != root.added_by_id


def administrator_of(actor: Actor, certificate: SigningCertificate) -> bool:
    """Whether the actor administers the office the certificate is registered for."""
    return actor.has("administrator") and is_administered(certificate.organisation_id, actor)


def owner_of(actor: Actor, certificate: SigningCertificate) -> bool:
    """Whether the actor is the person who signs with it."""
    return actor.user_id is not None and certificate.user_id == actor.user_id


def may_end(actor: Actor, certificate: SigningCertificate) -> bool:
    """Whether the actor may say that it is not used any more: a lost token cannot wait."""
    return certificate.ended_at is None and (
        owner_of(actor, certificate) or administrator_of(actor, certificate)
    )
