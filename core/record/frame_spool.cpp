#include "core/record/frame_spool.h"

#include <fcntl.h>

#include <cstdlib>
#include <utility>

namespace progan {

FrameSpool::FrameSpool(std::filesystem::path target) : target_(std::move(target)) {
    std::string name = (target_.parent_path() / ".spool-XXXXXX").string();
    file_ = Descriptor(::mkostemp(name.data(), O_CLOEXEC));
    if (!file_) throw_not_written(target_, errno);
    ::unlink(name.c_str());
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
    off_t position = static_cast<off_t>(frame.rgb.size()) * index;
    while (!left.empty()) {
        const ssize_t got = ::pread(file_.get(), left.data(), left.size(), position);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) throw_not_written(target_, got < 0 ? errno : EIO);
        left = left.subspan(static_cast<std::size_t>(got));
        position += got;
    }
    return frame;
}

}  // namespace progan
