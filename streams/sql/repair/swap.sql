EXCHANGE TABLES engagement.{roll_up:Identifier} AND {scratch:Identifier}.{roll_up:Identifier}
