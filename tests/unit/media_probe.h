// What recorded files hold, read by other means than ours: FFmpeg's programs, and bytes by the formats'
// definitions.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/image/image.h"

namespace progan::test {

/// An empty folder of its own, removed with all in it.
class TemporaryFolder {
  public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
    const std::filesystem::path& path() const { return path_; }
    /// Names of what is in it, hidden files too, sorted.
    std::vector<std::string> names() const;

  private:
    std::filesystem::path path_;
};

/// What the program writes to stdout; throws if it is missing or fails.
std::string run_program(const std::string& command);

std::string quoted(const std::filesystem::path& path);  ///< for the shell

/// ffprobe's description of the only stream, every frame decoded and counted ("nb_read_frames").
nlohmann::json probe_stream(const std::filesystem::path& path);

/// All frames, decoded by ffmpeg to RGB. `input` may be a pattern of PNG files.
std::vector<Image> decode_rgb(const std::filesystem::path& input, int width, int height);

/// All frames of a 4:2:0 video as stored, and made RGB by the definition of BT.709 in limited range.
std::vector<Image> decode_bt709(const std::filesystem::path& path, int width, int height);

/// The blocks of a GIF, by the format's definition.
struct GifBlocks {
    int loop_count = -1;       ///< of the NETSCAPE2.0 block; -1: there is none
    bool has_palette = false;  ///< one for all
    int own_palettes = 0;      ///< frames with one of their own
    std::vector<int> delays;   ///< a frame, in hundredths of a second
};
GifBlocks read_gif_blocks(const std::filesystem::path& path);

/// Names of an MP4's outermost boxes, in order.
std::vector<std::string> read_mp4_boxes(const std::filesystem::path& path);

std::string read_bytes(const std::filesystem::path& path);

}  // namespace progan::test
