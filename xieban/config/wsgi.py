"""The door for the web server."""

import os

from django.core.wsgi import get_wsgi_application

from jishi.deployment.door import serving

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xieban.config.settings")
application = serving(get_wsgi_application())
