#include "core/documents/face_files.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "core/documents/favourite_json.h"
#include "core/files/file_kind.h"
#include "core/files/npy.h"
#include "core/files/npz.h"
#include "core/image/contact_sheet.h"
#include "core/image/webp.h"
#include "core/latent/channel_edits_json.h"
#include "core/latent/latent_json.h"
#include "core/latent/latents_npy.h"
#include "core/latent/seeds.h"
#include "core/support/error.h"
#include "core/support/text.h"

namespace progan {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kLineWidth = 96, kMaxName = 200;
constexpr std::int64_t kMaxPixels = std::int64_t{64} << 20;  // as core/image/picture_limits.h
constexpr float kTorchRounding = 1e-6f;

std::vector<std::byte> bytes_of(const std::string& text) {
    const auto* first = reinterpret_cast<const std::byte*>(text.data());
    return {first, first + text.size()};
}

std::vector<Latent> latents_of(std::span<const Favourite> faces) {
    std::vector<Latent> latents;
    latents.reserve(faces.size());
    for (const Favourite& face : faces) latents.push_back(face.latent);
    return latents;
}

std::vector<Favourite> copies(std::span<const Favourite> faces) {
    return {faces.begin(), faces.end()};
}

void check_pixels(const FaceFileOptions& options, std::span<const Image> images) {
    if (options.side < 0 || options.side > kMaxFaceSide)
        throw Error("A face cannot be {} pixels wide: choose 1 to {}.", options.side, kMaxFaceSide);
    const std::int64_t side = options.side, pixels = side * side * static_cast<std::int64_t>(images.size());
    if (pixels > kMaxPixels)
        throw Error(
            "{} faces of {} x {} pixels are too many for one picture of at most {} million pixels. Choose a "
            "smaller size.",
            images.size(), options.side, options.side, kMaxPixels >> 20);
}

Image picture_of(const FaceFileOptions& options, std::span<const Image> images) {
    if (options.side != 0) check_pixels(options, images);
    std::vector<Image> scaled;
    scaled.reserve(images.size());
    for (const Image& image : images)
        scaled.push_back(options.side > 0 ? resize(image, options.side, options.side, options.filter)
                                          : image);
    if (scaled.size() == 1 && !options.sheet && options.captions.empty()) return std::move(scaled.front());
    ContactSheetOptions sheet;
    sheet.columns = options.columns;
    sheet.gap = options.gap;
    sheet.captions = options.captions;
    return contact_sheet(scaled, sheet);
}

// Python.

/// A comment's text stays in its line.
std::string comment(const std::string& text) {
    return printable(text);
}

bool is_of_seed(const Favourite& face, SeedMode mode) {
    if (!face.seed || face.latent.empty()) return false;
    const Latent drawn = latent_from_seed(*face.seed, face.latent.size(), mode);
    return std::equal(drawn.begin(), drawn.end(), face.latent.begin(), [mode](float a, float b) {
        return mode == SeedMode::numpy ? a == b : std::abs(a - b) <= kTorchRounding;
    });
}

/// The numbers, wrapped and indented.
std::string numbers(const Latent& latent, std::size_t indent) {
    const std::string margin(indent, ' ');
    std::string text = "np.array([[\n", line = margin;
    for (const auto& number : latent_to_json(latent)) {
        const std::string next = number.dump() + ", ";
        if (line.size() + next.size() > kLineWidth) {
            text += line.substr(0, line.size() - 1) + "\n";
            line = margin;
        }
        line += next;
    }
    return text + line.substr(0, line.size() - 1) + "]])";
}

std::string expression(const Favourite& face, std::size_t indent, bool& torch) {
    if (is_of_seed(face, SeedMode::numpy))
        return fmt::format("np.random.RandomState({}).randn(1, {})", *face.seed, face.latent.size());
    if (is_of_seed(face, SeedMode::torch)) {
        torch = true;
        return fmt::format("torch.randn(1, {}, generator=torch.Generator().manual_seed({})).numpy()",
                           face.latent.size(), *face.seed);
    }
    return numbers(face.latent, indent + 4);
}

/// What the numbers do not say.
std::string edit_note(const Favourite& face) {
    if (face.edits.empty()) return {};
    return " (without its edited channels: " + channel_edits_to_json(face.edits).dump() + ")";
}

// NumPy.

std::u32string code_points(std::string_view utf8) {
    std::u32string text;
    for (std::size_t i = 0; i < utf8.size();) {
        const auto first = static_cast<unsigned char>(utf8[i]);
        const std::size_t more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC0 ? 1 : 0;
        char32_t point = more == 3   ? first & 0x07U
                         : more == 2 ? first & 0x0FU
                         : more == 1 ? first & 0x1FU
                                     : first;
        for (std::size_t k = 1; k <= more && i + k < utf8.size(); ++k)
            point = point << 6U | (static_cast<unsigned char>(utf8[i + k]) & 0x3FU);
        text += point;
        i += 1 + more;
    }
    return text;
}

/// "<U7" [n]
std::string texts_to_npy(const std::vector<std::string>& texts) {
    std::vector<std::u32string> wide;
    std::size_t longest = 1;
    for (const std::string& text : texts) {
        wide.push_back(code_points(printable(text)));
        longest = std::max(longest, wide.back().size());
    }
    const std::array<std::size_t, 1> shape{texts.size()};
    std::string file = npy_prefix(fmt::format("<U{}", longest), shape);
    for (std::u32string& text : wide) {
        text.resize(longest, U'\0');
        file.append(reinterpret_cast<const char*>(text.data()), text.size() * sizeof(char32_t));
    }
    return file;
}

/// The edits as JSON, or nothing: latents alone do not have them.
std::string edits_text(const Favourite& face) {
    return face.edits.empty() ? std::string() : channel_edits_to_json(face.edits).dump();
}

std::string seeds_to_npy(std::span<const Favourite> faces) {
    const std::array<std::size_t, 1> shape{faces.size()};
    std::string file = npy_prefix("<i8", shape);
    for (const Favourite& face : faces) {
        const std::int64_t seed = face.seed ? std::int64_t{*face.seed} : -1;
        file.append(reinterpret_cast<const char*>(&seed), sizeof seed);
    }
    return file;
}

// What is pasted.

std::optional<std::uint32_t> seed_of(std::string_view text) {
    return seed_from_text(to_lower(text.substr(0, 4)) == "seed" ? text.substr(4) : text);
}

Favourite face_of_json(const nlohmann::json& json) {
    constexpr const char* kWhere = "The clipboard";
    if (json.is_array()) return Favourite{{latent_from_json(json, kWhere), {}, {}}};
    if (json.contains("latent") && json.contains("id")) return favourite_from_json(json, kWhere);
    if (json.contains("latent")) {
        Favourite face{{latent_from_json(json["latent"], kWhere), {}, {}}};
        if (json.contains("edits")) face.edits = channel_edits_from_json(JsonReader(json["edits"], kWhere));
        return face;
    }
    std::vector<Favourite> faces = favourites_from_json(json.dump(), kWhere);
    if (faces.empty()) throw Error("{} holds no face.", kWhere);
    return std::move(faces.front());
}

}  // namespace

