// PNG pictures that carry the faces they show, so that a picture alone leads back to exactly that face.
#pragma once

#include <filesystem>
#include <vector>

#include "core/documents/favourites.h"
#include "core/image/image.h"

namespace progan {

/// Writes a PNG atomically with the faces, in the words of favourites.json, as a text chunk (iTXt,
/// compressed) of the keyword "progan_faces"; no faces: no text. Throws Error naming the file.
void write_face_picture(const std::filesystem::path& path, const Image& image,
                        const std::vector<Favourite>& faces);

/// The faces that a picture carries; empty for any other file. Throws Error naming the file if what it
/// carries is damaged. Reads no pixels.
std::vector<Favourite> faces_of_picture(const std::filesystem::path& path);

}  // namespace progan
