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
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "template_partials",
    "dugnad.records",
    "dugnad.web",  # its templates stand over those of the login library, see TEMPLATES
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "dugnad.web.headers.secure",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "dugnad.web.pages.fault.wrong_way",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [str(Path(__file__).parents[1] / "web" / "templates")],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dugnad.web.surroundings.surroundings",
            ],
            "builtins": [
                "django.templatetags.l10n",
                "dugnad.web.templatetags.ask",
                "dugnad.web.templatetags.cases",
                "dugnad.web.templatetags.answers",
                "dugnad.web.templatetags.check",
                "dugnad.web.templatetags.criteria",
                "dugnad.web.templatetags.draw",
                "dugnad.web.templatetags.event",
                "dugnad.web.templatetags.field",
                "dugnad.web.templatetags.find",
                "dugnad.web.templatetags.follow",
                "dugnad.web.templatetags.form",
                "dugnad.web.templatetags.letter",
                "dugnad.web.templatetags.measures",
                "dugnad.web.templatetags.paper",
                "dugnad.web.templatetags.part",
                "dugnad.web.templatetags.plan",
                "dugnad.web.templatetags.people",
                "dugnad.web.templatetags.reference",
                "dugnad.web.templatetags.result",
                "dugnad.web.templatetags.status",
                "dugnad.web.templatetags.text",
            ],
        },
    }
]

DATABASES = {"default": environment.database()}
AUTH_USER_MODEL = "records.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {"BACKEND": "dugnad.server.cache.Divided", "OPTIONS": {"MAX_ENTRIES": 100_000}},
    "locks": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "records_lock",
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    },
    "answers": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "answers",
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    },
    "counts": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "counts",
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    },
    "sought": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "sought",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}
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
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_FAILURE_VIEW = "dugnad.web.pages.fault.lost"

# Signing in: e-mail and password with a one-time code, or an identity provider (see environment.identity_provider).
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
PASSWORD_LEAST = 12
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "dugnad.web.passwords.NotLikeYou", "OPTIONS": {"user_attributes": ("email", "name")}},
    {"NAME": "dugnad.web.passwords.LongEnough", "OPTIONS": {"min_length": PASSWORD_LEAST}},
    {"NAME": "dugnad.web.passwords.NotCommon"},
    {"NAME": "dugnad.web.passwords.NotNumbersAlone"},
]
SESSION_COOKIE_AGE = 12 * 3600
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "me"
LOGOUT_REDIRECT_URL = "front"
ACCOUNT_ADAPTER = "dugnad.web.account.AccountAdapter"
MFA_ADAPTER = "dugnad.web.account.SecondStepAdapter"
SOCIALACCOUNT_ADAPTER = "dugnad.web.identity.IdentityAdapter"
ACCOUNT_FORMS = {
    "login": "dugnad.web.account_forms.Login",
    "change_password": "dugnad.web.account_forms.ChangePassword",
    "set_password": "dugnad.web.account_forms.SetPassword",
    "reset_password": "dugnad.web.account_forms.ResetPassword",
    "reset_password_from_key": "dugnad.web.account_forms.NewPassword",
    "reauthenticate": "dugnad.web.account_forms.Reauthenticate",
}
MFA_FORMS = {
    "authenticate": "dugnad.web.account_forms.Code",
    "reauthenticate": "dugnad.web.account_forms.CodeAgain",
    "activate_totp": "dugnad.web.account_forms.FirstCode",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an account begins with an invitation that was sent to its address
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/15m/key",
    "reset_password": "20/m/ip,5/m/key",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
MFA = environment.second_step(MODE)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "dugnad"
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": environment.identity_providers()}}
PROXIES = environment.whole_number("DUGNAD_PROXIES", 1 if IS_HTTPS else 0)  # so many before us tell who asks
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES

# Letters, invitations and reminders. Without a mail server nothing is sent, and the pages say so.
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD, EMAIL_USE_TLS, EMAIL_USE_SSL = environment.mail_server()
EMAIL_TIMEOUT = 20
LETTERS_A_MINUTE = environment.whole_number("DUGNAD_LETTERS_A_MINUTE", 600)  # 0: no limit
DEFAULT_FROM_EMAIL = os.environ.get("DUGNAD_MAIL_FROM", "dugnad <dugnad@localhost>")
MAIL_DESK = environment.desk_address()  # mail to it and to the signed addresses made of it reaches the desks
MAIL_LISTEN = environment.mail_listen()
MAIL_AUTHSERV = os.environ.get("DUGNAD_MAIL_AUTHSERV", "").strip().lower()
MAIL_MOST_AN_HOUR = environment.whole_number("DUGNAD_MAIL_MOST_AN_HOUR", 1200)
BASE_URL = (os.environ.get("DUGNAD_BASE_URL") or "http://127.0.0.1:8000").rstrip("/")

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
