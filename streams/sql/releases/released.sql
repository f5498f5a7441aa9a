-- The stages that the published periods have reached.
SELECT kind, period, programme, stage FROM published.releases
