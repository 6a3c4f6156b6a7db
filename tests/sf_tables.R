# Read every layer of a GeoPackage with sf; write its rows as CSV, and the class of each column to classes.csv.
# Run by tests/test_r.py: Rscript tests/sf_tables.R GEOPACKAGE FOLDER
suppressMessages(library(sf))
words <- commandArgs(trailingOnly = TRUE)
classes <- data.frame()
for (layer in st_layers(words[1])$name) {
  rows <- suppressWarnings(st_read(words[1], layer = layer, quiet = TRUE))
  place <- if (inherits(rows, "sf")) st_crs(rows)$epsg else NA
  rows <- as.data.frame(if (inherits(rows, "sf")) st_drop_geometry(rows) else rows)
  kind <- vapply(rows, function(column) class(column)[1], "")
  classes <- rbind(classes, data.frame(layer = layer, field = names(rows), class = kind, epsg = place))
  write.csv(rows, file.path(words[2], paste0(layer, ".csv")), row.names = FALSE, na = "", fileEncoding = "UTF-8")
}
write.csv(classes, file.path(words[2], "classes.csv"), row.names = FALSE, na = "")
