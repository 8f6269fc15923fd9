#include "core/record/partial_path.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <random>
#include <string>

#include "core/support/error.h"

namespace progan {
namespace fs = std::filesystem;
namespace {

Error unwritable(const fs::path& target, const std::string& reason) {
    return Error(target.string() + " cannot be written: " + reason + ".");
}

void sync(const fs::path& path) {
    const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return;
    fsync(descriptor);
    close(descriptor);
}

}  // namespace

PartialPath::PartialPath(fs::path target) : target_(fs::absolute(std::move(target)).lexically_normal()) {
    if (!target_.has_filename()) target_ = target_.parent_path();
    std::error_code error;
    fs::create_directories(target_.parent_path(), error);
    if (error) throw unwritable(target_, error.message());
    if (access(target_.parent_path().c_str(), W_OK) != 0) throw unwritable(target_, std::strerror(errno));
    std::random_device random;
    partial_ = target_.parent_path() / ("." + target_.stem().string() + ".partial-" +
                                        std::to_string(random()) + target_.extension().string());
}

PartialPath::~PartialPath() {
    std::error_code ignored;
    if (!published_) fs::remove_all(partial_, ignored);
}

void PartialPath::publish() {
    sync(partial_);
    std::error_code error;
    fs::rename(partial_, target_, error);
    if (error) throw unwritable(target_, error.message());
    published_ = true;
    sync(target_.parent_path());
}

}  // namespace progan
