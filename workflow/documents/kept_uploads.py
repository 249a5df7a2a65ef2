"""An upload refused for the time being: its mark travels in the form, so nobody sends it twice.

The mark is signed and holds for one paper, one person and one hour; it opens nothing by itself.
"""

from dataclasses import asdict

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

from workflow.core.actors import Actor
from workflow.core.errors import BadInput
from workflow.core.i18n import _
from workflow.documents.contents import TakenFile, current_store

SECONDS = 3600


def _serializer(paper_id: str, actor: Actor) -> URLSafeTimedSerializer:
    key = current_app.config["SECRET_KEY"]
    return URLSafeTimedSerializer(key, salt=f"signed-file:{paper_id}:{actor.user_id}")


def mark(taken: TakenFile, paper_id: str, actor: Actor) -> str:
    """Return the mark of a file that lies in the store and is bound to nothing yet."""
    return _serializer(paper_id, actor).dumps(asdict(taken))


def recall(text: str, paper_id: str, actor: Actor) -> TakenFile:
    """Return the file of a mark. Raises BadInput when the mark does not hold any more."""
    try:
        taken = TakenFile(**_serializer(paper_id, actor).loads(text, max_age=SECONDS))
    except BadData as error:
        raise BadInput(_("Tệp vừa gửi không còn được giữ. Hãy chọn lại tệp.")) from error
    if not current_store().exists(taken.digest):
        raise BadInput(_("Tệp vừa gửi không còn được giữ. Hãy chọn lại tệp."))
    return taken
