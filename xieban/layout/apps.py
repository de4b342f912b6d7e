from django.apps import AppConfig


class LayoutConfig(AppConfig):
    name = "xieban.layout"
    label = "layout"
