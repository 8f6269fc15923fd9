#include "core/image/images_npy.h"

#include <array>
#include <string>

#include "core/files/atomic_file.h"
#include "core/files/npy.h"
#include "core/support/error.h"

namespace progan {

void write_images_npy(const std::filesystem::path& path, std::span<const Image> images) {
    if (images.empty() || images[0].empty())
        throw Error("There are no pictures to write to {}.", path.string());
    const std::array<std::size_t, 4> shape{images.size(), static_cast<std::size_t>(images[0].height),
                                           static_cast<std::size_t>(images[0].width), 3};
    std::string file = npy_prefix("|u1", shape);
    for (const Image& image : images) {
        if (image.width != images[0].width || image.height != images[0].height)
            throw Error("Pictures of different sizes cannot be written to {}.", path.string());
        file.append(reinterpret_cast<const char*>(image.rgb.data()), image.rgb.size());
    }
    write_file_atomically(path, file);
}

}  // namespace progan
