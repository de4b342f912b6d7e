from django.apps import AppConfig


class KeysConfig(AppConfig):
    name = "jishi.keys"
    label = "jishi_keys"
    default_auto_field = "django.db.models.BigAutoField"
