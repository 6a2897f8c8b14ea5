"""The demo's documents: the ``[document]`` table of an article file, and their categories."""

from news.demo_loader.institution import InstitutionBuilder
from news.models import Article, Document, DocumentCategory


class DocumentBuilder(InstitutionBuilder):
    """The part of the demo that turns articles into documents once all articles are there."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.articles: dict[str, Article] = {}

    def build_documents(self):
        self.say("文件")
        categories = self._build_categories()
        for demo in self.files.articles:
            article = self.articles.get(demo.key)
            spec = demo.fields.get("document")
            if article and spec:
                self.ledger.ensure(
                    f"document:{demo.key}",
                    Document,
                    lambda a=article, s=spec: self._make_document(a, s, categories),
                    adopt=Document.objects.filter(article=article),
                )

    def _build_categories(self) -> dict[str, DocumentCategory]:
        """``{"科研条件/开放共享": category}``, the upper level too."""
        found = {}
        for position, spec in enumerate(self.files.site["document_categories"]):
            top = self._category(spec["name"], None, spec["name"], position, found)
            for number, name in enumerate(spec["children"]):
                self._category(name, top, f"{spec['name']}/{name}", number, found)
        return found

    def _category(self, name, parent, path, position, found):
        found[path] = self.ledger.ensure(
            f"category:{path}",
            DocumentCategory,
            lambda: DocumentCategory.objects.create(
                name=name, parent=parent, position=(position + 1) * 10
            ),
            adopt=DocumentCategory.objects.filter(name=name, parent=parent),
        )
        return found[path]

    def _make_document(self, article, spec, categories):
        document = Document.objects.create(
            article=article,
            issuer=spec["issuer"],
            written_on=spec["written_on"],
            category=categories.get(spec["category"]),
            validity=spec.get("validity", Document.Validity.CURRENT),
            ends_on=spec.get("ends_on"),
            superseded_by=self.articles.get(spec.get("superseded_by")),
        )
        explanations = (self.articles.get(key) for key in spec.get("explanations", ()))
        document.explanations.set(filter(None, explanations))
        return document
