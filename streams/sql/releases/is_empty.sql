SELECT count() = 0 FROM releases.{table:Identifier}
