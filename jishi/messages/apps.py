from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "jishi.messages"
    label = "jishi_messages"
