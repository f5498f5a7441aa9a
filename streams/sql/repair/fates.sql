SELECT fate, count(), sum(facts), countIf(facts = 0) FROM {scratch:Identifier}.plan GROUP BY fate
