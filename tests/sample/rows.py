from django.apps import apps


def everything() -> dict[str, list[tuple[object, ...]]]:
    """All rows of all our tables."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("turnout.")]
    return {model._meta.label: list(model._default_manager.order_by("pk").values_list()) for model in ours}
