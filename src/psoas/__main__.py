"""python -m psoas."""

from psoas.cli.main import main

main()
