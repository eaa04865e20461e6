from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "fanthology.archive.accounts"
    label = "accounts"
