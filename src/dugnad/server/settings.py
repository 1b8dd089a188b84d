"""Django's settings. What differs between installations comes from the surroundings, see environment.py."""

from __future__ import annotations

import os
from pathlib import Path

from dugnad.server import environment

MODE = environment.mode()
VAR = environment.var_folder()
STORE = environment.store_folder()
SECRET_KEY = environment.secret_key()
DEBUG = os.environ.get("DUGNAD_DEBUG") == "1"

ALLOWED_HOSTS = os.environ.get("DUGNAD_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
IS_HTTPS = os.environ.get("DUGNAD_HTTPS") == "1"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if IS_HTTPS else []

ROOT_URLCONF = "dugnad.server.urls"
WSGI_APPLICATION = "dugnad.server.wsgi.application"
APPEND_SLASH = True

INSTALLED_APPS = [
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "template_partials",
    "dugnad.records",
    "dugnad.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "dugnad.web.headers.secure",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "dugnad.web.surroundings.surroundings",
            ],
            "builtins": [
                "django.templatetags.l10n",
                "dugnad.web.templatetags.check",
                "dugnad.web.templatetags.criteria",
                "dugnad.web.templatetags.draw",
                "dugnad.web.templatetags.find",
                "dugnad.web.templatetags.form",
                "dugnad.web.templatetags.part",
                "dugnad.web.templatetags.result",
                "dugnad.web.templatetags.text",
            ],
        },
    }
]

DATABASES = {"default": environment.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Oslo"

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 365 * 24 * 3600  # every address carries the file's hash

# The session's is the only cookie, and only those who log in or upload get one.
SESSION_COOKIE_NAME = "dugnad"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = IS_HTTPS
CSRF_USE_SESSIONS = True
CSRF_FAILURE_VIEW = "dugnad.web.pages.fault.refused"

X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if IS_HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
UPLOAD_MEGABYTES = 500  # the largest upload of own notices
API_CHECKS_A_MINUTE = 30  # from one address
CHECK_MEGABYTES = 60  # all the files of one check together
FILE_UPLOAD_HANDLERS = [
    "dugnad.web.upload.Bounded",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_TEMP_DIR = str(VAR) if Path(VAR).is_dir() else None

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {"django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False}},
}
