"""Every setting, from the environment (twelve-factor); the embedded default needs none.

Without ``DATABASE_URL`` and ``REDIS_URL`` the application runs on SQLite and a broker of files below
``DATA_DIR``. ``PRODUCTION=true`` refuses the conveniences of a trial: see ``_refuse_trial_settings``.
"""

import secrets
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config.logs import logging_config

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)

PRODUCTION = env.bool("PRODUCTION", default=False)
DEBUG = env.bool("DEBUG", default=False)
PORT = env.int("PORT", default=8000)
BASE_URL = env.str("BASE_URL", default=f"http://localhost:{PORT}").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]"])


def _kept_secret() -> str:
    """A random key, made once and kept in DATA_DIR (0600), so that a trial has no default secret."""
    path = DATA_DIR / "secret-key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text().strip()


SECRET_KEY = env.str("SECRET_KEY", default="") or ("" if PRODUCTION else _kept_secret())
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])  # former ones: they still open what they locked


def _refuse_trial_settings() -> None:
    if DEBUG:
        raise ImproperlyConfigured("DEBUG must be off in production: unset DEBUG.")
    if len(SECRET_KEY) < 40 or "change" in SECRET_KEY.lower():
        raise ImproperlyConfigured("Set SECRET_KEY to a random text of at least 40 characters.")
    if not ALLOWED_HOSTS:
        raise ImproperlyConfigured("Set ALLOWED_HOSTS to the host names this installation answers to.")


if PRODUCTION:
    _refuse_trial_settings()

INSTALLED_APPS = [
    "core",
    "accounts",
    "notifications",
    "collab",
    "incidents",
    "postmortems",
    "actions",
    "meetings",
    "publishing",
    "integrations",
    "api",
    "home",
    "demo",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "django_htmx",
    "django_structlog",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "servestatic.middleware.ServeStaticMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "publishing.public.door.PublicSiteMiddleware",  # before all that knows of cookies and sessions
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SignInMiddleware",
    "accounts.middleware.SessionsMiddleware",
    "accounts.middleware.TimeZoneMiddleware",
    "core.refusals.RefusalMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "notifications.context.unread_count",
            ],
            "builtins": ["django.templatetags.i18n", "core.templatetags.ui"],
        },
    }
]

# -- data ------------------------------------------------------------------------------------

SQLITE_OPTIONS = {
    # The defaults lose three of four concurrent writes to "database is locked".
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}
DATABASES: dict[str, dict[str, Any]] = {
    "default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'db.sqlite3'}")
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
elif DATABASES["default"]["ENGINE"].endswith("postgresql"):
    # Compiling a query takes PostgreSQL up to a second; none of ours runs long enough to win that back.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
DATABASES["default"]["CONN_MAX_AGE"] = 0  # under ASGI kept connections exhaust PostgreSQL
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

HTTP_CONCURRENCY = env.int("HTTP_CONCURRENCY", default=20)  # requests, threads and connections of one process

REDIS_URL = env.str("REDIS_URL", default="")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

METRICS_TOKEN = env.str("METRICS_TOKEN", default="")  # without one, /metrics answers to this machine alone
API_REQUESTS_PER_MINUTE = env.int("API_REQUESTS_PER_MINUTE", default=600)  # of one token

OUTBOUND_ALLOWED = env.list(
    "OUTBOUND_ALLOWED", default=[]
)  # own networks and hosts that may be called (core/outbound.py)

PUBLIC_PATH = env.str("PUBLIC_PATH", default="status-reports").strip("/")  # where the public reads statements
PUBLIC_PAGES_KEPT_SECONDS = env.float("PUBLIC_PAGES_KEPT_SECONDS", default=1.0)  # without a look at the database

MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/evidence/"  # incidents.views.evidence serves it, to those who may see it
EVIDENCE_LARGEST_MB = env.int("EVIDENCE_LARGEST_MB", default=25)  # of one file
EVIDENCE_LARGEST_PIXELS = env.int("EVIDENCE_LARGEST_PIXELS", default=50_000_000)  # of one image
# Beside images (PNG, JPEG, GIF, WebP); what a file is, its content says.
EVIDENCE_TYPES = env.list(
    "EVIDENCE_TYPES", default=["application/pdf", "text/plain", "application/zip", "application/gzip"]
)

# -- static files ------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(BASE_DIR / "var" / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
SERVESTATIC_USE_FINDERS = not PRODUCTION
SERVESTATIC_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "servestatic.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# -- people ------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:home"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by invitation, which proves the address
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody can make us mail strangers
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True  # for SESSION_COOKIE_AGE, without asking
# Django's own tokens: allauth's would fill its table of addresses, a second truth beside User.email.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_FORMS = {
    "login": "accounts.sign_in_forms.LoginForm",
    "change_password": "accounts.sign_in_forms.ChangePasswordForm",
    "set_password": "accounts.sign_in_forms.SetPasswordForm",
    "reset_password": "accounts.sign_in_forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.sign_in_forms.ResetPasswordKeyForm",
    "reauthenticate": "accounts.sign_in_forms.ReauthenticateForm",
}
MFA_ADAPTER = "accounts.second_factor.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Postmortems"
MFA_TOTP_TOLERANCE = 1  # half a minute that a phone's clock may be off
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not BASE_URL.startswith("https://")  # browsers allow it on localhost alone
MFA_FORMS = {
    "authenticate": "accounts.sign_in_forms.AuthenticateForm",
    "reauthenticate": "accounts.sign_in_forms.ReauthenticateCodeForm",
    "activate_totp": "accounts.sign_in_forms.ActivateAppForm",
    "add_webauthn": "accounts.sign_in_forms.AddPasskeyForm",
}

