from django.db import migrations

from jishi.appendonly.door import protect


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        protect("ledger_entry"),
        protect("ledger_chain"),
        protect("ledger_seal"),
        protect("ledger_batch"),
        protect("ledger_shownhead"),
    ]
