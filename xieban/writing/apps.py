from django.apps import AppConfig


class WritingConfig(AppConfig):
    name = "xieban.writing"
    label = "writing"
    default_auto_field = "django.db.models.BigAutoField"
