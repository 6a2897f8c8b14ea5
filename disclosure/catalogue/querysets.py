"""Queries on entries of the catalogue."""

from news.querysets import DocumentQuerySet

# Given once and kept whatever happens to the article.
FIXED = ("index_number", "year", "serial")
READ_OF_ARTICLE = (
    "title short_title section external_url doc_number published_at keywords summary status"
).split()
DOCUMENT = "article__document"


class CatalogueEntryQuerySet(DocumentQuerySet):
    """The scopes of documents: an entry repeats what they ask for (``news.models.bases.DERIVED``)."""

    def update(self, **values):
        if values.keys() & set(FIXED):
            raise ValueError("Index numbers are given by disclosure.services.catalogue only.")
        return super().update(**values)

    def numbered(self):
        return self.exclude(index_number=None)

    def for_lists(self):
        """With what a row shows of the article, its document and whatever replaced it."""
        successor = f"{DOCUMENT}__superseded_by"
        return self.select_related(
            "article", DOCUMENT, successor, f"{successor}__catalogue_entry"
        ).only(
            *(field.name for field in self.model._meta.concrete_fields if field.name != "words"),
            *(f"article__{name}" for name in READ_OF_ARTICLE),
            *(
                f"{DOCUMENT}__{name}"
                for name in ("issuer", "written_on", "validity", "ends_on", "superseded_by")
            ),
            f"{successor}__id",
            f"{successor}__catalogue_entry__index_number",
        )
