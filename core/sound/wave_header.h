// What the header of a WAV file says, which FFmpeg shortens to what the file has.
#pragma once

#include <filesystem>

namespace progan {

/// The length that the header of a RIFF WAVE file states, in seconds; 0 if it states none, as where the sound
/// came through a pipe, or if this is no such file. Throws Error if the file cannot be read.
double wave_header_seconds(const std::filesystem::path& path);

}  // namespace progan
