"""A live document on disk: the log of its updates, the snapshot that older ones were folded into, who wrote."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone

from accounts.models import User


class Document(models.Model):
    """Text that several people write at once: one ``Y.Text`` for each name, in one ``Y.Doc``."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=40)
    head_seq = models.PositiveBigIntegerField(default=0)  # of the newest update
    tail_rows = models.PositiveIntegerField(default=0)  # updates that are not folded into the snapshot
    tail_bytes = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.kind} {self.uuid}"


class Update(models.Model):
    """What changed: a Yjs update. The numbers of a document have no gaps."""

    # Without indexes of their own: each would be one more page to write at every keystroke.
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="updates", db_index=False)
    seq = models.PositiveBigIntegerField()
    data = models.BinaryField()
    author = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("document", "seq")
        constraints: ClassVar = (models.UniqueConstraint(fields=("document", "seq"), name="collab_update_once"),)

    def __str__(self) -> str:
        return f"{self.document_id}:{self.seq}"


class Snapshot(models.Model):
    """Everything up to ``seq`` as one update."""

    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="snapshot")
    seq = models.PositiveBigIntegerField()
    data = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.document_id}:…{self.seq}"


class Author(models.Model):
    """When somebody last wrote, of what is folded: the log itself says it of the rest."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="folded_authors")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    last_seq = models.PositiveBigIntegerField()
    last_at = models.DateTimeField()

    class Meta:
        ordering = ("document", "-last_seq")
        constraints: ClassVar = (models.UniqueConstraint(fields=("document", "user"), name="collab_author_once"),)

    def __str__(self) -> str:
        return f"{self.user_id} in {self.document_id}"


class Topic(models.Model):
    """How often something beside the text of a document has changed."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="topics")
    name = models.CharField(max_length=40)
    changes = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ("document", "name")
        constraints: ClassVar = (models.UniqueConstraint(fields=("document", "name"), name="collab_topic_once"),)

    def __str__(self) -> str:
        return f"{self.name} {self.changes}"
