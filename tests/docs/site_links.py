#!/usr/bin/env python3
"""Follows every link of a site that was built: site_links.py FOLDER.

What is linked to within the site has to be there, with the anchor that is named. Other sites may be linked to, but nothing that a page
is made of may come from them. Anchors between pages of Doxygen are its own affair: it links to headings that it then leaves out, as that
of the nested classes where all of them are private.
"""
import html.parser
import pathlib
import sys
import urllib.parse

LOADED = {("link", "href"), ("script", "src"), ("img", "src"), ("iframe", "src"), ("source", "src"), ("object", "data")}
FOLLOWED = {("a", "href"), ("area", "href")}
WITHIN_THE_PAGE = {"data", "javascript"}


class Page(html.parser.HTMLParser):
    def __init__(self, file):
        super().__init__()
        self.anchors, self.links, self.is_of_doxygen = {""}, [], False
        self.feed(file.read_text())

    def handle_starttag(self, tag, attributes):
        if tag == "meta" and ("name", "generator") in attributes:
            self.is_of_doxygen = (dict(attributes).get("content") or "").startswith("Doxygen")
        for name, value in attributes:
            if name == "id" or (tag == "a" and name == "name"):
                self.anchors.add(value)
            elif (tag, name) in LOADED | FOLLOWED:
                self.links.append((self.getpos()[0], value or "", (tag, name) in LOADED))


def faults_of(site, file, pages):
    for line, link, is_loaded in pages[file].links:
        parts = urllib.parse.urlsplit(link)
        if parts.scheme or parts.netloc:
            if is_loaded and parts.scheme not in WITHIN_THE_PAGE:
                yield line, f"loads {link} from elsewhere"
            continue
        path = urllib.parse.unquote(parts.path)
        target = (site / path[1:] if path.startswith("/") else file.parent / path) if path else file
        target = (target / "index.html" if target.is_dir() else target).resolve()
        if not target.is_file():
            yield line, f"links to {link}, which is not there"
        elif target not in pages or (pages[file].is_of_doxygen and pages[target].is_of_doxygen):
            continue
        elif urllib.parse.unquote(parts.fragment) not in pages[target].anchors:
            yield line, f"links to {link}: there is no such anchor"


def main():
    if len(sys.argv) != 2 or not pathlib.Path(sys.argv[1]).is_dir():
        sys.exit(f"usage: {sys.argv[0]} FOLDER")
    site = pathlib.Path(sys.argv[1]).resolve()
    pages = {file: Page(file) for file in sorted(site.rglob("*.html"))}
    faults = [f"{file.relative_to(site)}:{line}: {fault}" for file in pages for line, fault in faults_of(site, file, pages)]
    print(f"{len(pages)} pages, {sum(len(page.links) for page in pages.values())} links, {len(faults)} faults")
    if faults or not pages:
        sys.exit("\n".join(faults) or "there is no page")


if __name__ == "__main__":
    main()
