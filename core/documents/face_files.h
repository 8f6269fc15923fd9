// Faces as files of other programs' kinds: pictures of any size, latents for NumPy, JSON, and Python code
// that makes the same latents. What the window's Export and `progan render` share. Pure functions; any
// thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/documents/face_picture.h"
#include "core/documents/favourites.h"
#include "core/image/image.h"
#include "core/image/resize.h"
#include "core/support/enum_names.h"

namespace progan {

enum class FaceFormat { png, jpeg, webp, npy, npz, json, python };
inline constexpr std::array kFaceFormats{FaceFormat::png,   FaceFormat::jpeg, FaceFormat::webp,
                                         FaceFormat::npy,   FaceFormat::npz,  FaceFormat::json,
                                         FaceFormat::python};
inline constexpr auto kFaceFormatNames = enum_names<FaceFormat>({{FaceFormat::png, "png"},
                                                                 {FaceFormat::jpeg, "jpeg"},
                                                                 {FaceFormat::webp, "webp"},
                                                                 {FaceFormat::npy, "npy"},
                                                                 {FaceFormat::npz, "npz"},
                                                                 {FaceFormat::json, "json"},
                                                                 {FaceFormat::python, "python"}});

/// ".png", ".jpg", ".py"
std::string_view file_extension(FaceFormat format);
/// By the ending of a file's name, in any case; nothing if it is none of these.
std::optional<FaceFormat> face_format_of(const std::filesystem::path& path);
/// Nothing for latents.
std::optional<PictureFormat> picture_format(FaceFormat format);
/// Whether this build writes it: WebP needs libwebp.
bool can_write(FaceFormat format);

/// Of a face, in pixels: a picture that cannot be read again is of no use (core/image/picture_limits.h).
inline constexpr int kMaxFaceSide = 8192;
/// A picture of more faces than this does not contain their data, which would outweigh the picture.
inline constexpr std::size_t kMaxCarriedFaces = 64;

struct FaceFileOptions {
    FaceFormat format = FaceFormat::png;
    int side = 0;  ///< pixels per side of each face, 1 to kMaxFaceSide; 0: as the model makes it
    ResizeFilter filter = ResizeFilter::sharp;
    int quality = 92;                        ///< as of PictureEncoding
    bool sheet = false;                      ///< also a single face is laid out as on a sheet
    int columns = 0;                         ///< of a sheet; 0: the most nearly square one
    int gap = 0;                             ///< of a sheet, in pixels
    std::vector<std::string> captions = {};  ///< of a sheet: one per face, or none
};

/// One file with all the faces, at least one. Several as pictures are a contact sheet. `images` are those of
/// the faces at the model's size; empty for latents. Throws Error: also if the picture would be too large, or
/// latents of different sizes are to be one array.
std::vector<std::byte> face_file(const FaceFileOptions& options, std::span<const Favourite> faces,
                                 std::span<const Image> images);

/// Whether such a picture leads back to the faces, or has no room for them.
bool carries_faces(const FaceFileOptions& options, std::span<const Favourite> faces);

/// A name for the face's file, without an ending: its own, without characters that file names cannot contain.
std::string face_file_stem(const NamedLatent& face);

/// Python code whose `z` is the faces' latents, a float32 array [n, size]: by the seed where the latent is
/// exactly that of NumPy's convention or, to rounding, of PyTorch's; else by its numbers.
std::string faces_to_python(std::span<const Favourite> faces);

/// An .npz archive: `latents` float32 [n, size], `seeds` int64 [n] (-1: not that of a seed), `names` and
/// `models` (SHA-256) as texts [n].
std::string faces_to_npz(std::span<const Favourite> faces);

/// What a person may paste: a seed ("21", "Seed 21"), a favourites.json, a favourite, or a list of numbers.
/// Nothing for other text. A favourite without a latent has a seed alone.
struct TextFace {
    std::optional<std::uint32_t> seed;  ///< if the text is that of a seed, and `face` is empty
    Favourite face;
};
std::optional<TextFace> face_of_text(std::string_view text);

}  // namespace progan
