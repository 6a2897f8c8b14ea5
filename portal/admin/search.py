"""Words that mean the same to people who search."""

from django.contrib import admin

from portal.models import SearchSynonym


@admin.register(SearchSynonym)
class SearchSynonymAdmin(admin.ModelAdmin):
    search_fields = ["words"]
