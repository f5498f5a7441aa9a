SELECT texts, state FROM engagement.views_put ORDER BY put DESC LIMIT 1
