#include "core/record/frame_spool.h"

#include <utility>

namespace progan {

FrameSpool::FrameSpool(std::filesystem::path target) : target_(std::move(target)) {
    file_ = system::unnamed_file(target_.parent_path());
    if (!file_) throw_not_written(target_, errno);
}

void FrameSpool::append(const Image& frame) {
    write_all(file_, std::as_bytes(std::span(frame.rgb)), target_);
    width_ = frame.width;
    height_ = frame.height;
    ++count_;
}

Image FrameSpool::read(std::int64_t index) const {
    Image frame(width_, height_);
    std::span<std::uint8_t> left(frame.rgb);
    std::uint64_t position = std::uint64_t{frame.rgb.size()} * static_cast<std::uint64_t>(index);
    while (!left.empty()) {
        const std::ptrdiff_t got = system::read_some_at(file_, std::as_writable_bytes(left), position);
        if (got <= 0) throw_not_written(target_, got < 0 ? errno : EIO);
        left = left.subspan(static_cast<std::size_t>(got));
        position += static_cast<std::uint64_t>(got);
    }
    return frame;
}

}  // namespace progan
