from django.db import migrations, models

from jishi.search.migrating import TokensField

# The lexemes are kept, so that a row is judged without making them anew. What waits to be put into the index is
# looked through by every search, so little may wait.
LEXEMES = (
    "DROP INDEX jishi_search_index",
    "ALTER TABLE jishi_search_document ALTER COLUMN tokens TYPE tsvector"
    " USING array_to_tsvector(string_to_array(rtrim('=' || place || ' ' || tokens), ' '))",
    "CREATE INDEX jishi_search_index ON jishi_search_document USING gin (tokens)"
    " WITH (gin_pending_list_limit = 256)",
)
TEXT = (
    "DROP INDEX jishi_search_index",
    "ALTER TABLE jishi_search_document ALTER COLUMN tokens TYPE text"
    " USING array_to_string(array_remove(tsvector_to_array(tokens), '=' || place), ' ')",
    "CREATE INDEX jishi_search_index ON jishi_search_document"
    " USING gin (array_to_tsvector(string_to_array(rtrim(place || ' ' || tokens), ' ')))",
)


def put_on(_apps, editor):
    _run(editor, LEXEMES)


def take_off(_apps, editor):
    _run(editor, TEXT)


def _run(editor, statements):
    if editor.connection.vendor == "sqlite":
        return
    with editor.connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("jishi_search", "0002_index")]
    # On SQLite a column that may be empty is added to the table as it is, with its triggers; tokens stay a text.
    operations = [
        migrations.AddField(
            model_name="document",
            name="position",
            field=models.BigIntegerField(help_text="Where its owner shows it: the greatest first.", null=True),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                condition=models.Q(("position__isnull", False)),
                fields=["position"],
                name="search_document_position",
            ),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(put_on, take_off)],
            state_operations=[
                migrations.AlterField(
                    model_name="document",
                    name="tokens",
                    field=TokensField(
                        help_text="Bigrams, words and pinyin initials, each once, with one blank between."
                    ),
                ),
            ],
        ),
    ]
