"""Django's settings. An archive is configured by where it lives and a few environment variables, each named here.

``FANTHOLOGY_HOME``   the archive's folder (see `home`)
``FANTHOLOGY_HOSTS``  the host names it answers to, comma-separated, when it is not on a laptop
``FANTHOLOGY_LAPTOP`` set by ``fanthology serve`` on a local address: one person, opened by a one-time address
``FANTHOLOGY_HTTPS``  "1" when a proxy serves it over HTTPS: cookies are then sent over HTTPS only
``FANTHOLOGY_PROXIES`` how many proxies stand in front of it, each of which adds to X-Forwarded-For
``FANTHOLOGY_PAGES``, ``FANTHOLOGY_DOWNLOADS`` how many texts and files a minute go to one address; 0 for any number
``FANTHOLOGY_ROBOTS`` what search engines may read: "lists", "texts" as well, or "none"
``FANTHOLOGY_GATE``   which works a reader has to ask for: "unrated" ones and those for adults, "adult", or "none"
``FANTHOLOGY_GATEDAYS`` for how many days a browser is not asked again
"""

from __future__ import annotations

import os
from importlib import resources

from fanthology import __version__

from .environment import choice, mail, number, openid
from .home import DATABASE, default_home, secret_key

HOME = default_home()
VERSION = __version__
SECRET_KEY = secret_key(HOME)
DEBUG = False
LAPTOP = os.environ.get("FANTHOLOGY_LAPTOP") == "1"
HTTPS = os.environ.get("FANTHOLOGY_HTTPS") == "1"
LOCAL_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
HOSTS = [host.strip() for host in os.environ.get("FANTHOLOGY_HOSTS", "").split(",") if host.strip() and not LAPTOP]
ALLOWED_HOSTS = LOCAL_HOSTS + HOSTS
# The proxy speaks HTTPS with browsers and HTTP with us: a form's origin is then not what the request itself looks like.
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in HOSTS] if HTTPS else []
PROXIES = number("FANTHOLOGY_PROXIES", 1 if HTTPS else 0, most=9)
PACES = {
    "pages": number("FANTHOLOGY_PAGES", 120, most=1_000_000),
    "downloads": number("FANTHOLOGY_DOWNLOADS", 30, most=1_000_000),
}
ROBOTS = choice("FANTHOLOGY_ROBOTS", ("lists", "texts", "none"))
GATE = choice("FANTHOLOGY_GATE", ("unrated", "adult", "none"))
GATE_DAYS = number("FANTHOLOGY_GATEDAYS", 30, most=365, least=1)
_COOKIE_PREFIX = "__Host-" if HTTPS else ""  # such a cookie is this very host's, sent over HTTPS only
ADULT_COOKIE_NAME = f"{_COOKIE_PREFIX}fanthology-adult"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "fanthology.archive.accounts",
    "fanthology.archive.catalogue",
    "fanthology.archive.reading",
    "fanthology.archive.feeds",
    "fanthology.archive.intake",
    "fanthology.archive.downloads",
    "fanthology.archive.tasks",
    "fanthology.archive.web",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
]
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
CSRF_FAILURE_VIEW = "fanthology.archive.web.views.errors.stale_form"
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "front"

MIDDLEWARE = [
    "fanthology.archive.web.middleware.ContentSecurityPolicy",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "fanthology.archive.web.middleware.PrivatePages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "fanthology.archive.web.middleware.BodyLimit",
    "fanthology.archive.web.bearing.Bearing",
    "fanthology.archive.web.pace.FairPace",
    "fanthology.archive.web.middleware.PlainErrors",
]

ROOT_URLCONF = "fanthology.archive.config.urls"
WSGI_APPLICATION = "fanthology.archive.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "fanthology.archive.web.context.site",
            ],
        },
    },
]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": HOME / DATABASE,
        # a connection knows how full the tables were when it was opened: see catalogue/statistics.py
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            # A writer takes its lock when it begins, so two writers wait for each other instead of failing half-way;
            # WAL lets pages be read during an import; FULL means that what was reported as kept survives a power cut;
            # what is deleted is overwritten, so that what was withdrawn is not in the file any more.
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000; "
            "PRAGMA secure_delete=ON;",
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# in the database, so that they are listed and ended; whoever is not signed in has none
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = f"{_COOKIE_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{_COOKIE_PREFIX}csrftoken"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_NUMBER_FILES = 2_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

REGISTRATION = choice("FANTHOLOGY_REGISTRATION", ("closed", "invitation", "approval", "open"))
ACCOUNT_ADAPTER = "fanthology.archive.web.signing_in.Accounts"
SOCIALACCOUNT_ADAPTER = "fanthology.archive.web.signing_in.Elsewhere"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ACCOUNT_USERNAME_MIN_LENGTH = 2
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Fanthology"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
USERSESSIONS_TRACK_ACTIVITY = False
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": openid()}}
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
EMAIL_BACKEND, _MAIL = mail()
EMAIL_HOST, EMAIL_PORT = _MAIL.get("host", ""), _MAIL.get("port", 25)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL.get("user", ""), _MAIL.get("password", "")
EMAIL_USE_TLS, EMAIL_USE_SSL = _MAIL.get("starttls", False), _MAIL.get("tls", False)
EMAIL_TIMEOUT = 20
EMAIL_FILE_PATH = HOME / "mail"
DEFAULT_FROM_EMAIL = (
    os.environ.get("FANTHOLOGY_MAIL_FROM", "").strip() or f"archive@{HOSTS[0] if HOSTS else 'localhost'}"
)
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": HOME / "cache",
        # Beyond so many, counts are thrown away at random: with few, whoever guesses could push out their own.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
STATIC_URL = "static/"
# a face whose letters are easy to tell apart, under the SIL Open Font License, for readers who choose it
STATICFILES_DIRS = [("fonts", resources.files("fontpkg_atkinson_hyperlegible") / "files")]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 60 * 60 * 24 * 365  # style sheets are linked with a version made from their content
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # a page that is not there, or a request for another host, is nobody's fault here
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
