"""Django's settings, all in one place; what differs between installations comes from the environment."""

import secrets
from pathlib import Path

import django_stubs_ext
from csp.constants import NONE, SELF
from django.contrib.messages import ERROR, SUCCESS, WARNING
from django.core.management.utils import get_random_secret_key

from psoas.web.environment import env
from psoas.web.storage.databases import database_at, sqlite_at

django_stubs_ext.monkeypatch()

HERE = Path(__file__).parent
PACKAGE = HERE.parent

DATA = Path(env.str("PSOAS_DATA", default="data")).absolute()
DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
DEBUG = env.bool("PSOAS_DEBUG", default=False)
HTTPS = env.bool("PSOAS_HTTPS", default=True)


def _secret_key() -> str:
    """Return the key in the data folder; the first start makes it, readable by nobody else."""
    file = DATA / "secret-key"
    if not file.exists():
        draft = DATA / f"secret-key-{secrets.token_hex(4)}"
        draft.touch(mode=0o600)
        draft.write_text(get_random_secret_key() + get_random_secret_key(), encoding="utf-8")
        draft.replace(file)
    return file.read_text(encoding="utf-8").strip()


SECRET_KEY = env.str("PSOAS_SECRET_KEY", default="") or _secret_key()
ALLOWED_HOSTS = env.list("PSOAS_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if HTTPS and not host.startswith("[")]

INSTALLED_APPS = [
    "psoas.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "template_partials",
    "csp",
]
MIDDLEWARE = [
    "psoas.web.access.journal.JournalMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "psoas.web.access.patient.PatientMiddleware",
    "psoas.web.access.gate.GateMiddleware",
    "psoas.web.access.refusals.RefusalMiddleware",
]
ROOT_URLCONF = "psoas.web.urls"
WSGI_APPLICATION = "psoas.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "psoas.web.access.context.access",
            ],
            "builtins": ["psoas.web.templatetags.psoas"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

_DATABASE_URL = env.str("DATABASE_URL", default="")
DATABASES = {"default": database_at(_DATABASE_URL) if _DATABASE_URL else sqlite_at(DATA / "psoas.sqlite3")}
BACKUP_PASSPHRASE = env.str("PSOAS_BACKUP_PASSPHRASE", default="")

AUTH_USER_MODEL = "web.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "psoas.web.access.accounts.Accounts"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "20/10m/ip,5/10m/key"}
ACCOUNT_FORMS = {
    "login": "psoas.web.access.account_forms.SignIn",
    "reauthenticate": "psoas.web.access.account_forms.Confirm",
    "change_password": "psoas.web.access.account_forms.ChangePassword",
}
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600  # how long a link to set a password is good
MFA_ADAPTER = "psoas.web.access.accounts.SecondFactors"
MFA_FORMS = {
    "authenticate": "psoas.web.access.account_forms.Code",
    "reauthenticate": "psoas.web.access.account_forms.ConfirmByCode",
    "activate_totp": "psoas.web.access.account_forms.ActivateApp",
    "add_webauthn": "psoas.web.access.account_forms.AddPasskey",
    "edit_webauthn": "psoas.web.access.account_forms.RenamePasskey",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # owners enter the addresses; no mail is needed
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # passkeys on http://localhost, to try them
MFA_TOTP_ISSUER = "Psoas"
MFA_TOTP_TOLERANCE = 1  # a code that has just passed still counts: phones' clocks differ
# Wrong tries are counted here; large enough that nobody can push a count out by making others.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

SESSION_COOKIE_AGE = 60 * env.int("PSOAS_SESSION_MINUTES", default=60)
SESSION_SAVE_EVERY_REQUEST = False  # the gate prolongs it, at most once a minute
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_REDIRECT_EXEMPT = [r"^health$"]
X_FRAME_OPTIONS = "DENY"
if env.bool("PSOAS_BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

MESSAGE_TAGS = {SUCCESS: "ok", WARNING: "caution", ERROR: "urgent"}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = sorted(path for path in (PACKAGE / "locale").iterdir() if path.is_dir())
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("PSOAS_TIME_ZONE", default="UTC")

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
FONTS = DATA / "fonts"
FONTS.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [HERE / "static", ("fonts", FONTS)]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 31_536_000

EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # nothing is ever mailed

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "psoas.web.access.journal.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": env.str("PSOAS_LOG_LEVEL", default="INFO")},
    "loggers": {
        "django.request": {"level": "CRITICAL"},  # the journal tells of errors, without what was sent
        "django.server": {"level": "CRITICAL"},
        "fontTools": {"level": "WARNING"},
    },
}
TEST_RUNNER = "django.test.runner.DiscoverRunner"
