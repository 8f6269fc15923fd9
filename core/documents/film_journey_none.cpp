// Where the program was built without FFmpeg.
#include "core/documents/film_journey.h"
#include "core/support/error.h"

namespace progan {

std::optional<std::string> journey_of_film(const std::filesystem::path& path) {
    throw Error("{} is a video, which this program cannot read: it was built without FFmpeg.", path.string());
}

}  // namespace progan
