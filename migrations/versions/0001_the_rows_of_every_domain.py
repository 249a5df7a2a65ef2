"""the rows of every domain."""

import sqlalchemy as sa
from alembic import op


revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# The full-text index is made by hand: each database has its own kind.
WORD_INDEX = {
    "sqlite": [
        "CREATE VIRTUAL TABLE record_words USING fts5(search_title, search_names, search_units, search_marked, content='records', content_rowid='id', tokenize='unicode61 remove_diacritics 0')",
        "CREATE TRIGGER record_words_learn AFTER INSERT ON records BEGIN INSERT INTO record_words (rowid, search_title, search_names, search_units, search_marked) VALUES (new.id, new.search_title, new.search_names, new.search_units, new.search_marked); END",
        "CREATE TRIGGER record_words_forget AFTER DELETE ON records BEGIN INSERT INTO record_words (record_words, rowid, search_title, search_names, search_units, search_marked) VALUES ('delete', old.id, old.search_title, old.search_names, old.search_units, old.search_marked); END",
        "CREATE TRIGGER record_words_change AFTER UPDATE OF search_title, search_names, search_units, search_marked ON records BEGIN INSERT INTO record_words (record_words, rowid, search_title, search_names, search_units, search_marked) VALUES ('delete', old.id, old.search_title, old.search_names, old.search_units, old.search_marked); INSERT INTO record_words (rowid, search_title, search_names, search_units, search_marked) VALUES (new.id, new.search_title, new.search_names, new.search_units, new.search_marked); END",
    ],
    "postgresql": [
        "CREATE TABLE record_words (record_id integer PRIMARY KEY REFERENCES records (id) ON DELETE CASCADE, words tsvector NOT NULL, marked tsvector NOT NULL)",
        "CREATE INDEX ix_record_words_words ON record_words USING gin (words)",
        "CREATE INDEX ix_record_words_marked ON record_words USING gin (marked)",
        "CREATE FUNCTION learn_record_words() RETURNS trigger LANGUAGE plpgsql AS $$\n    BEGIN\n      INSERT INTO record_words (record_id, words, marked) VALUES (\n        new.id,\n        setweight(to_tsvector('simple', new.search_title), 'A')\n          || setweight(to_tsvector('simple', new.search_names), 'B')\n          || setweight(to_tsvector('simple', new.search_units), 'C'),\n        to_tsvector('simple', new.search_marked))\n      ON CONFLICT (record_id) DO UPDATE SET words = excluded.words, marked = excluded.marked;\n      RETURN NULL;\n    END $$",
        "CREATE TRIGGER record_words_learn AFTER INSERT OR UPDATE OF search_title, search_names, search_units, search_marked ON records FOR EACH ROW EXECUTE FUNCTION learn_record_words()",
    ],
}
DROP_WORD_INDEX = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS record_words_learn",
        "DROP TRIGGER IF EXISTS record_words_forget",
        "DROP TRIGGER IF EXISTS record_words_change",
        "DROP TABLE IF EXISTS record_words",
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS record_words_learn ON records",
        "DROP FUNCTION IF EXISTS learn_record_words()",
        "DROP TABLE IF EXISTS record_words",
    ],
}


