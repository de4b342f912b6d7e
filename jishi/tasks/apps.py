from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "jishi.tasks"
    label = "jishi_tasks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let an enqueued task wake the workers."""
        from django_tasks.signals import task_enqueued  # noqa: PLC0415 - only once every app is known

        from jishi.tasks.queue import wake_workers  # noqa: PLC0415 - as above

        task_enqueued.connect(wake_workers, dispatch_uid="jishi.tasks")
