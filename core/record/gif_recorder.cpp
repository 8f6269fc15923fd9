// GIF with one palette for all frames, computed from samples before the first frame (libavfilter's
// palettegen). Each frame is then mapped to it and written, so that nothing is kept in memory.
//
// GIF delays are whole hundredths of a second. Each frame's time is rounded separately, so that at 30 fps
// delays alternate between 3 and 4 and the animation keeps its length. Below 2/100 s viewers slow down to 10
// frames per second, so that is the minimum.
#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "core/documents/embedded_journey.h"
#include "core/files/gif_blocks.h"
#include "core/files/partial_path.h"
#include "core/image/resize.h"
#include "core/record/libav.h"
#include "core/record/palette_mapper.h"
#include "core/record/recorders.h"
#include "core/support/error.h"

extern "C" {
#include <libavfilter/buffersink.h>
#include <libavfilter/buffersrc.h>
#include <libavutil/opt.h>
}

namespace progan {
namespace fs = std::filesystem;
namespace {

constexpr double kHundredths = 100;
constexpr double kMinDelay = kHundredths / kMaxGifFps;
constexpr int kSamples = 96;             // enough for each face of a long journey
constexpr int kMaxSampledPixels = 8192;  // per frame

/// libavfilter's palettegen: pictures of one size in, 256 colors out.
class PaletteMaker {
  public:
    PaletteMaker(int width, int height, fs::path file)
        : graph_(avfilter_graph_alloc()), file_(std::move(file)) {
        if (!graph_) throw std::bad_alloc();
        graph_->nb_threads = 1;
        const std::string source = fmt::format("video_size={}x{}:pix_fmt={}:time_base=1/100:pixel_aspect=1/1",
                                               width, height, static_cast<int>(AV_PIX_FMT_RGB32));
        source_ = make("buffer", source.c_str());
        AVFilterContext* maker = make("palettegen", "reserve_transparent=0:stats_mode=full");
        sink_ = make("buffersink", nullptr);
        libav::check(avfilter_link(source_, 0, maker, 0), file_);
        libav::check(avfilter_link(maker, 0, sink_, 0), file_);
        libav::check(avfilter_graph_config(graph_.get(), nullptr), file_);
    }

    /// Pushed, because libavfilter would only queue it and frames would pile up in memory.
    void add(const Image& image) {
        libav::Frame frame = libav::make_frame(image.width, image.height, AV_PIX_FMT_RGB32);
        const std::uint8_t* rgb = image.rgb.data();
        for (int y = 0; y < image.height; ++y) {
            auto* row = reinterpret_cast<std::uint32_t*>(frame->data[0] +
                                                         static_cast<std::ptrdiff_t>(y) * frame->linesize[0]);
            for (int x = 0; x < image.width; ++x, rgb += 3)
                row[x] = 0xff000000u | static_cast<std::uint32_t>(rgb[0]) << 16 |
                         static_cast<std::uint32_t>(rgb[1]) << 8 | rgb[2];
        }
        put(frame.get());
    }

    Palette palette() {
        put(nullptr);
        const libav::Frame frame(av_frame_alloc());
        if (!frame) throw std::bad_alloc();
        libav::check(av_buffersink_get_frame(sink_, frame.get()), file_);
        Palette palette{};
        for (std::size_t i = 0; i < palette.size(); ++i) {  // a picture of 16 x 16
            const std::uint8_t* row =
                frame->data[0] + static_cast<std::ptrdiff_t>(i / 16) * frame->linesize[0];
            palette[i] = reinterpret_cast<const std::uint32_t*>(row)[i % 16] & 0xffffffu;
        }
        return palette;
    }

  private:
    void put(AVFrame* frame) {
        libav::check(av_buffersrc_add_frame_flags(source_, frame, AV_BUFFERSRC_FLAG_PUSH), file_);
    }

    AVFilterContext* make(const char* filter, const char* options) {
        const AVFilter* kind = avfilter_get_by_name(filter);
        if (kind == nullptr)
            throw Error("{} cannot be written: this machine's libavfilter lacks the filter {}.",
                        file_.string(), filter);
        AVFilterContext* made = nullptr;
        libav::check(avfilter_graph_create_filter(&made, kind, filter, options, nullptr, graph_.get()),
                     file_);
        return made;
    }

    libav::Graph graph_;
    fs::path file_;
    AVFilterContext *source_ = nullptr, *sink_ = nullptr;  ///< of graph_
};

class GifRecorder : public Recorder {
  public:
    explicit GifRecorder(const RecorderOptions& options)
        : options_(options), file_(options.path, PartialPath::Kind::file) {}

    int samples_wanted() const override { return kSamples; }

    void sample(const Image& image) override {
        const Image thin = for_palette(image);
        if (!palette_maker_) palette_maker_.emplace(thin.width, thin.height, file_.target());
        palette_maker_->add(thin);
    }

