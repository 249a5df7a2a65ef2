"""The keys the signing process holds, as far as an administrator may choose among them."""

from workflow.core.actors import Actor
from workflow.core.errors import BadInput
from workflow.core.i18n import _
from workflow.organisations.queries import is_administered
from workflow.signatures.evidence.issuers import name_of
from workflow.signatures.keys.client import KnownKey
from workflow.signatures.keys.current import current_signer
from workflow.signatures.registry import queries
from workflow.signatures.registry.reading import certificates_in
from workflow.signatures.registry.registering import Offered
from workflow.signatures.states import Part


def keys_for(part: Part, actor: Actor) -> list[KnownKey]:
    """Return the keys made for persons, or for seals, that no office elsewhere signs with.

    Raises Unavailable where the signing process does not answer.
    """
    listed = current_signer().list()
    fitting = [one for one in listed if one.purpose.value == part.value]
    return [one for one in fitting if not _used_elsewhere(one, actor)]


def _used_elsewhere(key: KnownKey, actor: Actor) -> bool:
    used = queries.in_use(_offered(key).fingerprint)
    return any(not is_administered(one.organisation_id, actor) for one in used)


def chosen(key_id: str, part: Part, actor: Actor) -> Offered:
    """Return the certificate of the key that was chosen. Raises BadInput for any other."""
    for one in keys_for(part, actor):
        if one.id == key_id:
            return _offered(one)
    raise BadInput(_("Khóa này không còn trong danh sách. Hãy chọn lại."), field="key")


def named(key: KnownKey) -> str:
    """Return whose certificate the key goes with, and the operator's note."""
    name = name_of(certificates_in(key.certificate)[0])
    return f"{name} ({key.note})" if key.note else name


def _offered(key: KnownKey) -> Offered:
    return Offered(certificates_in(key.certificate)[0], key.id)
