from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "fanthology.archive.intake"
    label = "intake"
