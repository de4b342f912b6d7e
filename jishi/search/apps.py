from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "jishi.search"
    label = "jishi_search"
    default_auto_field = "django.db.models.BigAutoField"
