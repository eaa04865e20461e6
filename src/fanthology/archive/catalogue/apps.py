from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "fanthology.archive.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        from .leaving import register

        register()
