"""What the section tree tells the rooms above it."""

from django.dispatch import Signal

# Sent by ``merge_sections`` with ``source`` and ``target`` (Section instances), inside the
# transaction and under the tree lock, before the source is deleted.
#
# The contract: every app whose rows point at a section moves them from ``source`` to ``target``
# (dropping what the target already holds: an article filed in both is filed once), without loading
# the tree or taking locks of its own, and without saving sections. Afterwards the kinds'
# ``content_count(source.pk)`` must all answer 0: if one does not, the merge is refused and rolled
# back as a whole, so a forgotten receiver loses nothing. A receiver that cannot move its rows
# raises ``SectionRefused`` with a message for the editor.
#
# Connect in ``AppConfig.ready``::
#
#     @receiver(section_merging)
#     def move_articles(sender, source, target, **kwargs):
#         Article.objects.filter(section=source).update(section=target)
section_merging = Signal()
