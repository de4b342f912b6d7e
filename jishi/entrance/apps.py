from django.apps import AppConfig


class EntranceConfig(AppConfig):
    name = "jishi.entrance"
    label = "jishi_entrance"
