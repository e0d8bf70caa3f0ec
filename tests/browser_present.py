"""Say clearly when the browser tests cannot run for want of a browser."""

import shutil
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")


def browser() -> str | None:
    """Return the path of the system's Chromium, if there is one."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


if __name__ == "__main__" and browser() is None:
    sys.stderr.write(
        "No Chromium found: the browser tests will be reported as skipped.\n"
        "On Debian or Ubuntu: apt-get install chromium\n"
    )
