// frame_00000.png, frame_00001.png, ... in their own folder, with the journey in journey.json.
#include "core/documents/embedded_journey.h"
#include "core/files/partial_path.h"
#include "core/image/png.h"
#include "core/record/recorders.h"
#include "core/support/format.h"

namespace progan {
namespace {

class PngSequenceRecorder : public Recorder {
  public:
    explicit PngSequenceRecorder(const RecorderOptions& options)
        : folder_(options.path, PartialPath::Kind::folder),
          journey_(options.journey),
          number_(options.first_number) {}

    /// Not write_png: the whole folder is published at once, and searching it for abandoned files at every
    /// frame would take quadratic time.
    void add(const Image& frame) override {
        write(fmt::format("frame_{:05}.png", number_++), encode_png(frame));
    }

    bool finish_slice() override {
        if (!journey_.empty()) write(kJourneyFileName, std::as_bytes(std::span(journey_)));
        folder_.publish();
        return true;
    }

  private:
    void write(const std::string& name, std::span<const std::byte> bytes) {
        const std::filesystem::path path = folder_.path() / name, shown = folder_.target() / name;
        const Descriptor file = system::make_file(path, system::Writers::as_usual);
        if (!file) throw_not_written(shown, errno);
        write_all(file, bytes, shown);
        if (!system::sync(file)) throw_not_written(shown, errno);
    }

    PartialPath folder_;
    const std::string journey_;
    std::int64_t number_;  ///< of the next frame
};

}  // namespace

std::unique_ptr<Recorder> make_png_sequence_recorder(const RecorderOptions& options) {
    return std::make_unique<PngSequenceRecorder>(options);
}

}  // namespace progan
