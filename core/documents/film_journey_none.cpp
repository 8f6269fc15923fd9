// Where the program was built without FFmpeg.
#include "core/documents/film_journey.h"
#include "core/support/error.h"

namespace progan {

std::optional<std::string> journey_of_film(const std::filesystem::path& path) {
    throw Error("{} is a video: this program was built without FFmpeg, which reads them.", path.string());
}

}  // namespace progan
