class Refusal(Exception):
    """Something that was asked for and is not done. Carries facts; who faces the person chooses the words."""
