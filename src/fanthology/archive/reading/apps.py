from django.apps import AppConfig


class ReadingConfig(AppConfig):
    name = "fanthology.archive.reading"
    label = "reading"

    def ready(self) -> None:
        from .belongings import register

        register()
