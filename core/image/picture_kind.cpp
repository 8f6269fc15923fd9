#include "core/image/picture_kind.h"

#include <algorithm>
#include <vector>

#include "core/files/file_kind.h"
#include "core/image/heif.h"
#include "core/image/webp.h"

namespace progan {
namespace {

constexpr int kEntriesToLookAt = 1000;

bool always() {
    return true;
}

bool never() {
    return false;
}

struct Ending {
    std::string_view extension, kind;
    bool (*readable)();
};

constexpr Ending kEndings[] = {
    {".png", "PNG", always},       {".jpg", "JPEG", always},      {".jpeg", "JPEG", always},
    {".jpe", "JPEG", always},      {".jfif", "JPEG", always},     {".webp", "WebP", reads_webp},
    {".avif", "AVIF", reads_avif}, {".heic", "HEIC", reads_heic}, {".heif", "HEIC", reads_heic},
    {".hif", "HEIC", reads_heic},  {".bmp", "BMP", always},       {".dib", "BMP", always},
    {".tga", "TGA", always},       {".gif", "GIF", always},       {".psd", "PSD", always},
    {".tif", "TIFF", never},       {".tiff", "TIFF", never},      {".jxl", "JPEG XL", never},
    {".jp2", "JPEG 2000", never},  {".ppm", "PNM", never},        {".pgm", "PNM", never},
    {".pbm", "PNM", never},        {".pnm", "PNM", never},        {".exr", "OpenEXR", never},
    {".svg", "SVG", never},        {".dng", "raw", never},        {".cr2", "raw", never},
    {".cr3", "raw", never},        {".nef", "raw", never},        {".arw", "raw", never},
    {".orf", "raw", never},        {".raf", "raw", never},        {".rw2", "raw", never},
    {".xcf", "GIMP", never},       {".psb", "PSB", never}};

}  // namespace

std::optional<PictureKind> picture_kind(const std::filesystem::path& path) {
    const std::string extension = lower_extension(path);
    for (const Ending& ending : kEndings)
        if (extension == ending.extension) return PictureKind{ending.kind, ending.readable()};
    return std::nullopt;
}

bool is_picture_name(const std::filesystem::path& path) {
    const std::optional<PictureKind> kind = picture_kind(path);
    return kind && kind->readable;
}

bool holds_pictures(const std::filesystem::path& folder) {
    namespace fs = std::filesystem;
    std::error_code error;
    int looked_at = 0;
    for (fs::recursive_directory_iterator at(folder, error), end;
         !error && at != end && looked_at < kEntriesToLookAt; at.increment(error), ++looked_at) {
        const bool hidden = at->path().filename().string().starts_with('.');
        if (hidden) at.disable_recursion_pending();
        if (!hidden && is_picture_name(at->path())) return true;
    }
    return false;
}

std::string readable_kinds() {
    std::vector<std::string_view> kinds;
    for (const Ending& ending : kEndings)
        if (ending.readable() && std::find(kinds.begin(), kinds.end(), ending.kind) == kinds.end())
            kinds.push_back(ending.kind);
    std::string text;
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        if (i > 0) text += i + 1 == kinds.size() ? " or " : ", ";
        text += kinds[i];
    }
    return text;
}

}  // namespace progan
