from django.db import migrations, models

from jishi.appendonly.door import protect


class Migration(migrations.Migration):
    dependencies = [
        ("watch", "0003_when_it_began"),
    ]

    operations = [
        migrations.AddField(
            model_name="signal",
            name="facts",
            field=models.JSONField(
                blank=True, default=dict, help_text="What the words say it of, as it was seen then."
            ),
        ),
        protect("watch_signal"),
    ]
