from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "jishi.files"
    label = "jishi_files"
