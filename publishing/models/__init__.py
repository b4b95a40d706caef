from publishing.models.library import LibraryEntry

__all__ = ["LibraryEntry"]
