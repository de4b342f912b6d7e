from django.apps import AppConfig


class FlowsConfig(AppConfig):
    name = "xieban.flows"
    label = "flows"
    default_auto_field = "django.db.models.BigAutoField"
