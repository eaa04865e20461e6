from django.apps import AppConfig


class FeedsConfig(AppConfig):
    name = "fanthology.archive.feeds"
    label = "feeds"

    def ready(self) -> None:
        from .belongings import register

        register()
