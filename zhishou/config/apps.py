from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "zhishou.config"
    label = "config"

    def ready(self) -> None:
        """Join the areas: who hears what."""
        from jishi.outbox.door import wire  # noqa: PLC0415 - only once every model is known
        from zhishou.config.wiring import HEARERS  # noqa: PLC0415 - as above

        wire(HEARERS)
