"""Settings of the tests: the application's own, on a data folder and a database of their own."""

import os
import tempfile

os.environ.setdefault("PSOAS_DATA", tempfile.mkdtemp(prefix="psoas-tests-"))
os.environ.setdefault("PSOAS_HTTPS", "false")
# A browser of the journeys may live in the same process; its loop must not keep tests from the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

from psoas.web.settings import *  # noqa: F403 -- after the environment is set

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick; what is tested is not the hash
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405 -- of the settings above
