"""The web application, on a database."""
