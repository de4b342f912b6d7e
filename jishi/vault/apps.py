from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "jishi.vault"
    label = "jishi_vault"
