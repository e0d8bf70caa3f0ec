"""Run the web tests on PostgreSQL: ``python -m tests.web.on_postgresql [arguments of pytest]``.

Modules that start processes on databases of their own run with the rest of the suite and are left out here.
"""

import os
import subprocess
import sys

from tests.web.databases import server

ON_THEIR_OWN = (
    "test_storage",
    "test_storage_commands",
    "test_killed",
    "test_concurrency",
    "test_migrations",
    "test_unavailable",
    "test_deployment",
)


def main(arguments: list[str]) -> int:
    """Run them on a server that lives as long as they do."""
    left_out = [f"--ignore=tests/web/{name}.py" for name in ON_THEIR_OWN]
    tests = subprocess.run(
        [sys.executable, "-m", "pytest", "tests/web", *left_out, *arguments],
        env={**os.environ, "DATABASE_URL": server()},
        check=False,
    )
    return tests.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
