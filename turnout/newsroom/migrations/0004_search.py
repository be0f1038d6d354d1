from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQLITE = (
    """CREATE VIRTUAL TABLE newsroom_sought_words USING fts5(
        title_words, text_words, content='newsroom_sought', content_rowid='id', detail='none'
    )""",
    """CREATE TRIGGER newsroom_sought_added AFTER INSERT ON newsroom_sought BEGIN
        INSERT INTO newsroom_sought_words(rowid, title_words, text_words)
        VALUES (new.id, new.title_words, new.text_words);
    END""",
    """CREATE TRIGGER newsroom_sought_removed AFTER DELETE ON newsroom_sought BEGIN
        INSERT INTO newsroom_sought_words(newsroom_sought_words, rowid, title_words, text_words)
        VALUES ('delete', old.id, old.title_words, old.text_words);
    END""",
    """CREATE TRIGGER newsroom_sought_changed AFTER UPDATE ON newsroom_sought BEGIN
        INSERT INTO newsroom_sought_words(newsroom_sought_words, rowid, title_words, text_words)
        VALUES ('delete', old.id, old.title_words, old.text_words);
        INSERT INTO newsroom_sought_words(rowid, title_words, text_words)
        VALUES (new.id, new.title_words, new.text_words);
    END""",
)
# Words are made by the program: no dictionary or parser has to know them.
POSTGRESQL = (
    """ALTER TABLE newsroom_sought ADD COLUMN words tsvector GENERATED ALWAYS AS (
        array_to_tsvector(array_remove(string_to_array(title_words || ' ' || text_words, ' '), ''))
    ) STORED""",
    "CREATE INDEX newsroom_sought_words ON newsroom_sought USING gin (words)",
)


def index(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRESQL:
        editor.execute(statement)


def unindex(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "sqlite":
        for trigger in ("added", "removed", "changed"):
            editor.execute(f"DROP TRIGGER newsroom_sought_{trigger}")
        editor.execute("DROP TABLE newsroom_sought_words")
    else:
        editor.execute("ALTER TABLE newsroom_sought DROP COLUMN words")


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0003_shown")]

    operations = [migrations.RunPython(index, unindex)]
