"""Dashboards as pages of their own, for those who have no Grafana at hand.

- `reading`: a dashboard's statements, run as Grafana would; `fields`, `values`: what Grafana would show of a value.
- `series`, `bars`, `states`, `district_map`: charts, as specifications of Vega-Lite; `numbers`, `tables`: as HTML.
- `panel`, `page`, `index`: the pages' parts; `vega`: the script that draws them.
- `style.css`, `page.js`: how they look, and what they do when opened.
- `write`: all of it in a folder.
"""
