#include "app/explorer/features/recording/recording_state.h"
#include "app/explorer/state/kept_fields.h"

namespace progan {

void keep(KeptFields& fields, RecordSettings& record) {
    fields.choice("format", record.format, kAnimationFormatNames);
    fields.integer("loops", record.loops, 0, 1000);
    fields.choice("dithering", record.dithering, kDitheringNames);
    fields.integer("pictures", record.pictures, 1, 1000);
    fields.integer("columns", record.columns, 1, 100);
    fields.integer("size", record.size, 16, 4096);
    fields.number("fps", record.fps, 1, 120);
    fields.flag("smooth", record.smooth);
    fields.path("folder", record.folder);
}

}  // namespace progan
