from django.apps import AppConfig


class HeartbeatConfig(AppConfig):
    name = "jishi.heartbeat"
    label = "jishi_heartbeat"
    default_auto_field = "django.db.models.BigAutoField"
