// PNG pictures that contain the faces they show, so that a picture alone leads back to exactly that face.
#pragma once

#include <filesystem>
#include <vector>

#include "core/documents/favourites.h"
#include "core/image/image.h"

namespace progan {

/// Atomically writes a PNG with the faces, in the format of favourites.json, as a text chunk (iTXt,
/// compressed) with the keyword "progan_faces"; no chunk if there are no faces. Throws Error naming the file.
void write_face_picture(const std::filesystem::path& path, const Image& image,
                        const std::vector<Favourite>& faces);

/// The faces that a picture contains; empty for any other file. Throws Error naming the file if they are
/// damaged. Reads no pixels.
std::vector<Favourite> faces_of_picture(const std::filesystem::path& path);

}  // namespace progan
