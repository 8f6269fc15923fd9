// frame_00000.png, frame_00001.png, ... in a folder of their own, with the journey they show in journey.json.
#include <fcntl.h>

#include <cstdio>

#include "core/documents/embedded_journey.h"
#include "core/files/partial_path.h"
#include "core/image/png.h"
#include "core/record/recorders.h"

namespace progan {
namespace {

class PngSequenceRecorder : public Recorder {
  public:
    explicit PngSequenceRecorder(const RecorderOptions& options)
        : folder_(options.path, PartialPath::Kind::folder), journey_(options.journey) {}

    /// Not write_png: the folder as a whole appears at once, and a search of it for abandoned files at every
    /// frame would make the time quadratic.
    void add(const Image& frame) override {
        char name[32];
        std::snprintf(name, sizeof(name), "frame_%05d.png", count_++);
        write(name, encode_png(frame));
    }

    bool finish_slice() override {
        if (!journey_.empty()) write(kJourneyFileName, std::as_bytes(std::span(journey_)));
        folder_.publish();
        return true;
    }

  private:
    void write(const char* name, std::span<const std::byte> bytes) {
        const std::filesystem::path path = folder_.path() / name, shown = folder_.target() / name;
        const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
        if (!file) throw_not_written(shown, errno);
        write_all(file, bytes, shown);
        if (::fsync(file.get()) != 0) throw_not_written(shown, errno);
    }

    PartialPath folder_;
    const std::string journey_;
    int count_ = 0;
};

}  // namespace

std::unique_ptr<Recorder> make_png_sequence_recorder(const RecorderOptions& options) {
    return std::make_unique<PngSequenceRecorder>(options);
}

}  // namespace progan
