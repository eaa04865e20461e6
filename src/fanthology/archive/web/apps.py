from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "fanthology.archive.web"
    label = "web"