# Sign-in by the organisation's own provider; off without an issuer (docs/sign-in.md).
OIDC_ISSUER = env.str("OIDC_ISSUER", default="").rstrip("/")
OIDC_CLIENT_ID = env.str("OIDC_CLIENT_ID", default="")
OIDC_CLIENT_SECRET = env.str("OIDC_CLIENT_SECRET", default="")
OIDC_NAME = env.str("OIDC_NAME", default="single sign-on")
OIDC_EMAIL_DOMAINS = env.list("OIDC_EMAIL_DOMAINS", default=[])
OIDC_NEW_PEOPLE = env.str("OIDC_NEW_PEOPLE", default="")  # the role of somebody unknown; "" lets them not in
OIDC_ONLY = env.bool("OIDC_ONLY", default=False)  # passwords and passkeys let nobody in
SOCIALACCOUNT_ADAPTER = "accounts.oidc.door.Adapter"


def _refuse_half_a_provider() -> None:
    if not (OIDC_CLIENT_ID and OIDC_CLIENT_SECRET):
        raise ImproperlyConfigured("OIDC_ISSUER needs OIDC_CLIENT_ID and OIDC_CLIENT_SECRET.")
    if PRODUCTION and not OIDC_ISSUER.startswith("https://"):
        raise ImproperlyConfigured("OIDC_ISSUER must be an https:// address: what it answers is trusted for that.")
    if OIDC_NEW_PEOPLE not in ("", "member", "viewer"):
        raise ImproperlyConfigured("OIDC_NEW_PEOPLE is member, viewer, or empty.")


if OIDC_ISSUER:
    _refuse_half_a_provider()

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BASE_URL.startswith("https://")
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
CSRF_TRUSTED_ORIGINS = [BASE_URL]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if BASE_URL.startswith("https://") else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF, NONCE],  # the editor of live texts brings its styles with the page's nonce
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [SELF],
        "frame-ancestors": [NONE],
    }
}

# -- language and time -------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# -- mail --------------------------------------------------------------------------------------

MAIL_DIR = DATA_DIR / "mail"
if env.str("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = MAIL_DIR
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("FROM_EMAIL", default="Postmortems <postmortems@localhost>")

NOTIFICATION_LEASE_SECONDS = env.int(
    "NOTIFICATION_LEASE_SECONDS", default=300
)  # how long a dead worker holds up a mail

# -- work in the background ----------------------------------------------------------------------

CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost//"
if not REDIS_URL:
    BROKER_DIR = DATA_DIR / "broker"
    for _folder in ("queue", "control", "processed"):
        (BROKER_DIR / _folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_DIR / "queue"),
        "data_folder_out": str(BROKER_DIR / "queue"),
        "control_folder": str(BROKER_DIR / "control"),
        "processed_folder": str(BROKER_DIR / "processed"),
        "polling_interval": 0.2,
    }
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_TIMEOUT = 3
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "celerybeat")
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    # Each run looks at everything, so those that pile up while no worker runs may lapse.
    "chase-actions": {"task": "actions.tasks.chase", "schedule": 120.0, "options": {"expires": 120}},
    "remind-of-postmortems": {"task": "postmortems.tasks.remind", "schedule": 300.0, "options": {"expires": 300}},
    "deliver-notifications": {"task": "notifications.tasks.deliver", "schedule": 20.0, "options": {"expires": 20}},
    "send-invitations": {"task": "meetings.tasks.send_invitations", "schedule": 20.0, "options": {"expires": 20}},
    "remind-after-meetings": {"task": "meetings.tasks.remind", "schedule": 300.0, "options": {"expires": 300}},
    "keep-library": {"task": "publishing.tasks.keep_library", "schedule": 300.0, "options": {"expires": 300}},
    "remind-of-statements": {
        "task": "publishing.tasks.remind_of_statements",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "send-to-subscribers": {
        "task": "publishing.tasks.send_to_subscribers",
        "schedule": 20.0,
        "options": {"expires": 20},
    },
    "keep-statements": {"task": "publishing.tasks.keep_statements", "schedule": 60.0, "options": {"expires": 60}},
    "send-digests": {"task": "publishing.tasks.send_digests", "schedule": 300.0, "options": {"expires": 300}},
    "make-exports": {"task": "publishing.tasks.make_exports", "schedule": 3.0, "options": {"expires": 3}},
    "forward-access-requests": {
        "task": "incidents.tasks.forward_access_requests",
        "schedule": 20.0,
        "options": {"expires": 20},
    },
    "post-to-chats": {"task": "notifications.tasks.post_to_chats", "schedule": 30.0, "options": {"expires": 30}},
    "bring-stored-text-up-to-date": {"task": "postmortems.tasks.project", "schedule": 10.0, "options": {"expires": 10}},
    "keep-revisions": {"task": "postmortems.tasks.keep_revisions", "schedule": 300.0, "options": {"expires": 300}},
    "work-on-deliveries": {
        "task": "integrations.tasks.work_on_deliveries",
        "schedule": 5.0,
        "options": {"expires": 5},
    },
    "call-trackers": {"task": "integrations.tasks.call_trackers", "schedule": 15.0, "options": {"expires": 15}},
    "forget-old-rounds": {"task": "notifications.tasks.forget_old_rounds", "schedule": 3600.0},
    "forget-spent-links": {"task": "actions.tasks.forget_spent_links", "schedule": 3600.0},
    "sweep-api-answers": {"task": "api.tasks.sweep", "schedule": 3600.0},
}

# -- forms, logs -----------------------------------------------------------------------------------

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # widgets of our own may have templates of our own
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
LOGGING = logging_config(level=env.str("LOG_LEVEL", default="INFO"), json=PRODUCTION)
