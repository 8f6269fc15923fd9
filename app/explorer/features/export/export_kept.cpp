#include "app/explorer/features/export/export_state.h"
#include "app/explorer/state/kept_fields.h"

namespace progan {

void keep(KeptFields& fields, ExportSettings& settings) {
    fields.choice("format", settings.format, kFaceFormatNames);
    fields.integer("scale", settings.scale, 0, kMaxExportScale);
    fields.integer("side", settings.side, 1, kMaxFaceSide);
    fields.choice("filter", settings.filter, kResizeFilterNames);
    fields.integer("quality", settings.quality, 1, 100);
    fields.flag("sheet", settings.sheet);
    fields.flag("captions", settings.captions);
    fields.integer("columns", settings.columns, 0, 100);
    fields.path("folder", settings.folder);
}

}  // namespace progan
