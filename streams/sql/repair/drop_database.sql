DROP DATABASE IF EXISTS {scratch:Identifier} SYNC