std::string_view file_extension(FaceFormat format) {
    switch (format) {
        case FaceFormat::png:
            return ".png";
        case FaceFormat::jpeg:
            return ".jpg";
        case FaceFormat::webp:
            return ".webp";
        case FaceFormat::npy:
            return ".npy";
        case FaceFormat::npz:
            return ".npz";
        case FaceFormat::json:
            return ".json";
        case FaceFormat::python:
            return ".py";
    }
    return {};
}

std::optional<FaceFormat> face_format_of(const fs::path& path) {
    const std::string extension = lower_extension(path);
    if (extension == ".jpeg") return FaceFormat::jpeg;
    for (const FaceFormat format : kFaceFormats)
        if (extension == file_extension(format)) return format;
    return {};
}

std::optional<PictureFormat> picture_format(FaceFormat format) {
    switch (format) {
        case FaceFormat::png:
            return PictureFormat::png;
        case FaceFormat::jpeg:
            return PictureFormat::jpeg;
        case FaceFormat::webp:
            return PictureFormat::webp;
        default:
            return {};
    }
}

bool can_write(FaceFormat format) {
    return format != FaceFormat::webp || reads_webp();
}

std::vector<std::byte> face_file(const FaceFileOptions& options, std::span<const Favourite> faces,
                                 std::span<const Image> images) {
    if (faces.empty()) throw Error("There is no face to write.");
    if (const auto format = picture_format(options.format)) {
        const bool carried = carries_faces(options, faces);
        return encode_face_picture(picture_of(options, images),
                                   carried ? copies(faces) : std::vector<Favourite>(),
                                   {*format, options.quality});
    }
    if (options.format == FaceFormat::npy) return bytes_of(latents_to_npy(latents_of(faces), "a .npy file"));
    if (options.format == FaceFormat::npz) return bytes_of(faces_to_npz(faces));
    if (options.format == FaceFormat::json) return bytes_of(favourites_to_json(copies(faces)));
    return bytes_of(faces_to_python(faces));
}

