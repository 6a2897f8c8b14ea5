"""Which static files are collected."""

from django.contrib.staticfiles.apps import StaticFilesConfig

# Folders of CKEditor 4 plugins that the editor's configuration (portal.richtext) removes. They are
# not published: less to collect, and no unused code of an old editor within a browser's reach.
UNUSED_CKEDITOR_PLUGINS = (
    "adobeair autoembed bbcode codesnippet codesnippetgeshi devtools docprops embed embedbase "
    "embedsemantic exportpdf flash iframe iframedialog mathjax scayt smiley uicolor wsc"
).split()


class PortalStaticFilesConfig(StaticFilesConfig):
    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        *UNUSED_CKEDITOR_PLUGINS,
        "bender-runner.config.json",
        "galleriffic",
    ]
