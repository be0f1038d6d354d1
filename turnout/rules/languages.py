"""The languages that pages, mails and texts come in."""

LANGUAGES = ("en", "es", "zh-hans")
