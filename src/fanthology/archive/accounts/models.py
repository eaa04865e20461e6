"""People who sign in. Accounts know nothing of works."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """Someone with an account. A keeper runs the archive and sees everything in it."""

    is_keeper = models.BooleanField(default=False)
