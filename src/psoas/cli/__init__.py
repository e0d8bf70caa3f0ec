"""The command line: commands, what they print and write, and their exit codes. Read `main.py` first."""
