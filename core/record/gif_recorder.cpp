// GIF with one palette made for all its frames. Frames are kept uncompressed in a hidden file until the last
// one is there, the palette is drawn up along the way (libavfilter's palettegen), and finish() maps every
// frame to it (paletteuse) and writes.
//
// A GIF's delays are whole hundredths of a second. Each frame's time is rounded by itself, so that at 30 fps
// delays alternate between 3 and 4 and the animation keeps its length. Below 2/100 s viewers slow down to 10
// frames a second: that is the least.
#include <cmath>
#include <fstream>
#include <optional>

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

    /// A frame into source `index`; null ends it.
    void put(std::size_t index, AVFrame* frame) {
        libav::check(av_buffersrc_add_frame_flags(sources_[index], frame, AV_BUFFERSRC_FLAG_KEEP_REF), file_);
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
        : options_(options), file_(options.path), spool_path_(file_.path()) {
        spool_path_ += ".frames";
        spool_.open(spool_path_, std::ios::binary | std::ios::in | std::ios::out | std::ios::trunc);
        if (!spool_) throw cannot_write("the frames cannot be kept beside it");
    }

    ~GifRecorder() override {
        std::error_code ignored;
        fs::remove(spool_path_, ignored);
    }

    void add(const Image& image) override {
        if (!palette_maker_) {
            width_ = image.width;
            height_ = image.height;
            palette_maker_.emplace("palettegen", "reserve_transparent=0:stats_mode=full",
                                   std::vector{AV_PIX_FMT_RGB32}, width_, height_, file_.target());
        }
        const libav::Frame frame = rgb32(image);
        palette_maker_->put(0, frame.get());
        spool_.write(reinterpret_cast<const char*>(image.rgb.data()),
                     static_cast<std::streamsize>(image.rgb.size()));
        if (!spool_) throw cannot_write("the disk may be full");
        ++count_;
    }

    void finish() override {
        palette_maker_->put(0, nullptr);
        const libav::Frame palette = palette_maker_->take();
        if (!palette) throw cannot_write("no palette could be made");
        palette_maker_.reset();
        FilterChain mapper("paletteuse", "dither=sierra2_4a:diff_mode=none",
                           {AV_PIX_FMT_RGB32, AV_PIX_FMT_RGB32}, width_, height_, file_.target());
        palette->pts = 0;
        mapper.put(1, palette.get());
        mapper.put(1, nullptr);
        open_output();
        spool_.seekg(0);
        Image image(width_, height_);
        for (std::int64_t i = 0; i < count_; ++i) {
            if (!spool_.read(reinterpret_cast<char*>(image.rgb.data()),
                             static_cast<std::streamsize>(image.rgb.size())))
                throw cannot_write("the frames kept beside it cannot be read again");
            const libav::Frame frame = rgb32(image);
            frame->pts = time_of(i);
            mapper.put(0, frame.get());
            write_ready(mapper);
        }
        mapper.put(0, nullptr);
        write_ready(mapper);
        libav::encode(*codec_, nullptr, *output_, *stream_, file_.target());
        if (written_ != count_) throw cannot_write("frames were lost on the way");
        libav::check(av_write_trailer(output_.get()), file_.target());
        libav::check(avio_closep(&output_->pb), file_.target());
        file_.publish();
    }

  private:
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
        output_ = libav::open_output(file_.path(), file_.target());
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
        const auto last_delay = std::to_string(time_of(count_) - time_of(count_ - 1));
        av_dict_set(&muxer_options, "final_delay", last_delay.c_str(), 0);
        const int result = avformat_write_header(output_.get(), &muxer_options);
        av_dict_free(&muxer_options);
        libav::check(result, file_.target());
    }

    void write_ready(FilterChain& mapper) {
        while (const libav::Frame frame = mapper.take()) {
            frame->pts = time_of(written_++);
            frame->pict_type = AV_PICTURE_TYPE_NONE;
            libav::encode(*codec_, frame.get(), *output_, *stream_, file_.target());
        }
    }

    const RecorderOptions options_;
    PartialPath file_;
    fs::path spool_path_;
    std::fstream spool_;
    std::optional<FilterChain> palette_maker_;
    libav::Output output_;
    libav::Codec codec_;
    AVStream* stream_ = nullptr;  ///< of output_
    int width_ = 0, height_ = 0;
    std::int64_t count_ = 0, written_ = 0;
};

}  // namespace

std::unique_ptr<Recorder> make_gif_recorder(const RecorderOptions& options) {
    return std::make_unique<GifRecorder>(options);
}

}  // namespace progan
