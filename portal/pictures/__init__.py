"""Renditions of pictures: made on upload, chosen by templates.

A :class:`~portal.models.Picture` is processed when it is saved, whoever saves it: the upload is
decoded (with limits), turned upright, brought to sRGB, stripped of everything that is not a pixel,
and stored under a random name together with all sizes in WebP and AVIF. A request never encodes.
"""

from .choose import Sources, best_url, sources
from .services import check_upload, create_picture, delete_files, prepare, rebuild
from .usage import replace_in_texts, uses_of

__all__ = [
    "Sources",
    "best_url",
    "check_upload",
    "create_picture",
    "delete_files",
    "prepare",
    "rebuild",
    "replace_in_texts",
    "sources",
    "uses_of",
]
