"""What mockauth itself asks and tells over HTTP: of clients, where the realm's configuration says that they are."""
