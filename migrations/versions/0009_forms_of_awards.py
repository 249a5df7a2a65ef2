"""what an award's form asks for, and other offices' word."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column in place: nothing of the versions has to be copied for it."""
    op.create_table(
        "award_demands",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("award_version_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("whom", sa.String(), nullable=False),
        sa.Column("legal_basis", sa.String(), nullable=False),
        sa.Column("verified", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["award_version_id"], ["award_versions.id"],
            name=op.f("fk_award_demands_award_version_id_award_versions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_demands")),
        sa.UniqueConstraint(
            "award_version_id", "kind", "subject", "text",
            name=op.f("uq_award_demands_award_version_id_kind_subject_text"),
        ),
    )  # fmt: skip
    op.create_table(
        "confirmations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by", sa.String(), nullable=False),
        sa.Column("result", sa.String(length=32), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_confirmations_document_id_documents")
        ),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nominations.id"],
            name=op.f("fk_confirmations_nomination_id_nominations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmations")),
        sa.UniqueConstraint(
            "nomination_id", "office", name=op.f("uq_confirmations_nomination_id_office")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_confirmations_public_id")),
    )  # fmt: skip
    op.add_column("award_versions", sa.Column("word_limit", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("award_versions", "word_limit")
    op.drop_table("confirmations")
    op.drop_table("award_demands")
