from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class AccountsConfig(AppConfig):
    name = "fanthology.archive.accounts"
    label = "accounts"

    def ready(self) -> None:
        from .keeping import note_sign_in

        user_logged_in.connect(note_sign_in, dispatch_uid="fanthology.accounts")
