from django.apps import AppConfig


class ProofConfig(AppConfig):
    name = "jishi.tasks.tests.proof"
    label = "proof"

    def ready(self) -> None:
        from jishi.outbox.door import wire  # noqa: PLC0415 - only once every model is known
        from jishi.tasks.door import wire_ticks  # noqa: PLC0415 - as above
        from jishi.tasks.tests.proof.jobs import HEARERS, TICKS  # noqa: PLC0415 - as above

        wire(HEARERS)
        wire_ticks(TICKS)
