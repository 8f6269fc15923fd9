// Owners for FFmpeg's C objects, and exceptions for its error numbers. Internal to core/record.
#pragma once

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavfilter/avfilter.h>
#include <libavformat/avformat.h>
#include <libswscale/swscale.h>
}

#include <filesystem>
#include <memory>

#include "core/image/image.h"
#include "core/sound/libav_owners.h"

namespace progan::libav {

struct FreeScaler {
    void operator()(SwsContext* scaler) const { sws_freeContext(scaler); }
};
/// Also closes the file.
struct FreeOutput {
    void operator()(AVFormatContext* format) const;
};

using Graph = std::unique_ptr<AVFilterGraph, Free<avfilter_graph_free>>;
using Scaler = std::unique_ptr<SwsContext, FreeScaler>;
using Output = std::unique_ptr<AVFormatContext, FreeOutput>;

/// Failures are reported as Error: the libraries no longer write to stderr as well.
void be_quiet();

/// Throws Error "FILE cannot be written: REASON." if the result is an error number; otherwise returns it.
int check(int result, const std::filesystem::path& file);

/// Opens `partial` for the container, whatever its name, still without streams.
Output open_output(const char* container, const std::filesystem::path& partial,
                   const std::filesystem::path& file);

/// A frame with memory for its picture.
Frame make_frame(int width, int height, AVPixelFormat format);

/// Copies the image's rows into an RGB24 frame of the same size.
void copy_rows(const Image& image, AVFrame& frame);

/// Writes one packet that the encoder has ready; false if there is none.
bool write_packet(AVCodecContext& codec, AVFormatContext& output, AVStream& stream,
                  const std::filesystem::path& file);

/// Sends a frame (null: the end) to the encoder and writes its output.
void encode(AVCodecContext& codec, const AVFrame* frame, AVFormatContext& output, AVStream& stream,
            const std::filesystem::path& file);

}  // namespace progan::libav
