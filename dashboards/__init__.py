"""What people see: dashboards as code over the views of the database `published`.

- `dashboards.boards`: one module a dashboard, in the literal list `BOARDS`.
- `dashboards.panels`: one function a kind of panel; `dashboards.question`: what one panel answers.
- `dashboards.sql`: one statement a panel, variable or annotation.
- `dashboards.text`, `dashboards.labels`, `dashboards.colours`: words in three languages, and what a colour means.
- `dashboards.board`: a board as Grafana's dashboard; `dashboards.build`: as JSON files.
- `dashboards.macros`: what the ClickHouse plugin makes of a statement; `dashboards.queries`: a dashboard's statements.
- `dashboards.rules`, `dashboards.check`: what a dashboard is held to.
- `dashboards.publishing`: bringing it to Grafana through grafana-api; `dashboards.alerts`: alert rules.
- `dashboards.settings`, `dashboards.commands`: the environment and the command line.
- `dashboards.errors`: what can go wrong.
"""
