// GIF with one palette made for all its frames. Frames are kept uncompressed on disk until the last one is
// there, the palette is drawn up along the way (libavfilter's palettegen), and the slices of the finishing
// map one frame each to it (paletteuse) and write it.
//
// A GIF's delays are whole hundredths of a second. Each frame's time is rounded by itself, so that at 30 fps
// delays alternate between 3 and 4 and the animation keeps its length. Below 2/100 s viewers slow down to 10
// frames a second: that is the least.
#include <algorithm>
#include <cmath>
#include <optional>

#include "core/record/frame_spool.h"
#include "core/record/libav.h"
#include "core/record/partial_path.h"
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
constexpr double kLeastDelay = 2;

/// One filter between sources of given picture formats and a sink.
class FilterChain {
  public:
    FilterChain(const char* filter, const char* options, std::vector<AVPixelFormat> inputs, int width,
                int height, const fs::path& file)
        : graph_(avfilter_graph_alloc()), file_(file) {
        if (!graph_) throw std::bad_alloc();
        graph_->nb_threads = 1;
        AVFilterContext* middle = make(filter, "filter", options);
        for (std::size_t i = 0; i < inputs.size(); ++i) {
            // palettegen gives a 16 x 16 picture of the palette, and paletteuse takes it second.
            const bool palette = i == 1;
            const std::string source_options =
                "video_size=" + (palette ? "16x16" : std::to_string(width) + "x" + std::to_string(height)) +
                ":pix_fmt=" + std::to_string(static_cast<int>(inputs[i])) +
                ":time_base=1/100:pixel_aspect=1/1";
            sources_.push_back(make("buffer", palette ? "palette" : "frames", source_options.c_str()));
            libav::check(avfilter_link(sources_.back(), 0, middle, static_cast<unsigned>(i)), file_);
        }
        sink_ = make("buffersink", "sink", nullptr);
        libav::check(avfilter_link(middle, 0, sink_, 0), file_);
        libav::check(avfilter_graph_config(graph_.get(), nullptr), file_);
    }

    /// A frame into source `index`; null ends it. Pushed, or libavfilter would only queue it: frames would
    /// pile up in memory.
    void put(std::size_t index, AVFrame* frame) {
        constexpr int kFlags = AV_BUFFERSRC_FLAG_KEEP_REF | AV_BUFFERSRC_FLAG_PUSH;
        libav::check(av_buffersrc_add_frame_flags(sources_[index], frame, kFlags), file_);
    }

    /// The next result, or nothing if there is none yet.
    libav::Frame take() {
        libav::Frame frame(av_frame_alloc());
        if (!frame) throw std::bad_alloc();
        const int result = av_buffersink_get_frame(sink_, frame.get());
        if (result == AVERROR(EAGAIN) || result == AVERROR_EOF) return nullptr;
        libav::check(result, file_);
        return frame;
    }

  private:
    AVFilterContext* make(const char* filter, const char* name, const char* options) {
        const AVFilter* kind = avfilter_get_by_name(filter);
        if (kind == nullptr)
            throw Error(file_.string() + " cannot be written: this machine's libavfilter lacks the filter " +
                        filter + ".");
        AVFilterContext* made = nullptr;
        libav::check(avfilter_graph_create_filter(&made, kind, name, options, nullptr, graph_.get()), file_);
        return made;
    }

    libav::Graph graph_;
    fs::path file_;
    std::vector<AVFilterContext*> sources_;  ///< of graph_
    AVFilterContext* sink_ = nullptr;        ///< of graph_
};

class GifRecorder : public Recorder {
  public:
    explicit GifRecorder(const RecorderOptions& options)
        : options_(options), file_(options.path, PartialPath::Kind::file), spool_(file_.target()) {}

    void add(const Image& image) override {
        if (!palette_maker_) {
            width_ = image.width;
            height_ = image.height;
            palette_maker_.emplace("palettegen", "reserve_transparent=0:stats_mode=full",
                                   std::vector{AV_PIX_FMT_RGB32}, width_, height_, file_.target());
        }
        const libav::Frame frame = rgb32(image);
        palette_maker_->put(0, frame.get());
        spool_.append(image);
    }

    bool finish_slice() override {
        if (!mapper_) {
            make_palette();
            open_output();
        } else if (mapped_ < spool_.count()) {
            const libav::Frame frame = rgb32(spool_.read(mapped_));
            frame->pts = time_of(mapped_++);
            mapper_->put(0, frame.get());
            write_ready();
        } else {
            close_output();
            return true;
        }
        return false;
    }

