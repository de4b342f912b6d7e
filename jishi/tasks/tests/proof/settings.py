import os

from jishi.database.door import settings_of

SECRET_KEY = "proof"
INSTALLED_APPS = [
    "jishi.tasks.tests.proof",
    "jishi.tasks",
    "jishi.outbox",
    "jishi.heartbeat",
    "django_tasks",
    "django_tasks_db",
]
DATABASES = {"default": settings_of(os.environ["PROOF_DATABASE_URL"])}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
HEARTBEAT_SECONDS = 0.15
DEAD_AFTER_SECONDS = 1.0
STOP_GRACE_SECONDS = 5
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
