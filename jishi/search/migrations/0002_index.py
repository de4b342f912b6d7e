from django.db import migrations

# On SQLite a later operation that alters jishi_search_document builds the table anew, without its triggers:
# such a migration runs put_on again (or drops the documents and lets each kind be rebuilt).
SQLITE = (
    "CREATE VIRTUAL TABLE jishi_search_index USING fts5(place, tokens, content='jishi_search_document',"
    " content_rowid='id', tokenize='unicode61 remove_diacritics 0', columnsize=0)",
    "CREATE TRIGGER jishi_search_in AFTER INSERT ON jishi_search_document BEGIN"
    " INSERT INTO jishi_search_index (rowid, place, tokens) VALUES (NEW.id, NEW.place, NEW.tokens); END",
    "CREATE TRIGGER jishi_search_out AFTER DELETE ON jishi_search_document BEGIN"
    " INSERT INTO jishi_search_index (jishi_search_index, rowid, place, tokens)"
    " VALUES ('delete', OLD.id, OLD.place, OLD.tokens); END",
    "CREATE TRIGGER jishi_search_anew AFTER UPDATE ON jishi_search_document BEGIN"
    " INSERT INTO jishi_search_index (jishi_search_index, rowid, place, tokens)"
    " VALUES ('delete', OLD.id, OLD.place, OLD.tokens);"
    " INSERT INTO jishi_search_index (rowid, place, tokens) VALUES (NEW.id, NEW.place, NEW.tokens); END",
)
POSTGRESQL = (
    "CREATE INDEX jishi_search_index ON jishi_search_document"
    " USING gin (array_to_tsvector(string_to_array(rtrim(place || ' ' || tokens), ' ')))",
)


def put_on(_apps, editor):
    with editor.connection.cursor() as cursor:
        for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRESQL:
            cursor.execute(statement)


def take_off(_apps, editor):
    with editor.connection.cursor() as cursor:
        if editor.connection.vendor == "sqlite":
            for name in ("in", "out", "anew"):
                cursor.execute(f"DROP TRIGGER jishi_search_{name}")
            cursor.execute("DROP TABLE jishi_search_index")
        else:
            cursor.execute("DROP INDEX jishi_search_index")


class Migration(migrations.Migration):
    dependencies = [("jishi_search", "0001_initial")]

    operations = [migrations.RunPython(put_on, take_off)]
