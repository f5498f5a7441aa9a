CREATE DATABASE {scratch:Identifier} COMMENT 'Made for a while by a repair; it is dropped at its end'
