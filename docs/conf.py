"""Configuration of the documentation site: `make site` builds it with Sphinx from the Markdown files."""

from mockauth import __version__

project = "mockauth"
author = "The mockauth authors"
release = __version__

extensions = ["myst_parser"]
# The site is built from the top of the repository, so that links work there and on a code host alike.
include_patterns = ["*.md", "docs/**", "examples/README.md", "examples/*/README.md"]
exclude_patterns = ["docs/conf.py"]
root_doc = "docs/index"
myst_heading_anchors = 3
myst_enable_extensions = ["fieldlist"]
nitpicky = True

html_theme = "furo"
html_title = "mockauth"
html_static_path = []
html_additional_pages = {"index": "redirect.html"}
templates_path = ["templates"]
