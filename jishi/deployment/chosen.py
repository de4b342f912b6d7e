"""What both products chose for their pages and processes; their settings take all of it, and add their own.

Each line is one setting of Django or of a part of `jishi`.
"""

from typing import Any

from django.contrib.messages import constants as message_levels

MIDDLEWARE = [
    "jishi.health.middleware.HealthMiddleware",
    "jishi.database.middleware.KeptConnectionMiddleware",
    "jishi.pages.middleware.MomentMiddleware",
    "jishi.pages.middleware.NumberMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "jishi.pages.middleware.PolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "jishi.pages.middleware.LanguageMiddleware",
    "jishi.entrance.middleware.DeviceMiddleware",
    "jishi.pages.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "jishi.pages.middleware.RefusalMiddleware",
    "jishi.pages.middleware.FormAddressMiddleware",
]
# The parts below every product, and the libraries under them.
PARTS = [
    "jishi.api",
    "jishi.keys",
    "jishi.parameters",
    "jishi.work",
    "jishi.tasks",
    "jishi.balancing",
    "jishi.live",
    "jishi.outbox",
    "jishi.search",
    "jishi.vault",
    "jishi.files",
    "jishi.heartbeat",
    "jishi.messages",
    "jishi.entrance",
    "jishi.deployment",
    "jishi.pages",
    "django_tasks",
    "django_tasks_db",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "jishi.pages.context.shell",
            ],
        },
    }
]
# Background work. The tasks lie in the same database as the facts, so that both commit together.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
# The queue of tasks that wait for no other: a worker takes it and the outbox alone. None: one worker does all.
PRESSING_QUEUE = ""

# What runs besides under the supervisor: a function that returns processes, by its dotted name.
MORE_PROCESSES = ""
# On which ports these listen: a function that returns `Port`s, by its dotted name.
MORE_PORTS = ""
# What a product looks at before it starts, besides: a function that raises a Trouble, by its dotted name.
CHECKED_BEFORE_START = ""
# The same for a process of the background that is started by hand; told whether it speaks to people.
CHECKED_BY_HAND = "jishi.deployment.begun.refuse_unfit"
# What a backup holds besides database and files: a function that returns `Beside`s, by its dotted name.
KEPT_BESIDE = ""

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
# What people send: read within the limits of the settings, and only into the folder of the files.
FILE_UPLOAD_HANDLERS = ["jishi.files.uploads.BoundedUpload"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SESSION_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "jishi.pages.errors.csrf_failed"

FORM_RENDERER = "jishi.pages.renderer.TablerRenderer"
MESSAGE_TAGS = {message_levels.ERROR: "danger", message_levels.DEBUG: "info"}
# The build names each file by its content, so a browser may keep it for ever; nothing needs collecting.
WHITENOISE_USE_FINDERS = True
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/built/.+-[0-9a-f]{10}\.[a-z]+$"
EMAIL_TIMEOUT = 10
