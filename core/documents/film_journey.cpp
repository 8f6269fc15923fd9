#include "core/documents/film_journey.h"

extern "C" {
#include <libavformat/avformat.h>
#include <libavutil/log.h>
}

#include <chrono>
#include <memory>
#include <new>

#include "core/documents/embedded_journey.h"

namespace progan {
namespace fs = std::filesystem;
namespace {

constexpr auto kPatience = std::chrono::seconds(10);  // with a video that sends its reader in circles

struct CloseInput {
    void operator()(AVFormatContext* format) const { avformat_close_input(&format); }
};

}  // namespace

std::optional<std::string> journey_of_film(const fs::path& path) {
    av_log_set_level(AV_LOG_QUIET);
    AVFormatContext* format = avformat_alloc_context();
    if (format == nullptr) throw std::bad_alloc();
    auto deadline = std::chrono::steady_clock::now() + kPatience;
    format->interrupt_callback = {[](void* until) {
                                      const auto now = std::chrono::steady_clock::now();
                                      return now > *static_cast<decltype(deadline)*>(until) ? 1 : 0;
                                  },
                                  &deadline};
    format->flags |= AVFMT_FLAG_NOFILLIN | AVFMT_FLAG_NOPARSE;
    AVDictionary* options = nullptr;
    av_dict_set(&options, "protocol_whitelist", "file", 0);
    av_dict_set(&options, "format_whitelist", "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm", 0);
    const std::string url = "file:" + path.string();
    const int result = avformat_open_input(&format, url.c_str(), nullptr, &options);
    av_dict_free(&options);
    if (result < 0) return std::nullopt;  // libavformat has freed the context
    const std::unique_ptr<AVFormatContext, CloseInput> input(format);
    const AVDictionaryEntry* tag = av_dict_get(input->metadata, kJourneyKey, nullptr, 0);
    if (tag == nullptr) return std::nullopt;
    return std::string(tag->value);
}

}  // namespace progan
