from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "jishi.work"
    label = "jishi_work"
    default_auto_field = "django.db.models.BigAutoField"
