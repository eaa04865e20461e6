from django.apps import AppConfig


class DownloadsConfig(AppConfig):
    name = "fanthology.archive.downloads"
    label = "downloads"
