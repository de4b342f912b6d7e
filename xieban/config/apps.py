from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "xieban.config"
    label = "config"

    def ready(self) -> None:
        """Join the areas: who hears what, and what is done every few seconds."""
        from jishi.outbox.door import wire  # noqa: PLC0415 - only once every model is known
        from jishi.tasks.door import wire_ticks  # noqa: PLC0415 - as above
        from xieban.config.wiring import HEARERS, TICKS  # noqa: PLC0415 - as above

        wire(HEARERS)
        wire_ticks(TICKS)
