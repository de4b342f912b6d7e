from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "jishi.api"
    label = "jishi_api"
    default_auto_field = "django.db.models.BigAutoField"
