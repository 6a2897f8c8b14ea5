"""Addresses of the home page, articles, topics, feeds, sitemaps, downloads and the search."""

from django.urls import path, re_path

from news.views import articles, downloads, feeds, home, people, search, sitemaps, topics

app_name = "news"

urlpatterns = [
    path("", home.home, name="home"),
    re_path(r"^(?P<form>rss|atom)\.xml$", feeds.site_feed, name="feed"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-pages.xml", sitemaps.pages, name="sitemap-pages"),
    path("sitemap-news.xml", sitemaps.news, name="sitemap-news"),
    re_path(
        r"^sitemap-articles-(?P<number>[1-9][0-9]{0,8})\.xml$",
        sitemaps.articles,
        name="sitemap-articles",
    ),
    path("search/", search.search, name="search"),
    path("search/suggest/", search.suggest, name="suggest"),
    path("people/<int:pk>/", people.person, name="person"),
    path("files/<int:pk>/", downloads.attachment, name="attachment"),
    re_path(
        r"^(?P<section_path>[a-z0-9/-]+)/(?P<month>\d{6})/t(?P<day>\d{8})_(?P<pk>\d{1,18})\.html$",
        articles.article,
        name="article",
    ),
    re_path(
        r"^(?P<section_path>[a-z0-9/-]+)/(?P<form>rss|atom)\.xml$",
        feeds.section_feed,
        name="section-feed",
    ),
    re_path(
        r"^(?P<section_path>[a-z0-9/-]+)/(?P<slug>[a-z0-9-]+)\.html$", topics.topic, name="topic"
    ),
    re_path(
        r"^(?P<section_path>[a-z0-9/-]+)/(?P<slug>[a-z0-9-]+)_(?P<pk>\d{1,18})\.html$",
        topics.topic_block,
        name="topic-block",
    ),
    re_path(r"^accent-(?P<digits>[0-9a-f]{6})\.css$", topics.accent, name="accent"),
]
