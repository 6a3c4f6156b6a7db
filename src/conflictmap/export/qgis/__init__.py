"""What QGIS opens: the styles inside the GeoPackage, and the project beside it. Written without QGIS."""
