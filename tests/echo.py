"""A WSGI application that answers with the length of the query it was asked; nothing of the portal."""


def echo(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(len(environ["QUERY_STRING"])).encode()]
