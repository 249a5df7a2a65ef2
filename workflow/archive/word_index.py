"""The word index over records: FTS5 on SQLite, tsvector on PostgreSQL, both kept by triggers.

The tables lie outside the models' metadata (a virtual table, a column type of one database
alone). `create_all` makes them after `records`; the migration runs the same statements.
A batch migration that rebuilds `records` on SQLite drops its triggers: run them again after it.
"""

from typing import Final

COLUMNS: Final = ("search_title", "search_names", "search_units", "search_marked")
FOLDED: Final = COLUMNS[:3]
_ALL = ", ".join(COLUMNS)
_NEW = ", ".join(f"new.{column}" for column in COLUMNS)
_OLD = ", ".join(f"old.{column}" for column in COLUMNS)
_FORGET = (
    f"INSERT INTO record_words (record_words, rowid, {_ALL}) "  # noqa: S608
    f"VALUES ('delete', old.id, {_OLD});"
)
_LEARN = f"INSERT INTO record_words (rowid, {_ALL}) VALUES (new.id, {_NEW});"  # noqa: S608

_SQLITE = (
    f"CREATE VIRTUAL TABLE record_words USING fts5({_ALL}, content='records', "
    "content_rowid='id', tokenize='unicode61 remove_diacritics 0')",
    f"CREATE TRIGGER record_words_learn AFTER INSERT ON records BEGIN {_LEARN} END",
    f"CREATE TRIGGER record_words_forget AFTER DELETE ON records BEGIN {_FORGET} END",
    f"CREATE TRIGGER record_words_change AFTER UPDATE OF {_ALL} ON records "
    f"BEGIN {_FORGET} {_LEARN} END",
)
_POSTGRESQL = (
    "CREATE TABLE record_words (record_id integer PRIMARY KEY REFERENCES records (id) "
    "ON DELETE CASCADE, words tsvector NOT NULL, marked tsvector NOT NULL)",
    "CREATE INDEX ix_record_words_words ON record_words USING gin (words)",
    "CREATE INDEX ix_record_words_marked ON record_words USING gin (marked)",
    """CREATE FUNCTION learn_record_words() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO record_words (record_id, words, marked) VALUES (
        new.id,
        setweight(to_tsvector('simple', new.search_title), 'A')
          || setweight(to_tsvector('simple', new.search_names), 'B')
          || setweight(to_tsvector('simple', new.search_units), 'C'),
        to_tsvector('simple', new.search_marked))
      ON CONFLICT (record_id) DO UPDATE SET words = excluded.words, marked = excluded.marked;
      RETURN NULL;
    END $$""",
    f"CREATE TRIGGER record_words_learn AFTER INSERT OR UPDATE OF {_ALL} ON records "
    "FOR EACH ROW EXECUTE FUNCTION learn_record_words()",
)
_DROP = {
    "sqlite": (
        "DROP TRIGGER IF EXISTS record_words_learn",
        "DROP TRIGGER IF EXISTS record_words_forget",
        "DROP TRIGGER IF EXISTS record_words_change",
        "DROP TABLE IF EXISTS record_words",
    ),
    "postgresql": (
        "DROP TRIGGER IF EXISTS record_words_learn ON records",
        "DROP FUNCTION IF EXISTS learn_record_words()",
        "DROP TABLE IF EXISTS record_words",
    ),
}


def statements(dialect: str) -> tuple[str, ...]:
    """Return what makes the index of an empty `records`, one statement each."""
    return _POSTGRESQL if dialect == "postgresql" else _SQLITE


def drop_statements(dialect: str) -> tuple[str, ...]:
    return _DROP["postgresql" if dialect == "postgresql" else "sqlite"]
