"""Collected static files: hashed names, compressed copies, without the editor's unused parts."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ManifestStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage. A file missing from the manifest is served under its plain name.

    CKEditor builds addresses of its own files at run time, so the plain names stay collected too.
    """

    manifest_strict = False
