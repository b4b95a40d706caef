from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        # Says whom @ada names, for whatever text it stands in.
        import_module("accounts.mentions")
        # Hears of sign-ins and moves, for the audit trail.
        import_module("accounts.auditing")
        # Says what can be jumped to.
        import_module("accounts.palette")
        # What can be handed over to somebody else, and how.
        import_module("accounts.leading")