  private:
    void make_palette() {
        palette_maker_->put(0, nullptr);
        const libav::Frame palette = palette_maker_->take();
        if (!palette) throw cannot_write("no palette could be made");
        palette_maker_.reset();
        mapper_.emplace("paletteuse", "dither=sierra2_4a:diff_mode=none",
                        std::vector{AV_PIX_FMT_RGB32, AV_PIX_FMT_RGB32}, width_, height_, file_.target());
        palette->pts = 0;
        mapper_->put(1, palette.get());
        mapper_->put(1, nullptr);
    }

    void close_output() {
        mapper_->put(0, nullptr);
        write_ready();
        libav::encode(*codec_, nullptr, *output_, *stream_, file_.target());
        if (written_ != spool_.count()) throw cannot_write("frames were lost on the way");
        libav::check(av_write_trailer(output_.get()), file_.target());
        libav::check(avio_closep(&output_->pb), file_.target());
        file_.publish();
    }

    Error cannot_write(const char* reason) const {
        return Error(file_.target().string() + " cannot be written: " + reason + ".");
    }

    std::int64_t time_of(std::int64_t frame) const {
        return std::llround(static_cast<double>(frame) * std::max(kLeastDelay, kHundredths / options_.fps));
    }

    /// RGB32 is 0xAARRGGBB in the machine's byte order: the format that the palette filters take.
    libav::Frame rgb32(const Image& image) const {
        libav::Frame frame = libav::make_frame(image.width, image.height, AV_PIX_FMT_RGB32);
        const std::uint8_t* rgb = image.rgb.data();
        for (int y = 0; y < image.height; ++y) {
            auto* row = reinterpret_cast<std::uint32_t*>(frame->data[0] +
                                                         static_cast<std::ptrdiff_t>(y) * frame->linesize[0]);
            for (int x = 0; x < image.width; ++x, rgb += 3)
                row[x] = 0xff000000u | static_cast<std::uint32_t>(rgb[0]) << 16 |
                         static_cast<std::uint32_t>(rgb[1]) << 8 | rgb[2];
        }
        return frame;
    }

    void open_output() {
        output_ = libav::open_output("gif", file_.path(), file_.target());
        const AVCodec* kind = avcodec_find_encoder(AV_CODEC_ID_GIF);
        if (kind == nullptr) throw cannot_write("this machine's libavcodec has no GIF encoder");
        codec_.reset(avcodec_alloc_context3(kind));
        if (!codec_) throw std::bad_alloc();
        codec_->width = width_;
        codec_->height = height_;
        codec_->pix_fmt = AV_PIX_FMT_PAL8;
        codec_->time_base = {1, 100};
        libav::check(avcodec_open2(codec_.get(), kind, nullptr), file_.target());
        stream_ = avformat_new_stream(output_.get(), nullptr);
        if (stream_ == nullptr) throw std::bad_alloc();
        stream_->time_base = codec_->time_base;
        libav::check(avcodec_parameters_from_context(stream_->codecpar, codec_.get()), file_.target());
        AVDictionary* muxer_options = nullptr;
        av_dict_set(&muxer_options, "loop", options_.loop_forever ? "0" : "-1", 0);
        const auto last_delay = std::to_string(time_of(spool_.count()) - time_of(spool_.count() - 1));
        av_dict_set(&muxer_options, "final_delay", last_delay.c_str(), 0);
        const int result = avformat_write_header(output_.get(), &muxer_options);
        av_dict_free(&muxer_options);
        libav::check(result, file_.target());
    }

    void write_ready() {
        while (const libav::Frame frame = mapper_->take()) {
            frame->pts = time_of(written_++);
            frame->pict_type = AV_PICTURE_TYPE_NONE;
            libav::encode(*codec_, frame.get(), *output_, *stream_, file_.target());
        }
    }

    const RecorderOptions options_;
    PartialPath file_;
    FrameSpool spool_;
    std::optional<FilterChain> palette_maker_, mapper_;
    libav::Output output_;
    libav::Codec codec_;
    AVStream* stream_ = nullptr;  ///< of output_
    int width_ = 0, height_ = 0;
    std::int64_t mapped_ = 0, written_ = 0;
};

}  // namespace

std::unique_ptr<Recorder> make_gif_recorder(const RecorderOptions& options) {
    return std::make_unique<GifRecorder>(options);
}

}  // namespace progan
