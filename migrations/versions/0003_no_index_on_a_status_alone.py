"""no index on a status alone."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = (
    "ballots",
    "decision_items",
    "nominations",
    "papers",
    "proposals",
    "sessions",
    "transmittals",
)


def upgrade():
    for table in TABLES:
        op.drop_index(f"ix_{table}_status", table_name=table)


def downgrade():
    for table in TABLES:
        op.create_index(f"ix_{table}_status", table, ["status"])
