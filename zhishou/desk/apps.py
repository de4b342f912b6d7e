from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "zhishou.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"
