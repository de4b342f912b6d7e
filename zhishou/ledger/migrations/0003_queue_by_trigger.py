from django.db import migrations

# On SQLite a later operation that alters ledger_entry builds the table anew, without its triggers:
# such a migration ends with protect("ledger_entry") and with these again.
SQLITE = """
CREATE TRIGGER ledger_entry_waits AFTER INSERT ON ledger_entry BEGIN
    INSERT INTO ledger_waiting (entry_id, engagement_id) VALUES (NEW.id, NEW.engagement_id);
END
"""
POSTGRESQL = """
CREATE FUNCTION ledger_entry_waits() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO ledger_waiting (entry_id, engagement_id) VALUES (NEW.id, NEW.engagement_id);
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_entry_waits AFTER INSERT ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_entry_waits();
"""


def put_on(_apps, editor):
    with editor.connection.cursor() as cursor:
        cursor.execute(SQLITE if editor.connection.vendor == "sqlite" else POSTGRESQL)


def take_off(_apps, editor):
    with editor.connection.cursor() as cursor:
        if editor.connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER ledger_entry_waits")
        else:
            cursor.execute("DROP FUNCTION ledger_entry_waits() CASCADE")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_append_only")]

    operations = [migrations.RunPython(put_on, take_off)]
