"""What a file is, told from its content: neither its name nor what the browser says of it is believed.

Images are drawn anew from their pixels, so that nothing but the picture is kept: no place where a photograph was taken,
no thumbnail from before it was cropped, no script in a comment.
"""

import warnings
from dataclasses import dataclass
from io import BytesIO

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

PICTURES = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp"}
SIGNATURES = ((b"%PDF-", "application/pdf"), (b"PK\x03\x04", "application/zip"), (b"\x1f\x8b\x08", "application/gzip"))
TEXT = "text/plain"
MOST_FRAMES = 200
JPEG_QUALITY = 90


class UploadRefused(Exception):
    """Why a file is not kept: a stable ``code`` (``empty``, ``too-large``, ``type``, ``damaged``) and a sentence."""

    def __init__(self, code: str, sentence: str) -> None:
        self.code, self.sentence = code, sentence
        super().__init__(sentence)


@dataclass(frozen=True)
class Content:
    """The bytes to be kept and what they are; an image has its size in pixels."""

    data: bytes
    content_type: str
    width: int | None = None
    height: int | None = None


def content_of(data: bytes) -> Content:
    """What ``data`` is. Raises ``UploadRefused`` for what is damaged or of no type that is taken."""
    picture = _opened(data)
    if picture is not None:
        return _drawn_anew(picture)
    content_type = next((name for start, name in SIGNATURES if data.startswith(start)), "")
    content_type = content_type or (TEXT if _is_text(data) else "")
    if content_type not in settings.EVIDENCE_TYPES:
        raise UploadRefused("type", _("Files of this type are not taken: images, PDF, text and ZIP are."))
    return Content(data, content_type)


def _is_text(data: bytes) -> bool:
    try:
        return "\x00" not in data.decode()
    except UnicodeDecodeError:
        return False


def _opened(data: bytes) -> Image.Image | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about sizes: we look at them ourselves
            picture = Image.open(BytesIO(data), formats=tuple(PICTURES))
    except UnidentifiedImageError:
        return None
    except Exception as error:  # a decoder that trips over a header
        raise _damaged() from error
    if picture.width * picture.height > settings.EVIDENCE_LARGEST_PIXELS:
        raise UploadRefused("too-large", _("This image has too many pixels: make it smaller first."))
    return picture


def _drawn_anew(picture: Image.Image) -> Content:
    kind = picture.format or "PNG"
    target = BytesIO()
    try:
        frames = min(getattr(picture, "n_frames", 1), MOST_FRAMES)
        if frames > 1 and frames * picture.width * picture.height <= settings.EVIDENCE_LARGEST_PIXELS:
            picture.save(target, kind, save_all=True, exif=b"", comment=b"")
        else:
            picture = _bare(picture, kind)
            picture.save(target, kind, quality=JPEG_QUALITY, optimize=kind == "JPEG")
    except Exception as error:  # Pillow raises what its decoders raise: OSError, SyntaxError, struct.error, …
        raise _damaged() from error
    return Content(target.getvalue(), PICTURES[kind], picture.width, picture.height)


def _bare(picture: Image.Image, kind: str) -> Image.Image:
    """Turned upright, in colours its format has, and without anything that is not seen."""
    upright = ImageOps.exif_transpose(picture)
    if kind == "JPEG" and upright.mode not in {"L", "RGB"}:
        upright = upright.convert("RGB")
    bare = upright.copy()
    bare.info = {name: value for name, value in upright.info.items() if name == "transparency"}
    return bare


def _damaged() -> UploadRefused:
    return UploadRefused("damaged", _("This image cannot be opened: it seems to be damaged."))
