"""The pages of accounts, by group: the entrance and one's own, and the users one administers."""

from flask.blueprints import BlueprintSetupState

from workflow.accounts.blueprint import bp
from workflow.accounts.delegating import pages as delegating
from workflow.accounts.pages import entrance, own, users

__all__ = ["bp", "entrance", "own"]


@bp.record_once
def _page_groups(state: BlueprintSetupState) -> None:
    """Users and delegations are groups of their own, so that the rail marks the right item."""
    state.app.register_blueprint(users.bp)
    state.app.register_blueprint(delegating.bp)
