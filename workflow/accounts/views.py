"""The pages of accounts, by group; the blueprints are theirs."""

from workflow.accounts.blueprint import bp
from workflow.accounts.pages import entrance, own

__all__ = ["bp", "entrance", "own"]
