"""Start-up: the knowledge is loaded once, and a broken file stops the start."""

from django.apps import AppConfig


class PsoasWeb(AppConfig):
    """The one Django application of Psoas; its models are in ``models/``."""

    name = "psoas.web"
    label = "web"
    verbose_name = "Psoas"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load what is slow to load before the first request."""
        from psoas.web.case_page.examination import core_examination  # noqa: PLC0415 -- needs loaded apps
        from psoas.web.clinic_knowledge import shipped_knowledge  # noqa: PLC0415 -- needs loaded apps
        from psoas.web.intake.pages import intake  # noqa: PLC0415 -- needs loaded apps
        from psoas.web.measurements.groups import groups  # noqa: PLC0415 -- needs loaded apps

        core_examination(shipped_knowledge())
        groups(shipped_knowledge())
        intake()
