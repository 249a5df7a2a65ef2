"""who falls due."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "suggestion_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["job_id"], ["jobs.id"], name=op.f("fk_suggestion_runs_job_id_jobs")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_suggestion_runs_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion_runs")),
        sa.UniqueConstraint("organisation_id", name=op.f("uq_suggestion_runs_organisation_id")),
    )
    with op.batch_alter_table("suggestion_runs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_suggestion_runs_job_id"), ["job_id"], unique=False)

    op.create_table(
        "suggestions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("award_version_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("standing", sa.String(length=32), nullable=False),
    sa.Column('told', sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["award_version_id"],
            ["award_versions.id"],
            name=op.f("fk_suggestions_award_version_id_award_versions"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_suggestions_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["recipients.id"], name=op.f("fk_suggestions_recipient_id_recipients")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisations.id"], name=op.f("fk_suggestions_unit_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestions")),
        sa.UniqueConstraint(
            "organisation_id",
            "recipient_id",
            "award_version_id",
            "year",
            name=op.f("uq_suggestions_what"),
        ),
    )
    with op.batch_alter_table("suggestions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_suggestions_recipient_id"), ["recipient_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("suggestions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_suggestions_recipient_id"))

    op.drop_table("suggestions")
    with op.batch_alter_table("suggestion_runs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_suggestion_runs_job_id"))

    op.drop_table("suggestion_runs")