def upgrade() -> None:
    op.create_table(
        "audit_streams",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("last_hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "subject_id", name=op.f("pk_audit_streams")),
    )
    op.create_table(
        "done_acts",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("location", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_done_acts")),
    )
    op.create_table(
        "guess_counts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guess_counts")),
        sa.UniqueConstraint("subject", "day", name=op.f("uq_guess_counts_subject_day")),
    )
    op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("clock_offset_seconds", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation")),
    )
    op.create_table(
        "jobs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_units", sa.Integer(), nullable=False),
        sa.Column("total_units", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
        sa.UniqueConstraint("key", name=op.f("uq_jobs_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_jobs_public_id")),
    )
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_jobs_due_at"), ["due_at"], unique=False)

    op.create_table(
        "organisations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("short_name", sa.String(), nullable=False),
        sa.Column("name_fold", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("symbol", sa.String(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("beside_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("head_post", sa.String(), nullable=False),
        sa.Column("heading_parent", sa.String(), nullable=False),
        sa.Column("heading_name", sa.String(), nullable=False),
        sa.Column("numbers_first", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["beside_id"],
            ["organisations.id"],
            name=op.f("fk_organisations_beside_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["organisations.id"],
            name=op.f("fk_organisations_parent_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
        sa.UniqueConstraint("public_id", name=op.f("uq_organisations_public_id")),
    )
    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisations_name_fold"), ["name_fold"], unique=False)
        batch_op.create_index(batch_op.f("ix_organisations_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "special_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_special_days")),
    )
    op.create_table(
        "stored_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_files")),
        sa.UniqueConstraint("digest", name=op.f("uq_stored_files_digest")),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("auth_epoch", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("name_fold", sa.String(), nullable=False),
        sa.Column("sort_key", sa.String(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("login", name=op.f("uq_users_login")),
        sa.UniqueConstraint("public_id", name=op.f("uq_users_public_id")),
    )
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_users_sort_key"), ["sort_key"], unique=False)

    op.create_table(
        "audit_records",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stream_kind", sa.String(), nullable=False),
        sa.Column("stream_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("previous_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("by_system", sa.Boolean(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("before_digest", sa.String(), nullable=True),
        sa.Column("after_digest", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["users.id"], name=op.f("fk_audit_records_actor_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_audit_records_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_records")),
        sa.UniqueConstraint(
            "stream_kind",
            "stream_id",
            "seq",
            name=op.f("uq_audit_records_stream_kind_stream_id_seq"),
        ),
    )
    with op.batch_alter_table("audit_records", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_audit_records_actor_id_at"), ["actor_id", "at"], unique=False
        )

    op.create_table(
        "awards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["organisations.id"], name=op.f("fk_awards_owner_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_awards")),
        sa.UniqueConstraint("code", name=op.f("uq_awards_code")),
        sa.UniqueConstraint("public_id", name=op.f("uq_awards_public_id")),
    )
    op.create_table(
        "councils",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("symbol", sa.String(), nullable=False),
        sa.Column("quorum_numerator", sa.Integer(), nullable=False),
        sa.Column("quorum_denominator", sa.Integer(), nullable=False),
        sa.Column("vote_numerator", sa.Integer(), nullable=False),
        sa.Column("vote_denominator", sa.Integer(), nullable=False),
        sa.Column("vote_strict", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_councils_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_councils")),
        sa.UniqueConstraint("public_id", name=op.f("uq_councils_public_id")),
    )
    with op.batch_alter_table("councils", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_councils_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "document_templates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"],
            ["stored_files.id"],
            name=op.f("fk_document_templates_file_id_stored_files"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_templates")),
        sa.UniqueConstraint("name", "version", name=op.f("uq_document_templates_name_version")),
    )
    op.create_table(
        "entry_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=32), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_entry_links_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_links")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_entry_links_token_digest")),
    )
    op.create_table(
        "known_devices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_known_devices_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_devices")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_known_devices_token_digest")),
    )
    with op.batch_alter_table("known_devices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_known_devices_user_id"), ["user_id"], unique=False)

    op.create_table(
        "number_books",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("series", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("last_date", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_number_books_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_books")),
        sa.UniqueConstraint(
            "organisation_id",
            "series",
            "year",
            name=op.f("uq_number_books_organisation_id_series_year"),
        ),
    )
    op.create_table(
        "recipients",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_fold", sa.String(), nullable=False),
        sa.Column("sort_key", sa.String(), nullable=False),
        sa.Column("employee_code", sa.String(), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_recipients_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_recipients_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recipients")),
        sa.UniqueConstraint("public_id", name=op.f("uq_recipients_public_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("recipients", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recipients_name_fold"), ["name_fold"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_recipients_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_recipients_user_id"), ["user_id"], unique=False)

    op.create_table(
        "review_terms",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("working_days", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_review_terms_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_review_terms")),
    )
    op.create_table(
        "role_grants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("granted_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["granted_by_id"], ["users.id"], name=op.f("fk_role_grants_granted_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_role_grants_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_role_grants_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grants")),
    )
    with op.batch_alter_table("role_grants", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_role_grants_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_role_grants_user_id_organisation_id"),
            ["user_id", "organisation_id"],
            unique=False,
        )

    op.create_table(
        "rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("ground", sa.String(length=32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("check_by", sa.Date(), nullable=True),
        sa.Column("meets_on", sa.Date(), nullable=True),
        sa.Column("ceremony_on", sa.Date(), nullable=True),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_rounds_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
        sa.UniqueConstraint("public_id", name=op.f("uq_rounds_public_id")),
    )
    with op.batch_alter_table("rounds", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_rounds_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "successions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("predecessor_id", sa.Integer(), nullable=False),
        sa.Column("successor_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["predecessor_id"],
            ["organisations.id"],
            name=op.f("fk_successions_predecessor_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["successor_id"],
            ["organisations.id"],
            name=op.f("fk_successions_successor_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_successions")),
    )
    with op.batch_alter_table("successions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_successions_predecessor_id"), ["predecessor_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_successions_successor_id"), ["successor_id"], unique=False
        )

    op.create_table(
        "user_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("auth_epoch", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_user_sessions_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_user_sessions_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_sessions")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_user_sessions_token_digest")),
    )
    with op.batch_alter_table("user_sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_user_sessions_user_id"), ["user_id"], unique=False)

    op.create_table(
        "award_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("award_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("decider", sa.String(), nullable=False),
        sa.Column("decider_kind", sa.String(length=32), nullable=True),
        sa.Column("decider_post", sa.String(), nullable=False),
        sa.Column("route", sa.String(length=32), nullable=False),
        sa.Column("criteria", sa.String(), nullable=False),
        sa.Column("prerequisite", sa.String(), nullable=False),
        sa.Column("vote_numerator", sa.Integer(), nullable=True),
        sa.Column("vote_denominator", sa.Integer(), nullable=True),
        sa.Column("vote_strict", sa.Boolean(), nullable=True),
        sa.Column("secret_ballot", sa.Boolean(), nullable=True),
        sa.Column("checklist", sa.String(), nullable=False),
        sa.Column("retention", sa.String(), nullable=False),
        sa.Column("legal_basis", sa.String(), nullable=False),
        sa.Column("verified", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["award_id"], ["awards.id"], name=op.f("fk_award_versions_award_id_awards")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_versions")),
        sa.UniqueConstraint(
            "award_id", "valid_from", name=op.f("uq_award_versions_award_id_valid_from")
        ),
    )
    with op.batch_alter_table("award_versions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_award_versions_award_id"), ["award_id"], unique=False)

    op.create_table(
        "documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("template_id", sa.Integer(), nullable=True),
        sa.Column("context_digest", sa.String(length=64), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_files.id"], name=op.f("fk_documents_file_id_stored_files")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["users.id"], name=op.f("fk_documents_made_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_documents_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["documents.id"], name=op.f("fk_documents_source_id_documents")
        ),
        sa.ForeignKeyConstraint(
            ["template_id"],
            ["document_templates.id"],
            name=op.f("fk_documents_template_id_document_templates"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
        sa.UniqueConstraint("public_id", name=op.f("uq_documents_public_id")),
    )
    op.create_table(
        "drawings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_kind", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("template_id", sa.Integer(), nullable=True),
        sa.Column("context", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("pdf_role", sa.String(length=32), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("drawn_round", sa.Integer(), nullable=False),
        sa.Column("without_pdf", sa.Boolean(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_drawings_job_id_jobs")),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["users.id"], name=op.f("fk_drawings_made_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_drawings_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["template_id"],
            ["document_templates.id"],
            name=op.f("fk_drawings_template_id_document_templates"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drawings")),
        sa.UniqueConstraint(
            "owner_kind",
            "owner_id",
            "purpose",
            name=op.f("uq_drawings_owner_kind_owner_id_purpose"),
        ),
    )
    op.create_table(
        "honours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("award_id", sa.Integer(), nullable=False),
        sa.Column("ground", sa.String(length=32), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("number_text", sa.String(), nullable=False),
        sa.Column("date_text", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("issuer_text", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("decision_item_id", sa.Integer(), nullable=True),
        sa.Column("struck_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["award_id"], ["awards.id"], name=op.f("fk_honours_award_id_awards")
        ),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["recipients.id"], name=op.f("fk_honours_recipient_id_recipients")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_honours")),
        sa.UniqueConstraint("decision_item_id", name=op.f("uq_honours_decision_item_id")),
    )
    with op.batch_alter_table("honours", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_honours_award_id"), ["award_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_honours_recipient_id_year"), ["recipient_id", "year"], unique=False
        )

    op.create_table(
        "memberships",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_memberships_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["recipients.id"], name=op.f("fk_memberships_recipient_id_recipients")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
    )
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_memberships_organisation_id_recipient_id"),
            ["organisation_id", "recipient_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_memberships_recipient_id"), ["recipient_id"], unique=False
        )

    op.create_table(
        "number_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("book_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("suffix", sa.String(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("holder_kind", sa.String(), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=False),
        sa.Column("act_key", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book_id"], ["number_books.id"], name=op.f("fk_number_entries_book_id_number_books")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_entries")),
        sa.UniqueConstraint("act_key", name=op.f("uq_number_entries_act_key")),
        sa.UniqueConstraint(
            "book_id", "number", "suffix", name=op.f("uq_number_entries_book_id_number_suffix")
        ),
    )
    op.create_table(
        "proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("proposing_id", sa.Integer(), nullable=False),
        sa.Column("receiving_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("late_reason", sa.String(), nullable=False),
        sa.Column("from_transmittal", sa.Boolean(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_proposals_created_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["proposing_id"],
            ["organisations.id"],
            name=op.f("fk_proposals_proposing_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["receiving_id"],
            ["organisations.id"],
            name=op.f("fk_proposals_receiving_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_proposals_round_id_rounds")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
        sa.UniqueConstraint("code", name=op.f("uq_proposals_code")),
        sa.UniqueConstraint("public_id", name=op.f("uq_proposals_public_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("proposals", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_proposals_proposing_id_status"), ["proposing_id", "status"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_proposals_receiving_id_status"), ["receiving_id", "status"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_proposals_round_id"), ["round_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposals_status"), ["status"], unique=False)

    op.create_table(
        "seats",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("post", sa.String(length=32), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["council_id"], ["councils.id"], name=op.f("fk_seats_council_id_councils")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_seats_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seats")),
    )
    with op.batch_alter_table("seats", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seats_council_id"), ["council_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_seats_user_id"), ["user_id"], unique=False)

    op.create_table(
        "sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("adjourned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("discussion", sa.String(), nullable=False),
        sa.Column("void_reason", sa.String(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["councils.id"], name=op.f("fk_sessions_council_id_councils")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_sessions_created_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
        sa.UniqueConstraint("public_id", name=op.f("uq_sessions_public_id")),
    )
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sessions_council_id"), ["council_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sessions_status"), ["status"], unique=False)

    op.create_table(
        "attendances",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("presence", sa.String(length=32), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name=op.f("fk_attendances_session_id_sessions")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_attendances_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendances")),
        sa.UniqueConstraint(
            "session_id", "user_id", name=op.f("uq_attendances_session_id_user_id")
        ),
    )
    with op.batch_alter_table("attendances", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attendances_user_id"), ["user_id"], unique=False)

    op.create_table(
        "ballots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("mode", sa.String(length=32), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tallied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name=op.f("fk_ballots_session_id_sessions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballots")),
        sa.UniqueConstraint("public_id", name=op.f("uq_ballots_public_id")),
        sa.UniqueConstraint(
            "session_id", "mode", "round", name=op.f("uq_ballots_session_id_mode_round")
        ),
    )
    with op.batch_alter_table("ballots", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ballots_session_id"), ["session_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ballots_status"), ["status"], unique=False)

    op.create_table(
        "document_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_kind", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_document_links_document_id_documents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_links")),
    )
    with op.batch_alter_table("document_links", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_document_links_document_id"), ["document_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_document_links_owner_kind_owner_id_role"),
            ["owner_kind", "owner_id", "role"],
            unique=False,
        )

    op.create_table(
        "nominations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("award_version_id", sa.Integer(), nullable=False),
        sa.Column("ground", sa.String(length=32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("unit_name", sa.String(), nullable=False),
        sa.Column("achievements", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("unit_agree", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("pass_basis", sa.String(length=32), nullable=True),
        sa.Column("outcome_reason", sa.String(), nullable=False),
        sa.Column("outcome_number", sa.String(), nullable=False),
        sa.Column("outcome_on", sa.Date(), nullable=True),
        sa.Column("outcome_issuer", sa.String(), nullable=False),
        sa.Column("origin_id", sa.Integer(), nullable=True),
        sa.Column("frozen", sa.JSON(), nullable=True),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "unit_agree IS NULL OR unit_agree >= 0", name=op.f("ck_nominations_unit_agree")
        ),
        sa.ForeignKeyConstraint(
            ["award_version_id"],
            ["award_versions.id"],
            name=op.f("fk_nominations_award_version_id_award_versions"),
        ),
        sa.ForeignKeyConstraint(
            ["origin_id"], ["nominations.id"], name=op.f("fk_nominations_origin_id_nominations")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name=op.f("fk_nominations_proposal_id_proposals")
        ),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["recipients.id"], name=op.f("fk_nominations_recipient_id_recipients")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nominations")),
        sa.UniqueConstraint("public_id", name=op.f("uq_nominations_public_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("nominations", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_nominations_award_version_id"), ["award_version_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_nominations_origin_id"), ["origin_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_nominations_proposal_id_position"),
            ["proposal_id", "position"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_nominations_recipient_id"), ["recipient_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_nominations_status"), ["status"], unique=False)

    op.create_table(
        "papers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("direction", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("owner_kind", sa.String(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("series", sa.String(), nullable=False),
        sa.Column("symbol", sa.String(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("number_entry_id", sa.Integer(), nullable=True),
        sa.Column("number_text", sa.String(), nullable=True),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.Column("date_text", sa.String(), nullable=False),
        sa.Column("date_doubt", sa.String(), nullable=False),
        sa.Column("issuer_text", sa.String(), nullable=False),
        sa.Column("arrival_number", sa.Integer(), nullable=True),
        sa.Column("arrived_on", sa.Date(), nullable=True),
        sa.Column("signer_post", sa.String(), nullable=False),
        sa.Column("signer_name", sa.String(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("numbered_by_id", sa.Integer(), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("destinations", sa.JSON(), nullable=False),
        sa.Column("context", sa.JSON(), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("decline_reason", sa.String(), nullable=False),
        sa.Column("replaced_by_id", sa.Integer(), nullable=True),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["number_entry_id"],
            ["number_entries.id"],
            name=op.f("fk_papers_number_entry_id_number_entries"),
        ),
        sa.ForeignKeyConstraint(
            ["numbered_by_id"], ["users.id"], name=op.f("fk_papers_numbered_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_papers_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["replaced_by_id"], ["papers.id"], name=op.f("fk_papers_replaced_by_id_papers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_papers")),
        sa.UniqueConstraint("number_entry_id", name=op.f("uq_papers_number_entry_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_papers_public_id")),
    )
    with op.batch_alter_table("papers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_papers_number_text"), ["number_text"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_papers_organisation_id_status"),
            ["organisation_id", "status"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_papers_owner_kind_owner_id"), ["owner_kind", "owner_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_papers_status"), ["status"], unique=False)

    op.create_table(
        "proposal_revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("snapshot", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["proposals.id"],
            name=op.f("fk_proposal_revisions_proposal_id_proposals"),
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"],
            ["users.id"],
            name=op.f("fk_proposal_revisions_submitted_by_id_users"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_revisions")),
        sa.UniqueConstraint(
            "proposal_id", "number", name=op.f("uq_proposal_revisions_proposal_id_number")
        ),
    )
    op.create_table(
        "sign_offs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content_digest", sa.String(length=64), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name=op.f("fk_sign_offs_proposal_id_proposals")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_sign_offs_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_offs")),
    )
    with op.batch_alter_table("sign_offs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_offs_proposal_id"), ["proposal_id"], unique=False)

    op.create_table(
        "unit_meetings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("present", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("presided_by", sa.String(), nullable=False),
        sa.Column("minuted_by", sa.String(), nullable=False),
        sa.Column("remarks", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name=op.f("fk_unit_meetings_proposal_id_proposals")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_meetings")),
        sa.UniqueConstraint("proposal_id", name=op.f("uq_unit_meetings_proposal_id")),
    )
    op.create_table(
        "agenda_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["nomination_id"],
            ["nominations.id"],
            name=op.f("fk_agenda_items_nomination_id_nominations"),
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name=op.f("fk_agenda_items_session_id_sessions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_items")),
        sa.UniqueConstraint(
            "session_id", "nomination_id", name=op.f("uq_agenda_items_session_id_nomination_id")
        ),
    )
    with op.batch_alter_table("agenda_items", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_agenda_items_nomination_id"), ["nomination_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_agenda_items_session_id"), ["session_id"], unique=False
        )

    op.create_table(
        "checklist_ticks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["users.id"], name=op.f("fk_checklist_ticks_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["nomination_id"],
            ["nominations.id"],
            name=op.f("fk_checklist_ticks_nomination_id_nominations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_ticks")),
        sa.UniqueConstraint(
            "nomination_id", "item", name=op.f("uq_checklist_ticks_nomination_id_item")
        ),
    )
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(length=32), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("award_name", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("bases", sa.String(), nullable=False),
        sa.Column("articles", sa.String(), nullable=False),
        sa.Column("achievement", sa.String(), nullable=False),
        sa.Column("content_checked_by_id", sa.Integer(), nullable=True),
        sa.Column("content_checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("form_checked_by_id", sa.Integer(), nullable=True),
        sa.Column("form_checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["content_checked_by_id"],
            ["users.id"],
            name=op.f("fk_decisions_content_checked_by_id_users"),
        ),
        sa.ForeignKeyConstraint(
            ["form_checked_by_id"], ["users.id"], name=op.f("fk_decisions_form_checked_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_decisions_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["papers.id"], name=op.f("fk_decisions_paper_id_papers")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name=op.f("fk_decisions_session_id_sessions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint("paper_id", name=op.f("uq_decisions_paper_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_decisions_public_id")),
    )
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_decisions_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "electors",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ballot_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("post", sa.String(length=32), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("presence", sa.String(length=32), nullable=False),
        sa.Column("voted", sa.Boolean(), nullable=False),
        sa.Column("opinion_document_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["ballot_id"], ["ballots.id"], name=op.f("fk_electors_ballot_id_ballots")
        ),
        sa.ForeignKeyConstraint(
            ["opinion_document_id"],
            ["documents.id"],
            name=op.f("fk_electors_opinion_document_id_documents"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_electors_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_electors")),
        sa.UniqueConstraint("ballot_id", "user_id", name=op.f("uq_electors_ballot_id_user_id")),
    )
    with op.batch_alter_table("electors", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_electors_user_id"), ["user_id"], unique=False)

    op.create_table(
        "paper_signers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["papers.id"], name=op.f("fk_paper_signers_paper_id_papers")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_paper_signers_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_signers")),
        sa.UniqueConstraint("paper_id", "ordinal", name=op.f("uq_paper_signers_paper_id_ordinal")),
    )
    with op.batch_alter_table("paper_signers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_signers_paper_id"), ["paper_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_signers_user_id"), ["user_id"], unique=False)

    op.create_table(
        "records",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("symbol_fold", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("award_name", sa.String(), nullable=False),
        sa.Column("collectives", sa.Integer(), nullable=False),
        sa.Column("individuals", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=32), nullable=False),
        sa.Column("retention", sa.String(), nullable=False),
        sa.Column("doubt", sa.String(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("search_title", sa.String(), nullable=False),
        sa.Column("search_names", sa.String(), nullable=False),
        sa.Column("search_units", sa.String(), nullable=False),
        sa.Column("search_marked", sa.String(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_records_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["papers.id"], name=op.f("fk_records_paper_id_papers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_records")),
        sa.UniqueConstraint("paper_id", name=op.f("uq_records_paper_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_records_public_id")),
    )
    with op.batch_alter_table("records", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_records_award_name"), ["award_name"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_records_dated_number_public_id"),
            ["dated", "number", "public_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_records_number_year"), ["number", "year"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_records_organisation_id_year"), ["organisation_id", "year"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_records_symbol_fold"), ["symbol_fold"], unique=False)

    op.create_table(
        "review_points",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent", sa.Boolean(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["users.id"], name=op.f("fk_review_points_made_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["nomination_id"],
            ["nominations.id"],
            name=op.f("fk_review_points_nomination_id_nominations"),
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["proposal_revisions.id"],
            name=op.f("fk_review_points_revision_id_proposal_revisions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_points")),
    )
    with op.batch_alter_table("review_points", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_review_points_revision_id"), ["revision_id"], unique=False
        )

    op.create_table(
        "transmittals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sender_id", sa.Integer(), nullable=False),
        sa.Column("receiver_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("manifest", sa.JSON(), nullable=True),
        sa.Column("manifest_digest", sa.String(length=64), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refusal", sa.String(), nullable=False),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("term_days", sa.Integer(), nullable=True),
        sa.Column("arrival_number", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("arrived_as_id", sa.Integer(), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["arrived_as_id"],
            ["proposals.id"],
            name=op.f("fk_transmittals_arrived_as_id_proposals"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_transmittals_created_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["papers.id"], name=op.f("fk_transmittals_paper_id_papers")
        ),
        sa.ForeignKeyConstraint(
            ["receiver_id"],
            ["organisations.id"],
            name=op.f("fk_transmittals_receiver_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["sender_id"],
            ["organisations.id"],
            name=op.f("fk_transmittals_sender_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transmittals")),
        sa.UniqueConstraint("arrived_as_id", name=op.f("uq_transmittals_arrived_as_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_transmittals_public_id")),
    )
    with op.batch_alter_table("transmittals", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_transmittals_receiver_id"), ["receiver_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_transmittals_sender_id"), ["sender_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_transmittals_status"), ["status"], unique=False)

    op.create_table(
        "ballot_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ballot_id", sa.Integer(), nullable=False),
        sa.Column("agenda_item_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("numerator", sa.Integer(), nullable=False),
        sa.Column("denominator", sa.Integer(), nullable=False),
        sa.Column("strict", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agenda_item_id"],
            ["agenda_items.id"],
            name=op.f("fk_ballot_items_agenda_item_id_agenda_items"),
        ),
        sa.ForeignKeyConstraint(
            ["ballot_id"], ["ballots.id"], name=op.f("fk_ballot_items_ballot_id_ballots")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot_items")),
        sa.UniqueConstraint(
            "ballot_id", "agenda_item_id", name=op.f("uq_ballot_items_ballot_id_agenda_item_id")
        ),
    )
    with op.batch_alter_table("ballot_items", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ballot_items_agenda_item_id"), ["agenda_item_id"], unique=False
        )

    op.create_table(
        "decision_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=True),
        sa.Column("recipient_id", sa.Integer(), nullable=True),
        sa.Column("award_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_fold", sa.String(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("unit_name", sa.String(), nullable=False),
        sa.Column("award_name", sa.String(), nullable=False),
        sa.Column("ground", sa.String(length=32), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["award_id"], ["awards.id"], name=op.f("fk_decision_items_award_id_awards")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_decision_items_decision_id_decisions")
        ),
        sa.ForeignKeyConstraint(
            ["nomination_id"],
            ["nominations.id"],
            name=op.f("fk_decision_items_nomination_id_nominations"),
        ),
        sa.ForeignKeyConstraint(
            ["recipient_id"],
            ["recipients.id"],
            name=op.f("fk_decision_items_recipient_id_recipients"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_items")),
        sa.UniqueConstraint("public_id", name=op.f("uq_decision_items_public_id")),
    )
    with op.batch_alter_table("decision_items", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_decision_items_decision_id_ordinal"),
            ["decision_id", "ordinal"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_decision_items_name_fold"), ["name_fold"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_decision_items_nomination_id"), ["nomination_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_decision_items_recipient_id"), ["recipient_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_decision_items_status"), ["status"], unique=False)
        batch_op.create_index(
            "uq_decision_items_live_nomination",
            ["nomination_id"],
            unique=True,
            sqlite_where=sa.text("status IN ('proposed', 'awarded')"),
            postgresql_where=sa.text("status IN ('proposed', 'awarded')"),
        )

    op.create_table(
        "more_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("transmittal_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["users.id"], name=op.f("fk_more_requests_answered_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["users.id"], name=op.f("fk_more_requests_asked_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["transmittal_id"],
            ["transmittals.id"],
            name=op.f("fk_more_requests_transmittal_id_transmittals"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_more_requests")),
        sa.UniqueConstraint("public_id", name=op.f("uq_more_requests_public_id")),
    )
    with op.batch_alter_table("more_requests", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_more_requests_transmittal_id"), ["transmittal_id"], unique=False
        )

    op.create_table(
        "record_checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("faults", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_record_checks_by_id_users")),
        sa.ForeignKeyConstraint(
            ["record_id"], ["records.id"], name=op.f("fk_record_checks_record_id_records")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_checks")),
    )
    with op.batch_alter_table("record_checks", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_record_checks_record_id_id"), ["record_id", "id"], unique=False
        )

    op.create_table(
        "record_readers",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_record_readers_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["records.id"], name=op.f("fk_record_readers_record_id_records")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "record_id", name=op.f("pk_record_readers")),
    )
    with op.batch_alter_table("record_readers", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_record_readers_record_id"), ["record_id"], unique=False
        )

    op.create_table(
        "record_recipients",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_fold", sa.String(), nullable=False),
        sa.Column("unit_name", sa.String(), nullable=False),
        sa.Column("unit_fold", sa.String(), nullable=False),
        sa.Column("award_name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["records.id"], name=op.f("fk_record_recipients_record_id_records")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_recipients")),
    )
    with op.batch_alter_table("record_recipients", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_record_recipients_name_fold_record_id"),
            ["name_fold", "record_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_record_recipients_record_id"), ["record_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_record_recipients_unit_fold"), ["unit_fold"], unique=False
        )

    op.create_table(
        "transmittal_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("transmittal_id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("arrived_as_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["arrived_as_id"],
            ["nominations.id"],
            name=op.f("fk_transmittal_items_arrived_as_id_nominations"),
        ),
        sa.ForeignKeyConstraint(
            ["nomination_id"],
            ["nominations.id"],
            name=op.f("fk_transmittal_items_nomination_id_nominations"),
        ),
        sa.ForeignKeyConstraint(
            ["transmittal_id"],
            ["transmittals.id"],
            name=op.f("fk_transmittal_items_transmittal_id_transmittals"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transmittal_items")),
        sa.UniqueConstraint("nomination_id", name=op.f("uq_transmittal_items_nomination_id")),
    )
    with op.batch_alter_table("transmittal_items", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_transmittal_items_arrived_as_id"), ["arrived_as_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_transmittal_items_transmittal_id"), ["transmittal_id"], unique=False
        )

    op.create_table(
        "certificates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("golden_number", sa.Integer(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["decision_items.id"], name=op.f("fk_certificates_item_id_decision_items")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificates")),
        sa.UniqueConstraint("item_id", name=op.f("uq_certificates_item_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_certificates_public_id")),
    )
    op.create_table(
        "named_votes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("elector_id", sa.Integer(), nullable=False),
        sa.Column("ballot_item_id", sa.Integer(), nullable=False),
        sa.Column("choice", sa.String(length=32), nullable=False),
        sa.Column("opinion", sa.String(), nullable=False),
        sa.Column("in_writing", sa.Boolean(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ballot_item_id"],
            ["ballot_items.id"],
            name=op.f("fk_named_votes_ballot_item_id_ballot_items"),
        ),
        sa.ForeignKeyConstraint(
            ["elector_id"], ["electors.id"], name=op.f("fk_named_votes_elector_id_electors")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["users.id"], name=op.f("fk_named_votes_entered_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_named_votes")),
        sa.UniqueConstraint(
            "elector_id", "ballot_item_id", name=op.f("uq_named_votes_elector_id_ballot_item_id")
        ),
    )
    with op.batch_alter_table("named_votes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_named_votes_ballot_item_id"), ["ballot_item_id"], unique=False
        )

    op.create_table(
        "recusals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("elector_id", sa.Integer(), nullable=False),
        sa.Column("ballot_item_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ballot_item_id"],
            ["ballot_items.id"],
            name=op.f("fk_recusals_ballot_item_id_ballot_items"),
        ),
        sa.ForeignKeyConstraint(
            ["elector_id"], ["electors.id"], name=op.f("fk_recusals_elector_id_electors")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recusals")),
        sa.UniqueConstraint(
            "elector_id", "ballot_item_id", name=op.f("uq_recusals_elector_id_ballot_item_id")
        ),
    )
    op.create_table(
        "tally_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ballot_item_id", sa.Integer(), nullable=False),
        sa.Column("agree", sa.Integer(), nullable=False),
        sa.Column("disagree", sa.Integer(), nullable=False),
        sa.Column("other", sa.Integer(), nullable=False),
        sa.Column("recused", sa.Integer(), nullable=False),
        sa.Column("silent", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ballot_item_id"],
            ["ballot_items.id"],
            name=op.f("fk_tally_lines_ballot_item_id_ballot_items"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tally_lines")),
        sa.UniqueConstraint("ballot_item_id", name=op.f("uq_tally_lines_ballot_item_id")),
    )
    for statement in WORD_INDEX[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    for statement in DROP_WORD_INDEX[op.get_bind().dialect.name]:
        op.execute(statement)
    op.drop_table("tally_lines")
    op.drop_table("recusals")
    with op.batch_alter_table("named_votes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_named_votes_ballot_item_id"))

    op.drop_table("named_votes")
    op.drop_table("certificates")
    with op.batch_alter_table("transmittal_items", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_transmittal_items_transmittal_id"))
        batch_op.drop_index(batch_op.f("ix_transmittal_items_arrived_as_id"))

    op.drop_table("transmittal_items")
    with op.batch_alter_table("record_recipients", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_record_recipients_unit_fold"))
        batch_op.drop_index(batch_op.f("ix_record_recipients_record_id"))
        batch_op.drop_index(batch_op.f("ix_record_recipients_name_fold_record_id"))

    op.drop_table("record_recipients")
    with op.batch_alter_table("record_readers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_record_readers_record_id"))

    op.drop_table("record_readers")
    with op.batch_alter_table("record_checks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_record_checks_record_id_id"))

    op.drop_table("record_checks")
    with op.batch_alter_table("more_requests", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_more_requests_transmittal_id"))

    op.drop_table("more_requests")
    with op.batch_alter_table("decision_items", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_decision_items_live_nomination",
            sqlite_where=sa.text("status IN ('proposed', 'awarded')"),
            postgresql_where=sa.text("status IN ('proposed', 'awarded')"),
        )
        batch_op.drop_index(batch_op.f("ix_decision_items_status"))
        batch_op.drop_index(batch_op.f("ix_decision_items_recipient_id"))
        batch_op.drop_index(batch_op.f("ix_decision_items_nomination_id"))
        batch_op.drop_index(batch_op.f("ix_decision_items_name_fold"))
        batch_op.drop_index(batch_op.f("ix_decision_items_decision_id_ordinal"))

    op.drop_table("decision_items")
    with op.batch_alter_table("ballot_items", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ballot_items_agenda_item_id"))

    op.drop_table("ballot_items")
    with op.batch_alter_table("transmittals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_transmittals_status"))
        batch_op.drop_index(batch_op.f("ix_transmittals_sender_id"))
        batch_op.drop_index(batch_op.f("ix_transmittals_receiver_id"))

    op.drop_table("transmittals")
    with op.batch_alter_table("review_points", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_points_revision_id"))

    op.drop_table("review_points")
    with op.batch_alter_table("records", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_records_symbol_fold"))
        batch_op.drop_index(batch_op.f("ix_records_organisation_id_year"))
        batch_op.drop_index(batch_op.f("ix_records_number_year"))
        batch_op.drop_index(batch_op.f("ix_records_dated_number_public_id"))
        batch_op.drop_index(batch_op.f("ix_records_award_name"))

    op.drop_table("records")
    with op.batch_alter_table("paper_signers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paper_signers_user_id"))
        batch_op.drop_index(batch_op.f("ix_paper_signers_paper_id"))

    op.drop_table("paper_signers")
    with op.batch_alter_table("electors", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_electors_user_id"))

    op.drop_table("electors")
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decisions_organisation_id"))

    op.drop_table("decisions")
    op.drop_table("checklist_ticks")
    with op.batch_alter_table("agenda_items", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agenda_items_session_id"))
        batch_op.drop_index(batch_op.f("ix_agenda_items_nomination_id"))

    op.drop_table("agenda_items")
    op.drop_table("unit_meetings")
    with op.batch_alter_table("sign_offs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_offs_proposal_id"))

    op.drop_table("sign_offs")
    op.drop_table("proposal_revisions")
    with op.batch_alter_table("papers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_papers_status"))
        batch_op.drop_index(batch_op.f("ix_papers_owner_kind_owner_id"))
        batch_op.drop_index(batch_op.f("ix_papers_organisation_id_status"))
        batch_op.drop_index(batch_op.f("ix_papers_number_text"))

    op.drop_table("papers")
    with op.batch_alter_table("nominations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_nominations_status"))
        batch_op.drop_index(batch_op.f("ix_nominations_recipient_id"))
        batch_op.drop_index(batch_op.f("ix_nominations_proposal_id_position"))
        batch_op.drop_index(batch_op.f("ix_nominations_origin_id"))
        batch_op.drop_index(batch_op.f("ix_nominations_award_version_id"))

    op.drop_table("nominations")
    with op.batch_alter_table("document_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_links_owner_kind_owner_id_role"))
        batch_op.drop_index(batch_op.f("ix_document_links_document_id"))

    op.drop_table("document_links")
    with op.batch_alter_table("ballots", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ballots_status"))
        batch_op.drop_index(batch_op.f("ix_ballots_session_id"))

    op.drop_table("ballots")
    with op.batch_alter_table("attendances", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attendances_user_id"))

    op.drop_table("attendances")
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sessions_status"))
        batch_op.drop_index(batch_op.f("ix_sessions_council_id"))

    op.drop_table("sessions")
    with op.batch_alter_table("seats", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_seats_user_id"))
        batch_op.drop_index(batch_op.f("ix_seats_council_id"))

    op.drop_table("seats")
    with op.batch_alter_table("proposals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposals_status"))
        batch_op.drop_index(batch_op.f("ix_proposals_round_id"))
        batch_op.drop_index(batch_op.f("ix_proposals_receiving_id_status"))
        batch_op.drop_index(batch_op.f("ix_proposals_proposing_id_status"))

    op.drop_table("proposals")
    op.drop_table("number_entries")
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_memberships_recipient_id"))
        batch_op.drop_index(batch_op.f("ix_memberships_organisation_id_recipient_id"))

    op.drop_table("memberships")
    with op.batch_alter_table("honours", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_honours_recipient_id_year"))
        batch_op.drop_index(batch_op.f("ix_honours_award_id"))

    op.drop_table("honours")
    op.drop_table("drawings")
    op.drop_table("documents")
    with op.batch_alter_table("award_versions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_award_versions_award_id"))

    op.drop_table("award_versions")
    with op.batch_alter_table("user_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_user_sessions_user_id"))

    op.drop_table("user_sessions")
    with op.batch_alter_table("successions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_successions_successor_id"))
        batch_op.drop_index(batch_op.f("ix_successions_predecessor_id"))

    op.drop_table("successions")
    with op.batch_alter_table("rounds", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rounds_organisation_id"))

    op.drop_table("rounds")
    with op.batch_alter_table("role_grants", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_role_grants_user_id_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_role_grants_organisation_id"))

    op.drop_table("role_grants")
    op.drop_table("review_terms")
    with op.batch_alter_table("recipients", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recipients_user_id"))
        batch_op.drop_index(batch_op.f("ix_recipients_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_recipients_name_fold"))

    op.drop_table("recipients")
    op.drop_table("number_books")
    with op.batch_alter_table("known_devices", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_known_devices_user_id"))

    op.drop_table("known_devices")
    op.drop_table("entry_links")
    op.drop_table("document_templates")
    with op.batch_alter_table("councils", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_councils_organisation_id"))

    op.drop_table("councils")
    op.drop_table("awards")
    with op.batch_alter_table("audit_records", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_records_actor_id_at"))

    op.drop_table("audit_records")
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_users_sort_key"))

    op.drop_table("users")
    op.drop_table("stored_files")
    op.drop_table("special_days")
    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisations_parent_id"))
        batch_op.drop_index(batch_op.f("ix_organisations_name_fold"))

    op.drop_table("organisations")
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_jobs_due_at"))

    op.drop_table("jobs")
    op.drop_table("installation")
    op.drop_table("guess_counts")
    op.drop_table("done_acts")
    op.drop_table("audit_streams")
