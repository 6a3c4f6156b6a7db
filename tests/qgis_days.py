"""Open a QGIS project without a screen, say what QGIS makes of it, and draw days of it as PNG.
Run by tests/test_qgis.py with the Python that has QGIS: python3 tests/qgis_days.py PROJECT OUT DAY ... ; prints JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from qgis.core import (
    QgsApplication,
    QgsDateTimeRange,
    QgsFeatureRequest,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProject,
    QgsReferencedRectangle,
    QgsVectorLayerTemporalContext,
)
from qgis.PyQt.QtCore import QDate, QDateTime, QSize, Qt, QTime
from qgis.PyQt.QtGui import QColor

SIZE = QSize(700, 1300)


def frame(day: str) -> QgsDateTimeRange:
    """The range of one frame of the temporal controller: a day without the next one's first moment."""
    begin = QDateTime(QDate.fromString(day, Qt.ISODate), QTime(0, 0), Qt.UTC)
    return QgsDateTimeRange(begin, begin.addDays(1), True, False)


def described(project: QgsProject, days: list[str]) -> dict:
    """What QGIS knows of the layers, by name, and how many rows it draws on each day."""
    layers = {}
    for layer in project.mapLayers().values():
        time = layer.temporalProperties()
        counts = {}
        for day in days if time.isActive() else []:
            context = QgsVectorLayerTemporalContext()
            context.setLayer(layer)
            request = QgsFeatureRequest().setFilterExpression(time.createFilterString(context, frame(day)))
            counts[day] = sum(1 for _ in layer.getFeatures(request))
        layers[layer.name()] = {
            "valid": layer.isValid(),
            "crs": layer.crs().authid(),
            "rows": layer.featureCount(),
            "renderer": layer.renderer().type(),
            "moves": time.isActive(),
            "fields": [time.startField(), time.endField()],
            "types": {field.name(): field.typeName() for field in layer.fields()},
            "drawn": project.layerTreeRoot().findLayer(layer.id()).isVisible(),
            "on": counts,
        }
    return layers


def draw(project: QgsProject, day: str, path: Path) -> None:
    """Draw the project's own view on a day, in its own order and colours."""
    settings = QgsMapSettings()
    settings.setLayers([node.layer() for node in project.layerTreeRoot().findLayers() if node.isVisible()])
    settings.setDestinationCrs(project.crs())
    settings.setExtent(QgsReferencedRectangle(project.viewSettings().defaultViewExtent()))
    settings.setBackgroundColor(QColor(project.backgroundColor()))
    settings.setOutputSize(SIZE)
    settings.setIsTemporal(True)
    settings.setTemporalRange(frame(day))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    job.renderedImage().save(str(path))


def main(path: str, out: str, *days: str) -> int:
    """Print the project's layers, time and faults as JSON; write OUT/DAY.png of each day."""
    application = QgsApplication([], False)
    application.initQgis()
    project = QgsProject.instance()
    opened = project.read(path)
    time = project.timeSettings()
    answer = {
        "opened": opened,
        "error": project.error(),
        "crs": project.crs().authid(),
        "range": [time.temporalRange().begin().toString(Qt.ISODate), time.temporalRange().end().toString(Qt.ISODate)],
        "step": [time.timeStep(), str(time.timeStepUnit())],
        "layers": described(project, list(days)),
    }
    for day in days:
        draw(project, day, Path(out) / f"{day}.png")
    print(json.dumps(answer))
    application.exitQgis()
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
