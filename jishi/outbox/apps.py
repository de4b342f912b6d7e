from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "jishi.outbox"
    label = "jishi_outbox"
    default_auto_field = "django.db.models.BigAutoField"
