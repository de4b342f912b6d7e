import os
import socket
from datetime import timedelta

from django.utils import timezone

from jishi.database.door import settings_of
from jishi.logs.door import logging_of

SECRET_KEY = "proof"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "jishi.live",
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
HOST = "127.0.0.1"
PORT = 8600
LIVE_PORT = int(os.environ.get("PROOF_LIVE_PORT", "8601"))
LIVE_URL = ""
PUBLIC_URL = "https://watch.example.org"
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
LIVE_AUDIENCES = "jishi.tasks.tests.proof.pages.audiences_of"
LOGGING = logging_of(as_json=False, level="INFO")
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

if os.environ.get("PROOF_MACHINE"):
    # As a process of another machine: under its name, and with its own idea of what time it is.
    TRUE_NOW, AHEAD = timezone.now, timedelta(seconds=float(os.environ["PROOF_AHEAD_SECONDS"]))
    socket.gethostname = lambda: os.environ["PROOF_MACHINE"]
    timezone.now = lambda: TRUE_NOW() + AHEAD
