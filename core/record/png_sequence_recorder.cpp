// frame_00000.png, frame_00001.png, ... in a folder of their own.
#include <cstdio>

#include "core/image/image_file.h"
#include "core/record/partial_path.h"
#include "core/record/recorders.h"
#include "core/support/error.h"

namespace progan {
namespace fs = std::filesystem;
namespace {

class PngSequenceRecorder : public Recorder {
  public:
    explicit PngSequenceRecorder(const RecorderOptions& options) : folder_(options.path) {
        std::error_code error;
        const fs::path& target = folder_.target();
        const bool there = fs::exists(target, error);
        if (there && !fs::is_directory(target))
            throw Error(target.string() + " is a file; a PNG sequence needs a folder's name.");
        if (there && !fs::is_empty(target, error))
            throw Error(target.string() + " is not empty; a PNG sequence needs a new or empty folder.");
        fs::create_directory(folder_.path(), error);
        if (error) throw Error(target.string() + " cannot be written: " + error.message() + ".");
    }

    void add(const Image& frame) override {
        char name[32];
        std::snprintf(name, sizeof(name), "frame_%05d.png", count_++);
        write_png(folder_.path() / name, frame);
    }

    void finish() override { folder_.publish(); }

  private:
    PartialPath folder_;
    int count_ = 0;
};

}  // namespace

std::unique_ptr<Recorder> make_png_sequence_recorder(const RecorderOptions& options) {
    return std::make_unique<PngSequenceRecorder>(options);
}

}  // namespace progan