    void add(const Image& image) override {
        if (!mapper_) {
            if (!palette_maker_) sample(image);
            palette_ = palette_maker_->palette();
            palette_maker_.reset();
            mapper_.emplace(palette_, options_.dithering);
            open_output(image.width, image.height);
        }
        const libav::Frame frame = libav::make_frame(image.width, image.height, AV_PIX_FMT_PAL8);
        mapper_->map(image, frame->data[0], frame->linesize[0]);
        for (std::size_t i = 0; i < palette_.size(); ++i)
            reinterpret_cast<std::uint32_t*>(frame->data[1])[i] = 0xff000000u | palette_[i];
        frame->pts = time_of(added_++);
        libav::encode(*codec_, frame.get(), *output_, *stream_, file_.target());
    }

    bool finish_slice() override {
        libav::encode(*codec_, nullptr, *output_, *stream_, file_.target());
        // The muxer reads it at the end; it is only known now.
        libav::check(
            av_opt_set_int(output_->priv_data, "final_delay", time_of(added_) - time_of(added_ - 1), 0),
            file_.target());
        libav::check(av_write_trailer(output_.get()), file_.target());
        libav::check(avio_closep(&output_->pb), file_.target());
        add_comment();
        file_.publish();
        return true;
    }

  private:
    /// Every n-th pixel of every n-th row, because palettegen keeps every color that it has seen.
    static Image for_palette(const Image& image) {
        int step = 1;
        while ((image.width / step) * (image.height / step) > kMaxSampledPixels) ++step;
        if (step == 1) return image;
        return thinned(image, step, 0, (image.width + step - 1) / step, (image.height + step - 1) / step);
    }

    /// A comment extension between the last picture and the end, which libavformat cannot write.
    void add_comment() {
        if (options_.journey.empty()) return;
        const Descriptor file = system::open_to_change(file_.path());
        const std::int64_t end = file ? system::move_to_end(file, -1) : -1;
        char last = 0;
        const std::span into(&last, 1);
        if (end < 0 ||
            system::read_some_at(file, std::as_writable_bytes(into), static_cast<std::uint64_t>(end)) != 1)
            throw_not_written(file_.target(), errno);
        if (last != kGifTrailer) throw cannot_write("it does not end like a GIF");
        const std::string comment = gif_journey_comment(options_.journey) + kGifTrailer;
        if (system::move_to(file, end) < 0) throw_not_written(file_.target(), errno);
        write_all(file, std::as_bytes(std::span(comment)), file_.target());
    }

    Error cannot_write(const char* reason) const {
        return Error("{} cannot be written: {}.", file_.target().string(), reason);
    }

    std::int64_t time_of(std::int64_t frame) const {
        return std::llround(static_cast<double>(frame) * std::max(kMinDelay, kHundredths / options_.fps));
    }

    void open_output(int width, int height) {
        output_ = libav::open_output("gif", file_.path(), file_.target());
        const AVCodec* kind = avcodec_find_encoder(AV_CODEC_ID_GIF);
        if (kind == nullptr) throw cannot_write("this machine's libavcodec has no GIF encoder");
        codec_.reset(avcodec_alloc_context3(kind));
        if (!codec_) throw std::bad_alloc();
        codec_->width = width;
        codec_->height = height;
        codec_->pix_fmt = AV_PIX_FMT_PAL8;
        codec_->time_base = {1, 100};
        libav::check(avcodec_open2(codec_.get(), kind, nullptr), file_.target());
        stream_ = avformat_new_stream(output_.get(), nullptr);
        if (stream_ == nullptr) throw std::bad_alloc();
        stream_->time_base = codec_->time_base;
        libav::check(avcodec_parameters_from_context(stream_->codecpar, codec_.get()), file_.target());
        AVDictionary* muxer_options = nullptr;
        // The file stores the number of repeats: 0 forever, -1 never.
        const std::string repeats = std::to_string(options_.loops > 1    ? options_.loops - 1
                                                   : options_.loops == 1 ? -1
                                                                         : 0);
        av_dict_set(&muxer_options, "loop", repeats.c_str(), 0);
        const int result = avformat_write_header(output_.get(), &muxer_options);
        av_dict_free(&muxer_options);
        libav::check(result, file_.target());
    }

    const RecorderOptions options_;
    PartialPath file_;
    std::optional<PaletteMaker> palette_maker_;
    Palette palette_{};
    std::optional<PaletteMapper> mapper_;
    libav::Output output_;
    libav::Codec codec_;
    AVStream* stream_ = nullptr;  ///< of output_
    std::int64_t added_ = 0;
};

}  // namespace

std::unique_ptr<Recorder> make_gif_recorder(const RecorderOptions& options) {
    libav::be_quiet();
    return std::make_unique<GifRecorder>(options);
}

}  // namespace progan
