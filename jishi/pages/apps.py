from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "jishi.pages"
    label = "jishi_pages"
