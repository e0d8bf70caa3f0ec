"""The settings an administrator can make, from the environment; ``docs/reference/settings.md`` lists them."""

from dataclasses import dataclass

from environ import FileAwareEnv


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable; a name with ``_FILE`` behind it reads its value from a file."""

    name: str
    default: str
    meaning: str


SETTINGS = (
    Setting(
        "PSOAS_DATA", "data", "Folder for the database, the secret key and what is collected to be served."
    ),
    Setting(
        "DATABASE_URL",
        "a SQLite file in PSOAS_DATA",
        "The database, such as postgres://user:password@host/name.",
    ),
    Setting(
        "PSOAS_SECRET_KEY",
        "made once, kept in PSOAS_DATA/secret-key",
        "Signs sessions and links. At least 50 characters; whoever changes it signs everybody out.",
    ),
    Setting(
        "PSOAS_HOSTS", "localhost,127.0.0.1,[::1]", "Names under which the server answers, between commas."
    ),
    Setting(
        "PSOAS_HTTPS",
        "true",
        "Cookies only over TLS, plain requests sent to TLS. False only on one machine without a network.",
    ),
    Setting(
        "PSOAS_BEHIND_PROXY",
        "false",
        "True when a reverse proxy in front sets X-Forwarded-Proto and X-Forwarded-For, "
        "and nobody can reach the server around it.",
    ),
    Setting("PSOAS_SESSION_MINUTES", "60", "Staff are signed out after so many minutes without a request."),
    Setting("PSOAS_TIME_ZONE", "UTC", "The time zone of the clinics, such as America/Chicago."),
    Setting(
        "PSOAS_BACKUP_PASSPHRASE",
        "asked for on the terminal",
        "Encrypts and opens backups; at least 12 characters. Without it no backup can be read.",
    ),
    Setting("PSOAS_LOG_LEVEL", "INFO", "The least level that is logged: DEBUG, INFO, WARNING or ERROR."),
    Setting("PSOAS_DEBUG", "false", "Error pages with inner details. Never where patients are."),
)

env = FileAwareEnv()
