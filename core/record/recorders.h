// The recorders behind make_recorder, one per source file. Internal to core/record.
#pragma once

#include "core/record/recorder.h"

namespace progan {

/// MP4 (H.264) or WebM (VP9).
std::unique_ptr<Recorder> make_video_recorder(const RecorderOptions& options);
std::unique_ptr<Recorder> make_gif_recorder(const RecorderOptions& options);
std::unique_ptr<Recorder> make_apng_recorder(const RecorderOptions& options);
std::unique_ptr<Recorder> make_png_sequence_recorder(const RecorderOptions& options);
std::unique_ptr<Recorder> make_contact_sheet_recorder(const RecorderOptions& options);

}  // namespace progan
