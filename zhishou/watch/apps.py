from django.apps import AppConfig


class WatchConfig(AppConfig):
    name = "zhishou.watch"
    label = "watch"
    default_auto_field = "django.db.models.BigAutoField"
