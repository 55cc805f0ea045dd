"""Where: quartiers, streets, addresses, points to quartiers, map layers. Knows no records."""
