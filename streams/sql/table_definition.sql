SELECT create_table_query FROM system.tables WHERE database = 'engagement' AND name = {table:String}
