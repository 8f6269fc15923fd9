#include "tests/unit/media_probe.h"

#include <stdlib.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace progan::test {
namespace fs = std::filesystem;
namespace {

std::uint8_t to_byte(double value) {
    return static_cast<std::uint8_t>(std::clamp(std::lround(value * 255), 0L, 255L));
}

/// Rec. ITU-R BT.709: luma in 16..235, colour differences in 16..240.
void put_bt709(std::uint8_t* rgb, std::uint8_t luma, std::uint8_t blue, std::uint8_t red) {
    const double y = (luma - 16) / 219.0, cb = (blue - 128) / 224.0, cr = (red - 128) / 224.0;
    rgb[0] = to_byte(y + 1.5748 * cr);
    rgb[1] = to_byte(y - 0.1873 * cb - 0.4681 * cr);
    rgb[2] = to_byte(y + 1.8556 * cb);
}

/// A GIF's bytes, read in order.
class Bytes {
  public:
    explicit Bytes(std::string bytes) : bytes_(std::move(bytes)) {}
    int byte() { return static_cast<unsigned char>(bytes_.at(position_++)); }
    int word() {
        const int low = byte();
        return low | byte() << 8;
    }
    std::string text(std::size_t size) {
        std::string part = bytes_.substr(position_, size);
        if (part.size() != size) throw std::runtime_error("the file ends early");
        position_ += size;
        return part;
    }
    std::vector<std::string> sub_blocks() {
        std::vector<std::string> blocks;
        while (const int size = byte()) blocks.push_back(text(static_cast<std::size_t>(size)));
        return blocks;
    }
    void skip_palette(int flags) { text(std::size_t{3} << ((flags & 7) + 1)); }

  private:
    std::string bytes_;
    std::size_t position_ = 0;
};

int little_endian(const std::string& bytes, std::size_t at) {
    return static_cast<unsigned char>(bytes.at(at)) | static_cast<unsigned char>(bytes.at(at + 1)) << 8;
}

void read_extension(Bytes& bytes, GifBlocks& gif) {
    const int kind = bytes.byte();
    const std::vector<std::string> blocks = bytes.sub_blocks();
    if (kind == 0xf9) gif.delays.push_back(little_endian(blocks.at(0), 1));
    if (kind == 0xff && blocks.at(0) == "NETSCAPE2.0") gif.loop_count = little_endian(blocks.at(1), 1);
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
    std::string name = (fs::temp_directory_path() / "progan-test-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
    path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

std::vector<std::string> TemporaryFolder::names() const {
    std::vector<std::string> names;
    for (const fs::directory_entry& entry : fs::directory_iterator(path_))
        names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

std::string run_program(const std::string& command) {
    FILE* pipe = ::popen(command.c_str(), "r");
    if (!pipe) throw std::runtime_error("cannot run " + command);
    std::string output;
    char buffer[1 << 16];
    while (const std::size_t got = std::fread(buffer, 1, sizeof buffer, pipe)) output.append(buffer, got);
    if (::pclose(pipe) != 0) throw std::runtime_error("failed: " + command);
    return output;
}

std::string quoted(const fs::path& path) {
    std::string text = "'";
    for (const char c : path.string()) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return text + "'";
}

nlohmann::json probe_stream(const fs::path& path) {
    const nlohmann::json probe = nlohmann::json::parse(
        run_program("ffprobe -v error -count_frames -show_streams -show_format -of json " + quoted(path)));
    if (probe.at("streams").size() != 1) throw std::runtime_error("not one stream");
    nlohmann::json stream = probe.at("streams").at(0);
    stream["format_duration"] = probe.at("format").value("duration", "0");
    return stream;
}

std::vector<Image> decode_rgb(const fs::path& input, int width, int height) {
    const std::string bytes = run_program("ffmpeg -v error -nostdin -i " + quoted(input) +
                                          " -fps_mode passthrough -f rawvideo -pix_fmt rgb24 -");
    const std::size_t size = Image(width, height).rgb.size();
    if (bytes.size() % size != 0) throw std::runtime_error("frames are of another size");
    std::vector<Image> frames(bytes.size() / size, Image(width, height));
    for (std::size_t i = 0; i < frames.size(); ++i)
        std::copy_n(bytes.data() + i * size, size, reinterpret_cast<char*>(frames[i].rgb.data()));
    return frames;
}

std::vector<Image> decode_bt709(const fs::path& path, int width, int height) {
    const std::string bytes = run_program("ffmpeg -v error -nostdin -i " + quoted(path) +
                                          " -fps_mode passthrough -f rawvideo -pix_fmt yuv420p -");
    const auto w = static_cast<std::size_t>(width), h = static_cast<std::size_t>(height);
    const std::size_t luma_size = w * h, chroma_size = luma_size / 4, size = luma_size + 2 * chroma_size;
    if (bytes.size() % size != 0) throw std::runtime_error("frames are of another size");
    std::vector<Image> frames(bytes.size() / size, Image(width, height));
    for (std::size_t i = 0; i < frames.size(); ++i) {
        const auto* luma = reinterpret_cast<const std::uint8_t*>(bytes.data()) + i * size;
        const auto* blue = luma + luma_size;
        for (std::size_t y = 0; y < h; ++y)
            for (std::size_t x = 0; x < w; ++x) {
                const std::size_t chroma = y / 2 * (w / 2) + x / 2;
                put_bt709(&frames[i].rgb[(y * w + x) * 3], luma[y * w + x], blue[chroma],
                          blue[chroma_size + chroma]);
            }
    }
    return frames;
}

GifBlocks read_gif_blocks(const fs::path& path) {
    Bytes bytes(read_bytes(path));
    GifBlocks gif;
    if (bytes.text(6) != "GIF89a") throw std::runtime_error("not a GIF");
    bytes.text(4);
    const int screen = bytes.byte();
    bytes.text(2);
    gif.has_palette = (screen & 0x80) != 0;
    if (gif.has_palette) bytes.skip_palette(screen);
    std::size_t frames = 0;
    for (int block = bytes.byte(); block != 0x3b; block = bytes.byte()) {
        if (block == 0x21) {
            read_extension(bytes, gif);
            continue;
        }
        if (block != 0x2c) throw std::runtime_error("an unknown block");
        ++frames;
        bytes.text(8);
        const int flags = bytes.byte();
        if (flags & 0x80) {
            ++gif.own_palettes;
            bytes.skip_palette(flags);
        }
        bytes.byte();
        bytes.sub_blocks();
    }
    if (frames != gif.delays.size()) throw std::runtime_error("not one delay a frame");
    return gif;
}

std::vector<std::string> read_mp4_boxes(const fs::path& path) {
    const std::string bytes = read_bytes(path);
    std::vector<std::string> names;
    for (std::size_t at = 0; at < bytes.size();) {
        std::size_t size = 0;
        for (std::size_t i = 0; i < 4; ++i) size = size << 8 | static_cast<unsigned char>(bytes.at(at + i));
        if (size < 8) throw std::runtime_error("a box without a plain size");
        names.push_back(bytes.substr(at + 4, 4));
        at += size;
    }
    return names;
}

std::string read_bytes(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error("cannot read " + path.string());
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace progan::test
