// Frames side by side in one PNG.
#include "core/documents/embedded_journey.h"
#include "core/files/partial_path.h"
#include "core/image/contact_sheet.h"
#include "core/image/png.h"
#include "core/record/recorders.h"

namespace progan {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{128}
                                  << 20;  // of pixels; the sheet and its PNG take as much again
constexpr int kGap = 4;                   // pixels between frames

class ContactSheetRecorder : public Recorder {
  public:
    explicit ContactSheetRecorder(const RecorderOptions& options)
        : options_(options), file_(options.path, PartialPath::Kind::file) {}

    void add(const Image& frame) override {
        bytes_ += frame.rgb.size();
        if (bytes_ > kMaxBytes)
            throw Error(
                "{} cannot be written: only {} pictures of {} x {} fit on a sheet. Choose fewer or smaller "
                "pictures.",
                file_.target().string(), images_.size(), frame.width, frame.height);
        images_.push_back(frame);
    }

    bool finish_slice() override {
        ContactSheetOptions sheet;
        sheet.columns = options_.columns;
        sheet.gap = kGap;
        sheet.captions = options_.captions;
        const Image image = contact_sheet(images_, sheet);
        images_.clear();
        const PngText none, carried{kJourneyKey, options_.journey};
        const Descriptor file = system::open_to_change(file_.path());
        if (!file) throw_not_written(file_.target(), errno);
        write_all(file, encode_png(image, options_.journey.empty() ? none : carried), file_.target());
        file_.publish();
        return true;
    }

  private:
    const RecorderOptions options_;
    PartialPath file_;
    std::vector<Image> images_;
    std::size_t bytes_ = 0;
};

}  // namespace

std::unique_ptr<Recorder> make_contact_sheet_recorder(const RecorderOptions& options) {
    return std::make_unique<ContactSheetRecorder>(options);
}

}  // namespace progan
