"""Australian suburbs and towns with postcodes and coordinates, as data."""
