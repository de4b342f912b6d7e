from django.apps import AppConfig


class ParametersConfig(AppConfig):
    name = "jishi.parameters"
    label = "jishi_parameters"
    default_auto_field = "django.db.models.BigAutoField"
