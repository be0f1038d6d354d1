"""Everything that can be set, read from the environment; docs/running.md lists each with its default."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from turnout import environment as read

HERE = Path(__file__).resolve().parent
ENV = os.environ

TURNOUT_DATA = read.folder(ENV, "TURNOUT_DATA", "./var")
TURNOUT_HOST = read.text(ENV, "TURNOUT_HOST", "127.0.0.1")
TURNOUT_PORT = read.integer(ENV, "TURNOUT_PORT", 8000, 1, 65535)
TURNOUT_BASE_URL = read.base_url(
    ENV, "TURNOUT_BASE_URL", f"http://{read.host_in_url(TURNOUT_HOST)}:{TURNOUT_PORT}"
)
TURNOUT_PROXIES = read.proxies(ENV, "TURNOUT_PROXIES")
TURNOUT_MAIL_FROM = read.text(ENV, "TURNOUT_MAIL_FROM") or f"turnout@{urlsplit(TURNOUT_BASE_URL).hostname}"
TURNOUT_WORKERS = read.integer(ENV, "TURNOUT_WORKERS", 1, 1, 64)
TURNOUT_ANSWERS_PER_MINUTE = read.integer(ENV, "TURNOUT_ANSWERS_PER_MINUTE", 1200, 1, 1_000_000)
TURNOUT_ANSWERS_BEFORE_CHECK = read.integer(ENV, "TURNOUT_ANSWERS_BEFORE_CHECK", 60, 1, 1_000_000)
TURNOUT_EVENT_ANSWERS_BEFORE_CHECK = read.integer(
    ENV, "TURNOUT_EVENT_ANSWERS_BEFORE_CHECK", 12_000, 1, 10_000_000
)
TURNOUT_BEACON = read.beacon(ENV, "TURNOUT_BEACON", "https://api.drand.sh")
TURNOUT_WEBMENTION_HOSTS = read.places(ENV, "TURNOUT_WEBMENTION_HOSTS")
TURNOUT_STATS_TOKEN = read.text(ENV, "TURNOUT_STATS_TOKEN")

SECRET_KEY = read.secret_key(ENV, "TURNOUT_SECRET_KEY", TURNOUT_DATA)
SECRET_KEY_FALLBACKS = read.text(ENV, "TURNOUT_SECRET_KEY_FALLBACKS").split()
DEBUG = False
HTTPS = TURNOUT_BASE_URL.startswith("https://")
ALLOWED_HOSTS = [str(urlsplit(TURNOUT_BASE_URL).hostname), "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [TURNOUT_BASE_URL]

DATABASES = {"default": read.database(ENV, "TURNOUT_DATABASE_URL", TURNOUT_DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django.forms",
    "turnout.design",
    "turnout.journal",
    "turnout.outbox",
    "turnout.pages",
    "turnout.accounts",
    "turnout.events",
    "turnout.interest",
    "turnout.mailings",
    "turnout.forecasts",
    "turnout.invitations",
    "turnout.tickets",
    "turnout.newsroom",
    "turnout.privacy",
    "turnout.fan",
    "turnout.desk",
    # After our rooms, whose templates replace allauth's.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "turnout.accounts.seen_sessions.SeenSessions",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "turnout.accounts.guard.DefaultDeny",
]

ROOT_URLCONF = "turnout.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Sign-in: a code by mail, passkeys, TOTP; no passwords.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"
ACCOUNT_ADAPTER = "turnout.accounts.adapter.MembersOnly"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_FORMS = {
    "login": "turnout.accounts.sign_in_forms.AddressForm",
    "request_login_code": "turnout.accounts.sign_in_forms.AskForCodeForm",
    "confirm_login_code": "turnout.accounts.sign_in_forms.CodeForm",
}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_ON_GET = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ADAPTER = "turnout.accounts.second_factor.SecondFactor"
# Nobody signs up: an owner vouched for each address when they invited it.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "turnout.accounts.sign_in_forms.SecondFactorForm",
    "reauthenticate": "turnout.accounts.sign_in_forms.ConfirmForm",
    "activate_totp": "turnout.accounts.sign_in_forms.StartAppForm",
    "add_webauthn": "turnout.accounts.sign_in_forms.AddPasskeyForm",
    "edit_webauthn": "turnout.accounts.sign_in_forms.NamePasskeyForm",
}
# Browsers treat a loopback host as a secure origin; allauth wants to be told.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-turnout" if HTTPS else "turnout"
CSRF_COOKIE_NAME = "__Host-turnout-csrf" if HTTPS else "turnout-csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "turnout.accounts.typed.token_refused"
SESSION_COOKIE_AGE = 30 * 24 * 3600
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TURNOUT_PROXIES else None
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español"), ("zh-hans", "简体中文")]
LOCALE_PATHS = [HERE / "locale"]
LANGUAGE_COOKIE_NAME = "turnout-language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = TURNOUT_DATA / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = TURNOUT_DATA / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

TURNOUT_MAIL_PROVIDER = read.mail_provider(ENV, "TURNOUT_MAIL_PROVIDER")
MAIL = read.provider_mail(ENV, TURNOUT_MAIL_PROVIDER) or read.smtp(ENV, "TURNOUT_SMTP_URL")
TURNOUT_MAILS_PER_MINUTE = read.integer(ENV, "TURNOUT_MAILS_PER_MINUTE", 6000, 1, 1_000_000)
TURNOUT_MAILS_PER_MINUTE_PER_DOMAIN = read.integer(
    ENV, "TURNOUT_MAILS_PER_MINUTE_PER_DOMAIN", 1200, 1, 1_000_000
)
TURNOUT_MAIL_CONNECTIONS = read.integer(ENV, "TURNOUT_MAIL_CONNECTIONS", 2, 1, 20)
TURNOUT_IMAP_URL = read.imap(ENV, "TURNOUT_IMAP_URL")
TURNOUT_DNS = read.host_and_port(ENV, "TURNOUT_DNS", 53)
TURNOUT_DKIM_SELECTOR = read.text(ENV, "TURNOUT_DKIM_SELECTOR")
TURNOUT_BOUNCE_ADDRESS = read.mail_address(ENV, "TURNOUT_BOUNCE_ADDRESS")
DEFAULT_FROM_EMAIL = TURNOUT_MAIL_FROM
TURNOUT_APPLE_PASS = read.apple_pass(ENV, "TURNOUT_APPLE_PASS")
TURNOUT_GOOGLE_WALLET = read.google_account(ENV, "TURNOUT_GOOGLE_WALLET")
TURNOUT_GOOGLE_WALLET_ISSUER = read.digits(ENV, "TURNOUT_GOOGLE_WALLET_ISSUER")
if MAIL:
    globals().update(MAIL)
else:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {
        "masked": {"()": "turnout.accounts.masked_log.Masked"},
        "untraced": {"()": "turnout.accounts.masked_log.Untraced"},
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["masked"]},
    },
    "loggers": {
        # Not each answer of 404 or 422: in a rush there are many.
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"filters": ["untraced"]},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
