from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "jishi.live"
    label = "jishi_live"
    default_auto_field = "django.db.models.BigAutoField"
