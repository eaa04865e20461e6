from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "fanthology.archive.tasks"
    label = "tasks"