bool carries_faces(const FaceFileOptions& options, std::span<const Favourite> faces) {
    const auto format = picture_format(options.format);
    return !format || (faces.size() <= kMaxCarriedFaces && fits_faces(*format, faces));
}

std::string face_file_stem(const NamedLatent& face) {
    std::string name = face.name;
    for (char& c : name)
        if (c == '/' || static_cast<unsigned char>(c) < 0x20) c = '_';
    if (name.empty() || name[0] == '.') name = "face" + name;
    if (name.size() <= kMaxName) return name;
    std::size_t end = kMaxName;  // whole characters of UTF-8
    while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U) --end;
    return name.substr(0, end);
}

std::string faces_to_python(std::span<const Favourite> faces) {
    if (faces.empty()) throw Error("There is no face to write.");
    bool torch = false;
    std::string value;
    if (faces.size() == 1) {
        value = "z = " + expression(faces[0], 0, torch) + ".astype(np.float32)\n";
    } else {
        value = "z = np.concatenate([\n";
        for (const Favourite& face : faces)
            value += "    # " + comment(face.name) + edit_note(face) + "\n    " + expression(face, 4, torch) +
                     ",\n";
        value += "]).astype(np.float32)\n";
    }
    const Favourite& first = faces[0];
    const std::string what = faces.size() == 1 ? comment(first.name) : fmt::format("{} faces", faces.size());
    return fmt::format("# {} of {}, exported by ProGAN Explorer.\n", what, comment(first.model_name)) +
           (faces.size() == 1 && !first.edits.empty() ? "# z" + edit_note(first) + "\n" : "") +
           (first.model_sha256.empty() ? "" : "# Model (SHA-256): " + comment(first.model_sha256) + "\n") +
           "import numpy as np\n" + (torch ? "import torch\n" : "") + "\n" + value;
}

std::string faces_to_npz(std::span<const Favourite> faces) {
    std::vector<std::string> names, models;
    for (const Favourite& face : faces) {
        names.push_back(face.name);
        models.push_back(face.model_sha256);
    }
    ZipEntries entries{{"latents.npy", latents_to_npy(latents_of(faces), "an .npz file")},
                       {"seeds.npy", seeds_to_npy(faces)},
                       {"names.npy", texts_to_npy(names)},
                       {"models.npy", texts_to_npy(models)}};
    std::vector<std::string> edits;
    for (const Favourite& face : faces) edits.push_back(edits_text(face));
    if (std::any_of(edits.begin(), edits.end(), [](const std::string& text) { return !text.empty(); }))
        entries["edits.npy"] = texts_to_npy(edits);
    return write_zip(entries);
}

std::optional<TextFace> face_of_text(std::string_view text) {
    text = trimmed(text);
    if (const auto seed = seed_of(text)) return TextFace{seed, {}};
    if (!text.starts_with('{') && !text.starts_with('[')) return {};
    try {
        return TextFace{{}, face_of_json(nlohmann::json::parse(text))};
    } catch (const std::exception&) {  // other text that begins so
        return {};
    }
}

}  // namespace progan
