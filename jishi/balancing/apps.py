from django.apps import AppConfig


class BalancingConfig(AppConfig):
    name = "jishi.balancing"
    label = "jishi_balancing"
    default_auto_field = "django.db.models.BigAutoField"
