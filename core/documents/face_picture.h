// Pictures that contain the faces they show, so that a picture alone leads back to exactly that face: PNG,
// JPEG and WebP.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/documents/favourites.h"
#include "core/image/image.h"

namespace progan {

enum class PictureFormat { png, jpeg, webp };

struct PictureEncoding {
    PictureFormat format = PictureFormat::png;
    int quality = 92;  ///< 1 to 100, of JPEG and WebP; a WebP of 100 is lossless
};

/// Whether a picture of that format has room for the faces: a JPEG has 64 KB.
bool fits_faces(PictureFormat format, std::span<const Favourite> faces);

/// The file's bytes. The faces are in it in the format of favourites.json: in a PNG as a text chunk (iTXt,
/// compressed) with the keyword "progan_faces", in JPEG and WebP as EXIF's user comment, where other programs
/// show it. Without faces, or if there is no room for them, the picture alone. Throws Error.
std::vector<std::byte> encode_face_picture(const Image& image, const std::vector<Favourite>& faces,
                                           const PictureEncoding& encoding = {});

/// Atomically writes such a file. Throws Error naming the file.
void write_face_picture(const std::filesystem::path& path, const Image& image,
                        const std::vector<Favourite>& faces, const PictureEncoding& encoding = {});

/// The faces that a picture, or a favourites.json, contains; empty for any other file. Throws Error naming
/// the file if they are damaged. Reads no pixels.
std::vector<Favourite> faces_of_picture(const std::filesystem::path& path);
/// The same of a picture in memory; errors call it `name`.
std::vector<Favourite> faces_in_picture(std::string_view bytes, const std::string& name);

}  // namespace progan
